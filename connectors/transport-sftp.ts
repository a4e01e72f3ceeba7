/** The door to an SFTP server whose host key is known beforehand: whatever the server does or leaves undone, all that is asked of it ends. */
import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import ssh2 from 'ssh2';
import type { SftpSession, Transport } from './transport.js';

/** How long a server is waited for. */
export interface SftpPatience {
  /** For one answer: the sign-in, a list, a receipt, the next piece of a file. */
  answerMs: number;
  /** A file that comes slower than this as a whole is given up; `answerMs` is its head start. */
  bytesPerSecond: number;
  /** For the goodbye; then the line is cut. */
  goodbyeMs: number;
}

export const usualPatience: SftpPatience = { answerMs: 30_000, bytesPerSecond: 16 * 1024, goodbyeMs: 3_000 };

/** Asked for at once: at the slowest pace this takes 16 s, so a line that is merely slow answers in time. */
const pieceBytes = 256 * 1024;
const keepaliveMs = 10_000;

type Reason = 'HOST_KEY_CHANGED' | 'SIGN_IN_REFUSED' | 'ENOENT' | 'EACCES' | 'ECONNECTION' | 'TIMEOUT';

/** What went wrong, in words of this door: the driver's own codes are numbers and its messages differ by call. */
export class SftpError extends Error {
  constructor(
    readonly code: Reason,
    cause?: unknown,
    message = `SFTP: ${code}`,
  ) {
    super(message, { cause });
  }
}

/**
 * Opens a session. Everything rejects with {@link SftpError}, or with the signal's reason once it has aborted. A deadline
 * that passed, a lost connection and an abort end the whole session, so that nothing in it waits any longer.
 */
export async function openSftpSession(
  options: Parameters<Transport['sftp']>[0],
  signal: AbortSignal,
  patience = usualPatience,
): Promise<SftpSession> {
  signal.throwIfAborted();
  // Without noDelay each small request waits 40 ms for an acknowledgement.
  const socket = connect({ host: options.host, port: options.port, noDelay: true });
  const client = new ssh2.Client();
  const over = new AbortController();
  const endWith = (reason: unknown) => {
    over.abort(reason);
    socket.destroy();
  };
  const giveUp = (what: string, limit: string) =>
    endWith(new SftpError('TIMEOUT', undefined, `${what} was given up: ${limit}`));
  const onAbort = () => endWith(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  let foreignKey = false;
  client.on('error', (error) => endWith(foreignKey ? new SftpError('HOST_KEY_CHANGED', error) : sftpErrorOf(error)));
  client.on('close', () => endWith(new SftpError('ECONNECTION')));

  /** The driver forgets a request whose channel is gone, so `over` is listened to as well as the answer. */
  function answer<T>(what: string, ask: (done: (error: unknown, value: T) => void) => void): Promise<T> {
    let late: NodeJS.Timeout | undefined;
    let stop = () => {};
    const answered = new Promise<T>((resolve, reject) => {
      over.signal.throwIfAborted();
      stop = () => reject(over.signal.reason as Error);
      over.signal.addEventListener('abort', stop);
      late = setTimeout(() => giveUp(what, `no answer within ${patience.answerMs / 1000} s`), patience.answerMs);
      ask((error, value) => (error ? reject(sftpErrorOf(error)) : resolve(value)));
    });
    return answered.finally(() => {
      clearTimeout(late);
      over.signal.removeEventListener('abort', stop);
    });
  }

  async function close(): Promise<void> {
    signal.removeEventListener('abort', onAbort);
    if (socket.closed) return;
    const closed = new Promise((resolve) => socket.once('close', resolve));
    const late = setTimeout(() => socket.destroy(), patience.goodbyeMs);
    client.end();
    await closed;
    clearTimeout(late);
  }

  try {
    await answer<void>('the sign-in', (done) => {
      client.once('ready', () => done(null));
      client.connect({
        sock: socket,
        username: options.username,
        password: options.password,
        readyTimeout: 0, // The deadline is that of every other answer.
        keepaliveInterval: keepaliveMs,
        hostVerifier: (key: Buffer) => {
          foreignKey = fingerprint(key) !== options.hostKeySha256.replace(/^SHA256:/, '');
          return !foreignKey;
        },
      });
    });
    const sftp = await answer<ssh2.SFTPWrapper>('the SFTP channel', (done) =>
      client.sftp((error, channel) => done(error, channel)),
    );
    sftp.on('error', (error: Error) => endWith(new SftpError('ECONNECTION', error)));
    // A server may close the channel and keep the connection.
    sftp.on('close', () => endWith(new SftpError('ECONNECTION')));

    /** Reads until `maxBytes` or the end, whichever comes first. */
    async function read(path: string, maxBytes: number): Promise<Buffer> {
      const began = performance.now();
      const handle = await answer<Buffer>(path, (done) => sftp.open(path, 'r', done));
      const pieces: Buffer[] = [];
      const piece = Buffer.allocUnsafe(Math.min(pieceBytes, maxBytes));
      let length = 0;
      while (length < maxBytes) {
        const wanted = Math.min(piece.length, maxBytes - length);
        const size = await answer<number>(path, (done) => sftp.read(handle, piece, 0, wanted, length, done));
        if (size === 0) break;
        pieces.push(Buffer.from(piece.subarray(0, size)));
        length += size;
        const allowedMs = patience.answerMs + (length / patience.bytesPerSecond) * 1000;
        if (performance.now() - began > allowedMs)
          giveUp(path, `it comes slower than ${patience.bytesPerSecond} bytes a second`);
      }
      // Nobody waits for the answer: what was read is read.
      sftp.close(handle, () => {});
      return Buffer.concat(pieces);
    }

    return {
      list: async (path) => {
        const entries = await answer<ssh2.FileEntryWithStats[]>(path, (done) => sftp.readdir(path, done));
        return entries.map((entry) => entry.filename).sort();
      },
      read,
      write: (path, content) => answer<void>(path, (done) => sftp.writeFile(path, content, (error) => done(error))),
      close,
    };
  } catch (error) {
    socket.destroy();
    await close();
    throw error;
  }
}

function sftpErrorOf(error: unknown): SftpError {
  if (error instanceof SftpError) return error;
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
