/** What a preview says is what happens: the same persons are decided before and after, one by one. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SourceRow } from '../../connectors/connector.js';
import { addMonths, formatDay, parseDay } from '../../rules/civil-date.js';
import { civilDay } from '../../rules/shanghai-time.js';
import type { Month } from '../../rules/vocabulary.js';
import { codeOf, openTestApi } from '../support/api.js';
import type { TestApi } from '../support/api.js';
import { idNumberOf, rowsOf } from '../support/facts.js';

const rule = 'art02.flexible-employment-subsidy.hard-to-employ';
const name = 'flexibleMinimumContributionPerMonth';
/** More than a batch; one in three works flexibly, with contributions of her own between 500 and 900 yuan. */
const persons = 130;
/** Founded 20 months ago, the others 5. */
const oldFirms = 17;
const firms = 120;
const isFlexible = (n: number) => n % 3 === 0;

const monthsAgo = (months: number) => formatDay(addMonths(parseDay(civilDay(new Date()))!, -months));
const months: Month[] = [9, 8, 7, 6, 5, 4, 3, 2, 1].map((ago) => monthsAgo(ago).slice(0, 7));

function rows(stream: string): SourceRow[] {
  const of = (n: number, key: string, body: Extract<SourceRow, { op: 'upsert' }>['body']): SourceRow => ({
    op: 'upsert',
    key: `${n}|${key}`,
    subject: { idNumber: idNumberOf(n) },
    body,
    version: '2026-01-01T00:00:00Z',
  });
  const all = Array.from({ length: persons }, (_, n) => n);
  const flexible = all.filter(isFlexible);
  switch (stream) {
    case 'job-seekers':
      return all.map((n) => of(n, '', { kind: 'person', name: `张${n}`, sex: 'male', birthDate: '1990-01-01' }));
    case 'hardship':
      return flexible.map((n) => of(n, '', { kind: 'hardship', category: 'disabled', from: monthsAgo(24), to: null }));
    case 'registrations':
      return flexible.map((n) =>
        of(n, '', {
          kind: 'employment',
          form: 'flexible',
          employerCode: null,
          from: `${months[0]}-01`,
          to: null,
          contractFrom: null,
          contractTo: null,
          reason: null,
        }),
      );
    case 'contributions':
      return flexible.flatMap((n) =>
        months.map((month) =>
          of(n, month, {
            kind: 'contribution',
            employerCode: null,
            month,
            insurance: 'pension',
            baseFen: 400_000,
            employerFen: 0,
            ownFen: 50_000 + n * 300,
            paidOn: `${month}-20`,
          }),
        ),
      );
    case 'market-entities':
      return rowsOf(stream, firms).map((row, n) => {
        if (row.op !== 'upsert' || row.body.kind !== 'organization') return row;
        return { ...row, body: { ...row.body, establishedOn: monthsAgo(n < oldFirms ? 20 : 5) } };
      });
    default:
      return [];
  }
}

let api: TestApi;
let [wang, li, partner]: string[] = [];
beforeAll(async () => {
  api = await openTestApi();
  await api.fill(rows);
  const fields = [
    'name',
    'sex',
    'birthDate',
    'employments',
    'contributions',
    'hardships',
    'benefitGrants',
    'education',
  ];
  const more = ['enterprises', 'unemploymentBenefits', 'householdRegion', 'entitlements'];
  await api.agree('民政局', {
    fields: Object.fromEntries([...fields, ...more].map((field) => [`Person.${field}`, 'full' as const])),
  });
  wang = await api.token({ sub: '王科员', audience: 'staff', roles: ['operator'] });
  li = await api.token({ sub: '李科员', audience: 'staff', roles: ['operator'] });
  partner = await api.token({ sub: '民政局', audience: 'partner' });
});
afterAll(() => api.close());

interface Decided {
  outcome: string;
  amountFen: number | null;
}

/** The rule's decision for everybody, asked one by one. */
async function decisions(): Promise<Decided[]> {
  const decided: Decided[] = [];
  for (let n = 0; n < persons; n++) {
    const answer = await api.ask(
      'query ($id: String!, $name: String!) { person(idNumber: $id, name: $name) { entitlements { rule outcome amountFen } } }',
      { token: partner!, variables: { id: idNumberOf(n), name: `张${n}` } },
    );
    expect(answer.errors).toEqual([]);
    const { person } = answer.data as { person: { entitlements: (Decided & { rule: string })[] } };
    decided.push(person.entitlements.find((one) => one.rule === rule)!);
  }
  return decided;
}

async function propose(value: unknown, about = name): Promise<string> {
  const input = {
    name: about,
    entries: [{ from: '2016-01-01', value: JSON.stringify(value) }],
    paper: { document: '示例1号', title: '示例' },
    reason: '测试',
  };
  const answer = await api.ask('mutation ($input: ProposeParameterInput!) { proposeParameter(input: $input) { id } }', {
    token: wang!,
    variables: { input },
  });
  expect(answer.errors).toEqual([]);
  return (answer.data as { proposeParameter: { id: string } }).proposeParameter.id;
}

