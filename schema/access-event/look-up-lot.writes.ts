/** A day's look-ups are taken from the database in lots, so that several processes together stop exactly at the cap. */
import type pg from 'pg';
import type { Day } from '../../rules/vocabulary.js';
import { countLookUps } from './access-event.reads.js';

export interface LotsOf {
  client: string;
  day: Day;
  /** When that day began. */
  since: Date;
  dailyLimit: number;
}

/** Few writes while there is plenty; one by one at the end, so that nothing is left over in another process. */
const mostAtOnce = 50;

/** How many look-ups may be made now; 0 once the day's are used up. */
export async function takeLot(db: pg.Pool, of: LotsOf): Promise<number> {
  const lot = await more(db, of);
  if (lot > 0) return lot;
  // The first of the day, or there are no more: what was looked up before the first lot counts, too.
  const before = await countLookUps(db, of.client, of.since);
  const begun = await db.query(
    `insert into look_up_lot (client, day, taken) values ($1, $2, $3) on conflict do nothing`,
    [of.client, of.day, before],
  );
  if (begun.rowCount === 0) return 0;
  await db.query(`delete from look_up_lot where client = $1 and day < $2`, [of.client, of.day]);
  return more(db, of);
}

async function more(db: pg.Pool, { client, day, dailyLimit }: LotsOf): Promise<number> {
  const taken = await db.query<{ lot: number }>(
    `update look_up_lot set taken = taken + greatest(1, least($4::bigint, ($3::bigint - taken) / 20))
     where client = $1 and day = $2 and taken < $3::bigint returning (new.taken - old.taken)::int as lot`,
    [client, day, dailyLimit, mostAtOnce],
  );
  return taken.rows[0]?.lot ?? 0;
}

/** What all processes have taken; null before the first lot of the day. */
export async function readTaken(db: pg.Pool, { client, day }: Pick<LotsOf, 'client' | 'day'>): Promise<number | null> {
  const found = await db.query<{ taken: number }>(
    `select taken::float8 as taken from look_up_lot where client = $1 and day = $2`,
    [client, day],
  );
  return found.rows[0]?.taken ?? null;
}
