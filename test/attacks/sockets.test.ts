/** G19: what can be tried on the one door for websockets, which is for staff who follow a sync run. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { socketLimits } from '../../api/socket-limits.js';
import { mostSubscriptions } from '../../api/subscriptions.js';
import { dismissAccount } from '../../schema/account/account.writes.js';
import { codeOf, openTestApi } from '../support/api.js';
import { idNumberOf } from '../support/facts.js';
import { openJar } from '../support/cookie-jar.js';
import { addPerson, enrolledPerson, signIn } from '../support/people.js';
import { newPair, openStrictApi, type StrictApi } from '../support/strict-api.js';
import { type Bare, bareSocket, subscriber } from '../support/subscriber.js';
import { askForRun } from '../support/syncs.js';

let api: StrictApi;
let runId: string;
let staff: string;
const progress = 'subscription ($id: ID!) { syncRunProgress(id: $id) { state } }';
beforeAll(async () => {
  api = await openStrictApi();
  runId = await askForRun(api.database, 'tax', 'taxpayers');
  await addPerson(api.database, 'wang');
  staff = await officer('wang');
});
afterAll(() => api.close());

const officer = (sub: string) =>
  api.outside({ sub, audience: 'staff', roles: ['operator'], region: '410900', amr: ['pwd', 'otp'] });

/** A connection that staff's token opened. */
async function welcomed(token = staff): Promise<Bare> {
  const bare = await bareSocket(api.url);
  bare.send({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } });
  await bare.until('connection_ack');
  return bare;
}
const subscribe = (id: string, query = progress, variables: unknown = { id: runId }) => ({
  type: 'subscribe',
  id,
  payload: { query, variables },
});
async function answerTo(message: { id?: string }): Promise<unknown> {
  const bare = await welcomed();
  bare.send(message);
  for (let tries = 0; tries < 100; tries++) {
    const answer = bare.said.find(({ id }) => id !== undefined && id === message.id);
    if (answer) {
      bare.socket.close();
      return answer;
    }
    await sleep(50);
  }
  throw new Error('no answer came');
}
const refusal = (code: string, says: unknown = expect.any(String)) => ({
  id: '1',
  type: 'error',
  payload: [expect.objectContaining({ message: says, extensions: expect.objectContaining({ code }) })],
});

