/** Reads of the public log and of what it comes to. Everything here is at one number: that of the log's last fold. */
import type pg from 'pg';
import type { ChangeKind, ChangeReason } from '../../rules/recruitment/changes.js';
import type { Findable } from '../../rules/recruitment/facets.js';
import { gramsOfTerm } from '../../rules/recruitment/search-text.js';
import type { Day } from '../../rules/vocabulary.js';

type Db = pg.Pool | pg.ClientBase;
export type RecordKind = 'notice' | 'post';

export interface OpenRecordRow {
  id: string;
  kind: RecordKind;
  noticeId: string;
  place: number;
  number: number;
  version: number;
  /** Canonical JSON text: what is hashed. */
  body: string;
  sha256: string;
}

const recordColumns = `record_id as id, record_kind as kind, notice_id as "noticeId", place, number, version, body, encode(sha256, 'hex') as sha256`;

export interface OpenChangeRow {
  number: number;
  at: Date;
  kind: ChangeKind;
  reason: ChangeReason | null;
  remark: string | null;
  recordId: string | null;
  recordKind: RecordKind | null;
  noticeId: string | null;
  version: number | null;
  /** Day of first publication: where the record counts. */
  day: Day | null;
  /** Null: the record is gone, or the change is about none. */
  body: string | null;
  sha256: string | null;
  findable: Findable | null;
  wasFindable: Findable | null;
}

/** The last number of the log: what every other read of the same moment is at, or beyond. */
export async function readLastNumber(db: Db): Promise<number> {
  const found = await db.query<{ last: number }>(`select last_number as last from open_log`);
  return found.rows[0]!.last;
}

/** Changes behind a number, in their order. */
export async function readOpenChanges(db: Db, after: number, limit: number): Promise<OpenChangeRow[]> {
  const found = await db.query<OpenChangeRow>({
    name: 'read-open-changes',
    text: `select number, at, kind, reason, remark, record_id as "recordId", record_kind as "recordKind", notice_id as "noticeId", version, day,
        body, encode(sha256, 'hex') as sha256, findable, was_findable as "wasFindable"
      from open_change where number > $1 order by number limit $2`,
    values: [after, limit],
  });
  return found.rows;
}

export async function readOpenRecord(db: Db, kind: RecordKind, id: string): Promise<OpenRecordRow | null> {
  const found = await db.query<OpenRecordRow>({
    name: 'read-open-record',
    text: `select ${recordColumns} from open_record where record_id = $1 and record_kind = $2`,
    values: [id, kind],
  });
  return found.rows[0] ?? null;
}

/** By place, newest first. */
export async function readRecordsAt(db: Db, places: readonly number[]): Promise<OpenRecordRow[]> {
  const found = await db.query<OpenRecordRow>({
    name: 'read-records-at',
    text: `select ${recordColumns} from open_record where place = any($1::bigint[]) order by place desc`,
    values: [places],
  });
  return found.rows;
}

/** The records of some ids, in no order. */
export async function readOpenRecords(db: Db, ids: readonly string[]): Promise<OpenRecordRow[]> {
  const found = await db.query<OpenRecordRow>({
    name: 'read-open-records',
    text: `select ${recordColumns} from open_record where record_id = any($1::uuid[])`,
    values: [ids],
  });
  return found.rows;
}

/** A record's body as some version of its notice last had it; null: that version had no such record. */
export async function readRecordVersion(db: Db, kind: RecordKind, id: string, version: number): Promise<string | null> {
  const found = await db.query<{ body: string | null }>(
    `select body from open_change where record_id = $1 and record_kind = $2 and version <= $3 and number is not null
     order by version desc, number desc limit 1`,
    [id, kind, version],
  );
  return found.rows[0]?.body ?? null;
}

