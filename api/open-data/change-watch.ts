/** The end of the public log, as this process hears of it: whoever waits for a further change is woken by it. */
import type { Logger } from 'pino';
import type pg from 'pg';
import { listenTo } from '../../schema/listen.js';
import { readLastNumber } from '../../schema/open-record/open-record.reads.js';
import { openChangeChannel } from '../../schema/open-record/open-record.writes.js';
import { HubError } from '../errors.js';
import { together } from '../gather.js';

/** So many may wait at once; beyond, nobody waits. */
export const mostWaiting = 500;
/** So many of one client, or of one address; one more is refused. */
export const mostWaitingEach = 20;

export interface ChangeWatch {
  /** The last number of the log. */
  last(): Promise<number>;
  /** True once the log goes beyond a number; false after some time, when the asker is gone, or at once when too many wait. Throws when `who` has too many waiting. */
  beyond(number: number, ms: number, gone: AbortSignal, who: string): Promise<boolean>;
  /** Called whenever the log may have grown. */
  onNews(listener: () => void): void;
  close(): Promise<void>;
}

interface Waiting {
  who: string;
  beyond: number;
  end: (isBeyond: boolean) => void;
}

export function watchChanges(pool: pg.Pool, log: Logger): ChangeWatch {
  const waiting = new Set<Waiting>();
  const listeners = new Set<() => void>();
  let isClosed = false;
  let looking: Promise<void> | null = null;
  let heardAgain = false;
  const readLast = together(() => readLastNumber(pool));

  /** One look for however many waiting, and one more when something was told meanwhile. */
  async function look(): Promise<void> {
    do {
      heardAgain = false;
      const last = await readLast();
      for (const one of waiting) if (one.beyond < last) one.end(true);
    } while (heardAgain);
  }

  function lookForWaiting(): void {
    if (waiting.size === 0 || isClosed) return;
    heardAgain = true;
    looking ??= look()
      .catch((error: NodeJS.ErrnoException) => log.warn({ code: error.code }, 'the end of the public log is not told'))
      .finally(() => (looking = null));
  }

  const listening = listenTo(pool, openChangeChannel, () => {
    for (const listener of listeners) listener();
    lookForWaiting();
  });
  return {
    last: readLast,
    async beyond(number, ms, gone, who) {
      if (ms <= 0 || isClosed || gone.aborted || waiting.size >= mostWaiting) return false;
      let own = 0;
      for (const one of waiting) if (one.who === who) own++;
      if (own >= mostWaitingEach) throw tooManyWait();
      const ended = Promise.withResolvers<boolean>();
      const one: Waiting = { who, beyond: number, end: ended.resolve };
      const giveUp = () => ended.resolve(false);
      const timer = setTimeout(giveUp, ms);
      gone.addEventListener('abort', giveUp, { once: true });
      waiting.add(one);
      // What came between the asker's last look and now was told to nobody.
      lookForWaiting();
      const isBeyond = await ended.promise;
      waiting.delete(one);
      clearTimeout(timer);
      gone.removeEventListener('abort', giveUp);
      return isBeyond;
    },
    onNews: (listener) => void listeners.add(listener),
    async close() {
      isClosed = true;
      for (const one of waiting) one.end(false);
      await listening.close();
      await looking;
    },
  };
}

function tooManyWait(): HubError {
  return new HubError(
    'LIMIT_EXCEEDED',
    `同时等待的请求最多 ${mostWaitingEach} 个`,
    `at most ${mostWaitingEach} requests wait at once`,
    { limit: mostWaitingEach },
  );
}
