/** The night on one page. */
import { sources, streams } from '../rules/vocabulary.js';
import type { Database } from '../schema/database.js';
import { readFeedingStreams } from '../schema/source-state/source-state.reads.js';
import { readPause } from '../schema/sync-act/pause.writes.js';
import { requestRun } from '../schema/sync-run/sync-run.writes.js';
import type { SyncScope } from '../schema/sync-run/sync-run.writes.js';
import type { Queues } from './queues.js';

/** 01:30: every stream is asked for what changed, then everything that the calendar changes is decided again. */
export const nightlyPattern = { pattern: '30 1 * * *', tz: 'Asia/Shanghai' };
/** 02:30: what is public is written down as files. */
export const snapshotPattern = { pattern: '30 2 * * *', tz: 'Asia/Shanghai' };
/** 03:00: what was kept long enough is erased. */
export const erasurePattern = { pattern: '0 3 * * *', tz: 'Asia/Shanghai' };
/** Wakes what the queue lost: queued runs, silent runs, touched records. */
export const sweepInterval = { every: 15_000 };
/** Pages of the bureaus' own websites that were not looked at for an hour. */
export const officialPagesInterval = { every: 600_000 };

export async function openSchedule(queues: Queues): Promise<void> {
  await queues.schedule('night', nightlyPattern);
  await queues.schedule('snapshot', snapshotPattern);
  await queues.schedule('erase', erasurePattern);
  await queues.schedule('sweep', sweepInterval);
  await queues.schedule('official-pages', officialPagesInterval);
}

/**
 * Books one run per stream and wakes the workers; streams that feed no record come last, for no record waits for them, and with
 * `feedsRecord` only the one kind or the other. `occasion` makes it happen once: the same occasion asked for again, by any number of
 * workers, gives the same runs. A paused stream is left out.
 */
export async function requestAllStreams(
  database: Database,
  queues: Queues,
  request: { scope: SyncScope; requestedBy: string; reason: string; occasion: string; feedsRecord?: boolean },
): Promise<string[]> {
  const feeding = await readFeedingStreams(database.pool);
  const all = sources.flatMap((source) =>
    streams[source].map((stream) => ({ source, stream, feeds: feeding.has(`${source}/${stream}`) })),
  );
  const wanted = all
    .filter(({ feeds }) => request.feedsRecord === undefined || feeds === request.feedsRecord)
    .sort((a, b) => Number(b.feeds) - Number(a.feeds));
  const runIds: string[] = [];
  for (const { source, stream } of wanted) {
    const run = await requestRun(database.pool, {
      source,
      stream,
      scope: request.scope,
      range: null,
      sealedKey: null,
      dryRun: false,
      requestedBy: request.requestedBy,
      reason: request.reason,
      idempotencyKey: `${request.occasion}/${source}/${stream}`,
    });
    if (run) runIds.push(run.runId);
    else if (!(await readPause(database.pool, { source, stream })))
      throw new Error(`stream ${source}/${stream} is not known to the database: run hub migrate`);
  }
  for (const runId of runIds) await queues.wakeImport(runId);
  return runIds;
}
