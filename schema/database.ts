/** Opens the hub's database: the only place that starts the ORM. */
import { Migrator } from '@mikro-orm/migrations';
import { MikroORM } from '@mikro-orm/postgresql';
import { Pool, TypeOverrides } from 'pg';
import type pg from 'pg';
import { entities } from './entities.js';
import { migrations } from './migrations/index.js';

export interface Database {
  /** For table definitions, migrations and staff edits; it has a few connections of its own and opens them when first used. */
  orm: MikroORM;
  /** For all reads and writes in SQL. Instants come as Date, civil days as `YYYY-MM-DD`, whole numbers as number. */
  pool: pg.Pool;
  /** For what partners read: a role that reaches records by an agreement in force alone. Opens its connections when first used. */
  records: pg.Pool;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** Connections of `pool` at most. */
  poolSize?: number;
  /** Whatever statement of `pool` takes longer is ended by the database; without it none is. */
  statementMs?: number;
  /** The connections of `pool` are opened now and kept: opening one costs the database and us 10 ms each, and most are asked for when many ask at once. */
  keepsOpen?: boolean;
}

const int8 = 20;
const date = 1082;
const types = new TypeOverrides();
types.setTypeParser(int8, Number);
// Left as text: a civil day has no time zone, and a Date would give it one.
types.setTypeParser(date, (text) => text);

/** Opens a database by its `postgresql://` address; one clear line when nobody answers there. */
export async function openDatabase(
  url: string,
  { poolSize = 10, statementMs, keepsOpen = false }: DatabaseOptions = {},
): Promise<Database> {
  const common = {
    connectionString: url,
    types,
    ...(keepsOpen && { idleTimeoutMillis: 0, keepAlive: true, keepAliveInitialDelayMillis: 30_000 }),
  };
  const pool = new Pool({ ...common, max: poolSize, statement_timeout: statementMs });
  const records = new Pool({ ...common, max: 4, options: '-c role=hub_reader' });
  // A connection that dies while idle is replaced by the pool, and one that dies in a transaction fails its next statement; without a
  // listener either would end the process.
  for (const one of [pool, records])
    one.on('error', () => {}).on('connect', (client) => void client.on('error', () => {}));
  try {
    await pool.query('select 1');
    if (keepsOpen) await fill(pool);
  } catch (error) {
    await Promise.all([pool.end(), records.end()]);
    const { message, code } = error as NodeJS.ErrnoException;
    throw new Error(`no database answers at ${describeAddress(url)}: ${message || code}. Check DATABASE_URL`, {
      cause: error,
    });
  }
  const orm = new MikroORM({
    clientUrl: url,
    entities,
    extensions: [Migrator],
    pool: { max: 2 },
    migrations: { migrationsList: migrations, tableName: 'schema_migration', snapshot: false, transactional: true },
    discovery: { warnWhenNoEntities: false },
    logger: () => {},
  });
  return {
    orm,
    pool,
    records,
    async close() {
      await Promise.all([orm.close(true), pool.end(), records.end()]);
    },
  };
}

/** Opens all connections that the pool may have. */
async function fill(pool: pg.Pool): Promise<void> {
  const opened = await Promise.allSettled(Array.from({ length: pool.options.max }, () => pool.connect()));
  for (const one of opened) if (one.status === 'fulfilled') one.value.release();
  const failed = opened.find((one) => one.status === 'rejected');
  if (failed) throw failed.reason;
}

/** Brings the tables up to date; returns the names of the migrations that ran. Safe to repeat and to run twice at once. */
export async function migrate(database: Database): Promise<string[]> {
  const client = await database.pool.connect();
  try {
    await client.query(`select pg_advisory_lock(hashtext('puyang-hub/migrate'))`);
    const ran = await database.orm.migrator.up();
    await client.query(`select pg_advisory_unlock(hashtext('puyang-hub/migrate'))`);
    return ran.map((migration) => migration.name);
  } finally {
    client.release();
  }
}

/** One transaction on one connection: commits what `work` did, or nothing of it. */
export async function transact<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

/** Host, port and database of an address, without user and password. */
function describeAddress(url: string): string {
  const address = URL.canParse(url) ? new URL(url) : undefined;
  return address ? `${address.host}${address.pathname}` : 'an address that is no URL';
}

/** A pool for the job queue's own tables, which stand in the schema `bullmq`. Each worker on a queue keeps one connection to hear by. */
export function openQueuePool(url: string, size = 16): pg.Pool {
  const pool = new Pool({ connectionString: url, max: size, options: '-c search_path=bullmq' });
  pool.on('error', () => {});
  // Every queue and worker listens on the shared pool.
  pool.setMaxListeners(0);
  return pool;
}
