/** What an attacker sends, row by row, for as long as it likes: each body a request of `/graphql`. */
import { idNumberOf } from './facts.js';

const repeat = (count: number, make: (n: number) => string, between = ' ') =>
  Array.from({ length: count }, (_, n) => make(n)).join(between);
const person = (selection: string) => `person(idNumber: "${idNumberOf(1)}", name: "张1") { ${selection} }`;
const tree = repeat(30, (n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`);
const deep = (depth: number): string => (depth === 0 ? 'name' : `ofType { ${deep(depth - 1)} }`);

/** Texts that differ, so that nothing of one is remembered for the next. */
const varied = (make: (n: number) => string) => Array.from({ length: 500 }, (_, n) => make(n));
const asText = (texts: readonly string[]) => texts.map((query) => JSON.stringify({ query }));

export const graphAttacks: Readonly<Record<string, readonly string[]>> = {
  G1: asText([`{ ${person(repeat(1000, (n) => `a${n}:name`))} }`]),
  G2: asText([`{ ${repeat(700, (n) => `a${n}:__typename`, ',')} }`]),
  G3: asText([`{ ${repeat(900, () => '__typename')} }`]),
  G4: asText([`{ __type(name: "Query") { ${deep(200)} } }`]),
  G5: asText(['{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }']),
  G6: asText([`{ ...F0 } ${tree} fragment F30 on Query { __typename }`]),
  G7: asText(varied((n) => `query Q${n} { ${repeat(60, () => '... on Query { bureaus { region name } }')} }`)),
  G8: asText(varied((n) => `{ w${n} __typename ${repeat(40, () => '@unknown')} ${repeat(90, (m) => `wrong${m}`)} }`)),
  G9: [JSON.stringify(Array.from({ length: 100 }, () => ({ query: '{ __typename }' })))],
  G10: asText(['{ recruitmentPosts(first: 1000000) { edges { node { id } } } }']),
  G11: asText(
    varied((n) => `query Q${n} { __schema { types { name fields { name type { name ofType { name } } } } } }`),
  ),
  G12: asText(varied((n) => `{ idCardNubmer${n} }`)),
  G16: [JSON.stringify({ documentId: 'sha256:00', query: '{ __typename }' })],
  G17: [' '.repeat(60_000), JSON.stringify({ query: '{ __typename }', variables: { x: 'x'.repeat(60_000) } })],
  G18: [
    `{"query":"{ __typename }","variables":{"x":${'['.repeat(20_000)}${']'.repeat(20_000)}}}`,
    `{"query":"{ __typename }","variables":{"x":[${repeat(20_000, () => '1', ',')}]}}`,
  ],
  G20: asText(
    varied((n) => `query Q${n} { recruitmentPosts { edges { ... on RecruitmentPostEdge @defer { cursor } } } }`),
  ),
  G21: asText(varied((n) => `query Q${n} { ${repeat(10, (m) => `a${m}: bureaus { region name }`)} }`)),
};
