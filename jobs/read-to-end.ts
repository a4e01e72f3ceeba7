/** From the run's position to the end of what the source tells, batch by batch. */
import type { Batch, End, Json, PullMode } from '../connectors/connector.js';
import { SourceError } from '../connectors/source-error.js';
import type { BegunRun } from '../schema/sync-run/sync-run.writes.js';
import type { Vault } from '../schema/vault.js';
import type { ImportDependencies } from './import-source.job.js';
import { pullPutAside } from './read-put-aside.js';

export interface ReadBatch extends Batch {
  /** Of rows that were put aside and are read now: the case of each, in their order. */
  settles?: readonly string[];
}

/** Makes a batch ready, and says how it is written. */
export type TakeBatch = (batch: ReadBatch) => () => Promise<void>;

/** Pulls from the run's position and has each batch taken; null when the signal asked for a stop. */
export async function readToEnd(
  dependencies: ImportDependencies,
  run: BegunRun,
  signal: AbortSignal,
  take: TakeBatch,
): Promise<End | null> {
  const pull = pullOf(dependencies, run, signal);
  // While PostgreSQL merges one batch, the next one is fetched and prepared: one ahead, never more.
  let taking: Promise<void> = Promise.resolve();
  try {
    for await (const event of pull) {
      const ready = event.kind === 'batch' ? take(event) : null;
      await taking;
      if (signal.aborted) return null;
      if (event.kind === 'end') return event;
      taking = ready!();
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

function pullOf(dependencies: ImportDependencies, run: BegunRun, signal: AbortSignal): AsyncIterable<ReadBatch | End> {
  const { vault, connectors, context, batchSize } = dependencies;
  const { source, stream, scope } = run;
  const connector = connectors[source];
  if (scope === 'QUARANTINE') return pullPutAside(dependencies, connector, run);
  const [highWater, position] = [run.highWater as Json, run.position as Json];
  const mode = modeOf({ ...run, scope }, vault);
  return connector.pull({ stream, mode, highWater, position, batchSize }, { ...context, signal });
}

type Asking = BegunRun & { scope: Exclude<BegunRun['scope'], 'QUARANTINE'> };

function modeOf(run: Asking, vault: Vault): PullMode {
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
