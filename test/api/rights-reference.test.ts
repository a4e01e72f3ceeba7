/** Random questions under random agreements, over HTTP: the answer is the one that the slow, obvious evaluator gives. RIGHTS_QUERIES says how many. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SourceRow } from '../../connectors/connector.js';
import { type AgreementTerms, type Population, populations } from '../../rules/agreement.js';
import { type Access, type Field, fieldClasses, fields, hasMask } from '../../rules/visibility.js';
import type { OrganizationDocument, PersonDocument } from '../../rules/vocabulary.js';
import { relaxedTerms } from '../support/agreements.js';
import { openTestApi } from '../support/api.js';
import type { TestApi } from '../support/api.js';
import { creditCodeOf, idNumberOf, rowsOf } from '../support/facts.js';
import {
  expectedAnswer,
  type Json,
  type LookUp,
  type Part,
  type Question,
  type Rows,
} from '../support/reference-rights.js';

const queries = Number(process.env['RIGHTS_QUERIES'] ?? 1000);
const persons = 24;
const clients = 24;
const rules = [
  'art05.opening-subsidy',
  'art08.startup-guaranteed-loan',
  'art12.public-welfare-post',
  'art02.flexible-employment-subsidy.graduate',
];
const regions = ['410902', '410928', '410922', '411002'];

let api: TestApi;
let rows: Rows;
const agreements = new Map<string, AgreementTerms>();
const tokens = new Map<string, string>();

/** Persons of four regions, some unemployed, some hard to employ. */
function rowsOfWorld(stream: string): SourceRow[] {
  if (stream === 'hardship')
    return Array.from({ length: persons }, (_, n) => n)
      .filter((n) => n % 3 === 0)
      .map((n) => ({
        op: 'upsert',
        key: `h${n}`,
        subject: { idNumber: idNumberOf(n) },
        body: { kind: 'hardship', category: 'disabled', from: '2025-01-01', to: null },
        version: '2026-01-01T00:00:00Z',
      }));
  return rowsOf(stream, persons).map((row, n) => {
    if (row.op !== 'upsert') return row;
    if (row.body.kind === 'person' && stream === 'job-seekers' && n % 5 !== 4)
      return { ...row, body: { ...row.body, householdRegion: regions[n % 4]! } };
    if (row.body.kind === 'employment' && n % 4 === 1)
      return {
        ...row,
        body: { ...row.body, form: 'unemployed', employerCode: null, contractFrom: null, contractTo: null },
      };
    if (row.body.kind === 'organization') return { ...row, body: { ...row.body, region: regions[(n >> 1) % 4]! } };
    return row;
  });
}

const some = <T>(values: readonly T[], most = values.length) =>
  fc.subarray([...values], { minLength: 1, maxLength: most });
const anyAgreement = fc.record({
  mostly: fc.constantFrom<Access>('full', 'absent'),
  odd: fc.subarray([...fields]),
  rows: fc.record({
    regions: fc.oneof(fc.constant<string[]>([]), some(['4109', '410902', '410928', '41'], 2)),
    populations: fc.oneof(fc.constant<Population[]>([]), some(populations, 2)),
  }),
  endsOn: fc.constantFrom(null, null, null, null, '2021-12-31'),
  hasDefault: fc.boolean(),
});

beforeAll(async () => {
  api = await openTestApi();
  await api.fill(rowsOfWorld);
  const all = Object.fromEntries(fields.map((field) => [field, 'full' as const]));
  agreements.set('全', { client: '全', ...relaxedTerms({ fields: all }) });
  // The same agreements each time, so that a seed says all.
  fc.sample(anyAgreement, { numRuns: clients, seed: 5 }).forEach(({ mostly, odd, rows, endsOn, hasDefault }, i) => {
    const other = (field: Field): Access =>
      mostly === 'absent' ? 'full' : i % 2 === 0 && hasMask(field) ? 'masked' : 'absent';
    const given = fields
      .filter((field) => fieldClasses[field] !== 'open')
      .map((field) => [field, odd.includes(field) ? other(field) : mostly]);
    const terms = relaxedTerms({ fields: Object.fromEntries(given) as Record<string, Access>, ...rows, endsOn });
    agreements.set(`客${i}`, { client: `客${i}`, ...terms, defaultPurpose: hasDefault ? terms.defaultPurpose : null });
  });
  for (const [client, { purposes, ...terms }] of agreements) {
    await api.agree(client, { ...terms, purposes: purposes.map(({ code }) => code) });
    tokens.set(client, await api.token({ sub: client, audience: 'partner' }));
  }
  rows = await readRows();
});
afterAll(() => api.close());

