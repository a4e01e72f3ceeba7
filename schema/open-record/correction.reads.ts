/** Reads of what was corrected or withdrawn: notices alone, newest first, each as it was last told. */
import type pg from 'pg';
import type { ChangeReason } from '../../rules/recruitment/changes.js';

type Db = pg.Pool | pg.ClientBase;

export interface CorrectionRow {
  number: number;
  at: Date;
  kind: 'amended' | 'withdrawn' | 'annulled';
  reason: ChangeReason | null;
  remark: string | null;
  noticeId: string;
  version: number;
  title: string;
  employerName: string;
}

/** Those before a number of the log. What is gone has the name that it last had. */
export async function readCorrections(db: Db, before: number | null, limit: number): Promise<CorrectionRow[]> {
  const found = await db.query<CorrectionRow>(
    `select change.number, change.at, change.kind, change.reason, change.remark, change.notice_id as "noticeId", change.version,
       last.record ->> 'title' as title, last.record -> 'employer' ->> 'name' as "employerName"
     from open_change change cross join lateral (
       select told.body::json as record from open_change told
       where told.record_id = change.record_id and told.number <= change.number and told.body is not null
       order by told.number desc limit 1) last
     where change.record_kind = 'notice' and change.kind in ('amended', 'withdrawn', 'annulled')
       and change.number < coalesce($1, 9223372036854775807)
     order by change.number desc limit $2`,
    [before, limit],
  );
  return found.rows;
}

/** What a record that was ever published is called, or was last called. */
export async function readLastTitle(db: Db, recordId: string): Promise<string> {
  const found = await db.query<{ title: string }>(
    `select body::json ->> 'title' as title from open_change
     where record_id = $1 and number is not null and body is not null order by number desc limit 1`,
    [recordId],
  );
  return found.rows[0]!.title;
}
