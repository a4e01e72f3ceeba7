/** Phones and accounts of persons: sealed, and found by their keyed index alone. */
import type pg from 'pg';
import type { Vault } from '../vault.js';

export interface KeptNumber {
  streamId: number;
  recordKey: Buffer;
  kind: 'phone' | 'account';
  value: string;
}

/** Writes them over whatever was kept for the same records. */
export async function writeNumbers(client: pg.ClientBase, vault: Vault, numbers: readonly KeptNumber[]): Promise<void> {
  if (numbers.length === 0) return;
  await client.query(
    `insert into person_number (stream_id, record_key, kind, blind_index, sealed, key_version)
     select *, $6::smallint from unnest($1::smallint[], $2::bytea[], $3::text[], $4::bytea[], $5::bytea[])
     on conflict (stream_id, record_key, kind) do update
       set blind_index = excluded.blind_index, sealed = excluded.sealed, key_version = excluded.key_version`,
    [
      numbers.map(({ streamId }) => streamId),
      numbers.map(({ recordKey }) => recordKey),
      numbers.map(({ kind }) => kind),
      numbers.map(({ kind, value }) => vault.blindIndex(value, kind)),
      numbers.map(({ value }) => vault.seal(value)),
      vault.keyVersion,
    ],
  );
}

/** What a batch says of the phone of one record; null: it has none. */
export interface ToldNumber {
  /** Keyed hashes in hex, as the fact's. */
  recordKey: string;
  contentHash: string;
  value: string | null;
}

/**
 * Keeps the phones of a batch that was just loaded: of each record the one that its fact now says, and none where the fact says none
 * or is retired. An unchanged number is neither sealed nor written.
 */
export async function keepPhones(
  client: pg.ClientBase,
  vault: Vault,
  streamId: number,
  told: readonly ToldNumber[],
): Promise<void> {
  if (told.length === 0) return;
  const indexes = told.map(({ value }) => (value === null ? null : vault.blindIndex(value, 'phone')));
  const changed = await client.query<{ place: number; recordKey: Buffer }>(
    `select distinct on (told.record_key) place::int, told.record_key as "recordKey"
     from unnest($2::text[], $3::text[], $4::bytea[], $5::bytea[]) with ordinality as asked(k, h, index, other_index, place)
       cross join lateral (select decode(k, 'hex') as record_key, decode(h, 'hex') as content_hash) told
       join fact on fact.stream_id = $1 and fact.record_key = told.record_key
       left join person_number kept on kept.stream_id = $1 and kept.record_key = told.record_key and kept.kind = 'phone'
     where fact.content_hash = told.content_hash
       and case when index is null then kept.kind is not null
         else kept.kind is null or kept.blind_index not in (index, coalesce(other_index, index)) end
     order by told.record_key`,
    [
      streamId,
      told.map(({ recordKey }) => recordKey),
      told.map(({ contentHash }) => contentHash),
      indexes,
      told.map(({ value }) => (value === null ? null : vault.otherIndex(value, 'phone'))),
    ],
  );
  const news = changed.rows.map(({ place, recordKey }) => ({ recordKey, value: told[place - 1]!.value }));
  const gone = news.filter(({ value }) => value === null).map(({ recordKey }) => recordKey);
  if (gone.length > 0)
    await client.query(`delete from person_number where stream_id = $1 and kind = 'phone' and record_key = any($2)`, [
      streamId,
      gone,
    ]);
  const written = news.filter((one): one is { recordKey: Buffer; value: string } => one.value !== null);
  await writeNumbers(
    client,
    vault,
    written.map((one) => ({ streamId, kind: 'phone', ...one })),
  );
}

/** A record that its source took back has no number any more. */
export async function dropNumbers(
  client: pg.ClientBase,
  streamId: number,
  recordKeys: readonly string[],
): Promise<void> {
  if (recordKeys.length === 0) return;
  await client.query(
    `delete from person_number using fact where fact.stream_id = $1 and fact.record_key = person_number.record_key
       and person_number.stream_id = $1 and fact.absent_since is not null
       and person_number.record_key = any(array(select decode(key, 'hex') from unnest($2::text[]) as key))`,
    [streamId, recordKeys],
  );
}
