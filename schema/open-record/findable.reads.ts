/** What a process needs to find public records without asking the database each time: everything once, then what changed. */
import type pg from 'pg';
import type { IndexedRecord } from '../../rules/recruitment/record-index.js';
import type { RecordKind } from './open-record.reads.js';

type Db = pg.Pool | pg.ClientBase;

/** Everything but the text: words are found by the database. */
const indexed = (record: string) => `${record}.place, ${record}.findable -> 'facets' as facets,
  ${record}.findable ->> 'closesAt' as "closesAt", (${record}.findable -> 'monthlyFen')::bigint as "monthlyFen"`;

/** By place, oldest first. */
export async function readFindable(
  db: Db,
  kind: RecordKind,
  afterPlace: number,
  limit: number,
): Promise<IndexedRecord[]> {
  const found = await db.query<IndexedRecord>({
    name: 'read-findable',
    text: `select ${indexed('record')} from open_record record where record_kind = $1 and place > $2 order by place limit $3`,
    values: [kind, afterPlace, limit],
  });
  return found.rows;
}

export interface ChangedRecord {
  kind: RecordKind;
  /** Numbers of all its changes: wherever it stood, its place was one of them. */
  numbers: number[];
  /** Null: it is gone. */
  now: (IndexedRecord & { creditCode: string; employerName: string }) | null;
}

/** The records that changed behind a number, as they stand at the log's end, by place. One statement, so all at one moment. */
export async function readFindableChanged(
  db: Db,
  afterNumber: number,
): Promise<{ last: number; records: ChangedRecord[] }> {
  const found = await db.query<
    { last: number; kind: RecordKind | null; numbers: number[] } & (NonNullable<ChangedRecord['now']> | { place: null })
  >({
    name: 'read-findable-changed',
    text: `select last_number as last, changed.record_kind as kind, ${indexed('record')},
        record.body::json -> 'employer' ->> 'creditCode' as "creditCode", record.body::json -> 'employer' ->> 'name' as "employerName",
        array(select number from open_change own where own.record_id = changed.record_id and number is not null)::float8[] as numbers
      from open_log
      left join lateral (select distinct record_id, record_kind from open_change
        where number > $1 and record_id is not null) changed on true
      left join open_record record using (record_id)
      order by record.place`,
    values: [afterNumber],
  });
  const records = found.rows.flatMap(({ kind, numbers, ...now }) =>
    kind === null ? [] : [{ kind, numbers, now: now.place === null ? null : now }],
  );
  return { last: found.rows[0]!.last, records };
}

/** What employers are called in records at some places. */
export async function readEmployerNames(
  db: Db,
  places: readonly number[],
): Promise<{ creditCode: string; employerName: string }[]> {
  const found = await db.query<{ creditCode: string; employerName: string }>(
    `select body::json -> 'employer' ->> 'creditCode' as "creditCode", body::json -> 'employer' ->> 'name' as "employerName"
     from open_record where place = any($1::bigint[])`,
    [places],
  );
  return found.rows;
}
