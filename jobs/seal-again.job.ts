/** After a rotation: whatever stands under the old key version is sealed again, a batch at a time, until the old version can go. */
import { readResealDue } from '../schema/vault-check/key-version.reads.js';
import { endRotation } from '../schema/vault-check/key-version.writes.js';
import { resealNext } from '../schema/vault-check/reseal-progress.writes.js';
import type { Database } from '../schema/database.js';
import type { Vault } from '../schema/vault.js';

export interface SealAgainDependencies {
  database: Database;
  vault: Vault;
  now: () => Date;
  log: (message: string, details?: Record<string, string | number>) => void;
}

/** Rows in one transaction: few enough that nobody waits long for one of them. */
const batchRows = 500;
/** Other upkeep comes in between. */
const mostMs = 10_000;

/**
 * `more`: time is up, there is more to do at once. `later`: the rest has to wait, for rows that somebody holds, for a process that still
 * writes the old version, or for a key that is missing; the sweep asks again.
 */
export async function sealAgain(
  { database, vault, now, log }: SealAgainDependencies,
  signal: AbortSignal,
): Promise<'nothing' | 'done' | 'more' | 'later'> {
  const version = await readResealDue(database.pool);
  if (version === null) return 'nothing';
  // Version 0 is no rotation: what stood in clear is sealed under the version of now. Of a rotation this process has to have heard.
  if (version !== 0 && vault.keyVersion !== version) return 'later';
  const through: string[] = [];
  for (const until = Date.now() + mostMs; !signal.aborted && Date.now() < until;) {
    const step = await resealNext(database.pool, vault, version, through, batchRows);
    if (step === null) {
      if (through.length > 0) return 'later';
      if (version === 0) return 'done';
      const ended = await endRotation(database.pool, now());
      if (ended) log('the old key version has left', { version });
      return ended ? 'done' : 'later';
    }
    if (step.unreadable > 0) log('sealed values cannot be opened', { place: step.place, rows: step.unreadable });
    if (step.is === 'through') through.push(step.place);
  }
  return 'more';
}
