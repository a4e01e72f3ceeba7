/** The business register's exchange database: a table, the view that the hub may read, and a role that can do nothing else. */
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify/sync';
import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { type MarketEntityWire, marketEntityColumns } from '../commerce/commerce.records.js';
import type { PictureRow } from './picture.js';

export interface CommerceView {
  /** A role that may create databases and roles, at any database of the server. */
  adminConnectionString: string;
  /** Password of the read-only role. */
  password: string;
  /** Every row of the view as it should be now; may be iterated once. */
  rows: Iterable<PictureRow<MarketEntityWire>>;
  /** Default `sandbox_commerce`. */
  database?: string;
  /** Default `sandbox_commerce_reader`. */
  role?: string;
}

const rowsPerChunk = 2_000;
const columns = marketEntityColumns.join(', ');
const others = marketEntityColumns.filter((column) => column !== 'credit_code');

/**
 * Makes the view show exactly `rows`: new ones come, changed ones change, the rest vanishes without a trace. Repeating it
 * changes nothing. Gives the address by which the hub reads.
 */
export async function fillCommerceView(options: CommerceView): Promise<{ connectionString: string; rows: number }> {
  const { adminConnectionString, database = 'sandbox_commerce', role = 'sandbox_commerce_reader' } = options;
  await withClient(adminConnectionString, async (client) => {
    await createRole(client, role, options.password);
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [database]);
    if (!rowCount) await client.query(`CREATE DATABASE ${escapeIdentifier(database)}`);
  });
  const rows = await withClient(at(adminConnectionString, database), async (client) => {
    await client.query('BEGIN');
    await createView(client, database, role);
    const count = await load(client, options.rows);
    await client.query('COMMIT');
    await client.query('ANALYZE market_entity');
    return count;
  });
  const address = at(adminConnectionString, database);
  [address.username, address.password] = [role, options.password];
  return { connectionString: address.href, rows };
}

async function createRole(client: Client, role: string, password: string): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [role]);
  const secret = `LOGIN PASSWORD ${escapeLiteral(password)}`;
  await client.query(`${rowCount ? 'ALTER' : 'CREATE'} ROLE ${escapeIdentifier(role)} ${secret}`);
  await client.query(`ALTER ROLE ${escapeIdentifier(role)} SET default_transaction_read_only = on`);
}

/** Once only: to replace a view is to wait for everybody who reads it. */
async function createView(client: Client, database: string, role: string): Promise<void> {
  const { rows } = await client.query<{ there: boolean }>(`SELECT to_regclass('v_market_entity') IS NOT NULL AS there`);
  if (rows[0]?.there) return;
  const reader = escapeIdentifier(role);
  const types: Record<string, string> = {
    credit_code: 'text PRIMARY KEY',
    registered_capital: 'numeric(15, 6)',
    established_on: 'date NOT NULL',
    last_modified: 'timestamp NOT NULL',
  };
  const definitions = marketEntityColumns.map((column) => `${column} ${types[column] ?? 'text'}`).join(', ');
  await client.query(`
    CREATE TABLE IF NOT EXISTS market_entity (${definitions});
    CREATE INDEX IF NOT EXISTS market_entity_keyset ON market_entity (last_modified, credit_code);
    CREATE VIEW v_market_entity AS SELECT ${columns} FROM market_entity;
    REVOKE ALL ON DATABASE ${escapeIdentifier(database)} FROM PUBLIC;
    REVOKE ALL ON SCHEMA public FROM PUBLIC;
    GRANT CONNECT ON DATABASE ${escapeIdentifier(database)} TO ${reader};
    GRANT USAGE ON SCHEMA public TO ${reader};
    GRANT SELECT ON v_market_entity TO ${reader}`);
}

/** One MERGE out of a staging table: readers with an open snapshot keep seeing what they saw. */
async function load(client: Client, rows: CommerceView['rows']): Promise<number> {
  await client.query('CREATE TEMPORARY TABLE arriving (LIKE market_entity) ON COMMIT DROP');
  await pipeline(Readable.from(csvChunks(rows)), client.query(copyFrom(`COPY arriving (${columns}) FROM STDIN CSV`)));
  const list = (prefix: string) => others.map((column) => `${prefix}.${column}`).join(', ');
  await client.query(`
    MERGE INTO market_entity t USING arriving a ON t.credit_code = a.credit_code
    WHEN MATCHED AND (${list('t')}) IS DISTINCT FROM (${list('a')})
      THEN UPDATE SET (${others.join(', ')}) = ROW(${list('a')})
    WHEN NOT MATCHED THEN INSERT (${columns}) VALUES (${marketEntityColumns.map((c) => `a.${c}`).join(', ')})
    WHEN NOT MATCHED BY SOURCE THEN DELETE`);
  const { rows: counted } = await client.query<{ n: string }>('SELECT count(*) AS n FROM market_entity');
  return Number(counted[0]?.n);
}

/** Null is an unquoted nothing, empty text a quoted one. */
function* csvChunks(rows: CommerceView['rows']): Generator<string> {
  let chunk: (string | null)[][] = [];
  for (const { row } of rows) {
    if (row !== null) chunk.push(marketEntityColumns.map((column) => row[column]));
    if (chunk.length < rowsPerChunk) continue;
    yield stringify(chunk, { quoted_string: true });
    chunk = [];
  }
  if (chunk.length > 0) yield stringify(chunk, { quoted_string: true });
}

function at(connectionString: string, database: string): URL {
  const url = new URL(connectionString);
  url.pathname = `/${encodeURIComponent(database)}`;
  return url;
}

async function withClient<T>(connectionString: string | URL, use: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: String(connectionString) });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}
