/** The load path: rows from memory to committed facts by COPY and one MERGE. An unchanged row is not touched. */
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Vault } from '../vault.js';

/** A row as the import hands it over: identifiers already blinded, the body without any ID number. */
export interface FactRow {
  op: 'upsert' | 'tombstone';
  /** Keyed hashes, in hex. */
  recordKey: string;
  contentHash: string;
  personIndex: string | null;
  relatedPersonIndex: string | null;
  creditCode: string | null;
  version: string | null;
  asOf: string;
  body: string;
}

export interface LoadCounts {
  new: number;
  changed: number;
  unchanged: number;
  stale: number;
  duplicate: number;
  retired: number;
  /** Of `changed`: rows that had been retired and are there again. */
  returned: number;
}

const stagingTable = `create temp table if not exists staged_fact (
  ord integer, op text, record_key bytea, content_hash bytea, person_index bytea, related_index bytea,
  credit_code text, version text, as_of timestamptz(3), body text
) on commit delete rows`;

/**
 * Loads one batch inside the caller's transaction. Of several rows with one key the newest counts, the rest are duplicates;
 * an older version than the stored one is stale and never overwrites. `idNumbers` gives the plain number of a blind index
 * (hex), so that a person met for the first time can be sealed. Whoever changed is noted in `touched_entity`.
 */
export async function loadFacts(
  client: pg.PoolClient,
  vault: Vault,
  run: { runId: string; streamId: number; recordedAt: Date },
  rows: readonly FactRow[],
  idNumbers: ReadonlyMap<string, string>,
): Promise<LoadCounts> {
  await client.query(stagingTable);
  await pipeline(Readable.from(copyChunks(rows)), client.query(copyFrom('copy staged_fact from stdin')));
  await ensurePersons(client, vault, idNumbers);
  const merged = await client.query<Record<'distinct' | 'new' | 'changed' | 'retired' | 'returned', number>>(
    mergeStatement,
    [run.streamId, run.runId, run.recordedAt],
  );
  const { distinct, new: added, changed, retired, returned } = merged.rows[0]!;
  const left = distinct - added - changed - retired;
  const stale = left === 0 ? 0 : await countStale(client, run.streamId);
  return { new: added, changed, retired, returned, stale, unchanged: left - stale, duplicate: rows.length - distinct };
}

/** Persons seen for the first time get their id. In one order everywhere, so that two imports wait for each other instead of locking up. */
async function ensurePersons(
  client: pg.PoolClient,
  vault: Vault,
  idNumbers: ReadonlyMap<string, string>,
): Promise<void> {
  const unknown = await client.query<{ index: Buffer }>(
    `select distinct index from (
       select person_index as index from staged_fact where person_index is not null
       union all select related_index from staged_fact where related_index is not null) met
     where not exists (select from person_identifier known where known.blind_index = met.index) order by index`,
  );
  if (unknown.rows.length === 0) return;
  const indexes = unknown.rows.map((row) => row.index);
  const sealed = indexes.map((index) => {
    const idNumber = idNumbers.get(index.toString('hex'));
    if (idNumber === undefined) throw new Error('a staged row names a person whose ID number the batch does not carry');
    return vault.seal(idNumber);
  });
  await client.query(
    `insert into person_identifier (blind_index, sealed, key_version)
     select i, s, $3 from unnest($1::bytea[], $2::bytea[]) as known(i, s) order by i on conflict do nothing`,
    [indexes, sealed, vault.keyVersion],
  );
}

