/** How long things are kept, as the city's bureau has set it, and what was erased. */
import type pg from 'pg';
import { type RetentionName, retentions } from '../../rules/retention.js';
import { cityBureau, readSetting } from '../setting/setting.reads.js';

type Db = pg.Pool | pg.ClientBase;

export const retentionNames = Object.keys(retentions) as RetentionName[];

export async function readRetention(db: Db): Promise<Record<RetentionName, number>> {
  const days = await Promise.all(retentionNames.map((name) => readSetting(db, cityBureau, `retention.${name}`)));
  return Object.fromEntries(retentionNames.map((name, i) => [name, days[i]])) as Record<RetentionName, number>;
}

export interface Erased {
  what: string;
  rows: number;
  /** When something was last erased. */
  at: Date;
}

/** What was erased ever, by kind. */
export async function readErasures(db: Db): Promise<Erased[]> {
  const found = await db.query<Erased>(
    `select what, sum(rows)::bigint as rows, max(at) as at from erasure group by what order by what`,
  );
  return found.rows;
}
