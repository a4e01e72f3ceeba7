/** Receipts of outside places, kept for as long as the log. */
import type pg from 'pg';

export interface NewAnchor {
  seal: number;
  size: number;
  place: string;
  outcome: 'kept' | 'failed';
  receipt: string;
}

export async function writeAnchor(pool: pg.Pool, anchor: NewAnchor): Promise<void> {
  const { seal, size, place, outcome, receipt } = anchor;
  await pool.query(`insert into access_anchor (seal, size, place, outcome, receipt) values ($1, $2, $3, $4, $5)`, [
    seal,
    size,
    place,
    outcome,
    receipt,
  ]);
}

/** Seals up to this one that the place holds for certain: what was sent last and kept, or null. */
export async function readLastAnchored(pool: pg.Pool, place: string): Promise<number | null> {
  const found = await pool.query<{ seal: number }>(
    `select seal from access_anchor where place = $1 and outcome = 'kept' order by at desc limit 1`,
    [place],
  );
  return found.rows[0]?.seal ?? null;
}
