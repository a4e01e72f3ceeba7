/** The queue's backend by the environment: Redis where REDIS_URL names one, else PostgreSQL. */
import type { QueueBackend } from '../jobs/queues.js';
import { openQueuePool } from '../schema/database.js';

export function openBackend(
  databaseUrl: string,
  redisUrl: string | null | undefined,
): { backend: QueueBackend; close: () => Promise<void> } {
  if (redisUrl) return { backend: { redisUrl }, close: () => Promise.resolve() };
  const pool = openQueuePool(databaseUrl);
  return { backend: { pool }, close: () => pool.end() };
}
