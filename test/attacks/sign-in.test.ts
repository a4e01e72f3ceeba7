/** A11 and its kin: attacks on the sign-in of people, over HTTP against a hub that lets nobody off. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { dismissAccount, resetAccount } from '../../schema/account/account.writes.js';
import { openJar, type Jar } from '../support/cookie-jar.js';
import { addPerson, enrolledPerson, enrolPerson, passphrase, type Person, signIn } from '../support/people.js';
import { openStrictApi, type StrictApi } from '../support/strict-api.js';

let api: StrictApi;
let offMs = 0;
beforeAll(async () => {
  api = await openStrictApi({ machineClock: () => new Date(Date.now() + offMs) });
});
afterAll(() => api.close());
afterEach(() => {
  offMs = 0;
});

const session = 'hub_session';
let count = 0;
function newPerson(more: Parameters<typeof addPerson>[2] = {}): Promise<Person> {
  return enrolledPerson(api, `officer-${++count}`, more);
}
async function signedIn(person: Person, step: 0 | 1 = 0): Promise<Jar> {
  const jar = openJar(api.url);
  const page = await signIn(jar, person, person.code(step));
  expect([page.status, new URL(page.url).pathname]).toEqual([200, '/sign-in/me']);
  return jar;
}
const statusOf = async (jar: Jar) => (await jar.get('/sign-in/me')).status;
/** As a page's own script asks. */
function ask(jar: Jar, query: string, headers: Record<string, string> = {}) {
  const cookie = [...jar.cookies].map(([name, { value }]) => `${name}=${value}`).join('; ');
  return api.ask(query, { headers: { cookie, origin: api.url, ...headers } });
}
const ping = '{ sourceStates { source } }';

describe('whoever has both factors', () => {
  it('is in, as who they are, at the pages and for their scripts, until they leave', async () => {
    const jar = await signedIn(await newPerson());
    const page = await jar.get('/sign-in/me');
    expect(page.text).toContain(`科员 officer-${count}`);
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect((await ask(jar, ping)).errors).toEqual([]);
    expect((await jar.post('/sign-in/out', {})).status).toBe(401);
    expect(jar.cookies.has(session)).toBe(false);
  });

  it('of a firm is in for that firm', async () => {
    const creditCode = '91410902MA0000000X';
    const firm = { audience: 'employer', roles: ['clerk'], region: null, creditCode } as const;
    const jar = await signedIn(await newPerson({ ...firm, roles: ['clerk'] }));
    expect((await jar.get('/sign-in/me')).text).toContain(creditCode);
    expect((await ask(jar, '{ myStateFirm { name } }')).data).toEqual({ myStateFirm: null });
  });

  it('A7: is out at once when dismissed, also where a script waits', async () => {
    const person = await newPerson();
    const jar = await signedIn(person);
    const { data } = await ask(jar, '{ recruitmentChanges(first: 1) { endCursor } }');
    const { endCursor } = (data as { recruitmentChanges: { endCursor: string } }).recruitmentChanges;
    const waiting = ask(jar, `{ recruitmentChanges(after: "${endCursor}", waitSeconds: 20) { endCursor } }`);
    await sleep(300);
    await dismissAccount(api.database.pool, person.login, 'test', new Date());
    expect((await waiting).status).toBe(401);
    expect((await ask(jar, ping)).status).toBe(401);
    expect(await statusOf(jar)).toBe(401);
    const again = openJar(api.url);
    expect((await signIn(again, person, person.code(1))).status).toBe(401);
  });

  it('is out after half an hour without a step', async () => {
    const jar = await signedIn(await newPerson());
    offMs = 29 * 60_000;
    expect(await statusOf(jar)).toBe(200);
    offMs = 58 * 60_000;
    expect(await statusOf(jar)).toBe(200);
    offMs = 89 * 60_000;
    expect(await statusOf(jar)).toBe(401);
  });
});

