/** Which pages of the bureaus' own websites are to be looked at, and what they should say. */
import type pg from 'pg';
import type { NoticeState } from '../../rules/recruitment/life-cycle.js';

/** While a notice is here, its official page must say the same. */
export const statesWithOfficialPage: readonly NoticeState[] = ['published', 'paused', 'closed'];

export interface OfficialPage {
  id: string;
  version: number;
  officialUrl: string;
}

/** Those not looked at since a moment; the longest unseen first. */
export async function readOfficialPagesDue(db: pg.Pool, since: Date, limit: number): Promise<OfficialPage[]> {
  const found = await db.query<OfficialPage>(
    `select notice_id as id, version, official_url as "officialUrl"
     from notice join notice_version using (notice_id, version)
     where notice.state = any($1) and (official_checked_at is null or official_checked_at <= $2)
     order by official_checked_at nulls first, notice_id limit $3`,
    [statesWithOfficialPage, since, limit],
  );
  return found.rows;
}

/** The official text as everybody is told it; null until this version has come that far. */
export async function readOfficialText(db: pg.Pool, { id, version }: OfficialPage): Promise<string | null> {
  const found = await db.query<{ text: string }>(
    `select body::json ->> 'text' as text from open_record where record_id = $1 and record_kind = 'notice' and version = $2`,
    [id, version],
  );
  return found.rows[0]?.text ?? null;
}
