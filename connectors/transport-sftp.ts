/** The door to an SFTP server whose host key is known beforehand. */
import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import SftpClient from 'ssh2-sftp-client';
import type { SftpSession, Transport } from './transport.js';

const connectTimeoutMs = 10_000;
/** Bytes asked for ahead: a large window keeps the line busy, it is no limit on a file. */
const readAheadBytes = 1 << 20;

/** The server showed another host key than the pinned one. */
export class HostKeyError extends Error {
  readonly code = 'HOST_KEY_CHANGED';
}

/**
 * Opens a session, or rejects: with {@link HostKeyError} for a foreign host key, else with the driver's error.
 * The signal ends the session, so that a pending read or write rejects.
 */
export async function openSftpSession(
  options: Parameters<Transport['sftp']>[0],
  signal: AbortSignal,
): Promise<SftpSession> {
  signal.throwIfAborted();
  let foreignKey = false;
  const client = new SftpClient('hub', { error: () => {}, end: () => {}, close: () => {} });
  const streams = new Set<Readable>();
  const onAbort = () => {
    for (const stream of streams) stream.destroy(signal.reason as Error);
    void client.end().catch(() => {});
  };
  signal.addEventListener('abort', onAbort, { once: true });
  const close = async () => {
    signal.removeEventListener('abort', onAbort);
    await client.end();
  };
  try {
    await client.connect({
      host: options.host,
      port: options.port,
      username: options.username,
      password: options.password,
      readyTimeout: connectTimeoutMs,
      keepaliveInterval: connectTimeoutMs,
      hostVerifier: (key: Buffer) => {
        foreignKey = fingerprint(key) !== options.hostKeySha256.replace(/^SHA256:/, '');
        return !foreignKey;
      },
    });
  } catch (error) {
    await close().catch(() => {});
    signal.throwIfAborted();
    throw foreignKey ? new HostKeyError('host key differs from the pinned one', { cause: error }) : error;
  }
  return {
    list: async (path) => (await client.list(path)).map((entry) => entry.name).sort(),
    read: (path) =>
      new Promise<Readable>((resolve, reject) => {
        const stream = client.createReadStream(path, { highWaterMark: readAheadBytes }) as unknown as Readable;
        streams.add(stream);
        stream.once('close', () => streams.delete(stream));
        stream.once('error', (error: Error & { code?: unknown }) => {
          reject(error.code === 2 ? Object.assign(error, { code: 'ENOENT' }) : error);
        });
        stream.once('open', () => resolve(stream));
      }),
    write: async (path, content) => void (await client.put(Buffer.from(content), path)),
    close,
  };
}

/** Base64 of SHA-256 without padding, as OpenSSH prints it. */
function fingerprint(key: Buffer): string {
  return createHash('sha256').update(key).digest('base64').replace(/=+$/, '');
}
