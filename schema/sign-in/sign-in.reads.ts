/** What the authorization server kept. */
import { hash } from 'node:crypto';
import type pg from 'pg';
import type { Vault } from '../vault.js';

export type KeptPayload = Record<string, unknown>;

/** Under what something is kept; of an id only its hash. */
export const itemHashOf = (kind: string, id: string) => hash('sha256', `${kind}\0${id}`, 'buffer');

interface Row {
  sealed: Buffer;
  consumedAt: Date | null;
}
const columns = `sealed, consumed_at as "consumedAt"`;

export async function readItem(
  db: pg.Pool,
  vault: Pick<Vault, 'open'>,
  { kind, id }: { kind: string; id: string },
  now: Date,
): Promise<KeptPayload | undefined> {
  const found = await db.query<Row>(`select ${columns} from sign_in_item where item_hash = $1 and ends_at > $2`, [
    itemHashOf(kind, id),
    now,
  ]);
  return payloadOf(vault, found.rows[0]);
}

/** By the id that a session keeps while its cookie changes. */
export async function readItemByUid(
  db: pg.Pool,
  vault: Pick<Vault, 'open'>,
  { kind, uid }: { kind: string; uid: string },
  now: Date,
): Promise<KeptPayload | undefined> {
  const found = await db.query<Row>(
    `select ${columns} from sign_in_item where uid_hash = $1 and kind = $2 and ends_at > $3`,
    [itemHashOf('uid', uid), kind, now],
  );
  return payloadOf(vault, found.rows[0]);
}

function payloadOf(vault: Pick<Vault, 'open'>, row: Row | undefined): KeptPayload | undefined {
  if (!row) return undefined;
  const payload = JSON.parse(vault.open(row.sealed)) as KeptPayload;
  return row.consumedAt ? { ...payload, consumed: Math.floor(row.consumedAt.getTime() / 1000) } : payload;
}
