/** People with an account, who enrol and sign in through the pages as they do. */
import { randomBytes } from 'node:crypto';
import { TOTP } from 'otpauth';
import { expect } from 'vitest';
import { enrolHashOf } from '../../api/sign-in/enrolment.js';
import { addAccount, type NewAccount } from '../../schema/account/account.writes.js';
import type { Database } from '../../schema/database.js';
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
  expect(await addAccount(database.pool, account, new Date())).toBe(true);
  return { enrolment };
}

const secretIn = (text: string) => /<code>([A-Z2-7 ]+)<\/code>/.exec(text)?.[1]?.replaceAll(' ', '') ?? '';
const hiddenIn = (text: string) => /name="secret" value="([^"]+)"/.exec(text)?.[1] ?? '';

/** With the code of the step before, so that those of this one and the next are left. */
export async function enrolPerson(url: string, login: string, enrolment: string, clock = Date.now): Promise<Person> {
  const jar = openJar(url);
  const first = await jar.post('/sign-in/enrol', { enrolment });
  const secret = secretIn(first.text);
  const totp = new TOTP({ secret, algorithm: 'SHA1', digits: 6, period: 30 });
  const code = (step: number) => totp.generate({ timestamp: clock() + step * 30_000 });
  const form = { enrolment, passphrase, again: passphrase, secret: hiddenIn(first.text), code: code(-1) };
  const done = await jar.post('/sign-in/enrol', form);
  expect([done.status, done.text.includes('已完成')]).toEqual([200, true]);
  return { login, passphrase, code };
}

/** From the page's link to whatever stands at the end. */
export async function signIn(jar: Jar, person: Pick<Person, 'login' | 'passphrase'>, code: string): Promise<Page> {
  const entry = await jar.get('/sign-in');
  expect(entry.url).toMatch(/\/sign-in\/enter\/[\w-]+$/);
  return jar.post(entry.url, { login: person.login, passphrase: person.passphrase, code });
}
