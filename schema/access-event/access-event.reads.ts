/** Reads of access events. */
import type pg from 'pg';

/** Look-ups of one client that showed nothing, since an instant. */
export async function countMisses(db: pg.Pool, client: string, since: Date): Promise<number> {
  const found = await db.query<{ misses: number }>(
    `select count(*)::int as misses from access_event where client = $1 and at >= $2 and outcome = 'miss'`,
    [client, since],
  );
  return found.rows[0]!.misses;
}

/** Look-ups of one client since an instant; refusals and acts cost nothing. */
export async function countLookUps(db: pg.Pool, client: string, since: Date): Promise<number> {
  const found = await db.query<{ used: number }>(
    `select count(*)::float8 as used from access_event where client = $1 and at >= $2 and outcome in ('shown', 'miss')`,
    [client, since],
  );
  return found.rows[0]!.used;
}
