/** `hub migrate`: the hub's tables and the queue's. Safe to repeat. */
import { migrateQueues } from '../jobs/queues.js';
import { grantToApp } from '../schema/access-log/app-role.writes.js';
import { migrate, openDatabase } from '../schema/database.js';
import { Refusal } from './command.js';
import type { Io } from './command.js';

export async function run(_args: string[], io: Io): Promise<number> {
  const url = process.env['DATABASE_URL'];
  if (!url) throw new Refusal('DATABASE_URL is not set: name the database, postgresql://user:password@host:port/name');
  const appUrl = process.env['APP_DATABASE_URL'];
  const ran = await migrateAll(url, appUrl || null);
  io.stdout.write(ran.length === 0 ? 'nothing to migrate\n' : `migrated: ${ran.join(', ')}\n`);
  return 0;
}

/** `appUrl`: how the API and the worker connect, by a role that owns nothing; null: as the owner. */
export async function migrateAll(url: string, appUrl: string | null): Promise<string[]> {
  const database = await openDatabase(url);
  try {
    const ran = await migrate(database);
    const client = await database.pool.connect();
    try {
      await migrateQueues(client);
      if (appUrl !== null) {
        const { username, password } = new URL(appUrl);
        await grantToApp(client, decodeURIComponent(username), decodeURIComponent(password));
      }
    } finally {
      client.release();
    }
    return ran;
  } finally {
    await database.close();
  }
}
