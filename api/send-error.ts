/** Refusals outside of GraphQL, in the same words and shape as within. */
import type { FastifyReply } from 'fastify';
import { HubError } from './errors.js';

export const bodyLimit = 64 * 1024;

/** Fastify's own refusals in the hub's words. */
export function foreseen(error: Error & { statusCode?: number }): HubError | null {
  if (error instanceof HubError) return error;
  if (error.statusCode === 413)
    return new HubError('LIMIT_EXCEEDED', `请求体最大 ${bodyLimit} 字节`, `the body is at most ${bodyLimit} bytes`);
  if (error.statusCode === 415) return new HubError('BAD_INPUT', '请以 application/json 发送', 'send application/json');
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500)
    return new HubError('BAD_INPUT', '请求体不是有效的 JSON', 'the request cannot be read: the body must be JSON');
  return null;
}

export function sendError(reply: FastifyReply, error: HubError, cause: { statusCode?: number }): FastifyReply {
  const status = cause.statusCode !== undefined && error.code !== 'INTERNAL' ? cause.statusCode : error.status;
  const { http: _, ...extensions } = error.extensions;
  for (const [name, value] of error.headers) void reply.header(name, value);
  // What is refused now may be there a second later: nobody on the way keeps it as long as what was asked for.
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .send({ errors: [{ message: error.message, extensions }] });
}
