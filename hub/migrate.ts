/** `hub migrate`: the hub's tables and the queue's. Safe to repeat. */
import { migrateQueues } from '../jobs/queues.js';
import { migrate, openDatabase } from '../schema/database.js';
import { Refusal } from './command.js';
import type { Io } from './command.js';

export async function run(_args: string[], io: Io): Promise<number> {
  const url = process.env['DATABASE_URL'];
  if (!url) throw new Refusal('DATABASE_URL is not set: name the database, postgresql://user:password@host:port/name');
  const ran = await migrateAll(url);
  io.stdout.write(ran.length === 0 ? 'nothing to migrate\n' : `migrated: ${ran.join(', ')}\n`);
  return 0;
}

export async function migrateAll(url: string): Promise<string[]> {
  const database = await openDatabase(url);
  try {
    const ran = await migrate(database);
    const client = await database.pool.connect();
    try {
      await migrateQueues(client);
    } finally {
      client.release();
    }
    return ran;
  } finally {
    await database.close();
  }
}
