/** Who may see which field, for what purpose, how often: at every place where a field's name can stand. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { codeOf, openTestApi, withBlankReceipts } from '../support/api.js';
import type { Ask, TestApi } from '../support/api.js';
import { creditCodeOf, idNumberOf, rowsOf } from '../support/facts.js';

let api: TestApi;
const tokens: Record<string, string> = {};
const everything = Object.fromEntries(
  'name sex birthDate householdRegion education employments enterprises contributions benefitGrants unemploymentBenefits hardships entitlements'
    .split(' ')
    .map((field) => [`Person.${field}`, 'full' as const]),
);

beforeAll(async () => {
  api = await openTestApi();
  await api.fill((stream) => rowsOf(stream, 5));
  await api.agree('全', { fields: { ...everything, 'Organization.name': 'full' } });
  // Sees names masked, and no birth date, money or hardship at all; still told of decisions.
  await api.agree('少', {
    fields: {
      'Person.name': 'masked',
      'Person.sex': 'full',
      'Person.entitlements': 'full',
    },
  });
  await api.agree('无目的', { fields: everything, purposes: ['audit', 'relief'], defaultPurpose: null });
  await api.agree('限额', { fields: everything, dailyLimit: 3 });
  await api.agree('已止', { fields: everything, endsOn: '2021-12-31' });
  await api.agree('未始', { fields: everything, beginsOn: '2199-01-01' });
  for (const sub of ['全', '少', '无目的', '限额', '已止', '未始', '无协议'])
    tokens[sub] = await api.token({ sub, audience: 'partner' });
  for (const role of ['viewer', 'operator', 'administrator', 'operator ', 'OPERATOR'])
    tokens[role] = await api.token({ sub: '科员', audience: 'staff', roles: [role] });
  tokens['no role'] = await api.token({ sub: '科员', audience: 'staff', roles: [] });
  tokens['employer'] = await api.token({
    sub: '商行',
    audience: 'employer',
    roles: ['clerk'],
    credit_code: creditCodeOf(1),
  });
});
afterAll(() => api.close());
beforeEach(async () => {
  await api.events();
});

const person = (selection: string) => `person(idNumber: "${idNumberOf(1)}", name: "张1") { ${selection} }`;
const as = (who: string, query: string, how: Ask = {}) => api.ask(query, { token: tokens[who]!, ...how });

describe('an absent field is refused wherever its name stands', () => {
  const places: [string, string, Ask?][] = [
    ['selected', `{ ${person('name birthDate')} }`],
    ['under an alias', `{ ${person('name: sex id: birthDate')} }`],
    ['under the alias of the whole record', `{ organization: ${person('birthDate')} }`],
    ['in a fragment', `{ ${person('...Part')} } fragment Part on Person { birthDate }`],
    [
      'in a fragment of a fragment',
      `{ ${person('...A')} } fragment A on Person { ...B } fragment B on Person { birthDate }`,
    ],
    ['in an inline fragment', `{ ${person('... on Person { ... { birthDate } }')} }`],
    ['in a fragment on the query', `{ ...Q } fragment Q on Query { ${person('birthDate')} }`],
    [
      'in the operation that is picked by name',
      `query A { __typename } query B { ${person('birthDate')} }`,
      { operationName: 'B' },
    ],
    ['switched off by a directive', `{ ${person('name birthDate @include(if: false)')} }`],
    [
      'skipped by a variable',
      `query ($no: Boolean!) { ${person('birthDate @skip(if: $no)')} }`,
      { variables: { no: true } },
    ],
    ['a list with arguments', `{ ${person('contributions(first: 1) { edges { cursor } }')} }`],
    ['with nothing but its type name', `{ ${person('hardships { __typename }')} }`],
  ];
  test.each(places)('%s', async (_place, query, how) => {
    const answer = await as('少', query, how);
    expect([answer.status, codeOf(answer), answer.data]).toEqual([403, 'FORBIDDEN', null]);
    expect(answer.errors[0]!.message).toMatch(/^少 v1 不含字段 .+ \/ 少 v1 does not cover Person\.\w+$/);
    const events = await api.events();
    expect(events.map((event) => [event['outcome'], event['person_id']])).toEqual([['refused', expect.any(String)]]);
    // The same query is fine for whom the field is open: it was refused for the field and nothing else.
    expect((await as('全', query, how)).errors).toEqual([]);
  });

  test('the operation that is not picked is not asked for', async () => {
    const query = `query A { ${person('sex')} } query B { ${person('birthDate')} }`;
    expect((await as('少', query, { operationName: 'A' })).data).toEqual({ person: { sex: 'MALE' } });
  });

  test('without a name among several operations nothing runs', async () => {
    const answer = await as('少', `query A { ${person('sex')} } query B { ${person('sex')} }`);
    expect([answer.status, codeOf(answer)]).toEqual([400, 'BAD_INPUT']);
    expect((await api.events()).filter((event) => event['outcome'] !== 'refused')).toEqual([]);
  });

  test('the log names what was refused, and nothing that the client made up', async () => {
    await as('少', `query 张三 { ${person('birthDate')} }`);
    await as('少', `{ x410902199001010015: zhangsan ${person('birthDate')} }`);
    const [event] = await api.events();
    expect(event).toMatchObject({ fields: 'Person.birthDate', outcome: 'refused' });
    expect(event!['operation']).toMatch(/^person#[0-9a-f]{16}$/);
  });
});

describe('what is shown in part', () => {
  test('a masked name keeps its first character, and its source is not told', async () => {
    const answer = await as('少', `{ ${person('name sex provenance { field }')} }`);
    expect(answer.data).toEqual({ person: { name: '张*', sex: 'MALE', provenance: [{ field: 'sex' }] } });
  });

  test('a masked field goes through the mask under any alias', async () => {
    const { data } = await as('少', `{ ${person('a: name ...F')} } fragment F on Person { b: name }`);
    expect(data).toEqual({ person: { a: '张*', b: '张*' } });
  });

  test('a decision that rests on hidden facts says its outcome alone', async () => {
    const query = `{ ${person('entitlements(assessOn: "2026-03-01") { rule outcome amountFen reasons missing conditions { facts { known } } }')} }`;
    type Found = {
      person: {
        entitlements: {
          outcome: string;
          amountFen: unknown;
          reasons: string[];
          missing: string[];
          conditions: { facts: object[] }[];
        }[];
      };
    };
    const open = ((await as('全', query)).data as Found).person.entitlements;
    const cut = ((await as('少', query)).data as Found).person.entitlements;
    expect(open.some(({ reasons, missing }) => reasons.length + missing.length > 0)).toBe(true);
    expect(cut.map(({ outcome }) => outcome)).toEqual(open.map(({ outcome }) => outcome));
    // What somebody chooses or another paper says rests on no fact of anybody.
    const resting = cut.filter((_, i) => open[i]!.conditions.some(({ facts }) => facts.length > 0));
    expect(resting.length).toBeGreaterThan(5);
    for (const decision of resting) expect(decision).toMatchObject({ amountFen: null, reasons: [], missing: [] });
  });

  test('myAgreement says beforehand what is full, masked or absent', async () => {
    const { data } = await as('少', '{ myAgreement { version defaultPurpose fields { field access } } }');
    const found = data as { myAgreement: { fields: { field: string; access: string }[] } };
    const access = Object.fromEntries(found.myAgreement.fields.map(({ field, access }) => [field, access]));
    expect(access).toMatchObject({
      'Person.id': 'FULL',
      'Person.name': 'MASKED',
      'Person.education': 'ABSENT',
      'Person.birthDate': 'ABSENT',
      'Organization.headcount': 'ABSENT',
    });
    expect(await api.events()).toEqual([]);
  });
});

describe('purpose and time', () => {
  const ask = (who: string, purpose?: string) =>
    as(who, `{ ${person('sex')} }`, purpose === undefined ? {} : { headers: { 'x-purpose': purpose } });

  test('the default purpose is written down where none is named', async () => {
    expect((await ask('全')).status).toBe(200);
    expect((await api.events())[0]).toMatchObject({ purpose: 'test-purpose' });
  });

  test('an agreement without a default wants one of its own', async () => {
    const without = await ask('无目的');
    expect([without.status, codeOf(without)]).toEqual([403, 'FORBIDDEN']);
    expect(without.errors[0]!.message).toContain('audit, relief');
    expect((await ask('无目的', 'relief')).data).toEqual({ person: { sex: 'MALE' } });
    expect((await api.events()).map((event) => event['purpose'])).toEqual(['none', 'relief']);
  });

  test.each(['curiosity', 'test-purpose,audit', 'TEST-PURPOSE', '%E5%BC%A0'])(
    'the purpose %j is refused, and what the client wrote is not kept',
    async (purpose) => {
      const answer = await ask('全', purpose);
      expect([answer.status, codeOf(answer), answer.data]).toEqual([403, 'FORBIDDEN', null]);
      expect((await api.events()).map((event) => [event['outcome'], event['purpose']])).toEqual([
        ['refused', 'not-agreed'],
      ]);
    },
  );

  test.each(['已止', '未始', '无协议'])('%s: no agreement in force, no record', async (who) => {
    const answer = await ask(who);
    expect([answer.status, codeOf(answer)]).toEqual([403, 'FORBIDDEN']);
    expect((await as(who, '{ myAgreement { client } }')).data).toEqual({ myAgreement: null });
    expect((await api.events()).map((event) => event['outcome'])).toEqual(['refused']);
  });

  test('a new version of an agreement counts within ten seconds', async () => {
    await api.agree('换', { fields: {} });
    tokens['换'] = await api.token({ sub: '换', audience: 'partner' });
    expect((await ask('换')).status).toBe(403);
    await api.agree('换', { fields: everything });
    api.shift(10_001);
    expect((await ask('换')).status).toBe(200);
    api.shift(0);
  });
});

describe('the day’s budget', () => {
  const left = async () =>
    ((await as('限额', '{ myAgreement { left } }')).data as { myAgreement: { left: number } }).myAgreement.left;

  test('a hit and a miss cost one each, a refusal nothing; then nothing is looked up until tomorrow', async () => {
    expect(await left()).toBe(3);
    await as('限额', `{ ${person('sex')} }`);
    await as('限额', `{ person(idNumber: "${idNumberOf(1)}", name: "谁") { sex } }`);
    await as('限额', `{ ${person('sex')} }`, { headers: { 'x-purpose': 'none of these' } });
    expect(await left()).toBe(1);
    const last = await as('限额', `{ a: ${person('sex')} b: ${person('sex')} }`);
    expect(last.errors.map((error) => error.extensions['code'])).toEqual(['BUDGET_EXHAUSTED']);
    const after = await as('限额', `{ ${person('sex')} }`);
    expect([after.status, codeOf(after), after.data]).toEqual([429, 'BUDGET_EXHAUSTED', { person: null }]);
    expect(after.errors[0]!.message).toMatch(/^今日查询次数已用完（上限 3）.* \/ today’s 3 look-ups are used up/);
    expect(await left()).toBe(0);
    const shown = (await api.events()).filter((event) => event['outcome'] !== 'refused');
    expect(shown).toHaveLength(3);
    api.shift(86_400_000);
    expect((await as('限额', '{ myAgreement { left } }')).data).toEqual({ myAgreement: { left: 3 } });
    api.shift(0);
  });

  test('it holds when many ask at once', async () => {
    await api.agree('抢', { fields: everything, dailyLimit: 10 });
    tokens['抢'] = await api.token({ sub: '抢', audience: 'partner' });
    const answers = await Promise.all(Array.from({ length: 30 }, () => as('抢', `{ ${person('sex')} }`)));
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(10);
    expect(answers.filter((answer) => answer.status === 429)).toHaveLength(20);
  });
});

describe('staff and employers', () => {
  test('who works with cases sees names in full, who only watches sees them masked and no money', async () => {
    expect(
      (await as('operator', `{ ${person('name contributions { edges { node { month } } }')} }`)).data,
    ).toMatchObject({
      person: { name: '张1', contributions: { edges: [{ node: { month: '2026-01' } }] } },
    });
    expect((await as('viewer', `{ ${person('name sex')} }`)).data).toEqual({ person: { name: '张*', sex: 'MALE' } });
    expect(codeOf(await as('viewer', `{ ${person('contributions { edges { cursor } }')} }`))).toBe('FORBIDDEN');
    expect((await api.events()).map((event) => event['purpose'])).toEqual(Array(3).fill('public-employment-service'));
  });

  test.each(['operator ', 'OPERATOR', 'no role'])('the role %j opens no record', async (role) => {
    const answer = await as(role, `{ ${person('sex')} }`);
    expect([answer.status, codeOf(answer)]).toEqual([403, 'FORBIDDEN']);
  });

  const organization = (n: number) =>
    `{ organization(creditCode: "${creditCodeOf(n)}") { name headcount legalRepresentativeName } }`;

  test('an employer sees its own entry whole, and another’s as if it were not there', async () => {
    expect((await as('employer', organization(1))).data).toEqual({
      organization: { name: '濮阳第1商行', headcount: 2, legalRepresentativeName: '张1' },
    });
    const other = await as('employer', organization(2));
    const unknown = await as('employer', organization(900));
    expect([withBlankReceipts(other.text), other.status]).toEqual([withBlankReceipts(unknown.text), unknown.status]);
    expect((await api.events()).map((event) => event['outcome'])).toEqual(['shown', 'miss', 'miss']);
  });

  test('a partner’s organization fields are closed one by one', async () => {
    const name = `{ organization(creditCode: "${creditCodeOf(1).toLowerCase()}") { creditCode name provenance { field source } } }`;
    expect((await as('全', name)).data).toEqual({
      organization: {
        creditCode: creditCodeOf(1),
        name: '濮阳第1商行',
        provenance: [{ field: 'name', source: 'COMMERCE' }],
      },
    });
    expect(codeOf(await as('全', organization(1)))).toBe('FORBIDDEN');
  });

  test.each(['', '91410902MA0000000', `${creditCodeOf(1).slice(0, 17)}I`, `${creditCodeOf(1)}\0`])(
    'the credit code %j is refused',
    async (code) => {
      const answer = await as('operator', 'query ($code: String!) { organization(creditCode: $code) { name } }', {
        variables: { code },
      });
      expect([answer.status, codeOf(answer)]).toEqual([400, 'BAD_INPUT']);
      expect(await api.events()).toEqual([]);
    },
  );

  test('nobody asks for a person without saying who asks', async () => {
    for (const answer of [await api.ask(`{ ${person('sex')} }`), await as('employer', `{ ${person('sex')} }`)]) {
      expect([answer.status, codeOf(answer), answer.data]).toEqual([400, 'BAD_INPUT', null]);
      expect(answer.errors[0]!.message).toContain('Cannot query field "person" on type "Query"');
    }
  });
});
