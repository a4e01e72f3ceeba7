/** One run of one stream: pull a batch, commit rows, counters and checkpoint together, and go on from there after any crash. */
import type { Batch, ConnectorContext, End, Json, PullMode } from '../connectors/connector.js';
import type { Connectors } from '../connectors/registry.js';
import { SourceError } from '../connectors/source-error.js';
import type { Day, Source } from '../rules/vocabulary.js';
import { transact } from '../schema/database.js';
import type { Database } from '../schema/database.js';
import { loadFacts, weighFacts } from '../schema/fact/fact.writes.js';
import type { FactRow, LoadCounts } from '../schema/fact/fact.writes.js';
import { dropNumbers, keepPhones } from '../schema/person/person-number.writes.js';
import { countLiveRows, finishStream, holdFence } from '../schema/source-state/source-state.writes.js';
import { holdRun, readWeight, settleWeight } from '../schema/sync-run/held-run.writes.js';
import { beginRun, bookBatch, finishRun, heartbeat, releaseRun } from '../schema/sync-run/sync-run.writes.js';
import type { BegunRun } from '../schema/sync-run/sync-run.writes.js';
import type { Vault } from '../schema/vault.js';
import { closeCases, quarantine } from '../schema/work-item/work-item.writes.js';
import { prepareBatch } from './prepare-rows.js';
import type { PreparedBatch } from './prepare-rows.js';
import { judgeFirstLoad, judgeWeight, mustBeWeighed } from './weigh-run.js';

export interface ImportDependencies {
  database: Database;
  vault: Vault;
  connectors: Connectors;
  /** Per source: since when its register is complete, so that an absent record means "none". */
  recordsBeginOn: Record<Source, Day>;
  context: Omit<ConnectorContext, 'signal'>;
  batchSize: number;
}

/**
 * Works on a run until it is done. `held` when it would change too much and waits for a person, `ended` when there is nothing left to
 * do, `stopped` when the signal asked for a stop: the run then goes on from its last batch with the next worker. Throws SourceError,
 * FencedError or a database error.
 */
export async function importSource(
  dependencies: ImportDependencies,
  runId: string,
  signal: AbortSignal,
): Promise<'done' | 'held' | 'ended' | 'stopped'> {
  const { database, context } = dependencies;
  const run = await transact(database.pool, (client) => beginRun(client, runId, context.now()));
  if (!run) return 'ended';
  const beating = setInterval(() => {
    heartbeat(database.pool, runId, context.now()).catch((error: Error) =>
      context.log('heartbeat failed', { error: error.message }),
    );
  }, 5000);
  try {
    // Read twice: what is wrong on the last page or in the last file is known before the first row is loaded.
    if (run.weighed === null && mustBeWeighed(run)) {
      const end = await readToEnd(dependencies, run, signal, weighBatch);
      if (end && (await settle(dependencies, run, end)) === 'held') return 'held';
    }
    const end = signal.aborted ? null : await readToEnd(dependencies, run, signal, commitBatch);
    if (end) return await finish(dependencies, run, end, signal);
  } finally {
    clearInterval(beating);
  }
  await releaseRun(database.pool, runId);
  return 'stopped';
}

type TakeBatch = (
  dependencies: ImportDependencies,
  run: BegunRun,
  batch: Batch,
  prepared: PreparedBatch,
) => Promise<void>;

/** Pulls from the run's position and has each batch taken; null when the signal asked for a stop. */
async function readToEnd(
  dependencies: ImportDependencies,
  run: BegunRun,
  signal: AbortSignal,
  take: TakeBatch,
): Promise<End | null> {
  const { vault, connectors, context, batchSize } = dependencies;
  const pull = connectors[run.source].pull(
    {
      stream: run.stream,
      mode: modeOf(run, vault),
      highWater: run.highWater as Json,
      position: run.position as Json,
      batchSize,
    },
    { ...context, signal },
  );
  // While PostgreSQL merges one batch, the next one is fetched and prepared: one ahead, never more.
  let taking: Promise<void> = Promise.resolve();
  try {
    for await (const event of pull) {
      const prepared =
        event.kind === 'batch'
          ? prepareBatch(vault, `${run.source}/${run.stream}`, event.rows, event.rejects, context.now())
          : null;
      await taking;
      if (signal.aborted) return null;
      if (event.kind === 'end') return event;
      taking = take(dependencies, run, event, prepared!);
      taking.catch(() => undefined); // awaited above or below; until then it must not count as unhandled
    }
    await taking;
  } catch (error) {
    await taking.catch(() => undefined);
    if (!signal.aborted) throw error;
  }
  if (signal.aborted) return null;
  throw new SourceError(
    run.source,
    'defect',
    `${run.source}/${run.stream}: the pull stopped without saying that it is complete`,
  );
}

