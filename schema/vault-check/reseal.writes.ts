/** Every place where something sealed stands, and how a batch of it is sealed again under another version. */
import type pg from 'pg';
import type { IndexedField, Vault } from '../vault.js';

export interface SealedPlace {
  name: string;
  table: string;
  column: string;
  /** The primary key or another that never changes, with its types. */
  key: readonly (readonly [column: string, type: string])[];
  /** What is indexed beside the seal: its kind, as SQL. Then index, seal and `key_version` change together. */
  field?: string;
}

const place = (table: string, column: string, ...key: [string, string][]): SealedPlace => ({
  name: `${table}.${column}`,
  table,
  column,
  key,
});

/** A test holds this list against the columns of the database. */
export const sealedPlaces: readonly SealedPlace[] = [
  { ...place('person_identifier', 'sealed', ['person_id', 'uuid']), field: `'id-number'` },
  {
    ...place('person_number', 'sealed', ['stream_id', 'smallint'], ['record_key', 'bytea'], ['kind', 'text']),
    field: 'kind',
  },
  place('sync_run', 'sealed_key', ['run_id', 'uuid']),
  place('work_item', 'sealed', ['work_item_id', 'uuid']),
  place('publicity_candidate', 'sealed', ['batch_id', 'uuid'], ['place', 'integer']),
  place('objection', 'sealed', ['objection_id', 'uuid']),
  place('platform', 'sealed_contact', ['platform_id', 'uuid']),
  place('webhook', 'sealed_secret', ['webhook_id', 'uuid']),
  place('webhook', 'sealed_old_secret', ['webhook_id', 'uuid']),
  place('account', 'sealed_totp', ['account_id', 'uuid']),
  place('sign_in_item', 'sealed', ['item_hash', 'bytea']),
];

const under = ({ column }: SealedPlace) => `${column} is not null and get_byte(${column}, 0) <> $1`;

export async function standsUnderAnother(db: pg.ClientBase, at: SealedPlace, version: number): Promise<boolean> {
  const found = await db.query(`select from ${at.table} where ${under(at)} limit 1`, [version]);
  return found.rowCount! > 0;
}

export async function standsUnder(
  db: pg.ClientBase,
  { table, column }: SealedPlace,
  version: number,
): Promise<boolean> {
  const found = await db.query(
    `select from ${table} where ${column} is not null and get_byte(${column}, 0) = $1 limit 1`,
    [version],
  );
  return found.rowCount! > 0;
}

/** How many are still under another version. */
export async function countUnderAnother(db: pg.Pool, at: SealedPlace, version: number): Promise<number> {
  const found = await db.query<{ n: number }>(`select count(*) as n from ${at.table} where ${under(at)}`, [version]);
  return found.rows[0]!.n;
}

interface SealedRow {
  key: string[];
  sealed: Buffer;
  field: IndexedField | null;
}

/**
 * Seals up to `most` rows behind `position` again, in the caller's transaction; null when the pass is through. Rows that somebody holds
 * are left for the next pass: who seals again waits for nobody, so that no two can wait for each other.
 */
export async function resealBatch(
  client: pg.ClientBase,
  vault: Vault,
  at: SealedPlace,
  position: readonly string[] | null,
  most: number,
): Promise<{ position: string[]; sealed: number; unreadable: number } | null> {
  const rows = await readBatch(client, at, vault.keyVersion, position, most);
  if (rows.length === 0) return null;
  const fresh = rows.flatMap((row) => {
    try {
      const plain = vault.open(row.sealed);
      return [{ ...row, sealed: vault.seal(plain), index: row.field && vault.blindIndex(plain, row.field) }];
    } catch {
      return []; // A lost key or a damaged value: it stays as it is and is counted.
    }
  });
  const names = at.key.map(([name]) => name);
  const same = at.key.map(([name, type]) => `place.${name} = fresh.${name}::${type}`).join(' and ');
  const keys = names.map((_, i) => fresh.map(({ key }) => key[i]));
  const [set, read, values] = at.field
    ? [
        `${at.column} = new_seal, blind_index = new_index, key_version = $${keys.length + 3}`,
        { columns: ', new_index', arrays: `, $${keys.length + 2}::bytea[]` },
        [fresh.map(({ index }) => index), vault.keyVersion],
      ]
    : [`${at.column} = new_seal`, { columns: '', arrays: '' }, []];
  await client.query(
    `update ${at.table} as place set ${set}
     from unnest($1::bytea[], ${keys.map((_, i) => `$${i + 2}::text[]`).join(', ')}${read.arrays})
       as fresh(new_seal, ${names.join(', ')}${read.columns}) where ${same}`,
    [fresh.map(({ sealed }) => sealed), ...keys, ...values],
  );
  return { position: rows.at(-1)!.key, sealed: fresh.length, unreadable: rows.length - fresh.length };
}

async function readBatch(
  client: pg.ClientBase,
  at: SealedPlace,
  version: number,
  position: readonly string[] | null,
  most: number,
): Promise<SealedRow[]> {
  const names = at.key.map(([name]) => name).join(', ');
  const behind = at.key.map(([, type], i) => `$${i + 3}::${type}`).join(', ');
  const found = await client.query<SealedRow>(
    `select array[${at.key.map(([name]) => `${name}::text`).join(', ')}] as key, ${at.column} as sealed, ${at.field ?? 'null'} as field
     from ${at.table} where ${under(at)} ${position ? `and (${names}) > (${behind})` : ''}
     order by ${names} limit $2 for update skip locked`,
    [version, most, ...(position ?? [])],
  );
  return found.rows;
}
