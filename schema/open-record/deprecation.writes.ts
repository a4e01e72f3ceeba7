/** News of the interface in the log of public changes: which part of it will go. */
import type pg from 'pg';
import { transact } from '../database.js';
import { numberOpenChanges } from './open-record.writes.js';

/** Tells each remark that was not told yet, once, however many processes start together. Returns how many were told. */
export async function tellDeprecations(pool: pg.Pool, remarks: readonly string[], at: Date): Promise<number> {
  if (remarks.length === 0) return 0;
  const told = await transact(pool, async (client) => {
    await client.query(`select pg_advisory_xact_lock(hashtext('puyang-hub/deprecations'))`);
    const found = await client.query(
      `insert into open_change (at, kind, remark)
       select $1, 'deprecated', remark from unnest($2::text[]) with ordinality wanted(remark, place)
       where not exists (select from open_change told where told.kind = 'deprecated' and told.remark = wanted.remark)
       order by place`,
      [at, remarks],
    );
    return found.rowCount ?? 0;
  });
  if (told > 0) await numberOpenChanges(pool);
  return told;
}
