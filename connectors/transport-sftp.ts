/** The door to an SFTP server whose host key is known beforehand. */
import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import type { Readable } from 'node:stream';
import SftpClient from 'ssh2-sftp-client';
import type { SftpSession, Transport } from './transport.js';

const connectTimeoutMs = 10_000;
/** Bytes asked for ahead: a large window keeps the line busy, it is no limit on a file. */
const readAheadBytes = 1 << 20;

/** What went wrong, in words of this door: the driver's own codes are numbers and its messages differ by call. */
export class SftpError extends Error {
  constructor(
    readonly code: 'HOST_KEY_CHANGED' | 'SIGN_IN_REFUSED' | 'ENOENT' | 'EACCES' | 'ECONNECTION',
    cause: unknown,
  ) {
    super(`SFTP: ${code}`, { cause });
  }
}

/**
 * Opens a session. Everything rejects with {@link SftpError}, or with the signal's reason once it has aborted;
 * aborting ends the session, so that a pending read or write rejects, too.
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
  const failed = (error: unknown): never => {
    signal.throwIfAborted();
    throw foreignKey ? new SftpError('HOST_KEY_CHANGED', error) : sftpErrorOf(error);
  };
  try {
    await client.connect({
      // Without noDelay each small request waits 40 ms for an acknowledgement.
      sock: connect({ host: options.host, port: options.port, noDelay: true }),
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
    await close().catch(() => undefined);
    return failed(error);
  }
  return {
    list: async (path) => (await client.list(path).catch(failed)).map((entry) => entry.name).sort(),
    read: (path) =>
      new Promise<Readable>((resolve, reject) => {
        const stream = client.createReadStream(path, { highWaterMark: readAheadBytes }) as unknown as Readable;
        streams.add(stream);
        stream.once('close', () => streams.delete(stream));
        stream.once('error', (error) => reject(sftpErrorOf(error)));
        stream.once('open', () => resolve(stream));
      }),
    write: async (path, content) => void (await client.put(Buffer.from(content), path).catch(failed)),
    close,
  };
}

function sftpErrorOf(error: unknown): SftpError {
  const { code, message = '' } = error as { code?: unknown; message?: string };
  if (code === 2 || code === 'ENOENT') return new SftpError('ENOENT', error);
  if (code === 3 || code === 'EACCES') return new SftpError('EACCES', error);
  if (/authentication methods failed/i.test(message)) return new SftpError('SIGN_IN_REFUSED', error);
  return new SftpError('ECONNECTION', error);
}

/** Base64 of SHA-256 without padding, as OpenSSH prints it. */
function fingerprint(key: Buffer): string {
  return createHash('sha256').update(key).digest('base64').replace(/=+$/, '');
}
