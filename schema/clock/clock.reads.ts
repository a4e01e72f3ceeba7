/** The database's clock, which all nodes of a hub share. */
import type pg from 'pg';

export async function readDatabaseClock(db: pg.Pool): Promise<Date> {
  return (await db.query<{ now: Date }>('select clock_timestamp() as now')).rows[0]!.now;
}