describe('A11: a page that was left open', () => {
  it('A11: cannot approve what was proposed until its person has signed in again', async () => {
    const jar = await signedIn(await newPerson());
    const approve = `mutation { approveProposal(id: "01900000-0000-7000-8000-000000000000") { id } }`;
    expect((await ask(jar, approve)).errors[0]!.extensions['code']).toBe('NOT_FOUND');
    offMs = 16 * 60_000;
    const refused = await ask(jar, approve);
    expect([refused.status, refused.errors[0]!.extensions['code']]).toEqual([401, 'UNAUTHENTICATED']);
    expect((await ask(jar, ping)).errors).toEqual([]);
  });
});

describe('A11: without the second factor', () => {
  it.each([
    ['no code', () => ''],
    ['a wrong code', (person: Person) => (person.code(0) === '000000' ? '000001' : '000000')],
    ['half a code', (person: Person) => person.code(0).slice(0, 3)],
  ])('A11: %s is refused, with the same words as a wrong passphrase', async (_what, code) => {
    const person = await newPerson();
    const jar = openJar(api.url);
    const page = await signIn(jar, person, code(person));
    expect(page.status).toBe(401);
    const wrong = await signIn(openJar(api.url), { ...person, passphrase: 'another passphrase' }, person.code(0));
    const words = (text: string) => text.replaceAll(/enter\/[\w-]+/g, '');
    expect(words(wrong.text)).toBe(words(page.text));
    expect(jar.cookies.has(session)).toBe(false);
  });

  it('A11: a code that was used is refused, and so is any before it', async () => {
    const person = await newPerson();
    await signedIn(person, 1);
    for (const step of [1, 0, -1] as const)
      expect((await signIn(openJar(api.url), person, person.code(step))).status).toBe(401);
  });

  it('A11: of two who use one code at once one alone is in', async () => {
    const person = await newPerson();
    const pages = await Promise.all([1, 2, 3].map(() => signIn(openJar(api.url), person, person.code(0))));
    expect(pages.filter(({ status }) => status === 200)).toHaveLength(1);
  });
});

describe('A8: guessing', () => {
  it('A8: five wrong attempts make a login wait, whether there is such a login or not, with the same words', async () => {
    const person = await newPerson();
    const words: string[] = [];
    for (const login of [person.login, 'nobody-at-all']) {
      const guess = { login, passphrase: 'another passphrase' };
      for (let i = 0; i < 6; i++) {
        const page = await signIn(openJar(api.url), guess, '123456');
        expect(page.status).toBe(401);
        words.push(page.text.replaceAll(/enter\/[\w-]+/g, '').replaceAll(login, ''));
      }
    }
    expect(new Set(words).size).toBe(1);
    // The right ones wait, too.
    expect((await signIn(openJar(api.url), person, person.code(0))).status).toBe(401);
    await api.database.pool.query(`update sign_in_failure set last_at = last_at - interval '16 minutes'`);
    expect((await signIn(openJar(api.url), person, person.code(0))).status).toBe(200);
  });

  it('A8: a login that nobody has takes as long as one that somebody has', async () => {
    const person = await newPerson();
    const took = async (login: string) => {
      const jar = openJar(api.url);
      const { url } = await jar.get('/sign-in');
      const begun = performance.now();
      await jar.post(url, { login, passphrase: 'another passphrase', code: '123456' });
      return performance.now() - begun;
    };
    const known: number[] = [];
    const unknown: number[] = [];
    for (let i = 0; i < 3; i++) {
      known.push(await took(person.login));
      unknown.push(await took('nobody-here'));
    }
    const least = (times: number[]) => Math.min(...times);
    // Most of it is the hash, which is a good part of a tenth of a second.
    expect(least(unknown)).toBeGreaterThan(least(known) * 0.5);
    expect(least(known)).toBeGreaterThan(least(unknown) * 0.5);
  });
});

