/** Writes today's snapshot of what is public, unless there is one. */
import { civilDay } from '../rules/shanghai-time.js';
import type { Database } from '../schema/database.js';
import { writeSnapshot as writeFiles } from '../schema/snapshot/snapshot.writes.js';
import { snapshotFiles } from './snapshot-files.js';

export interface SnapshotDependencies {
  database: Pick<Database, 'pool'>;
  now: () => Date;
  log: (message: string, details?: Record<string, string>) => void;
}

export async function writeSnapshot({ database, now, log }: SnapshotDependencies): Promise<void> {
  const at = now();
  const day = civilDay(at);
  try {
    if (await writeFiles(database.pool, day, at, snapshotFiles)) log('snapshot written', { day });
  } catch (error) {
    log('snapshot failed', { day, error: (error as Error).message });
    throw error;
  }
}
