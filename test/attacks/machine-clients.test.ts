/** Attacks on the tokens of machine clients, over HTTP against a hub that lets nobody off. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { decodeJwt, decodeProtectedHeader, SignJWT, UnsecuredJWT } from 'jose';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { startApi } from '../../api/http.js';
import { tokenAudience } from '../../api/sign-in/believe-token.js';
import { createIssuer, issueToken } from '../../hub/issue-token.js';
import { openQueues } from '../../jobs/queues.js';
import { openTestBackend } from '../support/queue-backend.js';
import { dismissAccount } from '../../schema/account/account.writes.js';
import { addPerson } from '../support/people.js';
import { codeOf, type Answer } from '../support/api.js';
import { type Machine, newPair, openStrictApi, type Pair, type Said, type StrictApi } from '../support/strict-api.js';

const whoAmI = '{ myAgreement { client } }';
let api: StrictApi;
let machine: Machine;
let other: Machine;
let offMs = 0;
beforeAll(async () => {
  api = await openStrictApi({ machineClock: () => new Date(Date.now() + offMs) });
  const strict = { endsOn: '2099-12-31', defaultPurpose: null, trustedDocuments: true, tokenBinding: true };
  for (const name of ['民政局', '财政局', '残联', '统计局', '轮换局', '失讯局'])
    await api.agree(name, { fields: {}, ...strict });
  machine = await api.addMachine('民政局');
  other = await api.addMachine('财政局', await newPair('EdDSA'));
  // The guard has been there for longer than any proof of these tests.
  await api.database.pool.query(`update used_proof_memory set since = since - interval '1 hour'`);
});
afterAll(() => api.close());
afterEach(() => {
  offMs = 0;
});

const now = () => Math.floor(Date.now() / 1000);
const text =
  '令牌无效或已过期，请重新获取后放在请求头 Authorization: Bearer … / the token is not valid or has expired; get a new one and send it as Authorization: Bearer …';
function refused(answer: Answer): void {
  expect([answer.status, codeOf(answer), answer.data]).toEqual([401, 'UNAUTHENTICATED', null]);
  expect(answer.errors[0]!.message).toBe(text);
}
/** A person with a second factor, as the outside issuer lets them in. */
const person: Said = { sub: '王科员', audience: 'staff', roles: ['viewer'], region: '410900', amr: ['pwd', 'otp'] };
const ping = '{ sourceStates { source } }';

describe('a token of the built-in server', () => {
  it.each([() => machine, () => other])('lets a client in that proves its key with each request', async (of) => {
    const client = of();
    const { status, body } = await api.askToken(client);
    expect([status, body.token_type, body.expires_in]).toEqual([200, 'DPoP', 600]);
    const { exp, iat, aud, cnf } = decodeJwt<{ cnf: object }>(body.access_token);
    expect([exp! - iat!, aud, Object.keys(cnf)]).toEqual([600, tokenAudience, ['jkt']]);
    const answer = await api.ask(whoAmI, { token: body.access_token, key: client.key });
    expect(answer.data).toEqual({ myAgreement: { client: client.name } });
  });

  it('says what the server can, and no more: no secret, no registration, no user info', async () => {
    for (const path of ['/oauth/.well-known/openid-configuration', '/.well-known/oauth-authorization-server/oauth']) {
      const told = (await (await fetch(api.url + path)).json()) as Record<string, unknown>;
      expect(told).toMatchObject({
        issuer: `${api.url}/oauth`,
        token_endpoint: `${api.url}/oauth/token`,
        token_endpoint_auth_methods_supported: expect.not.arrayContaining([
          'client_secret_basic',
          'client_secret_post',
        ]) as unknown,
        response_types_supported: ['code'],
      });
      expect(Object.keys(told)).not.toEqual(expect.arrayContaining(['registration_endpoint', 'userinfo_endpoint']));
    }
    const { keys } = (await (await fetch(`${api.url}/oauth/jwks`)).json()) as { keys: Record<string, unknown>[] };
    expect(keys.flatMap((key) => Object.keys(key))).not.toContain('d');
  });

  it.each<[string, Parameters<StrictApi['askToken']>[1]]>([
    ['without a proof of a key', { proof: null }],
    ['for another resource', { form: { resource: 'https://elsewhere.example' } }],
    ['with an assertion for another server', { assertion: { claims: { aud: 'https://elsewhere.example' } } }],
    ['with an assertion that has ended', { assertion: { claims: { exp: now() - 60 } } }],
    ['with an assertion of another client', { assertion: { claims: { iss: randomUUID() } } }],
    ['with an assertion without an id', { assertion: { claims: { jti: undefined } } }],
  ])('is not given %s', async (_what, how) => {
    const { status, body } = await api.askToken(machine, how);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(body.access_token).toBeUndefined();
  });

  it('A6: is not given twice for one assertion, nor for one proof', async () => {
    const claims = { jti: randomUUID() };
    expect((await api.askToken(machine, { assertion: { claims } })).status).toBe(200);
    const again = await api.askToken(machine, { assertion: { claims } });
    expect([again.status, again.body.error]).toEqual([401, 'invalid_client']);
    const twice = await Promise.all(
      Array.from({ length: 12 }, () => api.askToken(machine, { assertion: { claims: { jti: 'at-once' } } })),
    );
    expect(twice.filter(({ status }) => status === 200)).toHaveLength(1);
  });
});

