/** What is erased when its time is over. Each batch is counted in the transaction that erases it; nothing is noted of what it said. */
import type pg from 'pg';
import type { RetentionName } from '../../rules/retention.js';
import { transact } from '../database.js';

export interface Erasure {
  what: string;
  /** Which setting tells its days. */
  period: RetentionName;
  /** $1: older than this; $2: so many at most. */
  text: string;
}

/** A seal goes, and that it stood there stays. Rows that somebody holds wait for the next batch or night. */
const unseal = (table: string, key: string, column: string, where: string) =>
  `update ${table} set ${column} = null where (${key}) in (
     select ${key} from ${table} where ${column} is not null and ${where} limit $2 for update skip locked)`;

export const erasures: readonly Erasure[] = [
  {
    what: 'raw rows of settled cases',
    period: 'rawBytes',
    text: unseal('work_item', 'work_item_id', 'sealed', `state = 'closed' and last_seen_at < $1`),
  },
  {
    what: 'keys of runs',
    period: 'rawBytes',
    text: unseal('sync_run', 'run_id', 'sealed_key', 'finished_at < $1'),
  },
  {
    what: 'quarantined rows',
    period: 'quarantine',
    text: `delete from work_item where work_item_id in (
      select work_item_id from work_item where kind = 'quarantine' and last_seen_at < $1 limit $2 for update skip locked)`,
  },
  {
    what: 'proposed hires',
    period: 'proposedHires',
    text: unseal(
      'publicity_candidate',
      'batch_id, place',
      'sealed',
      `batch_id in (select batch_id from publicity_batch batch
         where state in ('ended', 'cancelled') and coalesce(taken_down_at, ends_at, saved_at) < $1
           and not exists (select from objection where objection.batch_id = batch.batch_id and (decided_at is null or decided_at >= $1)))`,
    ),
  },
  {
    what: 'objections',
    period: 'objections',
    text: unseal('objection', 'objection_id', 'sealed', 'decided_at < $1'),
  },
];

/** One batch; how many went. */
export function erase(
  pool: pg.Pool,
  { what, text }: Erasure,
  { before, days, most }: { before: Date; days: number; most: number },
  now: Date,
): Promise<number> {
  return transact(pool, async (client) => {
    const rows = (await client.query(text, [before, most])).rowCount ?? 0;
    if (rows > 0)
      await client.query(`insert into erasure (at, what, before, days, rows) values ($1, $2, $3, $4, $5)`, [
        now,
        what,
        before,
        days,
        rows,
      ]);
    return rows;
  });
}
