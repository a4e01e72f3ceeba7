/** The sealer: a loop in each worker, apart from the queues. One of them seals, the others find nothing to do. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ConnectorContext } from '../connectors/connector.js';
import {
  awaitForgotten,
  eraseOldMonths,
  openMonths,
  type SealingKey,
  sealedAtOnce,
  sealSome,
  type Sealer,
} from '../schema/access-log/seal.writes.js';
import { readNewestSeal } from '../schema/access-log/tree.reads.js';
import type { Database } from '../schema/database.js';
import type { Vault } from '../schema/vault.js';
import { anchorNewestSeal } from './anchor-access-log.js';
import type { AnchorPlace } from './anchor-access-log.js';

export interface SealDependencies {
  database: Database;
  vault: Vault;
  key: SealingKey;
  anchors: readonly AnchorPlace[];
  context: Pick<ConnectorContext, 'log'>;
}

const everyMs = 1000;
const anchorMs = 60_000;
const hourMs = 3_600_000;
const silentMs = 120_000;
const lookBackMs = 48 * hourMs;

/** Seals within a second of each commit, anchors once a minute, and says so when something is late, lost or was silent. */
export function startSealer(
  { database, vault, key, anchors, context: { log } }: SealDependencies,
  stopping: AbortSignal,
): { close(): Promise<void> } {
  const { pool } = database;
  const sealer: Sealer = { vault, key };
  // By a clock that only goes forward: these are spans, not instants.
  let [anchoredAt, tidiedAt] = [-Infinity, -Infinity];
  let anchoring: Promise<unknown> | null = null;

  async function turn(): Promise<void> {
    if (performance.now() - tidiedAt >= hourMs) {
      await openMonths(pool);
      // Since before the newest seal, however long nobody sealed.
      const newest = (await readNewestSeal(pool))?.at.getTime() ?? 0;
      const forgotten = await awaitForgotten(pool, new Date(Math.max(0, Math.min(Date.now(), newest) - lookBackMs)));
      if (forgotten > 0) log('access events were neither sealed nor waiting', { forgotten });
      const erased = await eraseOldMonths(pool);
      if (erased > 0) log('access events older than three years were erased', { months: erased });
      tidiedAt = performance.now();
    }
    for (;;) {
      const sealed = await sealSome(pool, sealer);
      if (sealed && sealed.late > 0) log('access events were sealed late', { late: sealed.late, seal: sealed.seal });
      if (sealed && sealed.lost > 0)
        log('access events are gone from their table', { lost: sealed.lost, seal: sealed.seal });
      if (sealed === null || sealed.added < sealedAtOnce || stopping.aborted) break;
    }
    if (anchoring === null && performance.now() - anchoredAt >= anchorMs) {
      anchoredAt = performance.now();
      anchoring = anchor().finally(() => (anchoring = null));
    }
  }

  /** Beside the sealing, which waits for no outside place. */
  async function anchor(): Promise<void> {
    try {
      const failed = await anchorNewestSeal(pool, anchors, stopping);
      if (failed.length > 0) log('the access log could not be anchored', { places: failed.join(', ') });
    } catch (error) {
      if (!stopping.aborted) log('what outside places answered could not be kept', { kind: (error as Error).name });
    }
  }

  async function keepSealing(): Promise<void> {
    const last = await readNewestSeal(pool).catch(() => null);
    if (last && Date.now() - last.at.getTime() > silentMs)
      log('the access log was silent', { since: last.at.toISOString(), seal: last.seal });
    let failing = false;
    while (!stopping.aborted) {
      try {
        await turn();
        failing = false;
      } catch (error) {
        // Told once, not every second for as long as a database is away.
        if (!failing && !stopping.aborted)
          log('the access log could not be sealed and is tried again', { kind: (error as Error).name });
        failing = true;
      }
      await sleep(everyMs, undefined, { signal: stopping }).catch(() => undefined);
    }
  }

  const kept = keepSealing();
  return {
    async close() {
      await kept;
      await anchoring;
    },
  };
}