describe('A1: the time of a token', () => {
  it.each<[string, Said]>([
    ['expired', { iat: now() - 400, exp: now() - 100 }],
    ['not valid yet', { nbf: now() + 100 }],
    ['issued later than now', { iat: now() + 100, exp: now() + 300 }],
    ['without an end', { exp: undefined }],
    ['without a beginning', { iat: undefined }],
    ['until the year 9999', { exp: 253_370_764_800 }],
    ['for a second more than ten minutes', { iat: now(), exp: now() + 601 }],
  ])('A1: %s is refused', async (_what, claims) => {
    refused(await api.ask(ping, { token: await api.outside({ ...person, ...claims }) }));
  });

  it('A1: clocks may differ by thirty seconds and no more', async () => {
    const token = await api.outside({ ...person, iat: now() - 300, exp: now() - 20 });
    expect((await api.ask(ping, { token })).status).toBe(200);
    refused(await api.ask(ping, { token: await api.outside({ ...person, iat: now() - 300, exp: now() - 31 }) }));
  });
});

describe('A2 and A3: the signature', () => {
  const claims = () => ({ ...person, iss: api.outsideIssuer, aud: tokenAudience, iat: now(), exp: now() + 300 });
  const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  it.each(['none', 'None', 'nOnE', 'NONE', ''])('A2: alg %j is refused', async (alg) => {
    for (const signature of ['', 'AA']) {
      const token = `${base64({ alg, typ: 'at+jwt' })}.${base64(claims())}.${signature}`;
      const answer = await api.ask(ping, { token });
      expect([answer.status, codeOf(answer)]).toEqual([401, 'UNAUTHENTICATED']);
    }
    refused(await api.ask(ping, { token: new UnsecuredJWT(claims()).encode() }));
  });

  it('A2: a good signature cut off is refused', async () => {
    const token = await api.outside(person);
    refused(await api.ask(ping, { token: token.slice(0, token.lastIndexOf('.') + 1) }));
    refused(await api.ask(ping, { token: token.slice(0, -4) }));
  });

  it.each(['SM2', 'SM2SM3', 'SM3withSM2', 'ES256K', 'ES384', 'EdDSA'])(
    'A10: alg %j over the issuer’s ES256 is refused',
    async (alg) => {
      const [, claims, signature] = (await api.outside(person)).split('.');
      refused(await api.ask(ping, { token: `${base64({ alg, typ: 'at+jwt' })}.${claims}.${signature}` }));
    },
  );

  /** The order of P-256: what is not below it is no signature. */
  const n = 'ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551';
  const zero = '0'.repeat(64);
  const one = `${'0'.repeat(63)}1`;
  it.each([zero + one, one + zero, zero + zero, one + one, n + one, one + n, one, `${one}${one}00`])(
    'A10: the signature %s is refused',
    async (hex) => {
      const [header, claims] = (await api.outside(person)).split('.');
      const signature = Buffer.from(hex, 'hex').toString('base64url');
      refused(await api.ask(ping, { token: `${header}.${claims}.${signature}` }));
    },
  );

  it('A3: no key is taken from a token, and none is fetched', async () => {
    let fetched = 0;
    const server = createServer((_request, response) => {
      fetched++;
      response.end('{}');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const forger = await newPair();
    const address = `http://127.0.0.1:${port}/keys.json`;
    for (const header of [
      { jwk: forger.publicJwk },
      { jku: address },
      { x5u: address },
      { kid: '../../../etc/passwd' },
      { kid: "x' or '1'='1" },
      { kid: address },
    ]) {
      const sign = (payload: Said) =>
        new SignJWT(payload).setProtectedHeader({ alg: 'ES256', ...header }).sign(forger.privateKey);
      refused(await api.ask(ping, { token: await sign(claims()) }));
      const own = { ...claims(), iss: `${api.url}/oauth`, client_id: machine.id };
      refused(await api.ask(whoAmI, { token: await sign(own) }));
    }
    server.close();
    expect(fetched).toBe(0);
  });

  it('A3: HS256 under a public key is refused', async () => {
    const { keys } = (await (await fetch(`${api.url}/oauth/jwks`)).json()) as { keys: { x: string }[] };
    for (const secret of [JSON.stringify(keys[0]), keys[0]!.x]) {
      const token = await new SignJWT({ ...claims(), iss: `${api.url}/oauth`, client_id: machine.id })
        .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt' })
        .sign(new TextEncoder().encode(secret));
      refused(await api.ask(whoAmI, { token }));
    }
  });
});

describe('A4: a right signature', () => {
  it.each<[string, Said]>([
    ['for another service', { aud: 'another-service' }],
    ['of another issuer', { iss: 'https://elsewhere.example' }],
    ['that calls itself the built-in server', { iss: 'http://127.0.0.1/oauth' }],
    ['without a second factor', { amr: ['pwd'] }],
    ['without a word of how', { amr: undefined }],
    ['of no region’s code', { region: '4109' }],
    ['of another city’s region', { region: '410100' }],
    ['of a region that is a number', { region: 410_900 }],
    ['of a name with a NUL in it', { sub: '王\u0000科员' }],
    ['of a name in two lines', { sub: '王\n科员' }],
    ['of a name that reads backwards', { sub: '王\u202e员科' }],
    ['of a name without end', { sub: '王'.repeat(201) }],
    ['of a name that is a number', { sub: 4711 }],
    ['of a machine that is bound to no key', { sub: '民政局', audience: 'partner', amr: undefined }],
    ['of a machine that calls itself a person', { sub: '民政局', audience: 'partner' }],
  ])('A4: %s is refused', async (_what, changes) => {
    refused(await api.ask(ping, { token: await api.outside({ ...person, ...changes }) }));
  });

  it('A4: of the demo’s issuer is refused by a hub that is none', async () => {
    await createIssuer(api.home);
    refused(await api.ask(whoAmI, { token: await issueToken(api.home, { sub: '民政局', audience: 'partner' }) }));
  });

  it('A4: of the built-in server for signing in is no token for data', async () => {
    const token = await api.tokenOf(machine);
    const header = decodeProtectedHeader(token);
    expect(header.typ).toBe('at+jwt');
    refused(await api.ask(whoAmI, { token: `${token.split('.').slice(0, 2).join('.')}.AAAA`, key: machine.key }));
  });

  it('a person with a second factor is let in', async () => {
    expect((await api.ask(ping, { token: await api.outside(person) })).status).toBe(200);
  });
});

describe('A5: a stolen token', () => {
  it('A5: is refused without the key and with another’s, and that is told', async () => {
    const token = await api.tokenOf(machine);
    refused(await api.ask(whoAmI, { token }));
    refused(await api.ask(whoAmI, { token, headers: { authorization: `DPoP ${token}` } }));
    expect(api.logged()).not.toContain('stolen-token');
    refused(await api.ask(whoAmI, { token, key: other.key }));
    expect(api.logged()).toMatch(/"client":"民政局","alarm":"stolen-token"/);
    expect(api.logged()).not.toContain(token);
    // The key comes along in another's proof: signed by the thief, it names the owner's key.
    const { kty, crv, x, y } = machine.key.publicJwk;
    const forged = await api.proof(await newPair(), token, { header: { jwk: { kty, crv, x, y } } });
    refused(await api.ask(whoAmI, { token, dpop: forged }));
  });

  it.each<[string, unknown]>([
    ['a certificate', { 'x5t#S256': 'A'.repeat(43) }],
    ['a key and a certificate', { jkt: 'A'.repeat(43), 'x5t#S256': 'A'.repeat(43) }],
    ['what is nothing', {}],
    ['what is no object', null],
    ['a key that is none', { jkt: 1 }],
  ])('A5: a token that is bound to %s is refused, for nobody shows that here', async (_what, cnf) => {
    refused(await api.ask(ping, { token: await api.outside({ ...person, cnf }) }));
  });

  it.each<[string, Parameters<StrictApi['proof']>[2]]>([
    ['for another method', { claims: { htm: 'GET' } }],
    ['for another address', { claims: { htu: 'https://elsewhere.example/graphql' } }],
    ['for another route', { claims: { htu: 'PATH' } }],
    ['for another token', { claims: { ath: 'x' } }],
    ['for no token', { claims: { ath: undefined } }],
    ['without an id', { claims: { jti: undefined } }],
    ['with an endless id', { claims: { jti: 'x'.repeat(201) } }],
    ['without a time', { claims: { iat: undefined } }],
    ['of another kind', { header: { typ: 'jwt' } }],
    ['with a private key in it', { header: { jwk: { kty: 'oct', k: 'AAAA' } } }],
  ])('A5: a proof %s is refused', async (_what, changes) => {
    const token = await api.tokenOf(machine);
    if (changes?.claims?.['htu'] === 'PATH') changes.claims['htu'] = `${api.url}/oauth/token`;
    refused(await api.ask(whoAmI, { token, dpop: await api.proof(machine.key, token, changes) }));
  });
});

describe('A6: a captured request', () => {
  it('A6: is refused the second time, also when both come at once', async () => {
    const token = await api.tokenOf(machine);
    const dpop = await api.proof(machine.key, token);
    expect((await api.ask(whoAmI, { token, dpop })).status).toBe(200);
    refused(await api.ask(whoAmI, { token, dpop }));
    const once = await api.proof(machine.key, token);
    const answers = await Promise.all(Array.from({ length: 8 }, () => api.ask(whoAmI, { token, dpop: once })));
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([
      200,
      ...Array.from({ length: 7 }, () => 401),
    ]);
  });

  it.each([-61, -300, 45, 300])('A6: %i seconds away from now is refused', async (seconds) => {
    const token = await api.tokenOf(machine);
    refused(
      await api.ask(whoAmI, { token, dpop: await api.proof(machine.key, token, { claims: { iat: now() + seconds } }) }),
    );
  });

  it('A6: is refused on another node, too', async () => {
    const backend = openTestBackend(api.database.pool.options.connectionString!);
    const queues = openQueues(backend.backend, () => {});
    const node = await startApi({
      config: { host: '127.0.0.1', port: 0, issuer: null, publicUrl: api.url, signInKeys: api.signInKeys },
      database: api.database,
      vault: api.vault,
      queues,
      checkTarget: () => Promise.resolve(null),
      clock: () => new Date(),
      log: pino({ level: 'silent' }),
    });
    const token = await api.tokenOf(machine);
    const dpop = await api.proof(machine.key, token);
    expect((await api.ask(whoAmI, { token, dpop, at: node.url })).status).toBe(200);
    refused(await api.ask(whoAmI, { token, dpop }));
    await node.close();
    await queues.close();
    await backend.close();
  });

  it('A6: is refused after the guard lost its memory; what is proven anew is not', async () => {
    const token = await api.tokenOf(machine);
    const dpop = await api.proof(machine.key, token);
    expect((await api.ask(whoAmI, { token, dpop })).status).toBe(200);
    // As a crash of the database leaves unlogged tables.
    await api.database.pool.query('truncate used_proof, used_proof_memory');
    refused(await api.ask(whoAmI, { token, dpop }));
    await sleep(1000);
    expect((await api.ask(whoAmI, { token, key: machine.key })).status).toBe(200);
  });
});

describe('A7: whoever is turned away', () => {
  const waitForChanges = `query ($after: String!) { recruitmentChanges(after: $after, waitSeconds: 20) { endCursor } }`;
  async function endCursor(how: { token: string; key?: Pair }): Promise<string> {
    const { data } = await api.ask('{ recruitmentChanges(first: 1) { endCursor } }', how);
    return (data as { recruitmentChanges: { endCursor: string } }).recruitmentChanges.endCursor;
  }

  it('A7: a revoked client is refused at once, also where it waits, and gets no token', async () => {
    const gone = await api.addMachine('残联');
    const token = await api.tokenOf(gone);
    const after = await endCursor({ token, key: gone.key });
    const begun = performance.now();
    const waiting = api.ask(waitForChanges, { token, key: gone.key, variables: { after } });
    await sleep(300);
    await api.revoke('残联');
    refused(await waiting);
    expect(performance.now() - begun).toBeLessThan(5000);
    refused(await api.ask(whoAmI, { token, key: gone.key }));
    const { status, body } = await api.askToken(gone);
    expect([status, body.error]).toEqual([401, 'invalid_client']);
  });

  it('A7: within a minute where the notice was lost', async () => {
    await vi.waitFor(async () => {
      const hears = await api.database.pool.query(
        `select from pg_stat_activity where datname = current_database() and query ilike 'listen%access_changed%'`,
      );
      expect(hears.rowCount).toBe(1);
    }, 20_000);
    const gone = await api.addMachine('失讯局');
    const token = await api.tokenOf(gone);
    const after = await endCursor({ token, key: gone.key });
    await api.database.pool.query('alter table client disable trigger client_access_changed');
    await api.revoke('失讯局');
    await api.database.pool.query('alter table client enable trigger client_access_changed');
    expect((await api.ask(whoAmI, { token, key: gone.key })).status).toBe(200);
    const waiting = api.ask(waitForChanges, { token, key: gone.key, variables: { after } });
    await sleep(300);
    offMs = 46_000;
    refused(await waiting);
    const dpop = await api.proof(gone.key, token, { claims: { iat: now() + 46 } });
    refused(await api.ask(whoAmI, { token, dpop }));
    offMs = 0;
  });

  it('A7: with its old key a client is refused once it has another', async () => {
    const turning = await api.addMachine('轮换局');
    const token = await api.tokenOf(turning);
    expect((await api.ask(whoAmI, { token, key: turning.key })).status).toBe(200);
    const key = await newPair();
    await api.rotate(turning, key);
    await vi.waitFor(async () => refused(await api.ask(whoAmI, { token, key: turning.key })), 5000);
    expect((await api.askToken(turning)).status).toBe(401);
    const renewed = { ...turning, key };
    expect((await api.ask(whoAmI, { token: await api.tokenOf(renewed), key })).status).toBe(200);
  });

  it('A7: an officer whom the outside issuer still lets in is refused once dismissed here', async () => {
    const token = await api.outside({ ...person, sub: 'zhao' });
    expect((await api.ask(ping, { token })).status).toBe(200);
    await addPerson(api.database, 'zhao');
    expect((await api.ask(ping, { token })).status).toBe(200);
    await dismissAccount(api.database.pool, 'zhao', 'test', new Date());
    await vi.waitFor(async () => refused(await api.ask(ping, { token })), 5000);
  });

  it('A7: an officer who comes in two ways is one person, who approves nothing of their own', async () => {
    await addPerson(api.database, 'sun', { subject: 'city-sun', enrolment: null, name: '孙科员' });
    const claims = { ...person, sub: 'city-sun', roles: ['operator'], auth_time: now() };
    const input = {
      name: 'startupAgeMonths',
      entries: [{ from: '2016-01-01', value: '36' }],
      paper: { document: '濮人社〔2024〕3号', title: '示例通知' },
      reason: '新文件',
    };
    const propose = 'mutation ($input: ProposeParameterInput!) { proposeParameter(input: $input) { proposedBy } }';
    const token = await api.outside(claims);
    expect((await api.ask(propose, { token, variables: { input } })).data).toEqual({
      proposeParameter: { proposedBy: '孙科员' },
    });
  });

  it('A7: an agreement that has ended is refused within a minute', async () => {
    const client = await api.addMachine('统计局');
    const token = await api.tokenOf(client);
    expect((await api.ask(whoAmI, { token, key: client.key })).data).toEqual({ myAgreement: { client: '统计局' } });
    await api.database.pool.query(`update agreement set ends_on = '2020-01-02' where client = '统计局'`);
    api.shift(60_000);
    const answer = await api.ask(whoAmI, { token, key: client.key });
    api.shift(0);
    expect(answer.data).toEqual({ myAgreement: null });
  });
});

describe('A8: guesses', () => {
  it('A8: tell nothing of whether there is such a client', async () => {
    const forger = await newPair();
    const known = await api.askToken({ ...machine, key: forger });
    const unknown = await api.askToken({ ...machine, id: randomUUID(), key: forger });
    expect([known.status, known.body]).toEqual([401, unknown.body]);
    expect(unknown.status).toBe(401);
  });

  it('A8 and A9: a hundred wrong assertions from one address are stopped, whatever they say of where they come from', async () => {
    const strict = await openStrictApi();
    const client = await strict.addMachine('试局');
    const forged = { ...client, key: await newPair() };
    const statuses: number[] = [];
    for (let i = 0; i < 130; i++)
      statuses.push((await strict.askToken(forged, { headers: { 'x-forwarded-for': `203.0.113.${i}` } })).status);
    expect(new Set(statuses)).toEqual(new Set([401, 429]));
    await strict.close();
  });
});

describe('A9: what the asker says of itself', () => {
  it.each([
    ['x-forwarded-for', '127.0.0.1'],
    ['x-client-id', encodeURIComponent('财政局')],
    ['x-roles', 'administrator'],
    ['x-audience', 'staff'],
    ['x-forwarded-user', 'root'],
    ['x-forwarded-host', 'elsewhere.example'],
    ['x-forwarded-proto', 'https'],
  ])('A9: in %s changes nothing', async (name, value) => {
    const answer = await api.ask('{ sourceStates { source } }', { headers: { [name]: value } });
    expect(codeOf(answer)).toBe('BAD_INPUT');
    const token = await api.tokenOf(machine);
    const who = await api.ask(whoAmI, { token, key: machine.key, headers: { [name]: value } });
    expect(who.data).toEqual({ myAgreement: { client: '民政局' } });
    const told = await fetch(`${api.url}/oauth/.well-known/openid-configuration`, { headers: { [name]: value } });
    expect(await told.json()).toMatchObject({ issuer: `${api.url}/oauth`, token_endpoint: `${api.url}/oauth/token` });
  });
});

describe('A12: the clock', () => {
  it.each([600, -600])('A12: a node that is %i s off does not begin, and says so', async (seconds) => {
    await expect(openStrictApi({ machineClock: () => new Date(Date.now() + seconds * 1000) })).rejects.toThrow(
      /the clock of this machine is 600 s (ahead of|behind) the database's/,
    );
  });

  it('A12: a node whose clock goes wrong serves nobody until it is right again', async () => {
    let offMs = 0;
    const node = await openStrictApi({ machineClock: () => new Date(Date.now() + offMs) });
    const ready = async () => (await fetch(`${node.url}/readyz`)).status;
    expect(await ready()).toBe(200);
    offMs = 600_000;
    expect(await ready()).toBe(503);
    const answer = await node.ask('{ __typename }');
    expect([answer.status, codeOf(answer)]).toEqual([503, 'SOURCE_UNAVAILABLE']);
    expect(answer.errors[0]!.message).toContain('600 s ahead of the database');
    expect(node.logged()).toContain('the clock is wrong');
    offMs = 0;
    expect(await ready()).toBe(200);
    expect((await node.ask('{ __typename }')).status).toBe(200);
    await node.close();
  });
});