const decided =
  'rule outcome amountFen reasons missing missingFacts { name } amountMissing { name } conditions { facts { fact { name } } }';

async function readRows(): Promise<Rows> {
  const read = async <T>(text: string) =>
    (await api.database.pool.query<{ key: string; document: string }>(text)).rows.map(
      ({ key, document }) => [key, JSON.parse(document) as T] as const,
    );
  const numbers = Array.from({ length: persons }, (_, n) => n);
  const byIndex = new Map(
    await read<PersonDocument>(
      `select encode(blind_index, 'hex') as key, document from person_identifier join person_record using (person_id)`,
    ),
  );
  const byCode = new Map(
    await read<OrganizationDocument>('select credit_code as key, document from organization_record'),
  );
  const decisions = new Map<string, { [key: string]: Json }>();
  for (const n of numbers) {
    const answer = await api.ask(
      `{ person(idNumber: "${idNumberOf(n)}", name: "张${n}") { entitlements(assessOn: "2026-03-01", rules: ${JSON.stringify(rules)}) { ${decided} } } }`,
      { token: tokens.get('全')! },
    );
    const { person } = answer.data as { person: { entitlements: { rule: string }[] } };
    for (const one of person.entitlements) decisions.set(`${n} ${one.rule}`, one);
  }
  return {
    persons: new Map(numbers.map((n) => [n, byIndex.get(api.vault.blindIndex(idNumberOf(n)).toString('hex'))!])),
    organizations: new Map(numbers.map((n) => [n, byCode.get(creditCodeOf(n))!])),
    decisions,
  };
}

const innerOf: Record<string, readonly string[]> = {
  education: ['schoolType', 'status', 'school', 'graduationDate'],
  employments: ['form', 'employerCode', 'from', 'to', 'source'],
  contributions: ['month', 'insurance', 'baseFen', 'source'],
  hardships: ['category', 'from', 'source'],
  benefitGrants: ['entitlement', 'amountFen'],
  unemploymentBenefits: ['from', 'monthlyFen'],
  enterprises: ['creditCode', 'name', 'source'],
  provenance: ['field', 'source', 'asOf'],
  entitlements: rules,
};

const partOf = (kind: LookUp['kind']) => {
  const names = fields
    .filter((field) => field.startsWith(`${kind}.`) && field !== 'Organization.entitlements')
    .map((field) => field.split('.')[1]!);
  return fc.constantFrom(...names).chain((field) =>
    fc.record({
      field: fc.constant(field),
      isIncluded: fc.constantFrom(true, true, true, false),
      inner: innerOf[field] ? some(innerOf[field]) : fc.constant([]),
      first: fc.integer({ min: 0, max: 3 }),
      disguise: fc.constantFrom('plain', 'plain', 'inline', 'fragment', 'variable'),
    }),
  );
};
type Disguised = Omit<Part, 'alias'> & { disguise: string };
const lookUp = fc.constantFrom<LookUp['kind']>('Person', 'Person', 'Organization').chain((kind) =>
  fc.record({
    kind: fc.constant(kind),
    who: fc.integer({ min: 0, max: persons + 1 }),
    isRightName: fc.constantFrom(true, true, true, false),
    parts: fc.array(partOf(kind), { minLength: 1, maxLength: 4 }),
  }),
);
const question = fc.record({
  client: fc.constantFrom(...Array.from({ length: clients }, (_, i) => `客${i}`), '全', '无'),
  purpose: fc.constantFrom(null, null, 'test-purpose', 'test-purpose', 'other'),
  lookUps: fc.array(lookUp, { minLength: 1, maxLength: 3 }),
});

