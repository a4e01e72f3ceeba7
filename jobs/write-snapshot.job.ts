/** Writes today's snapshot of what is public, unless there is one; asked to stop, it leaves the day to the next worker. */
import { civilDay } from '../rules/shanghai-time.js';
import type { Database } from '../schema/database.js';
import { writeSnapshot as writeFiles } from '../schema/snapshot/snapshot.writes.js';
import { snapshotFiles } from './snapshot-files.js';

export interface SnapshotDependencies {
  database: Pick<Database, 'pool'>;
  now: () => Date;
  log: (message: string, details?: Record<string, string>) => void;
}

export async function writeSnapshot({ database, now, log }: SnapshotDependencies, signal: AbortSignal): Promise<void> {
  const at = now();
  const day = civilDay(at);
  const files = snapshotFiles.map((file) => ({
    ...file,
    write: (bodies: readonly string[]) => {
      signal.throwIfAborted();
      return file.write(bodies);
    },
  }));
  try {
    if (await writeFiles(database.pool, day, at, files)) log('snapshot written', { day });
  } catch (error) {
    if (error === signal.reason) return;
    log('snapshot failed', { day, error: (error as Error).message });
    throw error;
  }
}
