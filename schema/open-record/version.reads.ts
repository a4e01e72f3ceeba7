/** The published versions of notices, for many notices at once. */
import type pg from 'pg';

export interface NoticeVersion {
  noticeId: string;
  version: number;
  publishedAt: Date;
  reason: string | null;
}

/** When and why each was published, oldest first. */
export async function readVersions(db: pg.Pool, noticeIds: readonly string[]): Promise<NoticeVersion[]> {
  const found = await db.query<NoticeVersion>(
    `select distinct on (record_id, version) record_id as "noticeId", version, at as "publishedAt", remark as reason
     from open_change where record_id = any($1::uuid[]) and number is not null and kind in ('published', 'amended')
     order by record_id, version, number`,
    [noticeIds],
  );
  return found.rows;
}

export interface VersionBody {
  recordId: string;
  version: number;
  body: string;
}

/** The records as each version of their notice first had them, oldest first; a version that leaves one alone is left out. */
export async function readVersionBodies(db: pg.Pool, recordIds: readonly string[]): Promise<VersionBody[]> {
  const found = await db.query<VersionBody>(
    `select distinct on (record_id, version) record_id as "recordId", version, body
     from open_change where record_id = any($1::uuid[]) and number is not null and body is not null
     order by record_id, version, number`,
    [recordIds],
  );
  return found.rows;
}
