/** What an attacker sends, row by row, for as long as it likes. */
import { getIntrospectionQuery } from 'graphql';
import { rules } from '../../rules/index.js';
import { startAsking, startSending } from './asking.js';
import { idNumberOf } from './facts.js';

/** Bodies for `/graphql`, or whatever bytes: `{token}` stands for the attacker's. */
type Attack = { connections: number; readsRecords?: boolean; seconds?: number } & (
  | { bodies: readonly string[] }
  | { texts: readonly string[]; dripped?: boolean }
);

const repeat = (count: number, make: (n: number) => string, between = ' ') =>
  Array.from({ length: count }, (_, n) => make(n)).join(between);
const person = (selection: string) => `person(idNumber: "${idNumberOf(1)}", name: "张1") { ${selection} }`;
const tree = repeat(30, (n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`);
const deep = (depth: number): string => (depth === 0 ? 'name' : `ofType { ${deep(depth - 1)} }`);

/** Texts that differ, so that nothing of one is remembered for the next. */
const varied = (make: (n: number) => string) => Array.from({ length: 500 }, (_, n) => make(n));
const asked = (texts: readonly string[], connections = 8): Attack => ({
  bodies: texts.map((query) => JSON.stringify({ query })),
  connections,
});
const decide = (n: number) =>
  JSON.stringify({
    query: `query Q${n} ($i: DecideEntitlementsInput!) { decideEntitlements(input: $i) { totalFen } }`,
    variables: { i: { rules: rules.map(({ id }) => id), assessOn: '2026-11-01', facts: {} } },
  });

const head = (line: string, ...more: string[]) =>
  [`${line} HTTP/1.1`, 'host: hub', 'authorization: Bearer {token}', ...more, '', ''].join('\r\n');
const json = 'content-type: application/json';
const post = (type: string, body: string) => head('POST /graphql', type, `content-length: ${body.length}`) + body;
const sent = (texts: readonly string[], connections = 8): Attack => ({ texts, connections });

export const graphAttacks: Readonly<Record<string, Attack>> = {
  G1: asked([`{ ${person(repeat(1000, (n) => `a${n}:name`))} }`]),
  G2: asked([`{ ${repeat(700, (n) => `a${n}:__typename`, ',')} }`]),
  G3: asked([`{ ${repeat(900, () => '__typename')} }`]),
  G4: asked([`{ __type(name: "Query") { ${deep(200)} } }`]),
  G5: asked(['{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }']),
  G6: asked([`{ ...F0 } ${tree} fragment F30 on Query { __typename }`]),
  G7: asked(varied((n) => `query Q${n} { ${repeat(60, () => '... on Query { bureaus { region name } }')} }`)),
  G8: asked(varied((n) => `{ w${n} __typename ${repeat(40, () => '@unknown')} ${repeat(90, (m) => `wrong${m}`)} }`)),
  G9: { bodies: [JSON.stringify(Array.from({ length: 100 }, () => ({ query: '{ __typename }' })))], connections: 8 },
  G10: asked(['{ recruitmentPosts(first: 1000000) { edges { node { id } } } }']),
  // A client may have five a minute, and within two seconds would have them all.
  G11: { ...asked(varied((n) => `${getIntrospectionQuery()}\n#${n}`)), seconds: 20 },
  'G11 by many names': asked(
    varied((n) => `query Q${n} { __schema { ${repeat(14, (m) => `a${m}: types { fields { name description } }`)} } }`),
  ),
  G12: asked(varied((n) => `{ idCardNubmer${n} }`)),
  G13: sent([
    post('content-type: text/plain', '{"query":"{ __typename }"}'),
    post('content-type: application/x-www-form-urlencoded', 'query={__typename}'),
    head('GET /graphql?query=%7B__typename%7D', 'apollo-require-preflight: 1'),
  ]),
  G14: sent([head('GET /graphql?query=mutation%7Ba%7D', 'apollo-require-preflight: 1')]),
  G15: { bodies: varied((n) => JSON.stringify({ documentId: `sha256:${n}` })), connections: 8 },
  G16: { bodies: [JSON.stringify({ documentId: 'sha256:00', query: '{ __typename }' })], connections: 8 },
  G17: {
    bodies: [' '.repeat(60_000), JSON.stringify({ query: '{ __typename }', variables: { x: 'x'.repeat(60_000) } })],
    connections: 8,
  },
  'G17 headers': sent([head('GET /healthz', ...Array.from({ length: 10_000 }, (_, n) => `x-${n}: 1`))]),
  'G17 fifty megabytes': sent([head('POST /graphql', json, 'content-length: 50000000') + ' '.repeat(1_000_000)]),
  'G17 a byte at a time': { ...sent([post(json, ' '.repeat(5000))], 150), dripped: true },
  G18: {
    bodies: [
      `{"query":"{ __typename }","variables":{"x":${'['.repeat(20_000)}${']'.repeat(20_000)}}}`,
      `{"query":"{ __typename }","variables":{"x":[${repeat(20_000, () => '1', ',')}]}}`,
    ],
    connections: 8,
  },
  'G19 upgrades': sent([head('GET /graphql', 'connection: upgrade', 'upgrade: websocket')], 64),
  'G19 connections': sent([''], 400),
  'G19 waiting': asked(['{ recruitmentChanges(waitSeconds: 20) { hasMore } }'], 64),
  'G19 many in one': sent([repeat(300, () => post(json, '{"query":"{ wrong }"}'), '')]),
  'G19 refusals on many': asked(['{ wrong }'], 200),
  G20: asked(
    varied((n) => `query Q${n} { recruitmentPosts { edges { ... on RecruitmentPostEdge @defer { cursor } } } }`),
  ),
  G21: asked(varied((n) => `query Q${n} { ${repeat(10, (m) => `a${m}: bureaus { region name }`)} }`)),
  'G21 deciding': { bodies: varied(decide), connections: 8 },
  'G21 records': {
    ...asked(
      varied((n) => `query Q${n} { ${person('entitlements { rule becomesEligibleOn otherReadings { outcome } }')} }`),
    ),
    readsRecords: true,
  },
};

export interface Attacker {
  attack(row: string, token: string, seconds: number): Promise<unknown>;
  close(): void;
}

/** An attacker computes elsewhere: what its processes need here they take from no one who is measured. */
const niceness = 10;

/** Two processes: one speaks HTTP as everybody does, one as nobody should. */
export async function openAttacker(origin: string): Promise<Attacker> {
  const [asking, sending] = await Promise.all([startAsking(niceness), startSending(niceness)]);
  let attacks = 0;
  return {
    attack(row, token, seconds) {
      const attack = graphAttacks[row]!;
      // Each from an address of its own: what one has used up or was shut out for is not the next one's.
      const localAddress = `127.1.0.${(attacks++ % 250) + 1}`;
      if ('bodies' in attack) {
        const headers = [{ 'content-type': 'application/json', authorization: `Bearer ${token}` }];
        return asking.ask({ origin, headers, seconds, localAddress, ...attack });
      }
      const texts = attack.texts.map((text) => text.replaceAll('{token}', token));
      return sending.ask({ ...attack, origin, seconds, texts, localAddress });
    },
    close() {
      asking.close();
      sending.close();
    },
  };
}
