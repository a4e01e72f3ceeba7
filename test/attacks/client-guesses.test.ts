/** A8 and its kin: what wrong assertions in a client's name bring about, and how long right ones and their tokens last. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { mostWrongAssertions } from '../../api/sign-in/client-guesses.js';
import { readClient } from '../../schema/client/client.reads.js';
import { replaceClientKeys } from '../../schema/client/client.writes.js';
import { type Machine, newPair, openStrictApi, type Pair, type Said, type StrictApi } from '../support/strict-api.js';

const whoAmI = '{ myAgreement { client } }';
let api: StrictApi;
let machine: Machine;
let other: Machine;
let forger: Pair;
beforeAll(async () => {
  // The proxy of these tests says from where somebody comes.
  api = await openStrictApi({ config: { trustedProxies: ['127.0.0.1'] } });
  for (const name of ['民政局', '财政局']) await api.agree(name, { fields: {} });
  machine = await api.addMachine('民政局');
  other = await api.addMachine('财政局');
  forger = await newPair();
});
afterAll(() => api.close());

const from = (address: string) => ({ headers: { 'x-forwarded-for': address } });
const now = () => Math.floor(Date.now() / 1000);

describe('A8: wrong assertions', () => {
  it('A8: in a client’s name shut out who sends them and nobody else, with the words of an unknown client', async () => {
    const attacker = from('203.0.113.5');
    const forged = { ...machine, key: forger };
    const answers = [];
    for (let i = 0; i < mostWrongAssertions; i++) answers.push(await api.askToken(forged, attacker));
    // Its own key does not help from there any more, and nothing tells that it would elsewhere.
    answers.push(await api.askToken(machine, attacker));
    answers.push(await api.askToken({ ...machine, id: randomUUID() }, attacker));
    expect(new Set(answers.map(({ status, body }) => JSON.stringify([status, body]))).size).toBe(1);
    expect([answers[0]!.status, answers[0]!.body.error]).toEqual([401, 'invalid_client']);
    expect(api.logged().match(/"alarm":"guessing"/g)).toHaveLength(1);
    expect(api.logged()).toContain(`"client":"${machine.id}"`);

    expect((await api.askToken(machine, from('198.51.100.7'))).status).toBe(200);
    expect((await api.askToken(other, attacker)).status).toBe(200);
    // Whoever goes on does not make it longer.
    await api.askToken(forged, attacker);
    await api.database.pool.query(`update sign_in_failure set last_at = last_at - interval '15 minutes'`);
    expect((await api.askToken(machine, attacker)).status).toBe(200);
  });

  it('A8: are forgotten once a right one comes', async () => {
    const place = from('203.0.113.6');
    for (let round = 0; round < 2; round++) {
      for (let i = 1; i < mostWrongAssertions; i++) await api.askToken({ ...machine, key: forger }, place);
      expect((await api.askToken(machine, place)).status).toBe(200);
    }
  });

  it.each<[string, Parameters<StrictApi['askToken']>[1]]>([
    ['a foreign key', { assertion: {} }],
    ['another audience', { assertion: { claims: { aud: 'https://elsewhere.example' } } }],
    ['no audience', { assertion: { claims: { aud: undefined } } }],
    ['no end', { assertion: { claims: { exp: undefined } } }],
    ['no id', { assertion: { claims: { jti: undefined } } }],
    ['an end long ago', { assertion: { claims: { exp: 1 } } }],
    ['an unknown kid', { assertion: { header: { kid: '../../etc/passwd' } } }],
    ['no proof', { proof: null }],
    ['another grant', { form: { grant_type: 'password' } }],
  ])('A8: with %s tell nothing of whether there is such a client', async (_what, how = {}) => {
    const assertion = { ...how.assertion, key: forger.privateKey };
    const said = async (id: string) => {
      const claims = { iss: id, sub: id, ...how.assertion?.claims };
      const { status, body } = await api.askToken({ ...machine, id }, { ...how, assertion: { ...assertion, claims } });
      return [status, body];
    };
    expect(await said(machine.id)).toEqual(await said(randomUUID()));
  });
});

describe('A1: an assertion', () => {
  it.each<[string, Said]>([
    ['that lasts an hour', { exp: now() + 3600 }],
    ['until the year 9999', { exp: 253_370_764_800 }],
    ['until the end of numbers', { exp: 9e15 }],
    ['of a time to come', { iat: now() + 300 }],
    ['that is not valid yet', { nbf: now() + 300 }],
  ])('A1: %s gives no token, and nothing of it is kept', async (_what, claims) => {
    const kept = () =>
      api.database.pool.query(`select from sign_in_item where ends_at > now() + interval '10 minutes'`);
    const before = (await kept()).rowCount;
    const { status, body } = await api.askToken(machine, { assertion: { claims }, ...from('203.0.113.7') });
    expect([status, body.error]).toEqual([401, 'invalid_client']);
    expect((await kept()).rowCount).toBe(before);
  });
});

describe('A7: keys that were replaced', () => {
  const keysSince = async () => (await readClient(api.database.pool, machine.id))!.keysSince;
  const rotate = (key: Pair, at: Date, before: Date) =>
    replaceClientKeys(api.database.pool, machine.name, { keys: [key.publicJwk], before }, at);

  it('A7: end their tokens whatever the clock of who replaced them says, and new ones are good at once', async () => {
    for (const off of [-50_000, 50_000, -50_000]) {
      const token = await api.tokenOf(machine);
      expect((await api.ask(whoAmI, { token, key: machine.key })).status).toBe(200);
      const key = await newPair();
      expect(await rotate(key, new Date(Date.now() + off), await keysSince())).not.toBeNull();
      const old = machine;
      machine = { ...machine, key };
      await vi.waitFor(async () => expect((await api.ask(whoAmI, { token, key: old.key })).status).toBe(401), 5000);
      expect((await api.ask(whoAmI, { token: await api.tokenOf(machine), key })).status).toBe(200);
    }
  });

  it('A7: of two who replace the same keys at once one is told that it was too late', async () => {
    const [a, b] = [await newPair(), await newPair()];
    const before = await keysSince();
    const done = await Promise.all([a, b].map((key) => rotate(key, new Date(), before)));
    expect(done.filter((id) => id !== null)).toHaveLength(1);
    machine = { ...machine, key: done[0] === null ? b : a };
    expect((await api.askToken(machine)).status).toBe(200);
  });
});