const mergeStatement = `
with newest as (
  select distinct on (record_key) * from staged_fact order by record_key, version desc nulls last, ord desc
), linked as (
  select newest.*, person.person_id, related.person_id as related_person_id
  from newest
  left join person_identifier person on person.blind_index = newest.person_index
  left join person_identifier related on related.blind_index = newest.related_index
), merged as (
  merge into fact using linked s on fact.stream_id = $1 and fact.record_key = s.record_key
  when matched and s.op = 'tombstone' and (fact.absent_since is null or s.version > fact.version) and not (s.version < fact.version) is true then
    update set absent_since = coalesce(fact.absent_since, $3), version = coalesce(s.version, fact.version), run_id = $2, recorded_at = $3
  when matched and s.op = 'upsert' and (fact.content_hash <> s.content_hash or fact.absent_since is not null) and not (s.version < fact.version) is true then
    update set content_hash = s.content_hash, person_id = s.person_id, credit_code = s.credit_code, related_person_id = s.related_person_id,
      version = s.version, as_of = s.as_of, recorded_at = $3, run_id = $2, absent_since = null, body = s.body
  when not matched and s.op = 'upsert' then
    insert (stream_id, record_key, content_hash, person_id, credit_code, related_person_id, version, as_of, recorded_at, run_id, body)
    values ($1, s.record_key, s.content_hash, s.person_id, s.credit_code, s.related_person_id, s.version, s.as_of, $3, $2, s.body)
  returning merge_action() as action, s.op, old as was, new as now
), history as (
  insert into fact_history
  select (was).stream_id, (was).record_key, (was).content_hash, (was).person_id, (was).credit_code, (was).related_person_id, (was).version,
    (was).as_of, (was).recorded_at, (was).run_id, (was).absent_since, (was).body, $3::timestamptz
  from merged where action = 'UPDATE' and not (op = 'tombstone' and (was).absent_since is not null)
  on conflict do nothing
), touched as (
  insert into touched_entity (person_id, credit_code)
  select person_id, null from (
    select (now).person_id from merged union select (now).related_person_id from merged
    union select (was).person_id from merged union select (was).related_person_id from merged) persons (person_id)
  where person_id is not null
  union all
  select null, credit_code from (select (now).credit_code from merged union select (was).credit_code from merged) organizations (credit_code)
  where credit_code is not null
)
select (select count(*)::int from newest) as distinct,
  count(*) filter (where action = 'INSERT')::int as new,
  count(*) filter (where action = 'UPDATE' and op = 'upsert')::int as changed,
  count(*) filter (where op = 'tombstone' and (was).absent_since is null)::int as retired,
  count(*) filter (where op = 'upsert' and (was).absent_since is not null)::int as returned
from merged`;

/** What the MERGE left alone although it differs: an older version than the stored one. A tombstone for a row that is gone or never was counts as unchanged. */
async function countStale(client: pg.PoolClient, streamId: number): Promise<number> {
  const counted = await client.query<{ stale: number }>(
    `select count(distinct staged.record_key)::int as stale from staged_fact staged
     join fact on fact.stream_id = $1 and fact.record_key = staged.record_key
     where staged.version < fact.version and staged.content_hash <> fact.content_hash
       and not exists (select from staged_fact other where other.record_key = staged.record_key and other.version > staged.version)`,
    [streamId],
  );
  return counted.rows[0]!.stale;
}

/** Rows as COPY text, in chunks of some 64 kB. */
function* copyChunks(rows: readonly FactRow[]): Generator<string> {
  let chunk = '';
  for (const [ord, row] of rows.entries()) {
    chunk += `${ord}\t${row.op}\t${hex(row.recordKey)}\t${hex(row.contentHash)}\t${hex(row.personIndex)}\t${hex(row.relatedPersonIndex)}\t${text(row.creditCode)}\t${text(row.version)}\t${row.asOf}\t${text(row.body)}\n`;
    if (chunk.length > 65_536) {
      yield chunk;
      chunk = '';
    }
  }
  if (chunk) yield chunk;
}

const special = /[\\\t\n\r]/g;
const escapes: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function text(value: string | null): string {
  return value === null ? '\\N' : value.replace(special, (character) => escapes[character]!);
}

function hex(value: string | null): string {
  return value === null ? '\\N' : `\\\\x${value}`;
}
