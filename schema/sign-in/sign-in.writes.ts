/** What a sign-in needs for a while: the authorization server's items, failures by login, sessions of the pages. */
import { hash } from 'node:crypto';
import type pg from 'pg';
import { type AccountRow, accountColumns } from '../account/account.reads.js';
import type { Vault } from '../vault.js';
import { itemHashOf, type KeptPayload } from './sign-in.reads.js';

export interface NewItem {
  kind: string;
  id: string;
  payload: KeptPayload;
  grantId: string | null;
  uid: string | null;
  endsAt: Date;
}

/** Keeps it, or what it has become. */
export async function keepItem(db: pg.Pool, vault: Pick<Vault, 'seal'>, item: NewItem): Promise<void> {
  await db.query(
    `insert into sign_in_item (item_hash, kind, sealed, grant_hash, uid_hash, ends_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (item_hash) do update set sealed = excluded.sealed, grant_hash = excluded.grant_hash, uid_hash = excluded.uid_hash,
       ends_at = excluded.ends_at`,
    valuesOf(vault, item),
  );
}

/** Keeps it unless it is there already; of several at once one alone is told that it was new. */
export async function keepItemOnce(
  db: pg.Pool,
  vault: Pick<Vault, 'seal'>,
  item: NewItem,
  now: Date,
): Promise<boolean> {
  const kept = await db.query(
    `insert into sign_in_item (item_hash, kind, sealed, grant_hash, uid_hash, ends_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (item_hash) do update set ends_at = excluded.ends_at where sign_in_item.ends_at <= $7 returning item_hash`,
    [...valuesOf(vault, item), now],
  );
  return kept.rowCount === 1;
}

function valuesOf(vault: Pick<Vault, 'seal'>, { kind, id, payload, grantId, uid, endsAt }: NewItem): unknown[] {
  const grant = grantId === null ? null : itemHashOf('grant', grantId);
  const known = uid === null ? null : itemHashOf('uid', uid);
  return [itemHashOf(kind, id), kind, vault.seal(JSON.stringify(payload)), grant, known, endsAt];
}

export async function consumeItem(db: pg.Pool, item: { kind: string; id: string }, now: Date): Promise<void> {
  await db.query(`update sign_in_item set consumed_at = $2 where item_hash = $1`, [
    itemHashOf(item.kind, item.id),
    now,
  ]);
}

export async function dropItem(db: pg.Pool, item: { kind: string; id: string }): Promise<void> {
  await db.query(`delete from sign_in_item where item_hash = $1`, [itemHashOf(item.kind, item.id)]);
}

export async function dropItemsOfGrant(db: pg.Pool, grantId: string): Promise<void> {
  await db.query(`delete from sign_in_item where grant_hash = $1`, [itemHashOf('grant', grantId)]);
}

/** So many wrong attempts of people; then what is tried waits. */
export const mostFailures = 5;
const waitMs = 15 * 60_000;
const triedHashOf = (what: string) => hash('sha256', `login\0${what}`, 'buffer');

/**
 * Counts an attempt before it is tried, so that many at once are no more than one after the other; false: it waits.
 * Whether there is what is tried makes no difference.
 */
export async function mayTry(db: pg.Pool, what: string, now: Date): Promise<boolean> {
  return (await countFailure(db, what, mostFailures, now)) <= mostFailures;
}

/** How many there are with this one. Beyond `most` the wait does not begin anew, or whoever goes on would make it endless. */
export async function countFailure(db: pg.Pool, what: string, most: number, now: Date): Promise<number> {
  const counted = await db.query<{ failures: number }>(
    `insert into sign_in_failure as known (login_hash, failures, last_at) values ($1, 1, $2)
     on conflict (login_hash) do update set
       failures = case when known.last_at <= $3 then 1 else known.failures + 1 end,
       last_at = case when known.last_at > $3 and known.failures >= $4 then known.last_at else $2 end
     returning failures`,
    [triedHashOf(what), now, new Date(now.getTime() - waitMs), most],
  );
  return counted.rows[0]!.failures;
}

export async function readFailures(db: pg.Pool, what: string, now: Date): Promise<number> {
  const found = await db.query<{ failures: number }>(
    `select failures from sign_in_failure where login_hash = $1 and last_at > $2`,
    [triedHashOf(what), new Date(now.getTime() - waitMs)],
  );
  return found.rows[0]?.failures ?? 0;
}

export async function forgetFailures(db: pg.Pool, whats: readonly string[]): Promise<void> {
  await db.query(`delete from sign_in_failure where login_hash = any($1)`, [whats.map(triedHashOf)]);
}

const longestMs = 8 * 3_600_000;
const idleMs = 30 * 60_000;
const sessionHashOf = (secret: string) => hash('sha256', `session\0${secret}`, 'buffer');

export interface NewSession {
  accountId: string;
  /** What the cookie holds. */
  secret: string;
  /** Whatever session it came with before is over. */
  before: string | null;
  /** When both factors were shown. */
  signedInAt: Date;
}

export async function beginSession(
  db: pg.Pool,
  { accountId, secret, before, signedInAt }: NewSession,
  now: Date,
): Promise<void> {
  if (before !== null) await endSession(db, before);
  await db.query(
    `insert into web_session (session_hash, account_id, signed_in_at, used_at, ends_at) values ($1, $2, least($3, $4::timestamptz), $4, $5)`,
    [sessionHashOf(secret), accountId, signedInAt, now, new Date(now.getTime() + longestMs)],
  );
}

/** Whose session it is, if it still is one; an unused one ends after a while. */
export async function useSession(
  db: pg.Pool,
  secret: string,
  now: Date,
): Promise<(AccountRow & { signedInAt: Date }) | null> {
  const found = await db.query<AccountRow & { signedInAt: Date }>({
    name: 'use-session',
    text: `update web_session set used_at = $2 from account
      where session_hash = $1 and ends_at > $2 and used_at > $3 and account.account_id = web_session.account_id and dismissed_at is null
      returning ${accountColumns}, signed_in_at as "signedInAt"`,
    values: [sessionHashOf(secret), now, new Date(now.getTime() - idleMs)],
  });
  return found.rows[0] ?? null;
}

export async function endSession(db: pg.Pool, secret: string): Promise<void> {
  await db.query(`delete from web_session where session_hash = $1`, [sessionHashOf(secret)]);
}

/** What has ended is needed by nobody. */
export async function forgetEnded(db: pg.Pool, now: Date): Promise<void> {
  await db.query(`delete from used_proof where ends_at <= $1`, [now]);
  await db.query(`delete from sign_in_item where ends_at <= $1`, [now]);
  await db.query(`delete from web_session where ends_at <= $1`, [now]);
  await db.query(`delete from sign_in_failure where last_at <= $1`, [new Date(now.getTime() - waitMs)]);
}
