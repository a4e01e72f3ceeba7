/** Machine clients come, change their keys and go; what was once revoked stays so. */
import type pg from 'pg';
import type { ClientRow, PublicKey } from './client.reads.js';

export interface NewClient {
  name: string;
  audience: ClientRow['audience'];
  creditCode: string | null;
  keys: readonly PublicKey[];
  addedBy: string;
}

/** The new client's id; null when a client of this name may ask already. */
export async function addClient(db: pg.Pool, client: NewClient, now: Date): Promise<string | null> {
  const made = await db.query<{ id: string }>(
    `insert into client (name, audience, credit_code, keys, keys_since, added_at, added_by) values ($1, $2, $3, $4, $5, $5, $6)
     on conflict (name) where revoked_at is null do nothing returning client_id as id`,
    [client.name, client.audience, client.creditCode, JSON.stringify(client.keys), now, client.addedBy],
  );
  return made.rows[0]?.id ?? null;
}

export interface NewKeys {
  keys: readonly PublicKey[];
  /** Since when it has had those that are replaced: of two who replace the same ones, one is told that it was too late. */
  before: Date;
}

/**
 * Other keys instead of all before, and of the tokens that were got by them; its id, or null when there is no such client, or not with those keys any more.
 * Tokens name the moment, so that no two may share one, whatever this machine's clock says.
 */
export async function replaceClientKeys(
  db: pg.Pool,
  name: string,
  { keys, before }: NewKeys,
  now: Date,
): Promise<string | null> {
  const changed = await db.query<{ id: string }>(
    `update client set keys = $2, keys_since = greatest($3, keys_since + interval '1 millisecond') where name = $1 and revoked_at is null and keys_since = $4 returning client_id as id`,
    [name, JSON.stringify(keys), now, before],
  );
  return changed.rows[0]?.id ?? null;
}

export async function revokeClient(db: pg.Pool, name: string, by: string, now: Date): Promise<string | null> {
  const changed = await db.query<{ id: string }>(
    `update client set revoked_at = $3, revoked_by = $2 where name = $1 and revoked_at is null returning client_id as id`,
    [name, by, now],
  );
  return changed.rows[0]?.id ?? null;
}
