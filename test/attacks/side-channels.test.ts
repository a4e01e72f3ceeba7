/** Attacks by what an answer says beside its data: cost, errors, shape, ids; over HTTP against the running service. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SourceRow } from '../../connectors/connector.js';
import { fields } from '../../rules/visibility.js';
import type { Answer, TestApi } from '../support/api.js';
import { codeOf, openTestApi, withBlankReceipts } from '../support/api.js';
import { creditCodeOf, idNumberOf, rowsOf } from '../support/facts.js';

const persons = 12;
let api: TestApi;
const tokens: Record<string, string> = {};
const absent = Object.fromEntries(fields.map((field) => [field, 'absent' as const]));

/** Persons and firms that differ in what is hidden: every second person is hard to employ, the last firms are unknown to the tax office. */
function rows(stream: string): SourceRow[] {
  if (stream === 'hardship')
    return [1, 3, 5, 7, 9, 11].map((n) => ({
      op: 'upsert',
      key: `h${n}`,
      subject: { idNumber: idNumberOf(n) },
      body: { kind: 'hardship', category: 'disabled', from: '2025-01-01', to: null },
      version: '2026-01-01T00:00:00Z',
    }));
  return rowsOf(stream, persons)
    .filter((_, n) => stream !== 'taxpayers' || n < 8)
    .map((row, n) => {
      if (row.op !== 'upsert') return row;
      if (row.body.kind === 'taxpayer') return { ...row, body: { ...row.body, headcount: 3 * n } };
      if (row.body.kind !== 'employment' || n % 3 !== 1) return row;
      return {
        ...row,
        body: { ...row.body, form: 'unemployed', employerCode: null, contractFrom: null, contractTo: null },
      };
    });
}

beforeAll(async () => {
  api = await openTestApi();
  await api.fill(rows);
  await api.agree('决', { fields: { ...absent, 'Person.entitlements': 'full', 'Organization.entitlements': 'full' } });
  await api.agree('全', { fields: Object.fromEntries(fields.map((field) => [field, 'full' as const])) });
  await api.agree('少', { fields: { 'Person.name': 'masked', 'Person.sex': 'full' } });
  for (const sub of ['决', '全', '少']) tokens[sub] = await api.token({ sub, audience: 'partner' });
  tokens['officer'] = await api.token({ sub: '科员', audience: 'staff', roles: ['operator'], region: '410900' });
  tokens['firm'] = await api.token({ sub: '商行', audience: 'employer', credit_code: creditCodeOf(1) });
});
afterAll(() => api.close());

const as = (who: string | null, query: string, variables?: Record<string, unknown>) =>
  api.ask(query, { ...(who !== null && { token: tokens[who]! }), ...(variables && { variables }) });
const numbers = Array.from({ length: persons }, (_, n) => n);

describe('Z4', () => {
  const entitlements = 'entitlements(assessOn: "2026-03-01") { rule outcome }';
  const questions = {
    person: {
      query: `query ($id: String!, $name: String!) { person(idNumber: $id, name: $name) { ${entitlements} } }`,
      about: (n: number) => ({ id: idNumberOf(n), name: `张${n}` }),
    },
    organization: {
      query: `query ($code: String!) { organization(creditCode: $code) { ${entitlements} } }`,
      about: (n: number) => ({ code: creditCodeOf(n) }),
    },
  };

  it.each(['person', 'organization'] as const)(
    'Z4: what deciding about one %s costs says nothing of the facts behind it',
    async (kind) => {
      const { query, about } = questions[kind];
      const costOf = async (who: string, n: number) => {
        const answer = await as(who, query, about(n));
        expect(answer.errors).toEqual([]);
        const { budget } = (JSON.parse(answer.text) as { extensions: { budget: { cost: number } } }).extensions;
        return { shown: JSON.stringify(answer.data), cost: budget.cost };
      };
      // A text costs something more where it is new.
      await costOf('决', 0);
      const costs = new Map<string, Set<number>>();
      for (const n of numbers) {
        const { shown, cost } = await costOf('决', n);
        costs.set(shown, (costs.get(shown) ?? new Set()).add(cost));
      }
      expect([...costs.values()].map(({ size }) => size)).toEqual([...costs].map(() => 1));
    },
  );

  it('Z4: who may know every fact pays for what deciding takes, which differs', async () => {
    const { query, about } = questions.organization;
    const costs = new Set<unknown>();
    for (const n of [0, ...numbers]) costs.add(/"cost":(\d+)/.exec((await as('全', query, about(n))).text)?.[1]);
    expect(costs.size).toBeGreaterThan(2);
  });

  it('Z4: a refusal is the same bytes for a record that is there, that is not, and under a wrong name', async () => {
    const texts = new Set<string>();
    for (const [n, name] of [
      [1, '张1'],
      [1, '错1'],
      [901, '张1'],
    ] as const) {
      const answer = await as(
        '少',
        'query ($id: String!, $name: String!) { person(idNumber: $id, name: $name) { birthDate } }',
        {
          id: idNumberOf(n),
          name,
        },
      );
      expect([answer.status, codeOf(answer), answer.data]).toEqual([403, 'FORBIDDEN', null]);
      texts.add(answer.text);
    }
    expect(texts.size).toBe(1);
  });

  it('Z4: persons who differ in what is hidden alone are the same bytes', async () => {
    const query =
      'query ($id: String!, $name: String!) { person(idNumber: $id, name: $name) { name sex provenance { field source asOf } } }';
    const texts = new Set<string>();
    await as('少', query, { id: idNumberOf(1), name: '张1' });
    // 1 is unemployed and hard to employ, 2 neither, 9 is of a firm that the tax office does not know.
    for (const n of [1, 2, 3, 9])
      texts.add(withBlankReceipts((await as('少', query, { id: idNumberOf(n), name: `张${n}` })).text));
    expect(texts.size).toBe(1);
    expect([...texts][0]).toContain('"name":"张*"');
  });

  it.each(['少', 'firm', null])(
    'Z4: validation names to %s nothing that it does not have, nor a likeness of it',
    async (who) => {
      const textFor = async (name: string) => {
        const answer = await as(who, `{ ${name}(rule: "x") { totalCount } }`);
        expect([answer.status, codeOf(answer), answer.data]).toEqual([400, 'BAD_INPUT', null]);
        expect(answer.text).not.toMatch(/[Dd]id you mean/);
        return answer.text.replaceAll(name, 'NAME').replace(/"budget":{[^}]*}/, '');
      };
      expect(await textFor('entitlementCandidates')).toBe(await textFor('entitlementCandidatez'));
    },
  );
});