async function weighBatch(
  { database, context }: ImportDependencies,
  run: BegunRun,
  batch: Batch,
  { rows }: PreparedBatch,
): Promise<void> {
  await transact(database.pool, async (client) => {
    await holdFence(client, run.streamId, run.fence);
    const counts = await weighFacts(client, run.streamId, rows);
    await bookBatch(client, run.runId, booked(batch, counts, 0, context.now()));
  });
}

/** All was read and nothing written: whether the run may load, and what of it. */
async function settle({ database, context }: ImportDependencies, run: BegunRun, end: End): Promise<'held' | 'loads'> {
  return transact(database.pool, async (client) => {
    await holdFence(client, run.streamId, run.fence);
    const weight = await readWeight(client, run.runId);
    const { holdsAll, withholdsDeletions, reason } = judgeWeight(run, weight, end);
    if (holdsAll) {
      await holdRun(client, run, { weight, reason: reason! }, context.now());
      return 'held';
    }
    run.weighed = { ...weight, withholdsDeletions };
    run.position = null;
    await settleWeight(client, run.runId, run.weighed);
    return 'loads';
  });
}

async function commitBatch(
  dependencies: ImportDependencies,
  run: BegunRun,
  batch: Batch,
  prepared: PreparedBatch,
): Promise<void> {
  const { database, vault, context } = dependencies;
  const now = context.now();
  const rows = run.weighed?.withholdsDeletions ? prepared.rows.filter(({ op }) => op === 'upsert') : prepared.rows;
  await transact(database.pool, async (client) => {
    await holdFence(client, run.streamId, run.fence);
    if (run.dryRun) await client.query('savepoint dry_run');
    const counts = await loadFacts(client, vault, { ...run, recordedAt: now }, rows, prepared.idNumbers);
    await keepPhones(client, vault, run.streamId, prepared.phones);
    if (counts.retired > 0) await dropNumbers(client, run.streamId, retiredIn(rows));
    await quarantine(client, { ...run, now }, prepared.quarantined);
    await closeCases(
      client,
      run.streamId,
      rows.map((row) => row.recordKey),
    );
    await countLiveRows(client, run.streamId, counts.new + counts.returned - counts.retired);
    if (run.dryRun) await client.query('rollback to savepoint dry_run');
    await bookBatch(client, run.runId, booked(batch, counts, prepared.rows.length - rows.length, now));
  });
}

function booked({ rows, rejects, position, expectedRows }: Batch, counts: LoadCounts, withheld: number, now: Date) {
  const read = rows.length + rejects.length;
  return { counts, rejected: rejects.length, withheld, read, position, expectedRows, now };
}

const retiredIn = (rows: readonly FactRow[]) =>
  rows.filter(({ op }) => op === 'tombstone').map(({ recordKey }) => recordKey);

async function finish(
  { database, context, recordsBeginOn, connectors }: ImportDependencies,
  run: BegunRun,
  end: End,
  signal: AbortSignal,
): Promise<'done' | 'held'> {
  // Only a pull of all that is new moves the stream's high water; a window, one key or a rehearsal must not.
  const moves = !run.dryRun && (run.scope === 'ALL' || run.scope === 'CHANGES');
  const state = await transact(database.pool, async (client) => {
    await holdFence(client, run.streamId, run.fence);
    const weight = run.weighed ?? (await readWeight(client, run.runId));
    const { reason } = run.weighed ? judgeWeight(run, weight, end) : judgeFirstLoad(run, weight);
    // The high water stays: the same deletions are delivered again to the run that may carry them out.
    if (reason !== null && !run.dryRun) {
      await holdRun(client, run, { weight, reason }, context.now());
      return 'held';
    }
    await finishRun(client, run.runId, end.asOf, context.now());
    if (!moves) return 'done';
    await finishStream(client, run.streamId, {
      highWater: end.highWater,
      dataAsOf: end.asOf,
      recordsBeginOn: end.completeSnapshot ? recordsBeginOn[run.source] : null,
    });
    return 'done';
  });
  const connector = connectors[run.source];
  if (state === 'held' || !moves || !connector.acknowledge) return state;
  try {
    await connector.acknowledge(run.stream, end.highWater, { ...context, signal });
  } catch (error) {
    // The data is committed; a receipt that failed is written again with the next run.
    context.log('receipt not written', { source: run.source, stream: run.stream, error: (error as Error).message });
  }
  return state;
}

function modeOf(run: BegunRun, vault: Vault): PullMode {
  switch (run.scope) {
    case 'ALL':
      return { kind: 'all' };
    case 'CHANGES':
      return { kind: 'changes' };
    case 'RANGE':
      return { kind: 'range', from: run.rangeFrom!.toISOString(), to: run.rangeTo!.toISOString() };
    case 'KEY':
      return { kind: 'key', keys: [vault.open(run.sealedKey!)] };
  }
}
