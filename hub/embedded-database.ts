/** The embedded mode's own PostgreSQL, with a database and a role for the hub. */
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import { startPostgres } from '../schema/embedded-postgres.js';
import type { EmbeddedPostgres } from '../schema/embedded-postgres.js';

/**
 * Starts the server on its folder and answers with two addresses: `databaseUrl` of the role that owns the hub's database and nothing
 * else, for migrations alone; `appUrl` of the one that owns nothing, for all that works on it.
 */
export async function openEmbeddedDatabase(
  home: string,
  passwords: { postgres: string; hub: string; app: string },
): Promise<{ postgres: EmbeddedPostgres; databaseUrl: string; appUrl: string }> {
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
    for (const [name, password] of [
      ['hub', passwords.hub],
      ['hub_app', passwords.app],
    ] as const) {
      const role = await client.query('select from pg_roles where rolname = $1', [name]);
      const verb = role.rowCount === 0 ? 'create' : 'alter';
      await client.query(`${verb} role ${name} login password ${client.escapeLiteral(password)}`);
    }
    // In this role partners are read for; the hub's own may make none.
    const reader = await client.query(`select from pg_roles where rolname = 'hub_reader'`);
    if (reader.rowCount === 0) await client.query('create role hub_reader nologin');
    await client.query('grant hub_reader to hub with admin option');
    const database = await client.query(`select from pg_database where datname = 'hub'`);
    if (database.rowCount === 0) await client.query('create database hub owner hub');
  } catch (error) {
    await postgres.stop();
    throw error;
  } finally {
    await client.end();
  }
  return {
    postgres,
    databaseUrl: addressFor('hub', postgres.port, passwords.hub),
    appUrl: hubAddress(postgres.port, passwords.app),
  };
}

/** The hub's database on the embedded server at `port`, for whoever works on it. */
export const hubAddress = (port: number, password: string) => addressFor('hub_app', port, password);

function addressFor(role: string, port: number, password: string): string {
  return `postgresql://${role}:${encodeURIComponent(password)}@127.0.0.1:${port}/hub`;
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
