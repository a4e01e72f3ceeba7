/** The queue backend of the project under test: Redis where the `redis` project runs, else PostgreSQL. */
import { inject } from 'vitest';
import type { QueueBackend } from '../../jobs/queues.js';
import { openQueuePool } from '../../schema/database.js';

let opened = 0;

export function openTestBackend(databaseUrl: string): { backend: QueueBackend; close(): Promise<void> } {
  if (process.env['QUEUE_BACKEND'] === 'redis') {
    const url = new URL(inject('redisUrl')!);
    // A Redis database of its own for each call, out of five for each of the workers; 0 is left to the processes of the compose test.
    url.pathname = `/${1 + ((Number(process.env['VITEST_POOL_ID']) % 3) * 5 + (opened++ % 5))}`;
    return { backend: { redisUrl: url.href }, close: () => Promise.resolve() };
  }
  const pool = openQueuePool(databaseUrl);
  return { backend: { pool }, close: () => pool.end() };
}
