/** How runs go on, as this process hears of it: one connection that listens, and one read for however many follow a run. */
import type { Logger } from 'pino';
import type pg from 'pg';
import { listenTo } from '../schema/listen.js';
import { type AskedRun, readSyncRun, runChangedChannel } from '../schema/sync-run/sync-run.reads.js';

/** A run that moves more often is told twice a second, and its end always. */
const betweenMs = 500;

export interface RunProgress {
  /** The run as it stands, then as it moves, last as it ended; whoever is slow misses steps and never the end. */
  follow(runId: string): AsyncIterableIterator<AskedRun, undefined>;
  close(): Promise<void>;
}

interface Follower {
  tell(run: AskedRun): void;
  end(): void;
}

interface Followed {
  followers: Set<Follower>;
  readAt: number;
  isReading: boolean;
  hasMoved: boolean;
}

const goesOn = ({ state }: AskedRun) => state === 'queued' || state === 'running';

export function watchRuns(pool: pg.Pool, log: Logger): RunProgress {
  const runs = new Map<string, Followed>();

  function moved(runId: string): void {
    const run = runs.get(runId);
    if (!run) return;
    run.hasMoved = true;
    if (run.isReading) return;
    run.isReading = true;
    setTimeout(() => void read(runId, run), Math.max(0, run.readAt + betweenMs - performance.now()));
  }

  async function read(runId: string, run: Followed): Promise<void> {
    run.readAt = performance.now();
    run.hasMoved = false;
    try {
      const row = await readSyncRun(pool, runId);
      for (const follower of run.followers) if (row) follower.tell(row);
        else follower.end(); // prettier-ignore
    } catch (error) {
      log.warn({ code: (error as NodeJS.ErrnoException).code }, 'how a run goes on is not told');
      run.hasMoved = true;
    }
    run.isReading = false;
    if (run.hasMoved) moved(runId);
  }

  const listening = listenTo(pool, runChangedChannel, (runId) => {
    // Without one the connection stands anew, and what was told meanwhile is lost.
    for (const id of runId === undefined ? runs.keys() : [runId]) moved(id);
  });

  function enter(runId: string, follower: Follower): () => void {
    const run = runs.get(runId) ?? { followers: new Set(), readAt: -Infinity, isReading: false, hasMoved: false };
    runs.set(runId, run);
    run.followers.add(follower);
    moved(runId);
    return () => {
      run.followers.delete(follower);
      if (run.followers.size === 0 && runs.get(runId) === run) runs.delete(runId);
    };
  }

  return {
    follow(runId) {
      const at = { latest: null as AskedRun | null, isOver: false, wake: () => {} };
      const leave = enter(runId, {
        tell(run) {
          at.latest = run;
          at.wake();
        },
        end() {
          at.isOver = true;
          at.wake();
        },
      });
      const done = { done: true, value: undefined } as const;
      return {
        async next() {
          while (!at.latest && !at.isOver) await new Promise<void>((resolve) => (at.wake = resolve));
          const { latest: value, isOver } = at;
          at.latest = null;
          if (isOver || !value) {
            leave();
            return done;
          }
          at.isOver = !goesOn(value);
          return { done: false, value };
        },
        // At once, also while `next` waits: whoever has turned away is not kept until the run moves.
        return() {
          at.isOver = true;
          at.wake();
          leave();
          return Promise.resolve(done);
        },
        [Symbol.asyncIterator]() {
          return this;
        },
      };
    },
    async close() {
      for (const { followers } of runs.values()) for (const follower of followers) follower.end();
      await listening.close();
    },
  };
}
