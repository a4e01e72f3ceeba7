/** Reads of the histories of recruitment. */
import type pg from 'pg';
import { type Aggregate, entryHash, type HistoryEntry } from './recruitment-history.writes.js';

export interface HistoryRow extends HistoryEntry {
  seq: number;
  at: Date;
  hash: string;
  /** Whether it fits the entry before it: false after somebody altered the database by hand. */
  isSound: boolean;
}

/** Oldest first, each entry checked against the one before it. */
export async function readHistory(
  db: pg.Pool | pg.ClientBase,
  aggregate: Aggregate,
  id: string,
): Promise<HistoryRow[]> {
  const found = await db.query<Omit<HistoryRow, 'isSound'>>(
    `select seq, at, move, from_state as "from", to_state as "to", version, actor, party, reason, detail, hash
     from recruitment_history where aggregate = $1 and aggregate_id = $2 order by seq`,
    [aggregate, id],
  );
  let previous = '';
  return found.rows.map((row) => {
    const { hash, at, ...entry } = row;
    const isSound = entryHash(previous, { aggregate, id, at: at.toISOString(), ...entry }) === hash;
    previous = hash;
    return { ...row, isSound };
  });
}