const effectOf = (id: string) =>
  api.ask(
    `query ($id: ID!) { proposalEffect(id: $id) { assessOn persons organizations rules effects {
      rule newlyEligible noLongerEligible amountUp amountDown unknownSettled newlyUnknown changeFen settledFen } } }`,
    { token: li!, variables: { id } },
  );

const none = {
  newlyEligible: 0,
  noLongerEligible: 0,
  amountUp: 0,
  amountDown: 0,
  unknownSettled: 0,
  newlyUnknown: 0,
  changeFen: 0,
  settledFen: 0,
};
const sum = (decided: readonly Decided[]) => decided.reduce((total, { amountFen }) => total + (amountFen ?? 0), 0);

test.each<[string, number | null, (before: Decided[], after: Decided[]) => Partial<typeof none>]>([
  [
    'the first value settles what was not known',
    800,
    (_before, after) => ({ unknownSettled: 44, settledFen: sum(after) }),
  ],
  [
    'a lower value takes from those who paid more',
    600,
    (before, after) => ({
      amountDown: before.filter(({ amountFen }, i) => amountFen! > after[i]!.amountFen!).length,
      changeFen: sum(after) - sum(before),
    }),
  ],
  [
    'a higher one gives to them',
    700,
    (before, after) => ({
      amountUp: before.filter(({ amountFen }, i) => amountFen! < after[i]!.amountFen!).length,
      changeFen: sum(after) - sum(before),
    }),
  ],
  ['a value that ends leaves the amounts unknown', null, () => ({ newlyUnknown: 44 })],
])('%s', async (_what, value, expected) => {
  const id = await propose(value);
  const before = await decisions();
  expect(before.filter(({ outcome }) => outcome === 'ELIGIBLE')).toHaveLength(44);
  const preview = await effectOf(id);
  expect(preview.errors).toEqual([]);
  expect(preview.text).not.toMatch(/张|\d{17}/);
  const approved = await api.ask('mutation ($id: ID!) { approveProposal(id: $id) { state } }', {
    token: li!,
    variables: { id },
  });
  expect(approved.errors).toEqual([]);
  const effect = expected(before, await decisions());
  expect(Object.values(effect).every((count) => count !== 0)).toBe(true);
  const { proposalEffect } = preview.data as { proposalEffect: { rules: string[]; effects: object[] } };
  expect(proposalEffect).toMatchObject({
    persons,
    organizations: 0,
    rules: expect.arrayContaining([rule]) as string[],
  });
  expect(proposalEffect.effects).toContainEqual({ rule, ...none, ...effect });
  expect((await effectOf(id)).data).toMatchObject({ proposalEffect: { effects: [] } });
});

test('firms are compared where a rule about firms reads the parameter: here those too old to be start-ups', async () => {
  const { data } = await effectOf(await propose(12, 'startupAgeMonths'));
  const { proposalEffect } = data as { proposalEffect: { rules: string[]; effects: object[] } };
  expect(proposalEffect).toMatchObject({ persons: 0, organizations: firms });
  expect(proposalEffect.effects).toContainEqual({
    ...none,
    rule: 'art04.startup-fee-exemption',
    unknownSettled: oldFirms,
  });
});

test('a parameter that no rule reads moves nobody, and nobody is looked at', async () => {
  expect((await effectOf(await propose([{ county: '示例县' }], 'keyPovertyCounties'))).data).toMatchObject({
    proposalEffect: { persons: 0, organizations: 0, rules: [], effects: [] },
  });
});

test('an unknown proposal is not found', async () => {
  expect(codeOf(await effectOf('00000000-0000-7000-8000-000000000000'))).toBe('NOT_FOUND');
});

test('a city too large to wait for is left to the command line', async () => {
  const id = await propose(900);
  await api.database.pool.query(
    `insert into person_record (person_id, name_keys, document, built_at)
     select uuidv7(), '{}', '{}', now() from generate_series(1, 100000)`,
  );
  const answer = await effectOf(id);
  expect(codeOf(answer)).toBe('LIMIT_EXCEEDED');
  expect(answer.errors[0]!.message).toContain(`hub rules preview --proposal ${id}`);
});

test('one comparison runs at a time, and a viewer is refused', async () => {
  const id = '00000000-0000-7000-8000-000000000000';
  const query = `{ a: proposalEffect(id: "${id}") { assessOn } b: proposalEffect(id: "${id}") { assessOn } }`;
  const operator = await api.token({ sub: '王科员', audience: 'staff', roles: ['operator'] });
  const twice = await api.ask(query, { token: operator });
  expect(twice.errors.map(({ extensions }) => extensions['code'])).toContain('CONFLICT');
  // The answer does not wait for the comparison whose twin was refused.
  const codesAfter = async () => {
    const after = await api.ask(`{ proposalEffect(id: "${id}") { assessOn } }`, { token: operator });
    return after.errors.map(({ extensions }) => extensions['code']);
  };
  await expect.poll(codesAfter).toEqual(['NOT_FOUND']);
  const viewer = await api.token({ sub: '李观察', audience: 'staff', roles: ['viewer'] });
  const refused = await api.ask(`{ proposalEffect(id: "${id}") { assessOn } }`, { token: viewer });
  expect(refused.errors.map(({ extensions }) => extensions['code'])).toEqual(['FORBIDDEN']);
});
