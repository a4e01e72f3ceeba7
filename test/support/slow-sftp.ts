/** An SFTP server over files in memory that answers as slowly as a test likes. */
import type { AddressInfo } from 'node:net';
import ssh2, { type Connection, type FileEntry, type SFTPWrapper } from 'ssh2';
import { createHostKey, hostKeyFingerprint } from '../../connectors/sandbox/sftp-server.js';

const { STATUS_CODE } = ssh2.utils.sftp;
const hostKey = createHostKey();

export type Step = 'sign-in' | 'channel' | 'OPENDIR' | 'READDIR' | 'OPEN' | 'READ' | 'WRITE' | 'CLOSE';

export interface SlowSftp {
  settings: { host: string; port: number; username: string; password: string; hostKeySha256: string };
  /** By path; a folder lists the names below it. */
  files: Map<string, Buffer>;
  /** Asked before each answer; one that is false is never given. */
  answers: (step: Step, path: string) => boolean;
  /** At most so many bytes in an answer to READ. */
  bytesPerRead: number;
  /** So long before each answer to READ and READDIR. */
  waitMs: number;
  /** A folder that never ends: each answer brings one more name. */
  listsForever: boolean;
  /** How often READ was asked. */
  reads: number;
  /** Closes the channels and keeps the connections, or cuts these, too. */
  hangUp(what: 'channels' | 'connections'): void;
  close(): Promise<void>;
}

export async function startSlowSftp(): Promise<SlowSftp> {
  const connections = new Set<Connection>();
  const channels = new Set<SFTPWrapper>();
  const server = new ssh2.Server({ hostKeys: [hostKey] }, (connection) => {
    connections.add(connection);
    // The type leaves it out; without it each answer waits 40 ms for an acknowledgement.
    (connection as Connection & { setNoDelay(on: boolean): void }).setNoDelay(true);
    connection.on('error', () => {}).on('close', () => connections.delete(connection));
    connection.on('authentication', (attempt) => void (slow.answers('sign-in', '') && attempt.accept()));
    connection.on('session', (accept) =>
      accept().on('sftp', (acceptSftp) => {
        if (!slow.answers('channel', '')) return;
        const channel = acceptSftp();
        channels.add(channel);
        serve(slow, channel);
      }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const slow: SlowSftp = {
    settings: {
      host: '127.0.0.1',
      port,
      username: 'hub',
      password: 'x',
      hostKeySha256: hostKeyFingerprint(hostKey),
    },
    files: new Map(),
    answers: () => true,
    bytesPerRead: 32 * 1024,
    waitMs: 0,
    listsForever: false,
    reads: 0,
    hangUp(what) {
      for (const one of what === 'channels' ? channels : connections) one.end();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const connection of connections) connection.end();
      }),
  };
  return slow;
}

function serve(slow: SlowSftp, sftp: SFTPWrapper): void {
  /** What was opened, by the number that stands in its handle; a folder is taken from the list as it is told. */
  const opened: { path: string; names?: string[] }[] = [];
  const of = (handle: Buffer) => opened[handle.readUInt32BE()]!;
  const open = (request: number, entry: { path: string; names?: string[] }) => {
    const handle = Buffer.alloc(4);
    handle.writeUInt32BE(opened.push(entry) - 1);
    sftp.handle(request, handle);
  };
  const later = (answer: () => void) => setTimeout(answer, slow.waitMs);
  const entryOf = (filename: string) =>
    ({
      filename,
      longname: filename,
      attrs: { mode: 0o100444, uid: 0, gid: 0, size: 0, atime: 0, mtime: 0 },
    }) satisfies FileEntry;
  sftp.on('error', () => {});
  sftp.on('OPENDIR', (request, path) => {
    const below = [...slow.files.keys()].filter((file) => file.startsWith(`${path}/`));
    const names = [...new Set(below.map((file) => file.slice(path.length + 1).split('/')[0]!))];
    if (slow.answers('OPENDIR', path)) open(request, { path, names });
  });
  sftp.on('READDIR', (request, handle) => {
    const { path, names } = of(handle);
    if (!slow.answers('READDIR', path)) return;
    const told = slow.listsForever ? ['20200101'] : names!.splice(0);
    later(() => (told.length > 0 ? sftp.name(request, told.map(entryOf)) : sftp.status(request, STATUS_CODE.EOF)));
  });
  sftp.on('OPEN', (request, path) => {
    if (slow.answers('OPEN', path)) open(request, { path });
  });
  sftp.on('READ', (request, handle, offset, length) => {
    slow.reads += 1;
    const { path } = of(handle);
    if (!slow.answers('READ', path)) return;
    const bytes = slow.files.get(path)!.subarray(offset, offset + Math.min(length, slow.bytesPerRead));
    later(() => (bytes.length > 0 ? sftp.data(request, bytes) : sftp.status(request, STATUS_CODE.EOF)));
  });
  sftp.on('WRITE', (request, handle) => {
    if (slow.answers('WRITE', of(handle).path)) sftp.status(request, STATUS_CODE.OK);
  });
  sftp.on('CLOSE', (request, handle) => {
    if (slow.answers('CLOSE', of(handle).path)) sftp.status(request, STATUS_CODE.OK);
  });
}
