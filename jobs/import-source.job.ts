/** One run of one stream: pull a batch, commit rows, counters and checkpoint together, and go on from there after any crash. */
import type { Batch, ConnectorContext, End } from '../connectors/connector.js';
import type { Connectors } from '../connectors/registry.js';
import type { Day, Source } from '../rules/vocabulary.js';
import { transact } from '../schema/database.js';
import type { Database } from '../schema/database.js';
import { loadFacts, weighFacts } from '../schema/fact/fact.writes.js';
import type { FactRow } from '../schema/fact/fact.writes.js';
import { dropNumbers, keepPhones } from '../schema/person/person-number.writes.js';
import { countLiveRows, finishStream, holdFence } from '../schema/source-state/source-state.writes.js';
import { holdRun, readWeight, settleWeight } from '../schema/sync-run/held-run.writes.js';
import { beginRun, bookBatch, finishRun, heartbeat, releaseRun } from '../schema/sync-run/sync-run.writes.js';
import type { BegunRun } from '../schema/sync-run/sync-run.writes.js';
import type { Vault } from '../schema/vault.js';
import { closeCases, closeRead, quarantine } from '../schema/work-item/work-item.writes.js';
import { keepRows, type KeptRows, type Load } from './kept-rows.js';
import { keyRows, prepareBatch, prepareRows, sealRejects } from './prepare-rows.js';
import { type ReadBatch, readToEnd } from './read-to-end.js';
import { judgeFirstLoad, judgeWeight, mustBeWeighed } from './weigh-run.js';

export interface ImportDependencies {
  database: Database;
  vault: Vault;
  connectors: Connectors;
  /** Per source: since when its register is complete, so that an absent record means "none". */
  recordsBeginOn: Record<Source, Day>;
  context: Omit<ConnectorContext, 'signal'>;
  batchSize: number;
  /** Rows that weighing keeps at most; a night that brings more is read again. */
  mostKept?: number;
}

/**
 * Works on a run until it is done. `held` when it would change too much and waits for a person, `ended` when there is nothing left to
 * do, `stopped` when the signal asked for a stop: the run then goes on from its last batch with the next worker, unless a person
 * cancelled it. Throws SourceError, FencedError or a database error.
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
    if (run.weighed !== null || !mustBeWeighed(run)) return await loadFromSource(dependencies, run, signal);
    // Read to its end first: what is wrong on the last page or in the last file is known before the first row is loaded.
    // What was put aside lies here and is read again.
    const kept = keepRows(dependencies, run.position === null && run.scope !== 'QUARANTINE');
    const end = await readToEnd(dependencies, run, signal, (batch) => weighBatch(dependencies, run, batch, kept));
    if (end === null) return await stopped(dependencies, run);
    if ((await settle(dependencies, run, end)) === 'held') return 'held';
    const loads = kept.take();
    if (loads === null) return await loadFromSource(dependencies, run, signal);
    return await loadKept(dependencies, run, signal, loads, end);
  } finally {
    clearInterval(beating);
  }
}

async function loadFromSource(
  dependencies: ImportDependencies,
  run: BegunRun,
  signal: AbortSignal,
): Promise<'done' | 'held' | 'stopped'> {
  const end = await readToEnd(dependencies, run, signal, (batch) => {
    const ready = preparedOf(dependencies, run, batch);
    return () => commitLoad(dependencies, run, ready);
  });
  return end === null ? stopped(dependencies, run) : finish(dependencies, run, end, signal);
}

/** What weighing kept, to the end that it read. */
async function loadKept(
  dependencies: ImportDependencies,
  run: BegunRun,
  signal: AbortSignal,
  loads: readonly Load[],
  end: End,
): Promise<'done' | 'held' | 'stopped'> {
  for (const load of loads) {
    if (signal.aborted) return stopped(dependencies, run);
    await commitLoad(dependencies, run, load);
  }
  return finish(dependencies, run, end, signal);
}

async function stopped({ database }: ImportDependencies, run: BegunRun): Promise<'stopped'> {
  await releaseRun(database.pool, run);
  return 'stopped';
}

const scopeOf = ({ source, stream }: BegunRun) => `${source}/${stream}`;

/** What is booked of a batch, however it is written. */
const readOf = ({ rows, rejects, position, expectedRows }: Batch) => {
  return { read: rows.length + rejects.length, rejected: rejects.length, position, expectedRows };
};

function preparedOf({ vault, context }: ImportDependencies, run: BegunRun, batch: ReadBatch): Load {
  // What is read again and still is not as agreed has its case already.
  const rejects = run.scope === 'QUARANTINE' ? [] : batch.rejects;
  const prepared = prepareBatch(vault, scopeOf(run), batch.rows, rejects, context.now());
  // A deletion that waits for a person has not been carried out.
  const waits = run.weighed?.withholdsDeletions;
  const settles = batch.settles?.filter((_, i) => !waits || batch.rows[i]!.op === 'upsert') ?? [];
  return { ...readOf(batch), prepared, settles, counts: { unchanged: 0, duplicate: 0 } };
}

function weighBatch(
  { database, vault, context }: ImportDependencies,
  run: BegunRun,
  batch: Batch,
  kept: KeptRows,
): () => Promise<void> {
  const keyed = keyRows(vault, scopeOf(run), batch.rows);
  const all = readOf(batch);
  return async () => {
    const { moved } = await transact(database.pool, async (client) => {
      await holdFence(client, run.streamId, run.fence);
      const weighed = await weighFacts(client, run.streamId, keyed);
      await bookBatch(client, run.runId, { ...all, counts: weighed.counts, withheld: 0, now: context.now() });
      return weighed;
    });
    const chosen = kept.choose(keyed, moved);
    if (chosen === null) return;
    const quarantined = sealRejects(vault, scopeOf(run), batch.rejects);
    const prepared = { ...prepareRows(vault, chosen.rows, context.now()), quarantined };
    kept.keep({ ...all, prepared, settles: [], counts: chosen.counts });
  };
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

async function commitLoad(
  { database, vault, context }: ImportDependencies,
  run: BegunRun,
  { prepared, read, rejected, settles, counts, position, expectedRows }: Load,
): Promise<void> {
  const now = context.now();
  const rows = run.weighed?.withholdsDeletions ? prepared.rows.filter(({ op }) => op === 'upsert') : prepared.rows;
  await transact(database.pool, async (client) => {
    await holdFence(client, run.streamId, run.fence);
    if (run.dryRun) await client.query('savepoint dry_run');
    const loaded = await loadFacts(client, vault, { ...run, recordedAt: now }, rows, prepared.idNumbers);
    await keepPhones(client, vault, run.streamId, prepared.phones);
    if (loaded.retired > 0) await dropNumbers(client, run.streamId, retiredIn(rows));
    await quarantine(client, { ...run, now }, prepared.quarantined);
    const keys = rows.map((row) => row.recordKey);
    if (run.scope === 'QUARANTINE') await closeRead(client, settles);
    else await closeCases(client, run.streamId, keys);
    await countLiveRows(client, run.streamId, loaded.new + loaded.returned - loaded.retired);
    if (run.dryRun) await client.query('rollback to savepoint dry_run');
    const all = {
      ...loaded,
      unchanged: loaded.unchanged + counts.unchanged,
      duplicate: loaded.duplicate + counts.duplicate,
    };
    const withheld = prepared.rows.length - rows.length;
    await bookBatch(client, run.runId, { counts: all, rejected, withheld, read, position, expectedRows, now });
  });
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
