/** The log as somebody sees it who follows a filter: what each change was found by before and after, and the bodies of those that count. */
import type pg from 'pg';
import type { OpenChangeRow } from './open-record.reads.js';

export type FoundChange = Pick<OpenChangeRow, 'number' | 'recordKind' | 'findable' | 'wasFindable'>;

/** Changes of posts, and news about no record at all, in a range of numbers. */
export async function readFoundChanges(db: pg.Pool, after: number, upTo: number): Promise<FoundChange[]> {
  const found = await db.query<FoundChange>({
    name: 'read-found-changes',
    text: `select number, record_kind as "recordKind", findable, was_findable as "wasFindable" from open_change
      where number > $1 and number <= $2 and (record_kind = 'post' or record_id is null) order by number`,
    values: [after, upTo],
  });
  return found.rows;
}

export type ToldChange = Omit<OpenChangeRow, 'findable' | 'wasFindable'>;

export async function readChangesAt(db: pg.Pool, numbers: readonly number[]): Promise<ToldChange[]> {
  const found = await db.query<ToldChange>({
    name: 'read-changes-at',
    text: `select number, at, kind, reason, remark, record_id as "recordId", record_kind as "recordKind", notice_id as "noticeId",
        version, day, body, encode(sha256, 'hex') as sha256
      from open_change where number = any($1::bigint[]) order by number`,
    values: [numbers],
  });
  return found.rows;
}
