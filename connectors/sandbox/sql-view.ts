/** The business register's exchange database: a table, the view that the hub may read, and a role that can do nothing else. */
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify/sync';
import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import {
  type MarketEntityMemberWire,
  type MarketEntityWire,
  marketEntityColumns,
  marketEntityMemberColumns,
} from '../commerce/commerce.records.js';
import type { PictureRow } from './picture.js';

/** A table of the register; the hub sees it through the view `v_<name>`. */
interface Table {
  name: string;
  columns: readonly string[];
  key: readonly string[];
}
const entities: Table = { name: 'market_entity', columns: marketEntityColumns, key: ['credit_code'] };
const members: Table = {
  name: 'market_entity_member',
  columns: marketEntityMemberColumns,
  key: ['credit_code', 'member_no'],
};

export interface CommerceView {
  /** A role that may create databases and roles, at any database of the server. */
  adminConnectionString: string;
  /** Password of the read-only role. */
  password: string;
  /** Every row of each view as it should be now; may be iterated once. */
  entities: Iterable<PictureRow<MarketEntityWire>>;
  members: Iterable<PictureRow<MarketEntityMemberWire>>;
  /** Default `sandbox_commerce`. */
  database?: string;
  /** Default `sandbox_commerce_reader`. */
  role?: string;
}

const rowsPerChunk = 2_000;
type TableRow = PictureRow<Record<string, string | null>>;

/**
 * Makes the views show exactly these rows: new ones come, changed ones change, the rest vanishes without a trace. Repeating it
 * changes nothing. Gives the address by which the hub reads, and the number of rows in each view.
 */
export async function fillCommerceView(
  options: CommerceView,
): Promise<{ connectionString: string; entities: number; members: number }> {
  const { adminConnectionString, database = 'sandbox_commerce', role = 'sandbox_commerce_reader' } = options;
  await withClient(adminConnectionString, async (client) => {
    await createRole(client, role, options.password);
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [database]);
    if (!rowCount) await client.query(`CREATE DATABASE ${escapeIdentifier(database)}`);
  });
  const counts = await withClient(at(adminConnectionString, database), async (client) => {
    await client.query('BEGIN');
    await openDoor(client, database, role);
    await createView(client, entities, role);
    await createView(client, members, role);
    const loaded = {
      entities: await load(client, entities, options.entities),
      members: await load(client, members, options.members),
    };
    await client.query('COMMIT');
    await client.query('ANALYZE market_entity, market_entity_member');
    return loaded;
  });
  const address = at(adminConnectionString, database);
  [address.username, address.password] = [role, options.password];
  return { connectionString: address.href, ...counts };
}

async function createRole(client: Client, role: string, password: string): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [role]);
  const secret = `LOGIN PASSWORD ${escapeLiteral(password)}`;
  await client.query(`${rowCount ? 'ALTER' : 'CREATE'} ROLE ${escapeIdentifier(role)} ${secret}`);
  await client.query(`ALTER ROLE ${escapeIdentifier(role)} SET default_transaction_read_only = on`);
}

async function openDoor(client: Client, database: string, role: string): Promise<void> {
  const reader = escapeIdentifier(role);
  await client.query(`
    REVOKE ALL ON DATABASE ${escapeIdentifier(database)} FROM PUBLIC;
    REVOKE ALL ON SCHEMA public FROM PUBLIC;
    GRANT CONNECT ON DATABASE ${escapeIdentifier(database)} TO ${reader};
    GRANT USAGE ON SCHEMA public TO ${reader}`);
}

const types: Record<string, string> = {
  registered_capital: 'numeric(15, 6)',
  share_percent: 'numeric(5, 2)',
  member_no: 'integer',
  established_on: 'date NOT NULL',
  last_modified: 'timestamp NOT NULL',
};

/** Once only: to replace a view is to wait for everybody who reads it. */
async function createView(client: Client, { name, columns, key }: Table, role: string): Promise<void> {
  const { rows } = await client.query<{ there: boolean }>(`SELECT to_regclass('v_${name}') IS NOT NULL AS there`);
  if (rows[0]?.there) return;
  const definitions = columns.map((column) => `${column} ${types[column] ?? 'text'}`).join(', ');
  await client.query(`
    CREATE TABLE IF NOT EXISTS ${name} (${definitions}, PRIMARY KEY (${key.join(', ')}));
    CREATE INDEX IF NOT EXISTS ${name}_keyset ON ${name} (last_modified, ${key.join(', ')});
    CREATE VIEW v_${name} AS SELECT ${columns.join(', ')} FROM ${name};
    GRANT SELECT ON v_${name} TO ${escapeIdentifier(role)}`);
}

/** One MERGE out of a staging table: readers with an open snapshot keep seeing what they saw. */
async function load(client: Client, { name, columns, key }: Table, rows: Iterable<TableRow>): Promise<number> {
  const others = columns.filter((column) => !key.includes(column));
  const list = (prefix: string, of = others) => of.map((column) => `${prefix}.${column}`).join(', ');
  const arriving = `arriving_${name}`;
  await client.query(`CREATE TEMPORARY TABLE ${arriving} (LIKE ${name}) ON COMMIT DROP`);
  const copy = `COPY ${arriving} (${columns.join(', ')}) FROM STDIN CSV`;
  await pipeline(Readable.from(csvChunks(columns, rows)), client.query(copyFrom(copy)));
  await client.query(`
    MERGE INTO ${name} t USING ${arriving} a ON ${key.map((column) => `t.${column} = a.${column}`).join(' AND ')}
    WHEN MATCHED AND (${list('t')}) IS DISTINCT FROM (${list('a')})
      THEN UPDATE SET (${others.join(', ')}) = ROW(${list('a')})
    WHEN NOT MATCHED THEN INSERT (${columns.join(', ')}) VALUES (${list('a', [...columns])})
    WHEN NOT MATCHED BY SOURCE THEN DELETE`);
  const { rows: counted } = await client.query<{ n: string }>(`SELECT count(*) AS n FROM ${name}`);
  return Number(counted[0]?.n);
}

/** Null is an unquoted nothing, empty text a quoted one. */
function* csvChunks(columns: readonly string[], rows: Iterable<TableRow>): Generator<string> {
  let chunk: (string | null)[][] = [];
  for (const { row } of rows) {
    if (row !== null) chunk.push(columns.map((column) => row[column] ?? null));
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
