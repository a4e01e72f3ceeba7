/** The embedded mode's own PostgreSQL, with a database and a role for the hub. */
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import { startPostgres } from '../schema/embedded-postgres.js';
import type { EmbeddedPostgres } from '../schema/embedded-postgres.js';

/** Starts the server on its folder and answers with the address under which the hub works: a role that owns its database and nothing else. */
export async function openEmbeddedDatabase(
  home: string,
  passwords: { postgres: string; hub: string },
): Promise<{ postgres: EmbeddedPostgres; databaseUrl: string }> {
  const base = databaseFolder(home);
  const postgres = await startPostgres({
    folder: join(base, 'postgres'),
    logFile: join(home, 'logs', 'postgres.log'),
    programsFolder: join(base, 'programs'),
    password: passwords.postgres,
    durable: true,
  });
  const client = new Client({ connectionString: postgres.url('postgres') });
  try {
    await client.connect();
    const role = await client.query(`select from pg_roles where rolname = 'hub'`);
    const verb = role.rowCount === 0 ? 'create' : 'alter';
    await client.query(`${verb} role hub login password ${client.escapeLiteral(passwords.hub)}`);
    const database = await client.query(`select from pg_database where datname = 'hub'`);
    if (database.rowCount === 0) await client.query('create database hub owner hub');
  } catch (error) {
    await postgres.stop();
    throw error;
  } finally {
    await client.end();
  }
  return { postgres, databaseUrl: hubAddress(postgres.port, passwords.hub) };
}

/** The hub's database on the embedded server at `port`. */
export function hubAddress(port: number, password: string): string {
  return `postgresql://hub:${encodeURIComponent(password)}@127.0.0.1:${port}/hub`;
}

/**
 * Where PostgreSQL's data stands: below the home, unless root's own folders are closed to the user that runs the database;
 * then in a folder below /var/lib that belongs to this home.
 */
export function databaseFolder(home: string): string {
  if (process.getuid?.() !== 0 || isOpenToAll(home)) return home;
  const elsewhere = `/var/lib/puyang-hub-${createHash('sha256').update(home).digest('hex').slice(0, 12)}`;
  mkdirSync(elsewhere, { recursive: true });
  chmodSync(elsewhere, 0o711);
  return elsewhere;
}

function isOpenToAll(folder: string): boolean {
  const open = (statSync(folder).mode & 0o001) !== 0;
  return open && (folder === dirname(folder) || isOpenToAll(dirname(folder)));
}
