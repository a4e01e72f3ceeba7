/** A11: what takes a sign-in of late, who is let in without one, and who can keep others from theirs. */
import { decodeQR } from 'qr/decode.js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../support/api.js';
import { type Jar, openJar } from '../support/cookie-jar.js';
import { addPerson, enrolledPerson, type Person, signIn } from '../support/people.js';
import { openStrictApi, type Said, type StrictApi } from '../support/strict-api.js';

let api: StrictApi;
let offMs = 0;
beforeAll(async () => {
  // The proxy of these tests says from where somebody comes.
  // Officers ask here at whatever hour it is.
  const config = { trustedProxies: ['127.0.0.1'], relaxed: new Set(['no-case'] as const) };
  api = await openStrictApi({ config, machineClock: () => new Date(Date.now() + offMs) });
});
afterAll(() => api.close());
afterEach(() => {
  offMs = 0;
});

let count = 0;
const newPerson = (more: Parameters<typeof addPerson>[2] = {}) => enrolledPerson(api, `again-${++count}`, more);
const jarAt = (address: string) => openJar(api.url, { 'x-forwarded-for': address });
async function signedIn(person: Person, jar = openJar(api.url)): Promise<Jar> {
  expect((await signIn(jar, person, person.code(0))).status).toBe(200);
  return jar;
}
function ask(jar: Jar, query: string): Promise<Answer> {
  const cookie = [...jar.cookies].map(([name, { value }]) => `${name}=${value}`).join('; ');
  return api.ask(query, { headers: { cookie, origin: api.url } });
}
const now = () => Math.floor(Date.now() / 1000);
const codeIn = ({ errors }: Answer) => errors[0]?.extensions['code'];

const approve = 'mutation { approveProposal(id: "01900000-0000-7000-8000-000000000000") { id } }';
const candidates = (more = '') => `{ entitlementCandidates(rule: "art05.opening-subsidy"${more}) { totalCount } }`;
const changes = (more = '') => `{ entitlementChanges(first: 1${more}) { pageInfo { hasNextPage } } }`;
const accesses = (more = '') => `{ accessEvents(first: 1${more}) { pageInfo { hasNextPage } } }`;
const onward = ', after: "x"';
/** What gives away or carries away, and how it is answered to whoever may. */
const sensitive = [
  [approve, 'NOT_FOUND'],
  [candidates(onward), 'BAD_INPUT'],
  [changes(onward), 'BAD_INPUT'],
  [accesses(onward), 'BAD_INPUT'],
] as const;
const roles = ['operator', 'auditor'];

describe('A11: what takes a sign-in of the last quarter of an hour', () => {
  function refused(answer: Answer): void {
    expect([answer.status, codeIn(answer)]).toEqual([401, 'UNAUTHENTICATED']);
    expect(answer.errors[0]!.extensions).toMatchObject({ maxAgeSeconds: 900, signIn: '/sign-in' });
    expect(answer.headers.get('www-authenticate')).toBe(
      'Bearer error="insufficient_user_authentication", max_age="900"',
    );
  }

  it('A11: is refused to a page that was left open, which says where to sign in again, and done after that', async () => {
    const person = await newPerson({ roles });
    const jar = await signedIn(person);
    for (const [query, code] of sensitive) expect([query, codeIn(await ask(jar, query))]).toEqual([query, code]);
    offMs = 16 * 60_000;
    for (const [query] of sensitive) refused(await ask(jar, query));
    for (const query of [candidates(), changes(), accesses()]) expect((await ask(jar, query)).errors).toEqual([]);
    const page = await jar.get('/sign-in/me');
    expect(page.text).toMatch(/<a href="\/sign-in">重新登录<\/a>/);
    offMs = 0;
    expect((await signIn(jar, person, person.code(1))).status).toBe(200);
    expect(codeIn(await ask(jar, approve))).toBe('NOT_FOUND');
  });

  const person = { sub: '王科员', audience: 'staff', roles, region: '410900', amr: ['pwd', 'otp'] };
  it.each<[string, Said]>([
    ['does not say when', {}],
    ['says long ago', { auth_time: now() - 1000 }],
    ['says a time to come', { auth_time: now() + 600 }],
    ['says it as a text', { auth_time: String(now()) }],
  ])('A11: is refused to a token of the outside issuer that %s, however young it is', async (_what, claims) => {
    const token = await api.outside({ ...person, ...claims });
    for (const [query] of sensitive) refused(await api.ask(query, { token }));
    expect((await api.ask(candidates(), { token })).errors).toEqual([]);
  });

  it('A11: is done with a token that tells of a sign-in of late', async () => {
    const token = await api.outside({ ...person, auth_time: now() - 800 });
    for (const [query, code] of sensitive) expect(codeIn(await api.ask(query, { token }))).toBe(code);
  });
});

