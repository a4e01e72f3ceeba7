/** One run of one stream: pull a batch, commit rows, counters and checkpoint together, and go on from there after any crash. */
import type { Batch, Connector, ConnectorContext, End, Json, PullMode } from '../connectors/connector.js';
import type { Connectors } from '../connectors/registry.js';
import { SourceError } from '../connectors/source-error.js';
import type { Day, Source } from '../rules/vocabulary.js';
import { transact } from '../schema/database.js';
import type { Database } from '../schema/database.js';
import { loadFacts } from '../schema/fact/fact.writes.js';
import { dropNumbers, keepPhones } from '../schema/person/person-number.writes.js';
import { countLiveRows, finishStream, holdFence } from '../schema/source-state/source-state.writes.js';
import { beginRun, bookBatch, finishRun, heartbeat, releaseRun } from '../schema/sync-run/sync-run.writes.js';
import type { BegunRun } from '../schema/sync-run/sync-run.writes.js';
import type { Vault } from '../schema/vault.js';
import { closeCases, quarantine } from '../schema/work-item/work-item.writes.js';
import { prepareBatch } from './prepare-rows.js';
import type { PreparedBatch } from './prepare-rows.js';

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
 * Works on a run until it is done. `ended` when there is nothing left to do; `stopped` when the signal asked for a stop:
 * the run then goes on from its last batch with the next worker. Throws SourceError, FencedError or a database error.
 */
export async function importSource(
  dependencies: ImportDependencies,
  runId: string,
  signal: AbortSignal,
): Promise<'done' | 'ended' | 'stopped'> {
  const { database, vault, connectors, context } = dependencies;
  const run = await transact(database.pool, (client) => beginRun(client, runId, context.now()));
  if (!run) return 'ended';
  const connector = connectors[run.source];
  const pull = connector.pull(
    {
      stream: run.stream,
      mode: modeOf(run, vault),
      highWater: run.highWater as Json,
      position: run.position as Json,
      batchSize: dependencies.batchSize,
    },
    { ...context, signal },
  );
  const beating = setInterval(() => {
    heartbeat(database.pool, runId, context.now()).catch((error: Error) =>
      context.log('heartbeat failed', { error: error.message }),
    );
  }, 5000);
  // While PostgreSQL merges one batch, the next one is fetched and prepared: one ahead, never more.
  let committing: Promise<void> = Promise.resolve();
  try {
    for await (const event of pull) {
      const prepared =
        event.kind === 'batch'
          ? prepareBatch(vault, `${run.source}/${run.stream}`, event.rows, event.rejects, context.now())
          : null;
      await committing;
      if (signal.aborted) break;
      if (event.kind === 'end') {
        await finish(dependencies, run, event, connector, signal);
        return 'done';
      }
      committing = commitBatch(dependencies, run, event, prepared!);
      committing.catch(() => undefined); // awaited above or below; until then it must not count as unhandled
    }
    await committing;
  } catch (error) {
    await committing.catch(() => undefined);
    if (!signal.aborted) throw error;
  } finally {
    clearInterval(beating);
  }
  if (signal.aborted) {
    await releaseRun(database.pool, runId);
    return 'stopped';
  }
  throw new SourceError(
    run.source,
    'defect',
    `${run.source}/${run.stream}: the pull stopped without saying that it is complete`,
  );
}

async function commitBatch(
  dependencies: ImportDependencies,
  run: BegunRun,
  batch: Batch,
  prepared: PreparedBatch,
): Promise<void> {
  const { database, vault, context } = dependencies;
  const now = context.now();
  await transact(database.pool, async (client) => {
    await holdFence(client, run.streamId, run.fence);
    if (run.dryRun) await client.query('savepoint dry_run');
    const counts = await loadFacts(client, vault, { ...run, recordedAt: now }, prepared.rows, prepared.idNumbers);
    await keepPhones(client, vault, run.streamId, prepared.phones);
    if (counts.retired > 0) await dropNumbers(client, run.streamId, retiredIn(prepared));
    await quarantine(client, { ...run, now }, prepared.quarantined);
    await closeCases(
      client,
      run.streamId,
      prepared.rows.map((row) => row.recordKey),
    );
    await countLiveRows(client, run.streamId, counts.new + counts.returned - counts.retired);
    if (run.dryRun) await client.query('rollback to savepoint dry_run');
    const read = batch.rows.length + batch.rejects.length;
    await bookBatch(client, run.runId, {
      counts,
      rejected: batch.rejects.length,
      read,
      position: batch.position,
      expectedRows: batch.expectedRows,
      now,
    });
  });
}

const retiredIn = ({ rows }: PreparedBatch) =>
  rows.filter(({ op }) => op === 'tombstone').map(({ recordKey }) => recordKey);

async function finish(
  dependencies: ImportDependencies,
  run: BegunRun,
  end: End,
  connector: Connector,
  signal: AbortSignal,
): Promise<void> {
  const { database, context, recordsBeginOn } = dependencies;
  // Only a pull of all that is new moves the stream's high water; a window, one key or a rehearsal must not.
  const moves = !run.dryRun && (run.scope === 'ALL' || run.scope === 'CHANGES');
  await transact(database.pool, async (client) => {
    await holdFence(client, run.streamId, run.fence);
    await finishRun(client, run.runId, end.asOf, context.now());
    if (!moves) return;
    const complete = end.completeSnapshot ? recordsBeginOn[run.source] : null;
    await finishStream(client, run.streamId, {
      highWater: end.highWater,
      dataAsOf: end.asOf,
      recordsBeginOn: complete,
    });
  });
  if (!moves || !connector.acknowledge) return;
  try {
    await connector.acknowledge(run.stream, end.highWater, { ...context, signal });
  } catch (error) {
    // The data is committed; a receipt that failed is written again with the next run.
    context.log('receipt not written', { source: run.source, stream: run.stream, error: (error as Error).message });
  }
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
