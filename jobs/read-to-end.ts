/** From the run's position to the end of what the source tells, batch by batch. */
import type { Batch, End, Json, PullMode } from '../connectors/connector.js';
import { SourceError } from '../connectors/source-error.js';
import type { BegunRun } from '../schema/sync-run/sync-run.writes.js';
import type { Vault } from '../schema/vault.js';
import type { ImportDependencies } from './import-source.job.js';

/** Makes a batch ready, and says how it is written. */
export type TakeBatch = (batch: Batch) => () => Promise<void>;

/** Pulls from the run's position and has each batch taken; null when the signal asked for a stop. */
export async function readToEnd(
  { vault, connectors, context, batchSize }: ImportDependencies,
  run: BegunRun,
  signal: AbortSignal,
  take: TakeBatch,
): Promise<End | null> {
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