describe('A11: whoever comes after somebody at one browser', () => {
  it.each([
    ['prompt', null],
    ['prompt', 'none'],
    ['max_age', null],
  ])('A11: is not let in by what was left of that sign-in, with %s %j', async (name, value) => {
    const person = await newPerson();
    const jar = await signedIn(person);
    const left = [...jar.cookies].filter(([cookie]) => cookie.startsWith('hub_issuer'));
    expect(left.length).toBeGreaterThan(0);
    await jar.post('/sign-in/out', {});
    const { headers } = await jar.get('/sign-in', /./);
    const address = new URL(headers.get('location')!);
    for (const [cookie, kept] of left) jar.cookies.set(cookie, kept);
    if (name !== 'prompt') address.searchParams.delete('prompt');
    if (value === null) address.searchParams.delete(name);
    else address.searchParams.set(name, value);
    const page = await jar.get(address.href);
    expect(page.url).toMatch(value === 'none' ? /\/sign-in\/callback\?error=login_required/ : /\/sign-in\/enter\//);
    expect(jar.cookies.has('hub_session')).toBe(false);
  });
});

describe('A8: keeping others out', () => {
  const guess = (person: Pick<Person, 'login'>, more: Partial<Person> = {}) => ({
    login: person.login,
    passphrase: 'another passphrase',
    ...more,
  });

  it('A8: takes more than a login: wrong passphrases from elsewhere shut nobody out here', async () => {
    const person = await newPerson();
    for (let i = 0; i < 8; i++) expect((await signIn(jarAt('203.0.113.9'), guess(person), '123456')).status).toBe(401);
    expect((await signIn(jarAt('203.0.113.9'), person, person.code(0))).status).toBe(401);
    expect((await signIn(jarAt('198.51.100.9'), person, person.code(0))).status).toBe(200);
  });

  it('A8: whoever has the passphrase has five guesses at the code, from wherever they come, and that is told', async () => {
    const person = await newPerson();
    const wrong = person.code(0) === '000000' ? '000001' : '000000';
    for (let i = 0; i < 5; i++) expect((await signIn(jarAt(`203.0.113.${20 + i}`), person, wrong)).status).toBe(401);
    expect(api.logged()).not.toContain('second-factor');
    expect((await signIn(jarAt('198.51.100.20'), person, person.code(0))).status).toBe(401);
    expect(api.logged()).toContain('"alarm":"second-factor"');
    await api.database.pool.query(`update sign_in_failure set last_at = last_at - interval '16 minutes'`);
    expect((await signIn(jarAt('198.51.100.20'), person, person.code(1))).status).toBe(200);
  });

  it.each(['a\0b', '\u{2ebf0}𠮷', 'admin ', '’ or true --', 'x'.repeat(5000), ''])(
    'A8: the login %j is one that nobody has',
    async (login) => {
      const words = (text: string) => text.replaceAll(/enter\/[\w-]+| value(="[^"]*")?/g, '');
      const unknown = await signIn(jarAt('203.0.113.40'), guess({ login: `nobody-${count++}` }), '123456');
      const page = await signIn(jarAt('203.0.113.41'), guess({ login }), '123456');
      expect([page.status, words(page.text)]).toEqual([401, words(unknown.text)]);
    },
  );
});

describe('the built-in server', () => {
  const asked = (more: Record<string, string>) =>
    new URLSearchParams({
      client_id: 'hub-pages',
      response_type: 'code',
      scope: 'openid',
      redirect_uri: `${api.url}/sign-in/callback`,
      code_challenge: 'A'.repeat(43),
      code_challenge_method: 'S256',
      ...more,
    });

  it.each([
    'https://evil.example/',
    'CALLBACK/../x',
    'CALLBACK?next=https://evil.example',
    'CALLBACK#x',
    '//evil.example',
  ])('A11: sends nobody to %s, asked or pushed', async (form) => {
    const redirect = form.replace('CALLBACK', `${api.url}/sign-in/callback`);
    const page = await openJar(api.url).get(`/oauth/auth?${asked({ redirect_uri: redirect })}`, /./);
    expect([page.status, page.headers.get('location')]).toEqual([400, null]);
    const pushed = await fetch(`${api.url}/oauth/request`, { method: 'POST', body: asked({ redirect_uri: redirect }) });
    expect(pushed.status).toBe(400);
  });

  it.each<[string, Record<string, string>]>([
    ['without PKCE', { code_challenge: '', code_challenge_method: '' }],
    ['with PKCE that hides nothing', { code_challenge_method: 'plain' }],
    ['for a token at once', { response_type: 'token' }],
    ['by an address to fetch', { request_uri: 'https://evil.example/request' }],
  ])('A11: begins no sign-in %s', async (_what, more) => {
    const page = await openJar(api.url).get(`/oauth/auth?${asked(more)}`, /./);
    expect(page.headers.get('location') ?? '').not.toContain('/sign-in/enter/');
  });
});

describe('enrolment', () => {
  it('A11: shows the key of the authenticator as a picture in the page itself, and as a text', async () => {
    const { enrolment } = await addPerson(api.database, 'camera');
    const page = await openJar(api.url).post('/sign-in/enrol', { enrolment });
    const secret = /<code>([A-Z2-7 ]+)<\/code>/.exec(page.text)![1]!.replaceAll(' ', '');
    const address = new URL(pictured(page.text));
    expect([address.protocol, address.searchParams.get('secret')]).toEqual(['otpauth:', secret]);
    expect(decodeURIComponent(address.pathname)).toContain('camera');
    // No file, no other server, no style: the policy of the page needs no hole for it.
    expect(page.text).not.toMatch(/<img|style=|<script/);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('A11: a foreign page cannot enrol anybody', async () => {
    const { enrolment } = await addPerson(api.database, 'foreign');
    const page = await openJar(api.url).post('/sign-in/enrol', { enrolment }, { origin: 'https://evil.example' });
    expect(page.status).toBe(403);
  });
});

/** What a phone reads out of the picture. */
function pictured(html: string): string {
  const size = Number(/viewBox="0 0 (\d+) /.exec(html)![1]);
  const scale = 4;
  const width = size * scale;
  const data = new Uint8ClampedArray(width * width * 4).fill(255);
  for (const [, x, y] of html.matchAll(/M(\d+) (\d+)h1v1h-1z/g))
    for (let i = 0; i < scale; i++)
      for (let j = 0; j < scale; j++) {
        const at = ((Number(y) * scale + i) * width + Number(x) * scale + j) * 4;
        data.fill(0, at, at + 3);
      }
  return decodeQR({ width, height: width, data });
}
