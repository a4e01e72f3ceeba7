/** What an operation costs: estimated before it runs, billed after it ran; the estimate never below. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compilerFor } from '../../api/compile-document.js';
import { mostEffort } from '../../api/effort.js';
import { schemaFor } from '../../api/graphql.js';
import { rules } from '../../rules/index.js';
import { fields } from '../../rules/visibility.js';
import { codeOf, openTestApi } from '../support/api.js';
import type { TestApi } from '../support/api.js';
import { creditCodeOf, idNumberOf, rowsOf } from '../support/facts.js';
import { randomQuery } from '../support/random-queries.js';
import { standingOf, tell } from '../support/told-notices.js';

const schemas = { public: schemaFor('public'), partner: schemaFor('partner'), staff: schemaFor('staff') };
const compiled = {
  public: compilerFor(schemas.public),
  partner: compilerFor(schemas.partner),
  staff: compilerFor(schemas.staff),
};
const runs = Number(process.env['COST_QUERIES'] ?? 1000);
let api: TestApi;
const tokens: Record<string, string> = {};
const ids: string[] = [];

beforeAll(async () => {
  api = await openTestApi();
  await api.fill((stream) => rowsOf(stream, 20));
  for (let n = 1; n <= 12; n++) {
    const standing = standingOf(n, new Date(Date.now() - n * 3_600_000), {}, n);
    await tell(api.database.pool, null, standing);
    ids.push(standing.id);
  }
  await api.agree('民政局', { fields: Object.fromEntries(fields.map((field) => [field, 'full' as const])) });
  tokens['partner'] = await api.token({ sub: '民政局', audience: 'partner' });
  tokens['staff'] = await api.token({ sub: '王科员', audience: 'staff', roles: ['operator'] });
});
afterAll(() => api.close());

const costsOf = (audience: 'public' | 'partner' | 'staff', query: string, variables: Record<string, unknown> = {}) =>
  compiled[audience](query, undefined)!.cost.estimate(variables);

describe('the estimate', () => {
  const posts = 'query ($n: Int) { recruitmentPosts(first: $n) { edges { node { id } } } }';
  const page = (size: number) => 50 + 10 + 1 + size * (1 + 1 + 0.1);

  test('follows the page size, as a literal, a variable, its default or the usual one', () => {
    expect(costsOf('public', posts.replace('($n: Int)', '').replace('$n', '100'))).toBeCloseTo(page(100));
    expect(costsOf('public', posts, { n: 100 })).toBeCloseTo(page(100));
    expect(costsOf('public', posts.replace('$n: Int', '$n: Int = 7'))).toBeCloseTo(page(7));
    expect(costsOf('public', posts.replace('$n: Int', '$n: Int = 7'), { n: null })).toBeCloseTo(page(20));
    expect(costsOf('public', posts)).toBeCloseTo(page(20));
    expect(costsOf('public', posts, { n: -5 })).toBeCloseTo(page(0));
  });

  test('takes conditions to let everything through, and a fragment once for each place', () => {
    const query = (condition: string) =>
      `query ($no: Boolean = false) { recruitmentPosts(first: 10) { edges { ${condition} } } }`;
    const all = costsOf('public', query('node { id }'));
    for (const condition of ['node @include(if: $no) { id }', '... @skip(if: true) { node { id } }', '...F'])
      expect(costsOf('public', `${query(condition)} fragment F on RecruitmentPostEdge { node { id } }`)).toBeCloseTo(
        all,
      );
  });

  test('counts what merges once, and each alias by itself', () => {
    const once = costsOf('public', '{ bureaus { region } }');
    expect(costsOf('public', '{ bureaus { region } bureaus { region } }')).toBeCloseTo(once);
    expect(costsOf('public', '{ a: bureaus { region } b: bureaus { region } }')).toBeCloseTo(2 * once - 50);
  });

  test('over the limit refuses before anything runs, and names the limit', async () => {
    const query =
      '{ recruitmentNotices(first: 100) { edges { node { posts(first: 100) { noticeRecord { posts(first: 100) { id } } } } } } }';
    const answer = await api.ask(query);
    expect([answer.status, codeOf(answer)]).toEqual([400, 'LIMIT_EXCEEDED']);
    expect(answer.errors[0]!.message).toMatch(/at most 100000 cost at worst$/);
    expect(answer.errors[0]!.extensions['limit']).toBe(100_000);
  });
});

test('an answer says what it cost, what is left and when it renews, to everybody', async () => {
  for (const token of [undefined, tokens['partner'], tokens['staff']]) {
    const answer = await api.ask('{ bureaus { region } codeLists { name } }', token === undefined ? {} : { token });
    expect(answer.errors).toEqual([]);
    const { budget } = (JSON.parse(answer.text) as { extensions: { budget: Record<string, unknown> } }).extensions;
    expect(budget).toEqual({ cost: expect.any(Number), left: expect.any(Number), renewsAt: expect.any(String) });
    const wait = Date.parse(String(budget['renewsAt'])) - Date.now();
    expect(wait > 0 && wait <= 60_000).toBe(true);
  }
});

test('what is declared in lists is estimated by their length', async () => {
  for (const list of ['conditions { kind }', 'missingFacts { name }', 'amountMissing { name }'])
    for (const hires of [0, 1, 50, 300]) {
      const query = `query ($i: DecideEntitlementsInput!) { decideEntitlements(input: $i) { decisions { missing ${list} } } }`;
      const facts = { hires: Array.from({ length: hires }, () => ({ count: 1 })) };
      const variables = { i: { rules: ['art19.placement-subsidy'], assessOn: '2026-03-01', facts } };
      const answer = await api.ask(query, { variables });
      expect(answer.errors).toEqual([]);
      const { budget } = (JSON.parse(answer.text) as { extensions: { budget: { cost: number } } }).extensions;
      const { estimate, actual } = compiled.public(query, undefined)!.cost;
      expect(budget.cost).toBeLessThanOrEqual(estimate(variables) + query.length / 4 + 1);
      // The most that deciding may take is far more than all that is told: the lists have to fit beside it.
      expect(actual(answer.data)).toBeLessThanOrEqual(estimate(variables) - mostEffort.declared);
    }
  expect(api.logged()).not.toContain('cost beyond its estimate');
});

test('deciding is billed by what it took', async () => {
  const query = 'query ($i: DecideEntitlementsInput!) { decideEntitlements(input: $i) { totalFen } }';
  const costOf = async (ids: string[]) => {
    const answer = await api.ask(query, { variables: { i: { rules: ids, assessOn: '2026-11-01', facts: {} } } });
    expect(answer.errors).toEqual([]);
    return (JSON.parse(answer.text) as { extensions: { budget: { cost: number } } }).extensions.budget.cost;
  };
  const one = await costOf([rules[0]!.id]);
  expect(await costOf(rules.map(({ id }) => id))).toBeGreaterThan(one + 1000);
});

test(`never lies below what was billed, on ${runs} random queries`, async () => {
  const samples = {
    idNumber: [0, 1, 2, 10].map(idNumberOf),
    name: ['张0', '张1', '张2', '社保补贴'],
    creditCode: [0, 1].map(creditCodeOf),
    first: [0, 1, 2, 5, 20, 50, 100, null],
    values: [1, 2, 10, 1000],
    id: [...ids, 'nobody'],
    ids: [rules.slice(0, 2).map(({ id }) => id)],
    rules: [rules.slice(0, 3).map(({ id }) => id), rules.slice(5, 6).map(({ id }) => id)],
    rule: rules.slice(0, 3).map(({ id }) => id),
    version: [1],
    assessOn: ['2026-11-01', '2025-01-31'],
    knownAt: ['2026-11-01'],
    from: ['2020-01-01', '2026-11-01'],
    to: ['2030-01-01'],
    since: ['2020-01-01'],
    year: [2026],
    filter: [{}, { region: ['4109'] }, { employer: Array.from({ length: 50 }, (_, n) => creditCodeOf(n)) }],
    input: [{ rules: [rules[0]!.id], assessOn: '2026-11-01', facts: {} }],
  };
  const ratios: number[] = [];
  await fc.assert(
    fc.asyncProperty(fc.constantFrom('public', 'partner', 'staff'), fc.nat(2 ** 31), async (audience, seed) => {
      const { query, variables } = randomQuery(schemas[audience], samples, seed);
      const estimate = compiled[audience](query, undefined)!.cost.estimate(variables);
      const token = tokens[audience];
      const answer = await api.ask(query, { variables, ...(token !== undefined && { token }) });
      const told = JSON.parse(answer.text) as { extensions?: { budget?: { cost: number } } };
      if (answer.data === null || !told.extensions?.budget) return;
      // The text itself is billed where it is new, and the whole is rounded up.
      const { cost } = told.extensions.budget;
      const most = estimate + query.length / 4 + 1;
      ratios.push(cost / most);
      if (cost > most) throw new Error(`cost ${cost}, estimated ${most}: ${query} ${JSON.stringify(variables)}`);
    }),
    { numRuns: runs },
  );
  expect(api.logged()).not.toContain('cost beyond its estimate');
  // Most of them ran, or nothing is shown by this.
  expect(ratios.length).toBeGreaterThan(runs / 2);
}, 3_600_000);
