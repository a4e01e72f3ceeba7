/** What another client feels of each attack on the graph: its p99 against twice its calm value. */
import type { Database } from '../../schema/database.js';
import type { Vault } from '../../schema/vault.js';
import { agreeOn, relaxedTerms } from '../support/agreements.js';
import { startAsking } from '../support/asking.js';
import { idNumberOf, rowsOf } from '../support/facts.js';
import { fill } from '../support/fill.js';
import { graphAttacks } from '../support/graph-attacks.js';
import { openBenchHub } from './open-hub.js';
import { median, type Pairing } from './pairs.js';

const persons = 500;
const seconds = Number(process.env['BENCH_SECONDS'] ?? 3);

/** `databaseUrl` is the address of `database`, for the queue's pool. */
export async function benchGraph(
  database: Database,
  vault: Vault,
  databaseUrl: string,
  rounds: number,
): Promise<Pairing[]> {
  await database.pool.query(
    'truncate fact, person_identifier, person_record, entitlement_sheet, entitlement_candidate, access_event',
  );
  await fill(database, vault, (stream) => rowsOf(stream, persons));
  const hub = await openBenchHub(database, vault, databaseUrl, { staff: 1e12 });
  const [victim, attacker] = await Promise.all([startAsking(), startAsking()]);
  const json = { 'content-type': 'application/json' };
  const signed = async (claims: Parameters<typeof hub.token>[0]) => ({
    ...json,
    authorization: `Bearer ${await hub.token(claims)}`,
  });
  const query = 'query ($idNumber: String!, $name: String!) { person(idNumber: $idNumber, name: $name) { name } }';
  const calm = {
    origin: hub.url,
    headers: await signed({ sub: '王科员', audience: 'staff', roles: ['operator'] }),
    bodies: Array.from({ length: persons }, (_, n) =>
      JSON.stringify({ query, variables: { idNumber: idNumberOf(n), name: `张${n}` } }),
    ),
    connections: 1,
    status: 200,
    seconds,
  };
  await victim.ask(calm);
  const results: Pairing[] = [];
  for (const [row, bodies] of Object.entries(graphAttacks)) {
    const measured = [];
    for (let round = 0; round < rounds; round++) {
      const sub = `attacker ${row} ${round}`;
      await agreeOn(database.pool, sub, relaxedTerms({ fields: { 'Person.name': 'full' } }));
      const attack = { origin: hub.url, headers: await signed({ sub, audience: 'partner' }), bodies, connections: 4 };
      const before = await victim.ask(calm);
      const [during] = await Promise.all([victim.ask(calm), attacker.ask({ ...attack, seconds: seconds + 0.2 })]);
      measured.push({ before: before.p99Ms, during: during.p99Ms });
    }
    // As rates, so that more is better here too: answers a second at the p99.
    results.push({
      name: `p99 of another client under ${row}`,
      ours: 'one client looks up persons while another attacks over four connections',
      rival: 'twice its p99 when it is alone',
      ratios: measured.map(({ before, during }) => (2 * before) / during),
      oursRate: 1000 / median(measured.map(({ during }) => during)),
      rivalRate: 1000 / median(measured.map(({ before }) => 2 * before)),
      unit: '/s at p99',
    });
  }
  victim.close();
  attacker.close();
  await hub.close();
  return results;
}
