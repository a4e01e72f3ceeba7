/** Who is believed: tokens of the one issuer, for this hub, in their time, and nothing else. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, importJWK, SignJWT, UnsecuredJWT } from 'jose';
import type { JWK, JWTPayload } from 'jose';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { tokenAudience } from '../../api/sign-in/believe-token.js';
import { embeddedIssuer } from '../../api/config.js';
import { issuerKeyFile } from '../../hub/issue-token.js';
import { codeOf, openTestApi, readAnswer } from '../support/api.js';
import type { TestApi } from '../support/api.js';

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
  await api.agree('民政局', { fields: {} });
});
afterAll(() => api.close());

const whoAmI = '{ myAgreement { client } }';
const claims = { sub: '民政局', audience: 'partner' };
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

interface Forged {
  claims?: JWTPayload;
  issuer?: string;
  audience?: string;
  expires?: number | null;
  notBefore?: number;
}

/** A token signed with the issuer's own key, but not the way that the issuer does it. */
async function signed(forged: Forged): Promise<string> {
  const key = JSON.parse(readFileSync(join(api.home, 'keys', 'issuer.private.json'), 'utf8')) as JWK;
  const now = Math.floor(Date.now() / 1000);
  const token = new SignJWT(forged.claims ?? claims)
    .setProtectedHeader({ alg: 'EdDSA' })
    .setIssuer(forged.issuer ?? embeddedIssuer)
    .setAudience(forged.audience ?? tokenAudience)
    .setIssuedAt();
  if (forged.expires !== null) token.setExpirationTime(forged.expires ?? now + 3600);
  if (forged.notBefore !== undefined) token.setNotBefore(forged.notBefore);
  return token.sign(await importJWK(key, 'EdDSA'));
}

test('each audience asks its own schema; without a token the public one', async () => {
  const partner = await api.token({ sub: '民政局', audience: 'partner' });
  const staff = await api.token({ sub: '王科员', audience: 'staff', roles: ['viewer'] });
  const employer = await api.token({ sub: '某公司', audience: 'employer', credit_code: '91410902MA00000000' });
  expect((await api.ask(whoAmI, { token: partner })).data).toEqual({ myAgreement: { client: '民政局' } });
  const queries = async (token?: string) => {
    const answer = await api.ask(
      '{ __schema { queryType { fields { name } } } }',
      token === undefined ? {} : { token },
    );
    const found = answer.data as { __schema: { queryType: { fields: { name: string }[] } } };
    return found.__schema.queryType.fields.map((field) => field.name).sort();
  };
  const everybody = await queries();
  expect(everybody).toEqual(expect.arrayContaining(['decideEntitlements', 'recruitmentChanges', 'recruitmentPosts']));
  const own = async (token: string) => (await queries(token)).filter((name) => !everybody.includes(name));
  expect(await own(partner)).toEqual(['accessReceipt', 'myAgreement', 'organization', 'person']);
  expect(await own(employer)).toContain('organization');
  expect(await own(employer)).not.toContain('person');
  expect(await queries(staff)).toContain('syncRuns');
});

test('a token of our own issuer made by hand is believed, so that the refusals below have one reason each', async () => {
  expect((await api.ask(whoAmI, { token: await signed({}) })).data).toEqual({ myAgreement: { client: '民政局' } });
});

test('a token with which many come at once is looked up once', async () => {
  const token = await signed({ expires: now() + 1800 });
  const asked = vi.spyOn(api.database.pool, 'query');
  await Promise.all(Array.from({ length: 20 }, () => api.ask(whoAmI, { token })));
  const standing = asked.mock.calls.filter(([asked]) => (asked as { name?: string }).name === 'read-standing');
  asked.mockRestore();
  expect(standing).toHaveLength(1);
});