describe('Z2', () => {
  it.each(['全', 'officer', 'firm', null])('Z2: %s has no way to a record but its own fields', async (who) => {
    for (const way of [
      'node(id: "x") { id }',
      'nodes(ids: ["x"]) { id }',
      '_entities(representations: [{__typename: "Person", id: "x"}]) { __typename }',
      '_service { sdl }',
    ]) {
      const answer = await as(who, `{ ${way} }`);
      expect([answer.status, codeOf(answer), answer.data]).toEqual([400, 'BAD_INPUT', null]);
      expect(answer.errors[0]!.message).toContain('Cannot query field');
    }
  });

  it('Z2: the id of a person, an agreement or an event is nobody’s id in the place of another type', async () => {
    const { data } = await as('officer', `{ person(idNumber: "${idNumberOf(1)}", name: "张1") { id } }`);
    const { rows: others } = await api.database.pool.query<{ id: string }>(
      `select agreement_id as id from agreement union all select event_id from access_event limit 5`,
    );
    const ids = [(data as { person: { id: string } }).person.id, ...others.map(({ id }) => id)];
    const places = [
      'query ($id: ID!) { recruitmentNotice(id: $id) { id } }',
      'query ($id: ID!) { recruitmentPost(id: $id) { id } }',
      'query ($id: ID!) { recruitmentRecordState(id: $id) { state } }',
      'query ($id: ID!) { syncRun(id: $id) { id } }',
      'query ($id: ID!) { proposalEffect(id: $id) { assessOn } }',
      'query ($id: ID!) { recruitmentFiling(id: $id) { id } }',
      'query ($id: ID!) { proposedHires(id: $id) { name } }',
      'query ($id: ID!) { objectionContent(id: $id) { text } }',
      'mutation ($id: ID!) { approveProposal(id: $id) { state } }',
    ];
    for (const query of places) {
      const nobody = await as('officer', query, { id: '01234567-89ab-7def-8123-456789abcdef' });
      const told = ({ status, data, errors }: Answer) => [
        status,
        data,
        errors.map(({ message, extensions }) => [message, extensions['code']]),
      ];
      for (const id of ids)
        expect([query, ...told(await as('officer', query, { id }))]).toEqual([query, ...told(nobody)]);
      expect(nobody.text).not.toContain('INTERNAL');
    }
  });

  it('Z2: another client’s receipt is as if it were not there', async () => {
    const answer = await as('全', `{ person(idNumber: "${idNumberOf(1)}", name: "张1") { sex } }`);
    const { receipt } = (JSON.parse(answer.text) as { extensions: { receipt: { id: string }[] } }).extensions;
    const query = 'query ($id: ID!) { accessReceipt(id: $id) { id isSealed } }';
    const { id } = receipt[0]!;
    expect((await as('全', query, { id })).data).toMatchObject({ accessReceipt: { id } });
    for (const who of ['少', 'firm', 'officer'])
      for (const one of [id, id.toUpperCase(), '01234567-89ab-7def-8123-456789abcdef', 'x'])
        expect((await as(who, query, { id: one })).data).toEqual({ accessReceipt: null });
  });
});
