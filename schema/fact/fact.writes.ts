/** The load path: rows from memory to committed facts by COPY and one statement. An unchanged row is not touched. */
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Vault } from '../vault.js';
import { ensurePersons } from './ensure-persons.writes.js';

/** What tells whether a row says anything new. */
export interface WeighedRow {
  op: 'upsert' | 'tombstone';
  /** Keyed hashes, in hex. */
  recordKey: string;
  contentHash: string;
  version: string | null;
}

/** A row as the import hands it over: identifiers already blinded, the body without any ID number. */
export interface FactRow extends WeighedRow {
  personIndex: string | null;
  relatedPersonIndex: string | null;
  creditCode: string | null;
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

/** A batch on its way in; one per connection. */
export const stagingTable = `create temp table if not exists staged_fact (
  ord integer, op text, record_key bytea, content_hash bytea, person_index bytea, related_index bytea,
  credit_code text, version text, as_of timestamptz(3), body text
) on commit delete rows`;

/**
 * Loads one batch inside the caller's transaction. Of several rows with one key the newest counts, the rest are duplicates;
 * an older version than the stored one is stale and never overwrites. `idNumbers` gives the plain number of a blind index
 * (hex), so that a person met for the first time can be sealed. Whose record the stream feeds is noted in `touched_entity`.
 */
export async function loadFacts(
  client: pg.PoolClient,
  vault: Vault,
  run: { runId: string; streamId: number; recordedAt: Date },
  rows: readonly FactRow[],
  idNumbers: ReadonlyMap<string, string>,
): Promise<LoadCounts> {
  await stage(client, allColumns, rows, lineOf);
  await ensurePersons(client, vault, idNumbers);
  const judged = await client.query<Judged>(mergeStatement, [run.streamId, run.runId, run.recordedAt]);
  return countsOf(judged.rows, rows.length);
}

/**
 * What {@link loadFacts} would count, without writing anything; a key that comes in two batches counts in both. `moved` holds the keys of
 * all rows that say something new, and of those whose open case they would close: the others need not be looked at again.
 */
export async function weighFacts(
  client: pg.PoolClient,
  streamId: number,
  rows: readonly WeighedRow[],
): Promise<{ counts: LoadCounts; moved: Set<string> }> {
  await stage(client, 'ord, op, record_key, content_hash, version', rows, shortLineOf);
  const judged = await client.query<Judged & { keys: string[] | null }>(
    `with ${newestRows}, judged as (select newest.record_key, ${verdict} as verdict from newest ${joinFact})
     select verdict, count(*)::int as rows, array_agg(encode(record_key, 'hex')) filter (where verdict <> 'unchanged' or record_key in (
         select subject_hash from work_item where kind = 'quarantine' and stream_id = $1 and state = 'open')) as keys
     from judged group by verdict`,
    [streamId],
  );
  return {
    counts: countsOf(judged.rows, rows.length),
    moved: new Set(judged.rows.flatMap(({ keys }) => keys ?? [])),
  };
}

const allColumns = 'ord, op, record_key, content_hash, version, person_index, related_index, credit_code, as_of, body';

async function stage<Row>(
  client: pg.PoolClient,
  columns: string,
  rows: readonly Row[],
  line: (row: Row, ord: number) => string,
): Promise<void> {
  await client.query(stagingTable);
  const copy = client.query(copyFrom(`copy staged_fact (${columns}) from stdin`));
  await pipeline(Readable.from(copyChunks(rows, line)), copy);
}

interface Judged {
  verdict: string;
  rows: number;
}

function countsOf(judged: readonly Judged[], staged: number): LoadCounts {
  const count = (...verdicts: string[]) =>
    judged.reduce((sum, row) => sum + (verdicts.includes(row.verdict) ? row.rows : 0), 0);
  const distinct = judged.reduce((sum, row) => sum + row.rows, 0);
  return {
    new: count('new'),
    changed: count('changed', 'returned'),
    returned: count('returned'),
    unchanged: count('unchanged', 'retired later', 'gone'),
    stale: count('stale'),
    retired: count('retired'),
    duplicate: staged - distinct,
  };
}

const newestRows = `newest as (
  select distinct on (record_key) * from staged_fact order by record_key, version desc nulls last, ord desc
)`;
/** Each row by its key: while statistics lag behind a first load, the planner would read all that the stream holds for each batch. */
const joinFact = `left join lateral (select * from fact where stream_id = $1 and record_key = newest.record_key offset 0) fact on true`;
const verdict = `case
      when fact.record_key is null then case op when 'upsert' then 'new' else 'gone' end
      when op = 'upsert' and newest.content_hash = fact.content_hash and fact.absent_since is null then 'unchanged'
      when newest.version < fact.version then 'stale'
      when op = 'upsert' and fact.absent_since is not null then 'returned'
      when op = 'upsert' then 'changed'
      when fact.absent_since is null then 'retired'
      when newest.version > fact.version then 'retired later'
      else 'unchanged' end`;

/**
 * $1 stream, $2 run, $3 time of recording. Each row gets a verdict against what is stored, and only rows that say something
 * new are written. The caller holds the stream's fence, so nobody else writes the stream between the look and the write.
 * A null version never makes a row stale; a tombstone for a row that is gone says nothing new, one for a row
 * that never was is kept without a body: an older version of the row that comes after it must not bring it back.
 */
export const mergeStatement = `
with ${newestRows}, judged as materialized (
  select newest.*, person.person_id, related.person_id as related_person_id, fact.absent_since, ${verdict} as verdict
  from newest ${joinFact}
  left join person_identifier person on person.blind_index = newest.person_index
  left join person_identifier related on related.blind_index = newest.related_index
), added as (
  insert into fact (stream_id, record_key, content_hash, person_id, credit_code, related_person_id, version, as_of, recorded_at, run_id, body)
  select $1, record_key, content_hash, person_id, credit_code, related_person_id, version, as_of, $3, $2, body from judged where verdict = 'new'
), gone as (
  insert into fact (stream_id, record_key, content_hash, version, as_of, recorded_at, run_id, absent_since, body)
  select $1, record_key, content_hash, version, as_of, $3, $2, $3, '{}' from judged where verdict = 'gone'
), rewritten as (
  update fact set content_hash = judged.content_hash, person_id = judged.person_id, credit_code = judged.credit_code,
    related_person_id = judged.related_person_id, version = judged.version, as_of = judged.as_of, recorded_at = $3, run_id = $2,
    absent_since = null, body = judged.body
  from judged where fact.stream_id = $1 and fact.record_key = judged.record_key and verdict in ('changed', 'returned')
  returning old as was
), retired as (
  update fact set absent_since = coalesce(fact.absent_since, $3), version = coalesce(judged.version, fact.version), recorded_at = $3, run_id = $2
  from judged where fact.stream_id = $1 and fact.record_key = judged.record_key and verdict in ('retired', 'retired later')
  returning old as was
), superseded as (
  select (was).* from rewritten union all select (was).* from retired
), history as (
  insert into fact_history select superseded.*, $3::timestamptz from superseded on conflict do nothing
), touched as (
  insert into touched_entity (person_id, credit_code)
  select person_id, null from (
    select person_id from judged where verdict in ('new', 'changed', 'returned')
    union select related_person_id from judged where verdict in ('new', 'changed', 'returned')
    union select person_id from superseded union select related_person_id from superseded) persons
  where person_id is not null and (select feeds_record from source_state where stream_id = $1)
  union all
  select null, credit_code from (
    select credit_code from judged where verdict in ('new', 'changed', 'returned') union select credit_code from superseded) organizations
  where credit_code is not null and (select feeds_record from source_state where stream_id = $1)
)
select verdict, count(*)::int as rows from judged group by verdict`;

/** Rows as COPY text, in chunks of some 64 kB. */
function* copyChunks<Row>(rows: readonly Row[], line: (row: Row, ord: number) => string): Generator<string> {
  let chunk = '';
  for (const [ord, row] of rows.entries()) {
    chunk += `${line(row, ord)}\n`;
    if (chunk.length > 65_536) {
      yield chunk;
      chunk = '';
    }
  }
  if (chunk) yield chunk;
}

const shortLineOf = (row: WeighedRow, ord: number): string =>
  `${ord}\t${row.op}\t${hex(row.recordKey)}\t${hex(row.contentHash)}\t${text(row.version)}`;
const lineOf = (row: FactRow, ord: number): string =>
  `${shortLineOf(row, ord)}\t${hex(row.personIndex)}\t${hex(row.relatedPersonIndex)}\t${text(row.creditCode)}\t${row.asOf}\t${text(row.body)}`;

const special = /[\\\t\n\r]/g;
const escapes: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function text(value: string | null): string {
  return value === null ? '\\N' : value.replace(special, (character) => escapes[character]!);
}

function hex(value: string | null): string {
  return value === null ? '\\N' : `\\\\x${value}`;
}