describe('A11: session fixation', () => {
  it('A11: a session that somebody planted is not the one that is signed in', async () => {
    const person = await newPerson();
    const planted = `hss_${'A'.repeat(43)}`;
    const victim = openJar(api.url);
    victim.cookies.set(session, { value: planted, path: '/' });
    expect((await signIn(victim, person, person.code(0))).status).toBe(200);
    expect(victim.cookies.get(session)!.value).not.toBe(planted);
    const attacker = openJar(api.url);
    attacker.cookies.set(session, { value: planted, path: '/' });
    expect(await statusOf(attacker)).toBe(401);
  });

  it('A11: signing in again ends the session before, and takes no other person along', async () => {
    const [first, second] = [await newPerson(), await newPerson()];
    const jar = await signedIn(first);
    const before = openJar(api.url);
    before.cookies.set(session, jar.cookies.get(session)!);
    expect((await signIn(jar, second, second.code(0))).text).toContain(`科员 ${second.login}`);
    expect(await statusOf(before)).toBe(401);
  });

  it('A11: the answer of one browser’s sign-in is worth nothing in another', async () => {
    const attacker = await newPerson();
    const jar = openJar(api.url);
    const entry = await jar.get('/sign-in');
    const cookies = new Map(jar.cookies);
    // The attacker goes as far as the callback and hands its address to the victim.
    let callback = '';
    const real = globalThis.fetch;
    globalThis.fetch = (input, init) => {
      const address = input instanceof Request ? input.url : String(input);
      if (address.includes('/sign-in/callback')) {
        callback = address;
        return Promise.resolve(new Response('held back'));
      }
      return real(input, init);
    };
    await jar.post(entry.url, { login: attacker.login, passphrase, code: attacker.code(0) });
    globalThis.fetch = real;
    expect(callback).toContain('code=');
    const victim = openJar(api.url);
    expect((await victim.get(callback)).status).toBe(401);
    await victim.get('/sign-in');
    expect((await victim.get(callback)).status).toBe(401);
    expect(victim.cookies.has(session)).toBe(false);
    const own = openJar(api.url);
    for (const [name, cookie] of cookies) own.cookies.set(name, cookie);
    expect((await own.get(callback)).status).toBe(200);
    // And once only.
    for (const [name, cookie] of cookies) own.cookies.set(name, cookie);
    expect((await own.get(callback)).status).toBe(401);
  });
});

describe('A11: a foreign page', () => {
  it.each([{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }])(
    'A11: with %j can neither sign somebody in or out, nor ask in their name',
    async (headers: Record<string, string>) => {
      const person = await newPerson();
      const jar = await signedIn(person);
      expect((await jar.post('/sign-in/out', {}, headers)).status).toBe(403);
      expect(await statusOf(jar)).toBe(200);
      const asked = await ask(jar, ping, headers);
      expect([asked.status, asked.errors[0]?.extensions['code']]).toEqual([400, 'BAD_INPUT']);
      const other = openJar(api.url);
      const entry = await other.get('/sign-in');
      const form = { login: person.login, passphrase, code: person.code(1) };
      expect((await other.post(entry.url, form, headers)).status).toBe(403);
    },
  );

  it('A11: a link or a form cannot ask in their name either', async () => {
    const jar = await signedIn(await newPerson());
    const cookie = `${session}=${jar.cookies.get(session)!.value}`;
    const query = 'mutation { proposeStateFirms }';
    const link = await fetch(`${api.url}/graphql?query=${encodeURIComponent(query)}`, { headers: { cookie } });
    expect(link.status).toBe(400);
    const form = await fetch(`${api.url}/graphql`, {
      method: 'POST',
      headers: { cookie, origin: 'null', 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ query }),
    });
    expect(form.status).toBe(415);
  });

  it('A11: the cookie cannot be read by scripts, sent by other sites, or sit on other hosts', async () => {
    const person = await newPerson();
    const jar = openJar(api.url);
    const { url } = await jar.get('/sign-in');
    const set: string[] = [];
    const real = globalThis.fetch;
    globalThis.fetch = async (input, init) => {
      const response = await real(input, init);
      set.push(...response.headers.getSetCookie());
      return response;
    };
    await jar.post(url, { login: person.login, passphrase, code: person.code(0) });
    globalThis.fetch = real;
    const line = set.find((one) => one.startsWith(`${session}=hss_`))!;
    expect(line).toMatch(/; HttpOnly/);
    expect(line).toMatch(/; SameSite=Lax/);
    expect(line).not.toMatch(/domain=/i);
  });
});

