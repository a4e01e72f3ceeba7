/** What the API's processes tell each other of their clients' costs. No row is written by two of them, so none waits for another. */
import type pg from 'pg';

export interface Spent {
  purse: string;
  cost: number;
}

/** Tells what this process let them spend in a minute so far, and hears of the same clients from the others. */
export async function tellSpent(db: pg.Pool, process: string, minute: Date, own: readonly Spent[]): Promise<Spent[]> {
  const purses = own.map(({ purse }) => purse);
  const { rows } = await db.query<Spent>({
    name: 'tell-spent',
    text: `with own as (
        insert into cost_spent (minute, purse, process, cost)
        select $1, purse, $2, cost from unnest($3::text[], $4::float8[]) as told (purse, cost)
        on conflict (minute, purse, process) do update set cost = excluded.cost
      )
      select purse, sum(cost) as cost from cost_spent
      where minute = $1 and purse = any($3) and process <> $2 group by purse`,
    values: [minute, process, purses, own.map(({ cost }) => cost)],
  });
  return rows;
}

/** Minutes that are over are of no use to anybody. */
export async function forgetSpent(db: pg.Pool, before: Date): Promise<void> {
  await db.query('delete from cost_spent where minute < $1', [before]);
}
