/** Platforms register themselves; of a key only its hash is kept. */
import type pg from 'pg';
import { transact } from '../database.js';
import type { Vault } from '../vault.js';
import { keyHashOf } from './platform.reads.js';
import type { PlatformRow } from './platform.reads.js';

/** So many registrations a day from one address. */
export const registrationsADay = 20;
const dayMs = 86_400_000;

export interface NewPlatform {
  name: string;
  contactEmail: string;
  key: string;
  /** From where it is registered. */
  address: string;
}

/** Null: too many from this address within a day. */
export function registerPlatform(
  db: pg.Pool,
  vault: Vault,
  { name, contactEmail, key, address }: NewPlatform,
  now: Date,
): Promise<PlatformRow | null> {
  const from = Buffer.from(vault.recordKey('platform address', address), 'hex');
  return transact(db, async (client) => {
    // Of several at once from one address each sees those before it.
    await client.query(`select pg_advisory_xact_lock(hashtextextended('platform ' || encode($1, 'hex'), 0))`, [from]);
    const made = await client.query<PlatformRow>(
      `insert into platform (name, sealed_contact, key_hash, registered_at, from_address)
       select $1, $2, $3, $4, $5
       where (select count(*) from platform where from_address = $5 and registered_at > $6) < $7
       returning platform_id as id, name`,
      [name, vault.seal(contactEmail), keyHashOf(key), now, from, new Date(now.getTime() - dayMs), registrationsADay],
    );
    return made.rows[0] ?? null;
  });
}

/** The key before stops working. */
export async function replacePlatformKey(db: pg.Pool, platformId: string, key: string): Promise<PlatformRow> {
  const changed = await db.query<PlatformRow>(
    'update platform set key_hash = $2 where platform_id = $1 returning platform_id as id, name',
    [platformId, keyHashOf(key)],
  );
  return changed.rows[0]!;
}

/** The bureau turns a platform away: its key ends, and nothing more is delivered to it. False: there is no such platform. */
export function revokePlatform(db: pg.Pool, platformId: string, now: Date): Promise<boolean> {
  return transact(db, async (client) => {
    const revoked = await client.query(
      'update platform set revoked_at = $2 where platform_id = $1 and revoked_at is null',
      [platformId, now],
    );
    await client.query(
      `update webhook set state = 'removed', sealed_secret = null, sealed_old_secret = null, removed_at = $2
       where platform_id = $1 and state <> 'removed'`,
      [platformId, now],
    );
    return revoked.rowCount === 1;
  });
}

/** What registrations were counted by is needed for a day and no longer. */
export async function forgetAddresses(db: pg.Pool, now: Date): Promise<void> {
  await db.query('update platform set from_address = null where from_address is not null and registered_at <= $1', [
    new Date(now.getTime() - dayMs),
  ]);
}
