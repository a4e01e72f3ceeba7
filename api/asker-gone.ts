/** A signal that the asker hung up before the answer was sent. */
import type { FastifyReply } from 'fastify';

/** Made only for who waits. A request's own `close` comes as soon as its body is read, so the answer's is listened to. */
export function askerGone(reply: FastifyReply): () => AbortSignal {
  return () => {
    const gone = new AbortController();
    if (reply.raw.destroyed) gone.abort();
    reply.raw.once('close', () => gone.abort());
    return gone.signal;
  };
}

/** For who is no client of the network. */
export const neverGone = (): AbortSignal => new AbortController().signal;
