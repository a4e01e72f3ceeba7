/** Facts of older releases hold phones in clear: they are moved out, batch by batch. What the past says of a phone is dropped. */
import type pg from 'pg';
import { writeNumbers } from '../person/person-number.writes.js';
import type { Vault } from '../vault.js';

interface ClearRow {
  streamId: number;
  key: string[];
  recordKey: Buffer;
  body: string;
}

/** The streams that tell of persons: no other fact has a phone. */
const clear = `stream_id in (select stream_id from source_state where (source, stream) in (('employment', 'job-seekers'), ('social-insurance', 'persons')))
  and body like '%"phone":%'`;

export async function standsInClear(client: pg.ClientBase, table: 'fact' | 'fact_history'): Promise<boolean> {
  const found = await client.query(`select from ${table} where ${clear} limit 1`);
  return found.rowCount! > 0;
}

/** Null when the pass is through. Rows that an import holds are left for the next pass. */
export async function clearPhones(
  client: pg.ClientBase,
  vault: Vault,
  table: 'fact' | 'fact_history',
  position: readonly string[] | null,
  most: number,
): Promise<{ position: string[]; sealed: number; unreadable: number } | null> {
  const key = table === 'fact' ? ['stream_id', 'record_key'] : ['stream_id', 'record_key', 'superseded_at'];
  const behind = ['$2::smallint', '$3::bytea', '$4::timestamptz'].slice(0, key.length);
  const found = await client.query<ClearRow>(
    `select array[${key.map((name) => `${name}::text`).join(', ')}] as key, stream_id as "streamId", record_key as "recordKey", body
     from ${table} where ${clear} ${position ? `and (${key.join(', ')}) > (${behind.join(', ')})` : ''}
     order by ${key.join(', ')} limit $1 for update skip locked`,
    [most, ...(position ?? [])],
  );
  if (found.rows.length === 0) return null;
  const told = found.rows.map((row) => ({ ...row, ...withoutPhone(row.body) }));
  const same = key
    .map((name, i) => `place.${name} = told.k${i}::${['smallint', 'bytea', 'timestamptz'][i]}`)
    .join(' and ');
  await client.query(
    `update ${table} as place set body = told.body
     from unnest($1::text[], ${key.map((_, i) => `$${i + 2}::text[]`).join(', ')}) as told(body, ${key.map((_, i) => `k${i}`).join(', ')})
     where ${same}`,
    [told.map(({ body }) => body), ...key.map((_, i) => told.map((row) => row.key[i]))],
  );
  const phones = table === 'fact' ? told.filter(({ phone }) => phone !== null) : [];
  await writeNumbers(
    client,
    vault,
    phones.map(({ streamId, recordKey, phone }) => ({ streamId, recordKey, kind: 'phone', value: phone! })),
  );
  return { position: found.rows.at(-1)!.key, sealed: phones.length, unreadable: 0 };
}

function withoutPhone(text: string): { body: string; phone: string | null } {
  const { phone = null, ...body } = JSON.parse(text) as { phone?: string | null };
  return { body: JSON.stringify(body), phone };
}
