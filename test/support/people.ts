/** People with an account, who enrol and sign in through the pages as they do. */
import { randomBytes } from 'node:crypto';
import { TOTP } from 'otpauth';
import { expect } from 'vitest';
import { enrolHashOf } from '../../api/sign-in/enrolment.js';
import { newCodeSecret } from '../../api/sign-in/one-time-code.js';
import { hashPassphrase } from '../../api/sign-in/passphrase.js';
import { addAccount, enrol, type NewAccount } from '../../schema/account/account.writes.js';
import type { Database } from '../../schema/database.js';
import type { Vault } from '../../schema/vault.js';
import { type Jar, openJar, type Page } from './cookie-jar.js';

export interface Person {
  login: string;
  passphrase: string;
  /** Of the time step before now, of now, or of the one after. */
  code: (step: -1 | 0 | 1) => string;
}

export const passphrase = '四个不相干的词 correct horse';

export async function addPerson(
  database: Database,
  login: string,
  more: Partial<NewAccount> = {},
): Promise<{ enrolment: string }> {
  const enrolment = randomBytes(20).toString('base64url');
  const account: NewAccount = {
    login,
    name: `科员 ${login}`,
    audience: 'staff',
    roles: ['operator'],
    region: '410900',
    creditCode: null,
    subject: null,
    enrolment: { hash: enrolHashOf(enrolment), until: new Date(Date.now() + 3_600_000) },
    addedBy: 'test',
    ...more,
  };
  expect(await addAccount(database.pool, account, new Date())).toBe('added');
  return { enrolment };
}

const secretIn = (text: string) => /<code>([A-Z2-7 ]+)<\/code>/.exec(text)?.[1]?.replaceAll(' ', '') ?? '';
const hiddenIn = (text: string) => /name="secret" value="([^"]+)"/.exec(text)?.[1] ?? '';

/** Through the pages. The code of now is used up by it. */
export async function enrolPerson(url: string, login: string, enrolment: string): Promise<Person> {
  const jar = openJar(url);
  const first = await jar.post('/sign-in/enrol', { enrolment });
  const secret = secretIn(first.text);
  const person = { login, passphrase, code: codesOf(secret) };
  const form = { enrolment, passphrase, again: passphrase, secret: hiddenIn(first.text), code: person.code(0) };
  const done = await jar.post('/sign-in/enrol', form);
  expect([done.status, done.text.includes('已完成')]).toEqual([200, true]);
  return person;
}

let hashed: Promise<string> | undefined;

/** Long ago, so that every code is left. */
export async function enrolledPerson(
  { database, vault }: { database: Database; vault: Vault },
  login: string,
  more: Partial<NewAccount> = {},
): Promise<Person> {
  const { enrolment } = await addPerson(database, login, more);
  const secret = newCodeSecret();
  const secrets = {
    passphrase: await (hashed ??= hashPassphrase(passphrase)),
    sealedTotp: vault.seal(secret),
    totpStep: 1,
  };
  expect(await enrol(database.pool, enrolHashOf(enrolment), secrets, new Date())).toBe(true);
  return { login, passphrase, code: codesOf(secret) };
}

function codesOf(secret: string): Person['code'] {
  const totp = new TOTP({ secret, algorithm: 'SHA1', digits: 6, period: 30 });
  return (step) => totp.generate({ timestamp: Date.now() + step * 30_000 });
}

/** From the page's link to whatever stands at the end. */
export async function signIn(jar: Jar, person: Pick<Person, 'login' | 'passphrase'>, code: string): Promise<Page> {
  const entry = await jar.get('/sign-in');
  expect(entry.url).toMatch(/\/sign-in\/enter\/[\w-]+$/);
  return jar.post(entry.url, { login: person.login, passphrase: person.passphrase, code });
}
