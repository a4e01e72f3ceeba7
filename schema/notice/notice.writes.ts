/** A notice moves from filed to published to withdrawn; each move is one statement that only fits its starting state. */
import type pg from 'pg';
import type { Day } from '../../rules/vocabulary.js';
import { noticeColumns, type NoticeRow } from './notice.reads.js';

export interface FiledNotice {
  title: string;
  body: string;
  region: string;
  headcount: number;
  applyUrl: string;
  applyUntil: Day;
}

/** In whose name a notice is filed, and by whom. */
export interface Filer {
  creditCode: string;
  employerName: string;
  filedBy: string;
}

export async function fileNotice(db: pg.Pool, notice: FiledNotice, filer: Filer, now: Date): Promise<NoticeRow> {
  const filed = await db.query<NoticeRow>(
    `insert into notice (credit_code, employer_name, title, body, region, headcount, apply_url, apply_until, filed_by, filed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning ${noticeColumns}`,
    [
      filer.creditCode,
      filer.employerName,
      notice.title,
      notice.body,
      notice.region,
      notice.headcount,
      notice.applyUrl,
      notice.applyUntil,
      filer.filedBy,
      now,
    ],
  );
  return filed.rows[0]!;
}

/** What may follow each state. */
export const noticeMoves = {
  filed: ['published', 'withdrawn'],
  published: ['withdrawn'],
  withdrawn: [],
} as const satisfies Record<NoticeRow['state'], readonly NoticeRow['state'][]>;

/** Moves a notice; `moved` is false when its state does not allow it, null when there is no such notice. */
export async function moveNotice(
  db: pg.Pool,
  id: string,
  to: 'published' | 'withdrawn',
  now: Date,
): Promise<{ moved: boolean; notice: NoticeRow } | null> {
  const from = Object.entries(noticeMoves).flatMap(([state, moves]) =>
    moves.some((move) => move === to) ? [state] : [],
  );
  const moved = await db.query<NoticeRow>(
    `update notice set state = $2, published_at = case when $2 = 'published' then $3 else published_at end
     where notice_id = $1 and state = any($4) returning ${noticeColumns}`,
    [id, to, now, from],
  );
  if (moved.rows[0]) return { moved: true, notice: moved.rows[0] };
  const found = await db.query<NoticeRow>(`select ${noticeColumns} from notice where notice_id = $1`, [id]);
  return found.rows[0] ? { moved: false, notice: found.rows[0] } : null;
}
