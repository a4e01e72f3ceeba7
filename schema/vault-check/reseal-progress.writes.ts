/** Sealing again, batch by batch: what a batch changed and how far the place is commit together, so that a killed worker loses a batch. */
import type pg from 'pg';
import { transact } from '../database.js';
import type { Vault } from '../vault.js';
import { clearPhones, standsInClear } from './clear-phones.writes.js';
import { resealBatch, sealedPlaces, standsUnderAnother } from './reseal.writes.js';

export interface ResealStep {
  place: string;
  /** What happened: `more` is behind it, the place is `done`, or its pass is `through` and rows that were held or unreadable are left. */
  is: 'more' | 'done' | 'through';
  sealed: number;
  unreadable: number;
}

/** One batch of the first place that is not done; null when none is left, or another worker has them. */
export function resealNext(
  pool: pg.Pool,
  vault: Vault,
  version: number,
  skip: readonly string[],
  most: number,
): Promise<ResealStep | null> {
  return transact(pool, async (client) => {
    const taken = await client.query<{ place: string; position: string[] | null }>(
      `select place, position from reseal where version = $1 and not done and place <> all($2)
       order by place limit 1 for update skip locked`,
      [version, skip],
    );
    if (taken.rows.length === 0) return null;
    const { place, position } = taken.rows[0]!;
    const at = sealedPlaces.find(({ name }) => name === place);
    const table = place === 'fact' ? 'fact' : 'fact_history';
    const batch = at
      ? await resealBatch(client, vault, at, position, most)
      : await clearPhones(client, vault, table, position, most);
    const left =
      batch === null && (await (at ? standsUnderAnother(client, at, version) : standsInClear(client, table)));
    // What cannot be read is counted anew in each pass.
    await client.query(
      `update reseal set position = $3::jsonb, rows = rows + $4, done = $6,
         unreadable = case when position is null and $3::jsonb is not null then 0 else unreadable end + $5
       where version = $1 and place = $2`,
      [
        version,
        place,
        batch && JSON.stringify(batch.position),
        batch?.sealed ?? 0,
        batch?.unreadable ?? 0,
        batch === null && !left,
      ],
    );
    const counts = { sealed: batch?.sealed ?? 0, unreadable: batch?.unreadable ?? 0 };
    return { place, is: batch ? 'more' : left ? 'through' : 'done', ...counts };
  });
}