/** What a record was last told to be; also of one that is gone. */
export async function readLastChange(db: Db, id: string): Promise<OpenChangeRow | null> {
  const found = await db.query<OpenChangeRow>(
    `select number, at, kind, reason, remark, record_id as "recordId", record_kind as "recordKind", notice_id as "noticeId", version, day,
       body, encode(sha256, 'hex') as sha256, findable, was_findable as "wasFindable"
     from open_change where record_id = $1 and number is not null order by number desc limit 1`,
    [id],
  );
  return found.rows[0] ?? null;
}

/** Each version of a notice with when and why it was published, oldest first. */
export async function readVersionsOf(
  db: Db,
  noticeId: string,
): Promise<{ version: number; at: Date; remark: string | null }[]> {
  const found = await db.query<{ version: number; at: Date; remark: string | null }>(
    `select distinct on (version) version, at, remark from open_change
     where record_id = $1 and number is not null and kind in ('published', 'amended') order by version, number`,
    [noticeId],
  );
  return found.rows;
}

/** Places of the records that hold every term; a term is compared as `searchable` leaves it. */
export async function findPlaces(db: Db, kind: RecordKind, terms: readonly string[]): Promise<Float64Array> {
  const grams = [...new Set(terms.flatMap(gramsOfTerm))];
  const wanted = grams.map((gram) => `'${gram.replaceAll(/['\\]/g, '$&$&')}'`).join(' & ');
  // Pairs that stand apart could come together by chance: words of three and more are looked at again.
  const again = terms.filter((term) => Array.from(term).length > 2);
  const found = await db.query<[string | null]>({
    text: `select string_agg(place::text, ',') from open_record
      where record_kind = $1 and words @@ $2::tsquery ${again.map((_, i) => `and position($${i + 3} in findable ->> 'text') > 0`).join(' ')}`,
    values: [kind, wanted, ...again],
    rowMode: 'array',
  });
  const text = found.rows[0]![0];
  return text === null ? new Float64Array() : Float64Array.from(text.split(','), Number);
}

export interface DayDigest {
  day: Day;
  kind: RecordKind;
  records: number;
  /** 64 hex digits. */
  digest: string;
}

const daysBetween = (
  from: string,
  to: string,
) => `(select coalesce(json_agg(json_build_object('day', day, 'kind', record_kind,
    'records', records, 'digest', ${hexOf('digest')}) order by day, record_kind), '[]')
  from open_day where day between ${from} and ${to} and records > 0)`;
const allDays = () => `(select coalesce(json_agg(one order by kind), '[]') from (
  select record_kind as kind, sum(records)::int as records, ${hexOf('bit_xor(digest)')} as digest from open_day group by record_kind) one)`;

/** Per day of first publication; days without a record are left out. With the number at which this holds. */
export async function readDays(db: Db, from: Day, to: Day): Promise<{ number: number; days: DayDigest[] }> {
  const found = await db.query<{ number: number; days: DayDigest[] }>(
    `select last_number as number, ${daysBetween('$1', '$2')} as days from open_log`,
    [from, to],
  );
  return found.rows[0]!;
}

/** Of all days together. */
export async function readTotals(db: Db): Promise<{ number: number; kinds: Omit<DayDigest, 'day'>[] }> {
  const found = await db.query<{ number: number; kinds: Omit<DayDigest, 'day'>[] }>(
    `select last_number as number, ${allDays()} as kinds from open_log`,
  );
  return found.rows[0]!;
}

/** Some days and the whole, at one number. */
export async function readCompleteness(
  db: Db,
  from: Day,
  to: Day,
): Promise<{ number: number; days: DayDigest[]; kinds: Omit<DayDigest, 'day'>[] }> {
  const found = await db.query<{ number: number; days: DayDigest[]; kinds: Omit<DayDigest, 'day'>[] }>(
    `select last_number as number, ${daysBetween('$1', '$2')} as days, ${allDays()} as kinds from open_log`,
    [from, to],
  );
  return found.rows[0]!;
}

/** `encode` knows no bits. */
function hexOf(bits: string): string {
  const words = Array.from(
    { length: 16 },
    (_, i) => `lpad(to_hex(substring(${bits} from ${i * 16 + 1} for 16)::int), 4, '0')`,
  );
  return words.join(' || ');
}