/** The question as a document in disguise: fragments, directives, variables. */
function written({ lookUps }: { lookUps: (Omit<LookUp, 'alias' | 'parts'> & { parts: Disguised[] })[] }) {
  const variables: Record<string, unknown> = { yes: true, no: false };
  const fragments: string[] = [];
  const roots = lookUps.map(({ kind, who, isRightName, parts }, i) => {
    const found =
      kind === 'Person' ? `person(idNumber: $id${i}, name: $name${i})` : `organization(creditCode: $id${i})`;
    variables[`id${i}`] = kind === 'Person' ? idNumberOf(who) : creditCodeOf(who);
    if (kind === 'Person') variables[`name${i}`] = isRightName ? `张${who}` : '错';
    const selections = parts.map((part, j) => {
      const alias = `p${j}`;
      const text = `${alias}: ${textOf(part)}`;
      const directive = part.isIncluded
        ? part.disguise === 'variable'
          ? '@include(if: $yes)'
          : ''
        : part.disguise === 'plain'
          ? '@include(if: false)'
          : '@include(if: $no)';
      if (part.disguise !== 'fragment') return `... on ${kind} ${directive} { ${text} }`;
      fragments.push(`fragment F${i}${j} on ${kind} { ${text} }`);
      return `...F${i}${j} ${directive}`;
    });
    return `r${i}: ${found} { ${selections.join(' ')} }`;
  });
  const declared = Object.keys(variables).map(
    (name) => `$${name}: ${name === 'yes' || name === 'no' ? 'Boolean' : 'String'}!`,
  );
  const used = declared.filter((one) => roots.join(' ').includes(one.split(':')[0]!));
  const query = `query (${used.join(', ')}) { ${roots.join(' ')} } ${fragments.join(' ')}`;
  return { query, variables };
}

function textOf({ field, inner, first }: Disguised): string {
  if (field === 'entitlements')
    return `entitlements(assessOn: "2026-03-01", rules: ${JSON.stringify(inner)}) { rule outcome amountFen reasons missing }`;
  if (field === 'employments' || field === 'contributions')
    return `${field}(first: ${first}) { edges { node { ${inner.join(' ')} } } }`;
  return inner.length === 0 ? field : `${field} { ${inner.join(' ')} }`;
}

/** Lists of decisions and of sources come in an order of their own. */
function ordered(value: Json): Json {
  if (Array.isArray(value)) return value.map(ordered).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, ordered(one)]),
  );
}

test(
  `${queries} random questions get the answers or the refusals of the reference`,
  // Ends what hangs: on a machine with much else to do a question may take a tenth of a second.
  { timeout: 60_000 + queries * 150 },
  async () => {
    const seen = { shown: 0, nothing: 0, refused: 0 };
    tokens.set('无', await api.token({ sub: '无', audience: 'partner' }));
    await fc.assert(
      fc.asyncProperty(question, async ({ client, purpose, lookUps }) => {
        const asked: Question = {
          client,
          purpose,
          lookUps: lookUps.map((one, i) => ({
            ...one,
            alias: `r${i}`,
            parts: one.parts.map((part, j) => ({ ...part, alias: `p${j}` })),
          })),
        };
        const answer = await api.ask(written({ lookUps }).query, {
          token: tokens.get(client)!,
          variables: written({ lookUps }).variables,
          headers: purpose === null ? {} : { 'x-purpose': purpose },
        });
        const expected = expectedAnswer(rows, agreements, asked);
        if (expected === null) seen.refused++;
        else if (JSON.stringify(expected).includes('p0')) seen.shown++;
        else seen.nothing++;
        const given = [answer.status, answer.errors.map(({ extensions }) => extensions['code'])];
        expect([...given, ordered(answer.data as Json)]).toEqual(
          expected === null ? [403, ['FORBIDDEN'], null] : [200, [], ordered(expected)],
        );
      }),
      { numRuns: queries },
    );
    // Neither evaluator gets away with saying no to everything.
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(queries / 25);
  },
);
