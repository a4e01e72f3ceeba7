/** The hub as it is built: where the sources run as they are, there is no program for the thread that decides. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fields } from '../../rules/visibility.js';
import { createVault, loadKeys } from '../../schema/vault.js';
import { agreeOn, relaxedTerms } from '../support/agreements.js';
import { idNumberOf, rowsOf } from '../support/facts.js';
import { fill } from '../support/fill.js';
import { type HubPair, openHubPair } from '../support/hub-pair.js';

const terms = relaxedTerms({ fields: Object.fromEntries(fields.map((field) => [field, 'full' as const])) });
let hub: HubPair;
beforeAll(async () => {
  hub = await openHubPair();
  await fill(hub.database, createVault(loadKeys(hub.keyFile)), (stream) => rowsOf(stream, 3));
  await hub.serve();
});
afterAll(() => hub.close());

it('decides in a thread of its own, again and again', async () => {
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
