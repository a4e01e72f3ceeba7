/** A signal that nobody waits for the answer any more: the asker hung up, or its time is over. */
import type { FastifyReply } from 'fastify';

export interface Waiting {
  /** Made only for who waits. */
  gone: () => AbortSignal;
  /** Its time is over. */
  stop: () => void;
  isStopped: () => boolean;
}

/** A request's own `close` comes as soon as its body is read, so the answer's is listened to. */
export function whileWaiting(reply: FastifyReply): Waiting {
  let made: AbortController | null = null;
  let stopped = false;
  return {
    gone() {
      if (made) return made.signal;
      const gone = new AbortController();
      made = gone;
      if (stopped || reply.raw.destroyed) gone.abort();
      reply.raw.once('close', () => gone.abort());
      return gone.signal;
    },
    stop() {
      stopped = true;
      made?.abort();
    },
    isStopped: () => stopped,
  };
}

export const askerGone = (reply: FastifyReply): (() => AbortSignal) => whileWaiting(reply).gone;

/** For who is no client of the network. */
export const neverGone = (): AbortSignal => new AbortController().signal;
