/** The social-insurance office's SFTP server on loopback: a read-only /outbox, written when first looked at, and an /inbox for receipts. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import ssh2, { type Connection } from 'ssh2';
import type { Drops } from './drop-folder.js';
import { sftpFiles } from './sftp-files.js';

export interface SftpServerOptions {
  /** 0 takes a free one. */
  port: number;
  /** Default 127.0.0.1. */
  host?: string;
  username: string;
  password: string;
  /** Private host key in OpenSSH form, see {@link createHostKey}. */
  hostKey: string;
  /** Where files are kept; one folder for each population. */
  spoolFolder: string;
  drops: Drops;
}

export interface SftpServer {
  port: number;
  /** As OpenSSH prints it, without `SHA256:`. */
  hostKeySha256: string;
  close(): Promise<void>;
}

/** Compares without telling by its duration how much was right. */
function same(given: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(right));
}

/** A new ed25519 host key; kept by the caller, so that clients can pin it. */
export function createHostKey(): string {
  // About one in 200 comes out a byte short, and ssh2 itself cannot read it.
  for (;;) {
    const { private: key } = ssh2.utils.generateKeyPairSync('ed25519');
    if (!(ssh2.utils.parseKey(key) instanceof Error)) return key;
  }
}

/** Fingerprint of a host key as OpenSSH prints it, without `SHA256:`. */
export function hostKeyFingerprint(hostKey: string): string {
  const key = ssh2.utils.parseKey(hostKey);
  if (key instanceof Error) throw new TypeError('the host key is not a private key in OpenSSH form', { cause: key });
  return createHash('sha256').update(key.getPublicSSH()).digest('base64').replace(/=+$/, '');
}

/** Starts listening. */
export async function startSftpServer(options: SftpServerOptions): Promise<SftpServer> {
  await mkdir(join(options.spoolFolder, 'inbox'), { recursive: true });
  await mkdir(join(options.spoolFolder, 'outbox'), { recursive: true });
  const connections = new Set<Connection>();
  const serve = sftpFiles(options.spoolFolder, options.drops);
  const server = new ssh2.Server({ hostKeys: [options.hostKey] }, (connection) => {
    connections.add(connection);
    // The type leaves it out; without it each answer waits 40 ms for an acknowledgement.
    (connection as Connection & { setNoDelay(on: boolean): void }).setNoDelay(true);
    connection.on('close', () => connections.delete(connection));
    // A client that breaks off is no matter of the server's.
    connection.on('error', () => {});
    connection.on('authentication', (attempt) => {
      if (attempt.method !== 'password') return attempt.reject(['password']);
      const right = same(attempt.username, options.username) && same(attempt.password, options.password);
      return right ? attempt.accept() : attempt.reject(['password']);
    });
    connection.on('session', (accept) => accept().on('sftp', (acceptSftp) => serve(acceptSftp())));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host ?? '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    hostKeySha256: hostKeyFingerprint(options.hostKey),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const connection of connections) connection.end();
      }),
  };
}