describe('enrolment', () => {
  it('A11: a code counts once, and only for a while', async () => {
    const { enrolment } = await addPerson(api.database, 'once-only');
    const person = await enrolPerson(api.url, 'once-only', enrolment);
    const jar = openJar(api.url);
    // The one-time code is used up by it, too.
    expect((await signIn(openJar(api.url), person, person.code(-1))).status).toBe(401);
    expect((await signIn(jar, person, person.code(1))).status).toBe(200);
    expect((await jar.post('/sign-in/enrol', { enrolment })).text).toContain('登记码不正确、已使用或已过期');
    const late = await addPerson(api.database, 'too-late');
    offMs = 3_601_000;
    expect((await jar.post('/sign-in/enrol', { enrolment: late.enrolment })).text).toContain('已过期');
  });

  it.each([
    ['short passphrase', { passphrase: 'short', again: 'short' }, '口令须为'],
    ['two passphrases', { passphrase, again: `${passphrase}!` }, '不一致'],
    ['wrong code', { passphrase, again: passphrase, code: 'abc' }, '验证码不正确'],
  ])('refuses a %s, and enrols nobody', async (_what, form, words) => {
    const { enrolment } = await addPerson(api.database, `wrong-${words.length}-${count++}`);
    const jar = openJar(api.url);
    const first = await jar.post('/sign-in/enrol', { enrolment });
    const secret = /name="secret" value="([^"]+)"/.exec(first.text)![1]!;
    const page = await jar.post('/sign-in/enrol', { enrolment, secret, code: '000000', ...form });
    expect([page.status, page.text.includes(words)]).toEqual([400, true]);
    // A secret of somebody else's enrolment is no use.
    const other = await addPerson(api.database, `other-${words.length}-${count++}`);
    const mixed = await jar.post('/sign-in/enrol', { enrolment: other.enrolment, secret, code: '000000', ...form });
    expect(mixed.status).toBe(400);
  });

  it('A7: a reset ends sessions and secrets', async () => {
    const person = await newPerson();
    const jar = await signedIn(person);
    await resetAccount(api.database.pool, person.login, { hash: Buffer.alloc(32, count), until: new Date() });
    expect(await statusOf(jar)).toBe(401);
    expect((await signIn(openJar(api.url), person, person.code(1))).status).toBe(401);
  });

  it('A7: a reset ends a sign-in that is on its way back', async () => {
    const person = await newPerson();
    const jar = openJar(api.url);
    const entry = await jar.get('/sign-in');
    const form = { login: person.login, passphrase, code: person.code(0) };
    const held = await jar.post(entry.url, form, {}, /\/sign-in\/callback/);
    await resetAccount(api.database.pool, person.login, { hash: Buffer.alloc(32, ++count), until: new Date() });
    expect((await jar.get(held.headers.get('location')!)).status).toBe(401);
    expect(jar.cookies.has(session)).toBe(false);
  });
});

it('what is kept of all this holds no passphrase, code, cookie or login in clear, and nor does the log', async () => {
  const person = await newPerson();
  const jar = await signedIn(person);
  const secret = jar.cookies.get(session)!.value;
  const rows = await Promise.all(
    ['account', 'web_session', 'sign_in_item', 'sign_in_failure'].map(
      async (table) => (await api.database.pool.query<{ row: string }>(`select t::text as row from ${table} t`)).rows,
    ),
  );
  const kept = JSON.stringify(rows);
  for (const canary of [passphrase, secret, secret.slice(4), Buffer.from(secret).toString('hex')])
    expect(kept + api.logged()).not.toContain(canary);
  expect(api.logged()).not.toContain(person.login);
});
