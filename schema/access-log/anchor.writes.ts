/** Receipts of outside places, kept for as long as the log. */
import { hash } from 'node:crypto';
import type pg from 'pg';
import { writeAct } from '../access-event/access-event.writes.js';
import { transact } from '../database.js';

export interface NewAnchor {
  seal: number;
  size: number;
  place: string;
  outcome: 'kept' | 'failed';
  receipt: string;
}

/**
 * The receipt, and the event that it came, together: a receipt that is changed or removed later no longer fits the digest that was
 * sealed.
 */
export function writeAnchor(pool: pg.Pool, { seal, size, place, outcome, receipt }: NewAnchor): Promise<void> {
  return transact(pool, async (client) => {
    const written = await client.query<{ id: string }>(
      `insert into access_anchor (seal, size, place, outcome, receipt) values ($1, $2, $3, $4, $5) returning anchor_id as id`,
      [seal, size, place, outcome, receipt],
    );
    const stamp = {
      client: place,
      audience: 'machine',
      purpose: 'audit',
      basis: null,
      agreementId: null,
      operation: `anchor-${seal}#${hash('sha256', receipt)}`,
      fields: '',
    };
    await writeAct(client, stamp, outcome === 'kept' ? 'done' : 'failed', written.rows[0]!.id);
  });
}

/** Seals up to this one that the place holds for certain: what was sent last and kept, or null. */
export async function readLastAnchored(pool: pg.Pool, place: string): Promise<number | null> {
  const found = await pool.query<{ seal: number }>(
    `select seal from access_anchor where place = $1 and outcome = 'kept' order by at desc limit 1`,
    [place],
  );
  return found.rows[0]?.seal ?? null;
}
