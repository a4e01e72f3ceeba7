/** While one client attacks, another is served as if it were alone: its p99 stays within twice its calm value. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fields } from '../../rules/visibility.js';
import { createVault, loadKeys } from '../../schema/vault.js';
import { agreeOn, relaxedTerms } from '../support/agreements.js';
import { startAsking } from '../support/asking.js';
import type { Asking } from '../support/asking.js';
import { idNumberOf, rowsOf } from '../support/facts.js';
import { fill } from '../support/fill.js';
import { type Attacker, graphAttacks, openAttacker } from '../support/graph-attacks.js';
import { type HubPair, openHubPair } from '../support/hub-pair.js';
import { isWithinTwice, paceUnder } from '../support/pace.js';

const persons = 100;
const agencies = Array.from({ length: 21 }, (_, n) => `attacker ${n}`);
const terms = relaxedTerms({ fields: Object.fromEntries(fields.map((field) => [field, 'full' as const])) });
let hub: HubPair;
let victim: Asking | undefined;
let attacker: Attacker | undefined;
let ask: (seconds: number) => Promise<number[]>;

beforeAll(async () => {
  // As it runs in earnest: built, a process of its own, with the limits and budgets of the house.
  hub = await openHubPair();
  await fill(hub.database, createVault(loadKeys(hub.keyFile)), (stream) => rowsOf(stream, persons));
  await hub.serve();
  const asking = await startAsking();
  victim = asking;
  attacker = await openAttacker(hub.url);
  const query = 'query ($idNumber: String!, $name: String!) { person(idNumber: $idNumber, name: $name) { name } }';
  // Twenty officers, so that none uses up a budget.
  const officers = Array.from({ length: 20 }, (_, n) =>
    hub.token({ sub: `科员${n}`, audience: 'staff', roles: ['operator'] }),
  );
  const json = { 'content-type': 'application/json' };
  const round = {
    origin: hub.url,
    headers: (await Promise.all(officers)).map((token) => ({ ...json, authorization: `Bearer ${token}` })),
    bodies: Array.from({ length: persons }, (_, n) =>
      JSON.stringify({ query, variables: { idNumber: idNumberOf(n), name: `张${n}` } }),
    ),
    connections: 8,
    perSecond: 100,
    status: 200,
  };
  ask = async (seconds) => (await asking.ask({ ...round, seconds })).timesMs;
  for (let n = 0; n < 3; n++) await ask(1);
});
afterAll(async () => {
  // A service that never came up is ended all the same.
  victim?.close();
  attacker?.close();
  await hub.close();
});

it('as it is built it decides in a thread of its own, again and again', async () => {
  await agreeOn(hub.database.pool, 'deciding', terms);
  const token = await hub.token({ sub: 'deciding', audience: 'partner' });
  const query = `{ person(idNumber: "${idNumberOf(1)}", name: "张1") { entitlements { rule outcome changesOn } } }`;
  const declared =
    'query ($i: DecideEntitlementsInput!) { decideEntitlements(input: $i) { decisions { outcome conditions { kind } } } }';
  const i = { rules: ['art05.opening-subsidy'], assessOn: '2026-11-01', facts: {} };
  for (let times = 0; times < 2; times++) {
    const answer = await hub.ask(query, { token });
    expect([answer.errors, answer.text]).toEqual([[], expect.stringContaining('"rule":"art05.opening-subsidy"')]);
    const told = await hub.ask(declared, { variables: { i } });
    expect([told.errors, told.text]).toEqual([[], expect.stringContaining('"outcome":"UNKNOWN"')]);
  }
  const odd = await hub.ask(declared, { variables: { i: { ...i, facts: { nobody: 1 } } } });
  expect(odd.errors[0]!.extensions['code']).toBe('BAD_INPUT');
});

it.each(Object.keys(graphAttacks))(
  '%s: another client’s p99 stays within twice its calm value',
  async (row) => {
    const subs = agencies.map((agency) => `${agency} ${row}`);
    if (graphAttacks[row]!.readsRecords) for (const sub of subs) await agreeOn(hub.database.pool, sub, terms);
    const tokens = await Promise.all(subs.map((sub) => hub.token({ sub, audience: 'partner' })));
    const attack = (n: number, seconds: number) => attacker!.attack(row, tokens[n]!, seconds);
    const pairs = await paceUnder({ ask, attack, seconds: 0.6, pairs: 4, mostPairs: agencies.length });
    const told = pairs.map(({ calmMs, attackedMs }) => `${calmMs.toFixed(1)} → ${attackedMs.toFixed(1)}`).join(', ');
    if (process.env['SHOW_PACE']) process.stdout.write(`${row}: ${told} ms\n`);
    expect(isWithinTwice(pairs), `p99 calm → attacked: ${told} ms`).toBe(true);
  },
  120_000,
);
