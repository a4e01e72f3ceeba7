/** Reads of feeds and site maps: records with the time of their last change, what has gone lately, and what search engines should look at. */
import type pg from 'pg';
import type { ChangeKind, ChangeReason } from '../../rules/recruitment/changes.js';
import type { RecordKind } from './open-record.reads.js';

type Db = pg.Pool | pg.ClientBase;

export interface FeedRecord {
  place: number;
  body: string;
  /** When it was last told of. */
  changedAt: Date;
}

/** By place, newest first. */
export async function readFeedRecords(db: Db, places: readonly number[]): Promise<FeedRecord[]> {
  const found = await db.query<FeedRecord>({
    name: 'read-feed-records',
    text: `select record.place, record.body, change.at as "changedAt"
      from open_record record join open_change change on change.number = record.number
      where record.place = any($1::bigint[]) order by record.place desc`,
    values: [places],
  });
  return found.rows;
}

export interface GoneRecord {
  id: string;
  change: ChangeKind;
  reason: ChangeReason | null;
  remark: string | null;
  at: Date;
}

/** Records that went since a moment and did not come again, newest first. */
export async function readGoneRecords(db: Db, kind: RecordKind, since: Date, limit: number): Promise<GoneRecord[]> {
  const found = await db.query<GoneRecord>(
    `select record_id as id, kind as change, reason, remark, at from open_change gone
     where record_kind = $1 and body is null and record_id is not null and at >= $2
       and number = (select max(number) from open_change last where last.record_id = gone.record_id)
     order by at desc, number desc limit $3`,
    [kind, since, limit],
  );
  return found.rows;
}

/** As the index has it word by word: every notice, and the posts that take applications. */
const listed = `(record_kind = 'notice' or findable @> '{"facets": {"state": ["open"]}}')`;

/** A part of the site map holds the places of one range, so that a page stays in its part. */
export const listedInPart = 50_000;

/** The parts that have a page, lowest first. */
export async function readListedParts(db: Db): Promise<number[]> {
  const found = await db.query<{ part: number }>(
    `select distinct (place - 1) / ${listedInPart} as part from open_record where ${listed} order by part`,
  );
  return found.rows.map(({ part }) => part);
}

export interface ListedRecord {
  id: string;
  kind: RecordKind;
  changedAt: Date;
}

export async function readListed(db: Db, part: number): Promise<ListedRecord[]> {
  const found = await db.query<ListedRecord>(
    `select listed.record_id as id, listed.record_kind as kind, change.at as "changedAt"
     from (select record_id, record_kind, number, place from open_record
       where ${listed} and place > $1::bigint and place <= $2::bigint) listed
     join open_change change on change.number = listed.number order by listed.place`,
    [part * listedInPart, (part + 1) * listedInPart],
  );
  return found.rows;
}
