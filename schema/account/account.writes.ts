/** People are given an account, set their own secrets once, and are dismissed; none is ever deleted, for events name them. */
import type pg from 'pg';
import { maybeSamePerson } from '../../rules/names.js';
import { transact } from '../database.js';
import type { AccountRow } from './account.reads.js';

export interface NewAccount extends Omit<AccountRow, 'id'> {
  /** Who it is for an outside issuer; then nothing is to be enrolled here. */
  subject: string | null;
  enrolment: Enrolment | null;
  addedBy: string;
}

export interface Enrolment {
  hash: Buffer;
  until: Date;
}

/** Known: the login or the subject has an account already. Namesake: the name has, by which histories tell people apart. Those who were dismissed count, too. */
export type Added = 'added' | 'known' | 'namesake';

export function addAccount(db: pg.Pool, account: NewAccount, now: Date): Promise<Added> {
  return transact(db, async (client) => {
    // Of two at once under one name the second sees the first.
    await client.query(`select pg_advisory_xact_lock(hashtextextended('account names', 0))`);
    const { name, audience, login } = account;
    const others = await client.query<{ name: string }>(
      'select name from account where audience = $1 and login <> $2 and subject is distinct from $3',
      [audience, login, account.subject ?? ''],
    );
    if (others.rows.some((other) => maybeSamePerson(other.name, name))) return 'namesake';
    return (await insertAccount(client, account, now)) ? 'added' : 'known';
  });
}

async function insertAccount(db: pg.PoolClient, account: NewAccount, now: Date): Promise<boolean> {
  const { login, name, audience, roles, region, creditCode, subject, enrolment, addedBy } = account;
  const made = await db.query(
    `insert into account (login, name, audience, roles, region, credit_code, subject, enrol_hash, enrol_until, added_at, added_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing returning account_id`,
    [
      login,
      name,
      audience,
      roles,
      region,
      creditCode,
      subject,
      enrolment?.hash ?? null,
      enrolment?.until ?? null,
      now,
      addedBy,
    ],
  );
  return made.rowCount === 1;
}

/** Old secrets and sessions are over; the person enrols again. */
export function resetAccount(db: pg.Pool, login: string, { hash, until }: Enrolment): Promise<boolean> {
  return endingSessions(db, (client) =>
    client.query(
      `update account set passphrase = null, sealed_totp = null, last_totp_step = null, enrol_hash = $2, enrol_until = $3
       where login = $1 and dismissed_at is null and subject is null returning account_id as id`,
      [login, hash, until],
    ),
  );
}

export function dismissAccount(db: pg.Pool, login: string, by: string, now: Date): Promise<boolean> {
  return endingSessions(db, (client) =>
    client.query(
      `update account set dismissed_at = $3, dismissed_by = $2, passphrase = null, sealed_totp = null, enrol_hash = null, enrol_until = null
       where login = $1 and dismissed_at is null returning account_id as id`,
      [login, by, now],
    ),
  );
}

function endingSessions(
  db: pg.Pool,
  change: (client: pg.PoolClient) => Promise<pg.QueryResult<{ id: string }>>,
): Promise<boolean> {
  return transact(db, async (client) => {
    const changed = await change(client);
    await client.query(`delete from web_session where account_id = any($1)`, [changed.rows.map(({ id }) => id)]);
    return changed.rowCount === 1;
  });
}

/** The code of an enrolment counts once. */
export async function enrol(
  db: pg.Pool,
  enrolHash: Buffer,
  { passphrase, sealedTotp, totpStep }: { passphrase: string; sealedTotp: Buffer; totpStep: number },
  now: Date,
): Promise<boolean> {
  const changed = await db.query(
    `update account set passphrase = $2, sealed_totp = $3, last_totp_step = $4, enrol_hash = null, enrol_until = null
     where enrol_hash = $1 and enrol_until > $5 and dismissed_at is null`,
    [enrolHash, passphrase, sealedTotp, totpStep, now],
  );
  return changed.rowCount === 1;
}

/** A one-time code is used: none of its time step or of one before counts again. */
export async function useTotpStep(db: pg.Pool, accountId: string, step: number): Promise<boolean> {
  const used = await db.query(
    `update account set last_totp_step = $2 where account_id = $1 and (last_totp_step is null or last_totp_step < $2)`,
    [accountId, step],
  );
  return used.rowCount === 1;
}