const now = () => Math.floor(Date.now() / 1000);
const publicKey = () => readFileSync(issuerKeyFile(api.home), 'utf8');
const refused: Record<string, () => Promise<string> | string> = {
  'text that is no token': () => 'abc',
  'three parts of nothing': () => 'a.b.c',
  expired: () => signed({ expires: now() - 60 }),
  'not valid yet': () => signed({ notBefore: now() + 600 }),
  'without an end': () => signed({ expires: null }),
  'of another issuer by name': () => signed({ issuer: 'https://elsewhere.example' }),
  'for another service': () => signed({ audience: 'another-service' }),
  'without a subject': () => signed({ claims: { audience: 'partner' } }),
  'without an audience of the hub': () => signed({ claims: { sub: '民政局' } }),
  'with an audience that the hub does not know': () => signed({ claims: { sub: '民政局', audience: 'root' } }),
  'that calls itself public': () => signed({ claims: { sub: '民政局', audience: 'public' } }),
  'with roles that are no list': () => signed({ claims: { sub: '王', audience: 'staff', roles: 'operator' } }),
  'of an employer without its code': () => signed({ claims: { sub: '某公司', audience: 'employer' } }),
  'signed by another key': async () => {
    const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'EdDSA' })
      .setIssuer(embeddedIssuer)
      .setAudience(tokenAudience)
      .setExpirationTime('1h')
      .sign(privateKey);
  },
  'that brings its own key along': async () => {
    const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'EdDSA', jwk: await exportJWK(pair.publicKey) })
      .setIssuer(embeddedIssuer)
      .setAudience(tokenAudience)
      .setExpirationTime('1h')
      .sign(pair.privateKey);
  },
  'with alg none': () =>
    new UnsecuredJWT(claims).setIssuer(embeddedIssuer).setAudience(tokenAudience).setExpirationTime('1h').encode(),
  'with alg nOnE and an empty signature': () =>
    `${base64({ alg: 'nOnE' })}.${base64({ ...claims, iss: embeddedIssuer, aud: tokenAudience, exp: now() + 3600 })}.`,
  'with HS256 under the public key': () =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer(embeddedIssuer)
      .setAudience(tokenAudience)
      .setExpirationTime('1h')
      .sign(new TextEncoder().encode(publicKey())),
  'with HS256 under the bytes of the public key': () =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer(embeddedIssuer)
      .setAudience(tokenAudience)
      .setExpirationTime('1h')
      .sign(Buffer.from((JSON.parse(publicKey()) as { x: string }).x, 'base64url')),
  'whose claims were changed after signing': async () => {
    const [header, , signature] = (await signed({})).split('.');
    const changed = { ...claims, sub: '财政局', iss: embeddedIssuer, aud: tokenAudience, exp: now() + 3600 };
    return `${header}.${base64(changed)}.${signature}`;
  },
};

test.each(Object.entries(refused))('a token %s is refused in the one same way', async (_name, make) => {
  const token = await make();
  const answer = await api.ask(whoAmI, { token });
  expect(answer.status).toBe(401);
  expect(codeOf(answer)).toBe('UNAUTHENTICATED');
  expect(answer.errors[0]!.message).toBe(
    '令牌无效或已过期，请重新获取后放在请求头 Authorization: Bearer … / the token is not valid or has expired; get a new one and send it as Authorization: Bearer …',
  );
  expect(answer.data).toBeNull();
  expect(api.logged()).not.toContain(`"${token}`);
});

test.each(['Basic YTpi', 'Bearer', 'bearer a.b.c', 'Bearer a.b.c d'])('the header %j is refused', async (header) => {
  const answer = await api.ask(whoAmI, { headers: { authorization: header } });
  expect([answer.status, codeOf(answer)]).toEqual([401, 'UNAUTHENTICATED']);
});

test('a token that was believed once is refused when its time is over', async () => {
  const token = await signed({ expires: now() + 5 });
  expect((await api.ask(whoAmI, { token })).status).toBe(200);
  api.shift(40_000);
  expect((await api.ask(whoAmI, { token })).status).toBe(401);
  api.shift(0);
});

test('a query by GET is for the public alone: an address is written into logs on the way', async () => {
  const token = await api.token({ sub: '民政局', audience: 'partner' });
  const get = (headers: Record<string, string>) =>
    fetch(`${api.url}/graphql?query=${encodeURIComponent('{ recruitmentNotices { edges { cursor } } }')}`, {
      headers: { 'content-type': 'application/json', ...headers },
    }).then(readAnswer);
  expect((await get({})).data).toEqual({ recruitmentNotices: { edges: [] } });
  const withToken = await get({ authorization: `Bearer ${token}` });
  expect([withToken.status, codeOf(withToken)]).toEqual([400, 'BAD_INPUT']);
});
