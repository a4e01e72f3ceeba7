/** What a client of the drop server may see and do: read below /outbox, leave receipts in /inbox, nothing else. */
import { type FileHandle, open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import ssh2, { type Attributes, type FileEntry, type SFTPWrapper } from 'ssh2';
import { type Drops, writeDropFolder } from './drop-folder.js';

const { OPEN_MODE, STATUS_CODE } = ssh2.utils.sftp;
const maxReadBytes = 256 * 1024;
const maxReceiptBytes = 64 * 1024;

type Handle = { file: FileHandle; writes: boolean } | { names: FileEntry[] | null };

/** A refusal that goes to the client as an SFTP status. */
class Refusal extends Error {
  constructor(readonly status: number) {
    super(`SFTP status ${status}`);
  }
}

/** Serves sessions over the files in `spoolFolder`; a day folder is written when it is first looked into. */
export function sftpFiles(spoolFolder: string, drops: Drops): (sftp: SFTPWrapper) => void {
  const writing = new Map<string, Promise<void>>();

  /** The place on disk of a path that exists for clients. No other form of path gets through. */
  async function placeOf(path: string): Promise<string> {
    const [, room, folder, file] = /^\/(outbox|inbox)?(?:\/([\w.-]+))?(?:\/([\w.-]+))?\/?$/.exec(path) ?? [];
    const parts = [room, folder, file].filter((part) => part !== undefined);
    if ((room === undefined && path !== '/') || parts.some((part) => part.startsWith('.')))
      throw new Refusal(STATUS_CODE.NO_SUCH_FILE);
    if (room === 'outbox' && folder !== undefined) {
      if (!drops.folders().includes(folder)) throw new Refusal(STATUS_CODE.NO_SUCH_FILE);
      await written(folder);
    }
    return join(spoolFolder, ...parts);
  }

  /** Two clients that look at once wait for one writing; a failed one may be tried again. */
  function written(folder: string): Promise<void> {
    let promise = writing.get(folder);
    if (promise === undefined) {
      promise = writeDropFolder(join(spoolFolder, 'outbox'), folder, drops);
      promise.catch(() => writing.delete(folder));
      writing.set(folder, promise);
    }
    return promise;
  }

  async function namesIn(path: string): Promise<FileEntry[]> {
    const place = await placeOf(path);
    const names = /^\/outbox\/?$/.test(path)
      ? drops.folders()
      : (await readdir(place)).filter((n) => !n.startsWith('.'));
    const isFolder = path === '/' || /^\/outbox\/?$/.test(path);
    return names.map((filename) => {
      const attrs = isFolder ? attributesOf(null) : attributesOf({ size: 0, mtimeMs: 0 });
      return { filename, longname: `${isFolder ? 'd' : '-'}r--r--r-- 1 si si 0 Jan 1 1970 ${filename}`, attrs };
    });
  }

  return (sftp) => {
    const handles = new Map<number, Handle>();
    let last = 0;
    const keep = (handle: Handle): Buffer => {
      handles.set(++last, handle);
      const name = Buffer.alloc(4);
      name.writeUInt32BE(last);
      return name;
    };
    const handleOf = (name: Buffer): Handle => {
      const handle = name.length === 4 ? handles.get(name.readUInt32BE()) : undefined;
      if (handle === undefined) throw new Refusal(STATUS_CODE.FAILURE);
      return handle;
    };
    const fileOf = (name: Buffer): { file: FileHandle; writes: boolean } => {
      const handle = handleOf(name);
      if (!('file' in handle)) throw new Refusal(STATUS_CODE.FAILURE);
      return handle;
    };
    /** Runs one request; whatever goes wrong becomes a status, so that no request stays without an answer. */
    const answer = (request: number, run: () => Promise<void>): void => {
      run().catch((error: unknown) => {
        const missing = (error as { code?: unknown }).code === 'ENOENT';
        const status =
          error instanceof Refusal ? error.status : missing ? STATUS_CODE.NO_SUCH_FILE : STATUS_CODE.FAILURE;
        sftp.status(request, status);
      });
    };
    const done = (request: number) => sftp.status(request, STATUS_CODE.OK);

    sftp.on('REALPATH', (request, path) =>
      sftp.name(request, [{ filename: path === '.' ? '/' : path, longname: path, attrs: attributesOf(null) }]),
    );
    const onStat = (request: number, path: string) =>
      answer(request, async () => {
        const found = await stat(await placeOf(path));
        sftp.attrs(request, attributesOf(found.isDirectory() ? null : found));
      });
    sftp.on('STAT', onStat);
    sftp.on('LSTAT', onStat);
    sftp.on('FSTAT', (request, handle) =>
      answer(request, async () => sftp.attrs(request, attributesOf(await fileOf(handle).file.stat()))),
    );
    // Clients set times and modes after writing; here they mean nothing.
    sftp.on('SETSTAT', done);
    sftp.on('FSETSTAT', done);
    sftp.on('OPENDIR', (request, path) =>
      answer(request, async () => sftp.handle(request, keep({ names: await namesIn(path) }))),
    );
    sftp.on('READDIR', (request, name) =>
      answer(request, async () => {
        const handle = handleOf(name);
        if (!('names' in handle) || handle.names === null) throw new Refusal(STATUS_CODE.EOF);
        sftp.name(request, handle.names);
        handle.names = null;
      }),
    );
    sftp.on('OPEN', (request, path, flags) =>
      answer(request, async () => {
        const writes = (flags & (OPEN_MODE.WRITE | OPEN_MODE.APPEND | OPEN_MODE.CREAT | OPEN_MODE.TRUNC)) !== 0;
        if (writes && !path.startsWith('/inbox/')) throw new Refusal(STATUS_CODE.PERMISSION_DENIED);
        const file = await open(await placeOf(path), writes ? 'w' : 'r');
        sftp.handle(request, keep({ file, writes }));
      }),
    );
    sftp.on('READ', (request, name, offset, length) =>
      answer(request, async () => {
        const buffer = Buffer.allocUnsafe(Math.min(length, maxReadBytes));
        const { bytesRead } = await fileOf(name).file.read(buffer, 0, buffer.length, offset);
        if (bytesRead === 0) throw new Refusal(STATUS_CODE.EOF);
        sftp.data(request, buffer.subarray(0, bytesRead));
      }),
    );
    sftp.on('WRITE', (request, name, offset, data) =>
      answer(request, async () => {
        const { file, writes } = fileOf(name);
        if (!writes || offset + data.length > maxReceiptBytes) throw new Refusal(STATUS_CODE.PERMISSION_DENIED);
        await file.write(data, 0, data.length, offset);
        done(request);
      }),
    );
    sftp.on('CLOSE', (request, name) =>
      answer(request, async () => {
        const handle = handleOf(name);
        handles.delete(name.readUInt32BE());
        if ('file' in handle) await handle.file.close();
        done(request);
      }),
    );
    for (const event of ['REMOVE', 'RMDIR', 'MKDIR', 'RENAME', 'SYMLINK'] as const)
      (sftp as NodeJS.EventEmitter).on(event, (request: number) => sftp.status(request, STATUS_CODE.PERMISSION_DENIED));
    sftp.on('close', () => {
      for (const handle of handles.values()) if ('file' in handle) void handle.file.close().catch(() => {});
      handles.clear();
    });
  };
}

/** Null: a folder. */
function attributesOf(file: { size: number; mtimeMs: number } | null): Attributes {
  const time = Math.floor((file?.mtimeMs ?? 0) / 1000);
  return { mode: file ? 0o100444 : 0o040555, uid: 0, gid: 0, size: file?.size ?? 0, atime: time, mtime: time };
}
