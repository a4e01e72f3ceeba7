/** What a request may be before anybody reads it: its headers, the form of its body. */
import type { Socket } from 'node:net';
import { STATUS_CODES } from 'node:http';
import type { FastifyRequest } from 'fastify';
import { HubError } from './errors.js';
import type { HoldBack } from './hold-back.js';
import { networkOf } from './network-of.js';

export const requestLimits = {
  /** Open connections of one address; a trusted proxy has as many as it likes. */
  connections: 256,
  /** One beyond them is closed after so long, while not more than so many wait for that. */
  refusedMs: 250,
  heldConnections: 1000,
  headers: 100,
  headerBytes: 16 * 1024,
  /** Requests on one connection that nobody has answered yet: browsers send one after the other, some clients a few. */
  unanswered: 10,
  /** A connection with more of them hears nothing further and is closed after that, and so long its address gets no other. */
  floodedMs: 5000,
  /** For all headers, and for the whole request. */
  headersMs: 5000,
  requestMs: 10_000,
};

/** What is no request is held back as refusals are: told at once, it would come again at once. */
export function answerGarbage(holdBack: HoldBack): (error: NodeJS.ErrnoException, socket: Socket) => void {
  const answered = new WeakSet<Socket>();
  const statuses: Record<string, number> = { ERR_HTTP_REQUEST_TIMEOUT: 408, HPE_HEADER_OVERFLOW: 431 };
  async function answer(socket: Socket, status: number): Promise<void> {
    await holdBack(networkOf(socket.remoteAddress ?? ''));
    if (socket.writable) socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Length: 0\r\n\r\n`);
    socket.destroy();
  }
  return (error, socket) => {
    // Of what was sent behind it Node complains again.
    if (answered.has(socket)) return;
    // Who hung up in the middle waits for nothing.
    if (error.code === 'ECONNRESET' || error.code === 'HPE_INVALID_EOF_STATE' || !socket.writable) {
      socket.destroy();
      return;
    }
    answered.add(socket);
    socket.pause();
    void answer(socket, statuses[error.code ?? ''] ?? 400);
  };
}

/** Node refuses headers of too many bytes by itself. */
export function checkHeaders({ raw }: FastifyRequest): void {
  if (raw.rawHeaders.length > 2 * requestLimits.headers)
    throw Object.assign(
      new HubError(
        'LIMIT_EXCEEDED',
        `请求头最多 ${requestLimits.headers} 个`,
        `at most ${requestLimits.headers} headers`,
        { limit: requestLimits.headers },
      ),
      { statusCode: 431 },
    );
}

/** A body is JSON in UTF-8 as it is: nothing is unpacked, and no other reading of its bytes is tried. */
export function checkBodyForm({ headers }: FastifyRequest): void {
  const { 'content-encoding': encoding, 'content-type': type = '' } = headers;
  const charset = /;\s*charset\s*=\s*"?([^";\s]*)/i.exec(type)?.[1];
  const isPlain = encoding === undefined || encoding === 'identity';
  if (isPlain && (charset === undefined || /^utf-?8$/i.test(charset))) return;
  throw Object.assign(
    new HubError(
      'BAD_INPUT',
      '请求体须为 UTF-8 编码的 JSON，不得压缩',
      'the body must be JSON in UTF-8 and not compressed',
    ),
    { statusCode: 415 },
  );
}
