/** What another client feels of each attack on the graph: its p99 against twice its calm value. */
import { fields } from '../../rules/visibility.js';
import type { Vault } from '../../schema/vault.js';
import { agreeOn, relaxedTerms } from '../support/agreements.js';
import { startAsking } from '../support/asking.js';
import { idNumberOf, rowsOf } from '../support/facts.js';
import { fill } from '../support/fill.js';
import { graphAttacks, openAttacker } from '../support/graph-attacks.js';
import { paceUnder } from '../support/pace.js';
import { openBenchHub } from './open-hub.js';
import type { OpenNew } from './on-postgres.js';
import { median, type Pairing } from './pairs.js';

const persons = 500;
const seconds = Number(process.env['BENCH_SECONDS'] ?? 2);

/** On a database of its own: what others noted in the access log stays there. `row`: only the attacks whose name begins so. */
export async function benchGraph(openNew: OpenNew, vault: Vault, rounds: number, row = ''): Promise<Pairing[]> {
  const { database, url } = await openNew('graph');
  await fill(database, vault, (stream) => rowsOf(stream, persons));
  const hub = await openBenchHub(database, vault, url, { staff: 1e12 });
  const [victim, attacker] = await Promise.all([startAsking(), openAttacker(hub.url)]);
  const query = 'query ($idNumber: String!, $name: String!) { person(idNumber: $idNumber, name: $name) { name } }';
  const officer = await hub.token({ sub: '王科员', audience: 'staff', roles: ['operator'] });
  const round = {
    origin: hub.url,
    headers: [{ 'content-type': 'application/json', authorization: `Bearer ${officer}` }],
    bodies: Array.from({ length: persons }, (_, n) =>
      JSON.stringify({ query, variables: { idNumber: idNumberOf(n), name: `张${n}` } }),
    ),
    connections: 8,
    perSecond: 100,
    // Another client asks from elsewhere.
    localAddress: '127.0.0.2',
    status: 200,
  };
  const ask = async (long: number) => (await victim.ask({ ...round, seconds: long })).timesMs;
  const terms = relaxedTerms({ fields: Object.fromEntries(fields.map((field) => [field, 'full' as const])) });
  await ask(seconds);
  const results: Pairing[] = [];
  const attacks = Object.entries(graphAttacks).filter(([name]) => name.startsWith(row));
  for (const [name, { readsRecords, connections, seconds: long = seconds }] of attacks) {
    const tokens: string[] = [];
    for (let n = 0; n < rounds; n++) {
      const sub = `attacker ${name} ${n}`;
      if (readsRecords) await agreeOn(database.pool, sub, terms);
      tokens.push(await hub.token({ sub, audience: 'partner' }));
    }
    const attack = (n: number, time: number) => attacker.attack(name, tokens[n]!, time);
    const pairs = await paceUnder({ ask, attack, seconds: long, pairs: rounds });
    const figures = pairs.map(({ calmMs, attackedMs }) => `${calmMs.toFixed(1)} → ${attackedMs.toFixed(1)}`);
    process.stdout.write(`${name}: p99 ${figures.join(', ')} ms\n`);
    // As rates, so that more is better here too: answers a second at the p99.
    results.push({
      name: `p99 of another client under ${name}`,
      ours: `a hundred look-ups a second while another client attacks over ${connections} connections`,
      rival: 'twice the p99 of the same when nobody does',
      ratios: pairs.map(({ calmMs, attackedMs }) => (2 * calmMs) / attackedMs),
      oursRate: 1000 / median(pairs.map(({ attackedMs }) => attackedMs)),
      rivalRate: 1000 / median(pairs.map(({ calmMs }) => 2 * calmMs)),
      unit: '/s at p99',
    });
  }
  victim.close();
  attacker.close();
  await hub.close();
  await database.close();
  return results;
}
