/** The end of the public log, as this process hears of it: whoever waits for a further change is woken by it. */
import type { Logger } from 'pino';
import type pg from 'pg';
import { listenTo } from '../../schema/listen.js';
import { readLastNumber } from '../../schema/open-record/open-record.reads.js';
import { openChangeChannel } from '../../schema/open-record/open-record.writes.js';

/** So many may wait at once; beyond, nobody waits. */
export const mostWaiting = 500;

export interface ChangeWatch {
  /** True once the log goes beyond a number; false after some time, when the asker is gone, or at once when too many wait. */
  beyond(number: number, ms: number, gone: AbortSignal): Promise<boolean>;
  /** Called whenever the log may have grown. */
  onNews(listener: () => void): void;
  close(): Promise<void>;
}

interface Waiting {
  beyond: number;
  end: (isBeyond: boolean) => void;
}

export function watchChanges(pool: pg.Pool, log: Logger): ChangeWatch {
  const waiting = new Set<Waiting>();
  const listeners = new Set<() => void>();
  let isClosed = false;
  let looking: Promise<void> | null = null;
  let heardAgain = false;

  /** One look for however many waiting, and one more when something was told meanwhile. */
  async function look(): Promise<void> {
    do {
      heardAgain = false;
      const last = await readLastNumber(pool);
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
    async beyond(number, ms, gone) {
      if (ms <= 0 || isClosed || gone.aborted || waiting.size >= mostWaiting) return false;
      const ended = Promise.withResolvers<boolean>();
      const one: Waiting = { beyond: number, end: ended.resolve };
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
