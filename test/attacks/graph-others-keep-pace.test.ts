/** While one client attacks, another is served as if it were alone: its p99 stays within twice its calm value. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestApi } from '../support/api.js';
import type { TestApi } from '../support/api.js';
import { type Asking, startAsking } from '../support/asking.js';
import { idNumberOf, rowsOf } from '../support/facts.js';
import { graphAttacks } from '../support/graph-attacks.js';

const seconds = 2;
let api: TestApi;
let victim: Asking;
let attacker: Asking;
let calmly: () => ReturnType<Asking['ask']>;

beforeAll(async () => {
  // Attackers have what the house gives to partners; who is measured asks without end.
  api = await openTestApi(undefined, { own: { costPerMinute: { staff: 1e9 } } });
  await api.fill((stream) => rowsOf(stream, 100));
  const token = await api.token({ sub: '王科员', audience: 'staff', roles: ['operator'] });
  [victim, attacker] = await Promise.all([startAsking(), startAsking()]);
  const query = 'query ($idNumber: String!, $name: String!) { person(idNumber: $idNumber, name: $name) { name } }';
  const round = {
    origin: api.url,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    bodies: Array.from({ length: 100 }, (_, n) =>
      JSON.stringify({ query, variables: { idNumber: idNumberOf(n), name: `张${n}` } }),
    ),
    connections: 1,
    status: 200,
  };
  calmly = () => victim.ask({ ...round, seconds });
  await calmly();
});
afterAll(async () => {
  victim.close();
  attacker.close();
  await api.close();
});

it.each(Object.keys(graphAttacks))('%s: another client’s p99 stays within twice its calm value', async (row) => {
  const agency = `attacker ${row}`;
  await api.agree(agency, { fields: { 'Person.name': 'full' } });
  const token = await api.token({ sub: agency, audience: 'partner' });
  const attack = {
    origin: api.url,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    bodies: graphAttacks[row]!,
    connections: 4,
  };
  const measured: string[] = [];
  // On a machine that others use, too, one round in five must show it.
  for (let round = 0; round < 5; round++) {
    const calm = await calmly();
    const [attacked] = await Promise.all([calmly(), attacker.ask({ ...attack, seconds: seconds + 0.2 })]);
    measured.push(`calm ${calm.p99Ms.toFixed(1)} ms, attacked ${attacked.p99Ms.toFixed(1)} ms`);
    if (attacked.p99Ms <= 2 * calm.p99Ms) return;
  }
  expect.fail(measured.join('; '));
});
