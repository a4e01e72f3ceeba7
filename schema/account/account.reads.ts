/** Reads of the accounts of people. */
import type pg from 'pg';

export interface AccountRow {
  id: string;
  login: string;
  name: string;
  audience: 'staff' | 'employer';
  roles: string[];
  region: string | null;
  creditCode: string | null;
}

export const accountColumns = `account.account_id as id, login, name, audience, roles, region, credit_code as "creditCode"`;

/** With what somebody signs in here. */
export interface Secrets {
  id: string;
  passphrase: string;
  sealedTotp: Buffer;
}

/** As `hub account` gives them; nothing else is looked for. */
export const isLogin = (text: string) => /^[a-z][a-z\d._-]{1,58}$/.test(text);

/** Null alike where there is no such login, nobody has enrolled yet, or the person was dismissed. */
export async function readSecrets(db: pg.Pool, login: string): Promise<Secrets | null> {
  if (!isLogin(login)) return null;
  const found = await db.query<Secrets>(
    `select account_id as id, passphrase, sealed_totp as "sealedTotp" from account
     where login = $1 and dismissed_at is null and passphrase is not null`,
    [login],
  );
  return found.rows[0] ?? null;
}

/** Who begins anew with other secrets has not signed in with these: a reset ends what was under way. */
const whose = { id: 'passphrase is not null and account_id::text', subject: 'subject' } as const;

/** Who signed in: by the id that this hub gave, or by the one of an outside issuer. */
export async function readAccount(db: pg.Pool, by: 'id' | 'subject', subject: string): Promise<AccountRow | null> {
  const found = await db.query<AccountRow>(
    `select ${accountColumns} from account where ${whose[by]} = $1 and dismissed_at is null`,
    [subject],
  );
  return found.rows[0] ?? null;
}

export interface AccountLine extends AccountRow {
  subject: string | null;
  hasEnrolled: boolean;
  addedAt: Date;
  addedBy: string;
  dismissedAt: Date | null;
}

/** Every account, by login. */
export async function readAccounts(db: pg.Pool): Promise<AccountLine[]> {
  const found = await db.query<AccountLine>(
    `select ${accountColumns}, subject, passphrase is not null as "hasEnrolled", added_at as "addedAt", added_by as "addedBy",
       dismissed_at as "dismissedAt" from account order by login`,
  );
  return found.rows;
}

/** Whose enrolment a code opens; null when it was used or is too old. */
export async function readEnrolment(
  db: pg.Pool,
  enrolHash: Buffer,
  now: Date,
): Promise<Pick<AccountRow, 'login' | 'name'> | null> {
  const found = await db.query<Pick<AccountRow, 'login' | 'name'>>(
    `select login, name from account where enrol_hash = $1 and enrol_until > $2 and dismissed_at is null`,
    [enrolHash, now],
  );
  return found.rows[0] ?? null;
}
