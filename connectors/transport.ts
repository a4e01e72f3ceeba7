/** The doors to the network, handed to connectors so that tests and limits can stand in between. */
/** How an HTTP exchange can fail before there is an answer, whatever the library throws. */
export type ExchangeFault = 'timeout' | 'unreachable' | 'too-large' | 'untrusted';

export class ExchangeError extends Error {
  override readonly name = 'ExchangeError';
  constructor(
    readonly fault: ExchangeFault,
    /** One clear line without address parameters, bodies or credentials. */
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export interface HttpRequest {
  method: 'GET' | 'POST';
  url: string;
  headers: Record<string, string>;
  body?: string;
  /** Whole exchange, headers and body. */
  timeoutMs: number;
  /** A longer body is refused. */
  maxBytes: number;
}

export interface HttpResponse {
  status: number;
  headers: Record<string, string | undefined>;
  body: Buffer;
}

export interface SqlSession {
  /** One statement; rows as objects of text or null (no driver conversion). */
  query(text: string, values: readonly unknown[]): Promise<Record<string, string | null>[]>;
  close(): Promise<void>;
}

/** A server that does not answer in time, or drips, ends the session: rejects with code 'TIMEOUT' and a message that may go on. */
export interface SftpSession {
  list(path: string): Promise<string[]>;
  /** The first `maxBytes` of a file, fewer if it is shorter. Missing file: rejects with code 'ENOENT'. */
  read(path: string, maxBytes: number): Promise<Buffer>;
  write(path: string, content: string): Promise<void>;
  close(): Promise<void>;
}

export interface Transport {
  /** One exchange, no retry, no redirect followed. Rejects with a {@link ExchangeError}, or with the signal's reason once that aborts. */
  http(request: HttpRequest, signal: AbortSignal): Promise<HttpResponse>;
  /** A read-only session. */
  sql(connectionString: string, signal: AbortSignal): Promise<SqlSession>;
  /** `hostKeySha256` is pinned (base64 as OpenSSH prints it): another key is refused. */
  sftp(
    options: { host: string; port: number; username: string; password: string; hostKeySha256: string },
    signal: AbortSignal,
  ): Promise<SftpSession>;
}
