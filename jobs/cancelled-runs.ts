/** Runs under way in this worker: one that a person cancelled, in whatever process, stops at its next batch edge. */
import type pg from 'pg';
import { listenTo } from '../schema/listen.js';
import { readCancelledRuns, runCancelledChannel } from '../schema/sync-run/sync-run.reads.js';

export interface CancelledRuns {
  /** Works on a run under a signal that says, too, that the run was cancelled. */
  during<T>(runId: string, stopping: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** This makes it prompt; that nothing more is written is the fence's doing, also where a message is lost. */
export function watchCancelledRuns(pool: pg.Pool, onError: (error: Error) => void): CancelledRuns {
  const underWay = new Map<string, AbortController>();

  async function look(): Promise<void> {
    if (underWay.size === 0) return;
    const cancelled = await readCancelledRuns(pool, [...underWay.keys()]);
    for (const runId of cancelled) underWay.get(runId)?.abort(new Error('the run was cancelled'));
  }

  const listening = listenTo(pool, runCancelledChannel, () => void look().catch(onError));
  return {
    async during(runId, stopping, work) {
      const cancelled = new AbortController();
      underWay.set(runId, cancelled);
      try {
        return await work(AbortSignal.any([stopping, cancelled.signal]));
      } finally {
        underWay.delete(runId);
      }
    },
    close: () => listening.close(),
  };
}
