/** A durable PostgreSQL for one measurement: it goes when the work is done. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { migrate, openDatabase } from '../../schema/database.js';
import type { Database } from '../../schema/database.js';
import { startPostgres } from '../../schema/embedded-postgres.js';

/** The hub's keys in every measurement. */
export const benchKeys = { version: 1, keys: { 1: Buffer.alloc(32, 1).toString('base64') } };

export interface Opened {
  database: Database;
  url: string;
}
/** A new database with all tables; whoever opens one closes it. */
export type OpenNew = (name: string) => Promise<Opened>;

export async function onPostgres<T>(work: (openNew: OpenNew) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'hub-bench-'));
  chmodSync(folder, 0o755);
  const postgres = await startPostgres({
    folder: join(folder, 'postgres'),
    logFile: join(folder, 'postgres.log'),
    programsFolder: join(folder, 'programs'),
    password: 'bench',
    durable: true,
  });
  try {
    return await work(async (name) => {
      const admin = new Client({ connectionString: postgres.url('postgres') });
      await admin.connect();
      await admin.query(`create database ${name}`);
      await admin.end();
      const database = await openDatabase(postgres.url(name), { poolSize: 40, keepsOpen: true });
      await migrate(database);
      return { database, url: postgres.url(name) };
    });
  } finally {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
