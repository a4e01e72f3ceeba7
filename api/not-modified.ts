/** Tags of answers, and the short answer to whoever has the long one already. */
import etag from '@fastify/etag';
import type { FastifyInstance } from 'fastify';

/** Tags every text that is sent, and sends none twice; only what is there is ever called unchanged. */
export async function tagAnswers(app: FastifyInstance): Promise<void> {
  await app.register(etag, { replyWith304: false });
  app.addHook('onSend', async (request, reply, payload) => {
    const tag = reply.getHeader('etag');
    if (reply.statusCode !== 200 || typeof tag !== 'string' || !isNamed(tag, request.headers['if-none-match']))
      return payload;
    reply.code(304);
    return '';
  });
}

/** Whether `If-None-Match` names a tag: among others, as a weak one, which proxies that compress make of it, or as any at all. */
export function isNamed(tag: string, header: string | undefined): boolean {
  const opaque = (one: string) => one.trim().replace(/^W\//, '');
  return header !== undefined && header.split(',').some((one) => one.trim() === '*' || opaque(one) === opaque(tag));
}
