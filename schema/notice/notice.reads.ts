/** Reads of recruitment notices. */
import type pg from 'pg';
import type { Day } from '../../rules/vocabulary.js';

export interface NoticeRow {
  id: string;
  creditCode: string;
  employerName: string;
  title: string;
  body: string;
  region: string;
  headcount: number;
  applyUrl: string;
  applyUntil: Day;
  state: 'filed' | 'published' | 'withdrawn';
  publishedAt: Date | null;
}

export const noticeColumns = `notice_id as id, credit_code as "creditCode", employer_name as "employerName", title, body, region, headcount,
  apply_url as "applyUrl", apply_until::text as "applyUntil", state, published_at as "publishedAt"`;

/** Published notices that still take applications on `today`, newest first; up to `limit` of them older than the notice `after`. */
export async function readOpenNotices(
  db: pg.Pool,
  page: { today: Day; after: string | null; limit: number },
): Promise<NoticeRow[]> {
  const found = await db.query<NoticeRow>(
    `select ${noticeColumns} from notice
     where state = 'published' and apply_until >= $1
       and ($2::uuid is null or (published_at, notice_id) < (select published_at, notice_id from notice where notice_id = $2))
     order by published_at desc, notice_id desc limit $3`,
    [page.today, page.after, page.limit],
  );
  return found.rows;
}
