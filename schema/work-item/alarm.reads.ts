/** Alarms, newest first. */
import type pg from 'pg';

export type AlarmKind = 'misses' | 'officer-looks';

export interface AlarmRow {
  id: string;
  kind: AlarmKind;
  /** The client or the officer. */
  client: string;
  reason: string;
  evidence: unknown;
  isOpen: boolean;
  times: number;
  firstSeenAt: Date;
  lastSeenAt: Date;
  settledBy: string | null;
  finding: string | null;
}

/** Up to `limit` of them older than the alarm `after`. */
export async function readAlarms(
  db: pg.Pool,
  { openOnly, after, limit }: { openOnly: boolean; after: string | null; limit: number },
): Promise<AlarmRow[]> {
  const found = await db.query<AlarmRow>(
    `select work_item_id as id, kind, location ->> 'client' as client, reason, location as evidence, state = 'open' as "isOpen", times,
       first_seen_at as "firstSeenAt", last_seen_at as "lastSeenAt", settled_by as "settledBy", finding
     from work_item where kind in ('misses', 'officer-looks') and ($1 = false or state = 'open') and ($2::uuid is null or work_item_id < $2)
     order by work_item_id desc limit $3`,
    [openOnly, after, limit],
  );
  return found.rows;
}
