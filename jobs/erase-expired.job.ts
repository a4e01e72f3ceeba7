/** Each night: what was kept long enough is erased, batch by batch, and counted. */
import type { Database } from '../schema/database.js';
import { erase, erasures } from '../schema/retention/erase.writes.js';
import { readRetention } from '../schema/retention/retention.reads.js';

export interface EraseDependencies {
  database: Database;
  now: () => Date;
  log: (message: string, details?: Record<string, string | number>) => void;
}

const dayMs = 86_400_000;
const batchRows = 1000;

/** Returns how many went, by kind. A stop between two batches loses nothing: the next night goes on. */
export async function eraseExpired(
  { database, now, log }: EraseDependencies,
  signal: AbortSignal,
): Promise<Record<string, number>> {
  const periods = await readRetention(database.pool);
  const erased: Record<string, number> = {};
  for (const kind of erasures) {
    const days = periods[kind.period];
    const before = new Date(now().getTime() - days * dayMs);
    for (let rows = batchRows; rows === batchRows && !signal.aborted;) {
      rows = await erase(database.pool, kind, { before, days, most: batchRows }, now());
      if (rows > 0) erased[kind.what] = (erased[kind.what] ?? 0) + rows;
    }
  }
  if (Object.keys(erased).length > 0) log('erased', erased);
  return erased;
}