describe('G19: who is let in', () => {
  it('G19: nobody without a token, with one that is none, or of another audience', async () => {
    const machine = await api.addMachine('民政局');
    const bound = await api.tokenOf(machine);
    const proof = (changes = {}) =>
      api.proof(machine.key, bound, { claims: { htm: 'GET' }, at: `${api.url}/graphql`, ...changes });
    const outside = (audience: string, more = {}) =>
      api.outside({ sub: 'x', audience, amr: ['pwd', 'otp'], ...more }).then((token) => `Bearer ${token}`);
    const tried: [number, Record<string, unknown>][] = [
      [4403, {}],
      [4401, { authorization: 'Bearer a.b.c' }],
      [4401, { authorization: 'Basic eDp4' }],
      [4403, { authorization: 5 }],
      [4401, { authorization: `Bearer ${bound}` }],
      [4401, { authorization: `DPoP ${bound}` }],
      // What is proven is the upgrade itself, and once.
      [4401, { authorization: `DPoP ${bound}`, dpop: await proof({ claims: { htm: 'POST' } }) }],
      [4401, { authorization: `DPoP ${bound}`, dpop: await proof({ at: `${api.url}/` }) }],
      [
        4401,
        { authorization: `DPoP ${bound}`, dpop: await api.proof(await newPair(), bound, { claims: { htm: 'GET' } }) },
      ],
      [4403, { authorization: `DPoP ${bound}`, dpop: await proof() }],
      [4401, { authorization: await outside('employer') }],
      [4401, { authorization: await outside('nobody') }],
    ];
    for (const [code, params] of tried) {
      const one = subscriber(api.url, params);
      const outcome = await one.all(progress, { id: runId }).catch((error: { code?: number }) => error.code);
      expect([params, outcome]).toEqual([params, code]);
    }
    const once = await proof();
    for (const code of [4403, 4401]) {
      const one = subscriber(api.url, { authorization: `DPoP ${bound}`, dpop: once });
      expect(await one.all(progress, { id: runId }).catch((error: { code?: number }) => error.code)).toBe(code);
    }
  });

  it('G19: nothing is done before it is known who asks, and who does not say so is sent away in three seconds', async () => {
    const early = await bareSocket(api.url);
    early.send(subscribe('1'));
    expect(await early.closed).toMatchObject({ code: 4401 });
    expect(early.said).toEqual([]);
    const silent = await bareSocket(api.url);
    const since = Date.now();
    expect(await silent.closed).toMatchObject({ code: 4408 });
    expect(Date.now() - since).toBeLessThan(4500);
    const twice = await welcomed();
    twice.send({ type: 'connection_init', payload: { authorization: `Bearer ${staff}` } });
    expect(await twice.closed).toMatchObject({ code: 4429 });
  });

  it('G19: a page of another site is refused, whatever cookie comes along; our own is let in by its session', async () => {
    const person = await enrolledPerson(api, 'li', {});
    const jar = openJar(api.url);
    await signIn(jar, person, person.code(0));
    const cookie = [...jar.cookies].map(([name, { value }]) => `${name}=${value}`).join('; ');
    for (const headers of [
      { cookie, origin: 'https://evil.example' },
      { cookie, origin: 'null' },
      { cookie, origin: api.url, 'sec-fetch-site': 'cross-site' },
      { cookie, origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
    ] as Record<string, string>[])
      await expect(bareSocket(api.url, headers)).rejects.toThrow('403');
    const own = await bareSocket(api.url, { cookie, origin: api.url });
    own.send({ type: 'connection_init' });
    await own.until('connection_ack');
    own.socket.close();
    // Without an origin it is no page of ours, and the cookie does not count.
    const unnamed = await bareSocket(api.url, { cookie });
    unnamed.send({ type: 'connection_init' });
    expect(await unnamed.closed).toMatchObject({ code: 4403 });
  });

  it('G19: no other address and no other protocol is a door, and who offers to speak another is answered all the same', async () => {
    await expect(bareSocket(api.url, {}, 'graphql-ws')).rejects.toThrow(/Unexpected server response|hang up/);
    await expect(bareSocket(`${api.url}/open-data`)).rejects.toThrow(/Unexpected server response|hang up/);
    const answer = await fetch(`${api.url}/graphql?query=${encodeURIComponent('{ __typename }')}`, {
      headers: { 'apollo-require-preflight': 'x' },
    });
    expect(answer.status).toBe(200);
  });

  it('G19: over POST there is no subscription, and over the socket nothing else', async () => {
    const posted = await api.ask(progress, { token: staff, variables: { id: runId } });
    expect([codeOf(posted), posted.errors[0]!.message]).toEqual(['BAD_INPUT', expect.stringContaining('websocket')]);
    for (const query of [
      '{ syncRuns { edges { node { id } } } }',
      '{ __schema { types { name } } }',
      `mutation { cancelSyncRun(id: "${runId}", reason: "x") { id } }`,
    ])
      expect(await answerTo(subscribe('1', query))).toEqual(refusal('BAD_INPUT'));
    const run = await api.database.pool.query('select state from sync_run where run_id = $1', [runId]);
    expect(run.rows).toEqual([{ state: 'queued' }]);
  });
});

describe('G19: how much', () => {
  it('G19: limits come before anything is read or validated', async () => {
    const deep = `subscription { ${'a { '.repeat(16)} b ${'} '.repeat(16)} }`;
    const aliases = Array.from({ length: 16 }, (_, i) => `a${i}: state`).join(' ');
    expect(await answerTo(subscribe('1', deep))).toEqual(refusal('LIMIT_EXCEEDED'));
    expect(await answerTo(subscribe('1', `subscription { syncRunProgress(id: "x") { ${aliases} } }`))).toEqual(
      refusal('LIMIT_EXCEEDED'),
    );
    expect(
      await answerTo(subscribe('1', `subscription { syncRunProgress(id: "x") { state } } #${'x'.repeat(10_000)}`)),
    ).toEqual(refusal('LIMIT_EXCEEDED'));
  });

  it('G19: what is wrong with a document or a value is said without the value', async () => {
    const id = idNumberOf(1);
    const faults = [
      subscribe('1', `subscription { syncRunProgress(id: "${id}" }`),
      subscribe('1', `subscription { nothing }`),
      subscribe('1', progress, { id: { value: id } }),
    ];
    for (const fault of faults) {
      const answer = JSON.stringify(await answerTo(fault));
      expect(answer).toContain('BAD_INPUT');
      expect(answer).not.toContain(id);
    }
  });

  it('G19: five subscriptions on a connection, and the sixth is told so', async () => {
    const bare = await welcomed();
    for (let n = 1; n <= mostSubscriptions + 1; n++) bare.send(subscribe(String(n)));
    await bare.until('error');
    expect(bare.said.filter(({ type }) => type === 'error')).toEqual([{ ...refusal('LIMIT_EXCEEDED'), id: '6' }]);
    await expect.poll(() => new Set(bare.said.filter(({ type }) => type === 'next').map(({ id }) => id)).size).toBe(5);
    bare.send(subscribe('1'));
    expect(await bare.closed).toMatchObject({ code: 4409 });
  });

  it('G19: a message is small, and there are not too many of them', async () => {
    const large = await welcomed();
    large.send(subscribe('1', `subscription { a } #${'x'.repeat(socketLimits.messageBytes)}`));
    expect(await large.closed).toMatchObject({ code: 1009 });
    const noise = await welcomed();
    noise.send('no JSON');
    expect(await noise.closed).toMatchObject({ code: 4400 });
    const flood = await welcomed();
    for (let n = 0; n <= socketLimits.messages; n++) flood.send({ type: 'ping' });
    expect(await flood.closed).toMatchObject({ code: 4429 });
  });

  it('G19: twenty connections of one client, and when one goes there is room again', async () => {
    const lines = [];
    for (let n = 0; n < socketLimits.connections; n++) lines.push(await welcomed());
    await expect(bareSocket(api.url)).rejects.toThrow('429');
    lines[0]!.socket.close();
    await lines[0]!.closed;
    await sleep(100);
    const again = await welcomed();
    for (const { socket } of [...lines, again]) socket.terminate();
    await sleep(200);
  });

  it('G19: of each message its cost is paid; whoever has used up everything is told so and no more', async () => {
    const poor = await openTestApi(undefined, { own: { costPerMinute: { staff: 200 } } });
    try {
      const run = await askForRun(poor.database, 'tax', 'taxpayers');
      const token = await poor.token({ sub: '王科员', audience: 'staff', roles: ['operator'] });
      const one = subscriber(poor.url, { authorization: `Bearer ${token}` });
      const ended = new AbortController();
      const following = one
        .all(progress, { id: run })
        .then(
          () => 'over',
          (errors: { extensions: { code: string } }[]) => errors[0]!.extensions.code,
        )
        .finally(() => ended.abort());
      for (let n = 1; n < 40 && !ended.signal.aborted; n++) {
        await poor.database.pool.query('update sync_run set attempt = $1 where run_id = $2', [n, run]);
        await sleep(300);
      }
      expect(await following).toBe('BUDGET_EXHAUSTED');
    } finally {
      await poor.close();
    }
  });
});

describe('G19: how long', () => {
  it('G19: an officer who is dismissed hears no more within a minute, and comes in no more', async () => {
    await addPerson(api.database, 'zhao');
    const token = await officer('zhao');
    const one = subscriber(api.url, { authorization: `Bearer ${token}` });
    const each = one.each(progress, { id: runId });
    expect((await each.next()).value).toMatchObject({ data: { syncRunProgress: { state: 'QUEUED' } } });
    const next = each.next().catch((error: { code?: number }) => error.code);
    const since = Date.now();
    await dismissAccount(api.database.pool, 'zhao', 'test', new Date());
    expect(await next).toBe(4401);
    expect(Date.now() - since).toBeLessThan(60_000);
    const again = subscriber(api.url, { authorization: `Bearer ${token}` });
    expect(await again.all(progress, { id: runId }).catch((error: { code?: number }) => error.code)).toBe(4401);
  });

  it('G19: who does not answer a ping is gone, who does stays', async () => {
    const usual = socketLimits.pingMs;
    socketLimits.pingMs = 300;
    try {
      const [deaf, awake] = [await bareSocket(api.url, {}, undefined, { autoPong: false }), await welcomed()];
      deaf.send({ type: 'connection_init', payload: { authorization: `Bearer ${staff}` } });
      expect(await deaf.closed).toMatchObject({ code: 1006 });
      await sleep(700);
      expect(awake.socket.readyState).toBe(awake.socket.OPEN);
      awake.send({ type: 'ping' });
      await awake.until('pong');
      awake.socket.close();
    } finally {
      socketLimits.pingMs = usual;
    }
  });

  it('G19: a hub that stops says goodbye to all of them, and is not kept by one that does not answer', async () => {
    const stopping = await openTestApi();
    const run = await askForRun(stopping.database, 'tax', 'taxpayers');
    const token = await stopping.token({ sub: '王科员', audience: 'staff', roles: ['operator'] });
    const one = subscriber(stopping.url, { authorization: `Bearer ${token}` });
    const each = one.each(progress, { id: run });
    await each.next();
    const next = each.next().catch((error: { code?: number }) => error.code);
    const stuck = await bareSocket(stopping.url);
    stuck.send({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } });
    await stuck.until('connection_ack');
    stuck.socket.pause();
    const since = Date.now();
    await stopping.close();
    expect(Date.now() - since).toBeLessThan(5000);
    expect(await next).toBe(1001);
  });
});
