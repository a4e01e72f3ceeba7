/** The queue's backend by the environment: Redis where REDIS_URL names one, else PostgreSQL. */
import { Redis } from 'ioredis';
import type { QueueBackend } from '../jobs/queues.js';
import { openQueuePool } from '../schema/database.js';
import { Refusal } from './command.js';

/** One look before anything waits for it: BullMQ itself would try for ever, in silence. */
export async function assertQueueAnswers(redisUrl: string | null | undefined): Promise<void> {
  if (!redisUrl) return;
  const address = URL.canParse(redisUrl) ? new URL(redisUrl) : null;
  if (!address || !/^rediss?:$/.test(address.protocol))
    throw new Refusal('REDIS_URL must be an address redis://host:port');
  const redis = new Redis(redisUrl, {
    lazyConnect: true,
    connectTimeout: 4000,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
  });
  redis.on('error', () => {}); // The command's own rejection is judged below.
  try {
    await redis.connect();
    await redis.ping();
  } catch (error) {
    throw new Refusal(
      `no Redis answers at ${address.host} (${(error as Error).message}): check REDIS_URL, or leave it out`,
    );
  } finally {
    redis.disconnect();
  }
}

export function openBackend(
  databaseUrl: string,
  redisUrl: string | null | undefined,
): { backend: QueueBackend; close: () => Promise<void> } {
  if (redisUrl) return { backend: { redisUrl }, close: () => Promise.resolve() };
  const pool = openQueuePool(databaseUrl);
  return { backend: { pool }, close: () => pool.end() };
}
