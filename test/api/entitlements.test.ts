/** Decisions through GraphQL: of persons as known on any day, of organizations, of declared facts; and the rules themselves. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { definitions, entitlements, rulesOfOrganizations, rulesOfPersons } from '../../rules/index.js';
import { codeOf, openTestApi, readAnswer } from '../support/api.js';
import type { Answer, TestApi } from '../support/api.js';
import { creditCodeOf, idNumberOf, rowsOf } from '../support/facts.js';

let api: TestApi;
let staff: string;
let viewer: string;
beforeAll(async () => {
  api = await openTestApi();
  await api.fill((stream) => rowsOf(stream, 5));
  staff = await api.token({ sub: '张科员', audience: 'staff', roles: ['operator'] });
  viewer = await api.token({ sub: '李观察', audience: 'staff', roles: ['viewer'] });
});
afterAll(() => api.close());

interface Decided {
  rule: string;
  outcome: string;
  amountFen: number | null;
  missing: string[];
  reasons: string[];
}
const decisionsOf = ({ data, text }: Answer, of: string): Decided[] => {
  const found = data?.[of] as { entitlements?: Decided[]; decisions?: Decided[] } | null | undefined;
  const decisions = found?.entitlements ?? found?.decisions;
  if (!decisions) throw new Error(text);
  return decisions;
};
const person = (fields: string) =>
  `query ($id: String!, $name: String!) { person(idNumber: $id, name: $name) { ${fields} } }`;
const first = { id: idNumberOf(1), name: '张1' };

describe('a person', () => {
  test('is decided by every rule about persons, or by those asked for, or by outcome', async () => {
    const all = await api.ask(person('entitlements(assessOn: "2026-03-01") { rule outcome }'), {
      token: staff,
      variables: first,
    });
    expect(decisionsOf(all, 'person').map(({ rule }) => rule)).toEqual(rulesOfPersons.map(({ id }) => id));
    const one = await api.ask(
      person('entitlements(assessOn: "2026-03-01", rules: ["art05.opening-subsidy"]) { rule outcome reasons }'),
      { token: staff, variables: first },
    );
    expect(decisionsOf(one, 'person').map(({ rule }) => rule)).toEqual(['art05.opening-subsidy']);
    const unknown = decisionsOf(all, 'person').filter(({ outcome }) => outcome === 'UNKNOWN');
    const some = await api.ask(person('entitlements(assessOn: "2026-03-01", outcome: UNKNOWN) { rule outcome }'), {
      token: staff,
      variables: first,
    });
    expect(decisionsOf(some, 'person')).toEqual(unknown);
    expect(unknown.length).toBeGreaterThan(0);
    expect(unknown.length).toBeLessThan(rulesOfPersons.length);
  });

  test('is shown the whole tree, with source and age of each fact, and the days to come', async () => {
    const answer = await api.ask(
      person(`entitlements(assessOn: "2025-06-30", rules: ["art05.opening-subsidy"]) {
        rule outcome becomesEligibleOn changesOn firm trace cites documents fund readings
        conditions { level kind truth chinese english cite facts { fact { name chinese } known value source observedOn } } }`),
      { token: staff, variables: first },
    );
    const [decision] = decisionsOf(answer, 'person') as unknown as {
      conditions: { level: number; kind: string; truth: string; facts: { fact: { name: string }; source: string }[] }[];
      firm: string;
    }[];
    expect(decision!.firm).toBe(creditCodeOf(1));
    expect(decision!.conditions[0]).toMatchObject({ level: 0, kind: 'all' });
    const facts = decision!.conditions.flatMap((condition) => condition.facts);
    expect(facts.find(({ fact }) => fact.name === 'enterprise.registeredOn')).toMatchObject({
      known: true,
      value: '"2025-06-01"',
      source: 'commerce',
    });
  });

  test('as known before the first import, nothing is known of; a day later everything is', async () => {
    const before = await api.ask(
      person('entitlements(assessOn: "2026-03-01", knownAt: "2020-01-01") { rule outcome missing }'),
      { token: staff, variables: first },
    );
    const outcomes = new Set(decisionsOf(before, 'person').map(({ outcome }) => outcome));
    expect(outcomes).toEqual(new Set(['UNKNOWN']));
    const now = await api.ask(person('entitlements(assessOn: "2026-03-01") { rule outcome missing }'), {
      token: staff,
      variables: first,
    });
    const later = await api.ask(
      person('entitlements(assessOn: "2026-03-01", knownAt: "2199-01-01") { rule outcome missing }'),
      { token: staff, variables: first },
    );
    expect(decisionsOf(later, 'person')).toEqual(decisionsOf(now, 'person'));
  });

  test('as known before a fact changed is decided by what stood then', async () => {
    const rules = '["art05.opening-subsidy"]';
    const ask = (knownAt: string) =>
      api.ask(
        person(`entitlements(assessOn: "2026-03-01", rules: ${rules}, knownAt: "${knownAt}") {
          conditions { facts { fact { name } value } } }`),
        { token: staff, variables: { id: idNumberOf(2), name: '张2' } },
      );
    await api.database.pool.query(`update fact set recorded_at = recorded_at - interval '10 days'`);
    await api.database.pool.query(`update sync_run set finished_at = finished_at - interval '10 days'`);
    await api.fill((stream) =>
      rowsOf(stream, 5, '2026-02-02T00:00:00Z').map((row) =>
        row.op === 'upsert' && row.body.kind === 'organization'
          ? { ...row, body: { ...row.body, establishedOn: '2024-01-01' } }
          : row,
      ),
    );
    const dayOf = (ms: number) => new Date(Date.now() + ms).toISOString().slice(0, 10);
    const registeredOn = async (knownAt: string) =>
      (await ask(knownAt)).text.match(/"enterprise.registeredOn"\},"value":"\\"([\d-]+)/)?.[1];
    expect(await registeredOn(dayOf(-5 * 86_400_000))).toBe('2025-06-01');
    expect(await registeredOn(dayOf(86_400_000))).toBe('2024-01-01');
  });

  test('refuses a rule that is unknown or about somebody else, without repeating it', async () => {
    for (const rule of ['art99.nothing', 'art06.incubation-success-award']) {
      const answer = await api.ask(person(`entitlements(rules: ["${rule}"]) { rule }`), {
        token: staff,
        variables: first,
      });
      expect(codeOf(answer)).toBe('BAD_INPUT');
      expect(answer.text).not.toContain(rule);
    }
  });

  test('whose decision rests on hidden fields is told the outcome alone', async () => {
    await api.agree('民政局', { fields: { 'Person.name': 'full', 'Person.entitlements': 'full' } });
    const token = await api.token({ sub: '民政局', audience: 'partner' });
    const answer = await api.ask(
      person(`entitlements(assessOn: "2026-03-01") { rule outcome amountFen missing reasons changesOn becomesEligibleOn
        until firm conditions { chinese } parametersUsed { value } missingFacts { name } remarks readings }`),
      { token, variables: first },
    );
    const decisions = decisionsOf(answer, 'person');
    const resting = ['art05.opening-subsidy', 'art05.unemployed-startup-grant', 'art12.public-welfare-post'];
    const hidden = decisions.filter(({ rule }) => resting.includes(rule));
    expect(hidden).toHaveLength(resting.length);
    for (const { rule: _rule, outcome, ...rest } of hidden) {
      expect(outcome).toBeTruthy();
      expect(Object.values(rest).every((value) => value === null || (Array.isArray(value) && value.length === 0))).toBe(
        true,
      );
    }
  });
});

test('an organization is decided with its counted staff; a viewer without its tax fields is told the outcome alone', async () => {
  const query = `query ($code: String!) { organization(creditCode: $code) {
    entitlements(assessOn: "2026-03-01") { rule outcome missing reasons conditions { facts { fact { name } value } } } } }`;
  const seen = await api.ask(query, { token: staff, variables: { code: creditCodeOf(1) } });
  const decisions = decisionsOf(seen, 'organization');
  expect(decisions.map(({ rule }) => rule)).toEqual(rulesOfOrganizations.map(({ id }) => id));
  expect(seen.text).toContain('employer.headcount');
  const cut = await api.ask(query, { token: viewer, variables: { code: creditCodeOf(1) } });
  expect(codeOf(cut)).toBe('FORBIDDEN');
});

describe('declared facts', () => {
  const query = `query ($input: DecideEntitlementsInput!) { decideEntitlements(input: $input) {
    totalFen decisions { rule outcome amountFen missing reasons becomesEligibleOn } } }`;
  const declared = (input: object) => api.ask(query, { variables: { input } });
  const founder = {
    person: { education: { schoolType: 'university', status: 'graduated', graduationDate: '2014-06-30' } },
    enterprise: { registeredOn: '2016-05-01', foundedByPerson: true, operatingNormally: true },
    history: { openingSubsidyAlreadyPaid: false },
  };

  test('are decided for anybody, and nothing is stored or logged', async () => {
    await api.events();
    const answer = await declared({ rules: ['art05.opening-subsidy'], assessOn: '2016-09-01', facts: founder });
    expect(answer.data).toMatchObject({
      decideEntitlements: { totalFen: 500_000, decisions: [{ outcome: 'ELIGIBLE', amountFen: 500_000, missing: [] }] },
    });
    expect(await api.events()).toEqual([]);
    expect(api.logged()).not.toContain('2014-06-30');
  });

  test('are decided under the other readings, too', async () => {
    const input = {
      rules: ['art05.opening-subsidy'],
      assessOn: '2016-09-01',
      facts: { ...founder, enterprise: { ...founder.enterprise, startedOperatingOn: '2016-08-01' } },
    };
    const other = `query ($input: DecideEntitlementsInput!) { decideEntitlements(input: $input) {
      decisions { outcome otherReadings { reading choice outcome amountFen } } } }`;
    const answer = await api.ask(other, { variables: { input } });
    const [decision] = decisionsOf(answer, 'decideEntitlements') as unknown as { otherReadings: object[] }[];
    expect(decision).toMatchObject({ outcome: 'ELIGIBLE' });
    expect(decision!.otherReadings).toContainEqual({
      reading: 'R-36',
      choice: 'from-first-operation',
      outcome: 'INELIGIBLE',
      amountFen: 0,
    });
    expect(decision!.otherReadings).toContainEqual({
      reading: 'R-25',
      choice: 'on-day-of-application',
      outcome: 'ELIGIBLE',
      amountFen: 500_000,
    });
  });

  test('that are wrong are refused with their place', async () => {
    const cases: [object, string][] = [
      [{ rules: ['art05.nothing'], assessOn: '2016-09-01', facts: {} }, 'rules[0]'],
      [{ rules: ['art05.opening-subsidy'], assessOn: '2016-09-01', facts: { person: { age: 3 } } }, 'facts.person.age'],
      [
        { rules: ['art05.opening-subsidy'], assessOn: '2016-09-01', facts: { person: { disabled: 'yes' } } },
        'facts.person.disabled',
      ],
      [
        { rules: ['art05.opening-subsidy'], assessOn: '2016-09-01', facts: {}, parameters: { nothing: 1 } },
        'parameters.nothing',
      ],
    ];
    for (const [input, path] of cases) {
      const answer = await declared(input);
      expect(codeOf(answer)).toBe('BAD_INPUT');
      expect(answer.errors[0]!.extensions['path']).toBe(path);
    }
    const long = { person: { disabled: true }, hires: Array.from({ length: 20_000 }, () => ({ count: 1 })) };
    expect(codeOf(await declared({ rules: ['art19.placement-subsidy'], assessOn: '2016-09-01', facts: long }))).toBe(
      'LIMIT_EXCEEDED',
    );
    const input = { rules: ['art19.placement-subsidy'], assessOn: '2016-09-01', facts: { person: 'DEEP' } };
    const body = JSON.stringify({ query, variables: { input } }).replace(
      '"DEEP"',
      '['.repeat(25_000) + ']'.repeat(25_000),
    );
    const headers = { 'content-type': 'application/json' };
    const deep = await readAnswer(await fetch(`${api.url}/graphql`, { method: 'POST', headers, body }));
    expect(codeOf(deep)).toBe('LIMIT_EXCEEDED');
  });
});

describe('declared facts that take much deciding', () => {
  const all = [...entitlements, ...definitions].map(({ id }) => id);
  const ask = (input: object, times: number) => {
    const fields =
      'decideEntitlements(input: $input) { decisions { outcome otherReadings { outcome } conditions { truth } } }';
    const aliased = Array.from({ length: times }, (_, n) => `a${n}: ${fields}`).join(' ');
    return api.ask(`query ($input: DecideEntitlementsInput!) { ${aliased} }`, { variables: { input } });
  };
  const told = (facts: object) => ({ rules: all, assessOn: '2026-03-01', facts });

  test('are answered while nothing is told of one person, for every rule and reading', async () => {
    expect((await ask(told({}), 1)).errors).toEqual([]);
  });

  const many: [string, object, number][] = [
    ['hundreds of hires of whom nothing is told', { hires: Array.from({ length: 400 }, () => ({})) }, 1],
    ['thousands of clients', { clients: Array.from({ length: 4000 }, () => ({})) }, 1],
    ['everything, ten times in one query', {}, 10],
  ];
  // A minute or more without a limit.
  test.each(many)('are refused in time: %s', { timeout: 20_000 }, async (_what, facts, times) => {
    const answer = await ask(told(facts), times);
    expect([codeOf(answer), answer.data]).toEqual(['LIMIT_EXCEEDED', null]);
  });
});

test('the rules are public: conditions, papers, fund, parameters with their sources, readings', async () => {
  const answer =
    await api.ask(`{ entitlementRules { id name answers subject cites inForceFrom documents fund papers remarks
    conditions { level kind chinese english onlyIf cite reads { name chinese } readings }
    parameters { name value source } readings { id doubt inUse choices } } }`);
  const rules = (answer.data as { entitlementRules: { id: string; conditions: object[]; parameters: object[] }[] })
    .entitlementRules;
  expect(rules.map(({ id }) => id)).toEqual([...entitlements, ...definitions].map(({ id }) => id));
  expect(rules.every(({ conditions }) => conditions.length > 0)).toBe(true);
  const flexible = rules.find(({ id }) => id === 'art02.flexible-employment-subsidy.hard-to-employ')!;
  expect(flexible.parameters).toMatchObject([{ name: 'flexibleMinimumContributionPerMonth', value: null }]);
  const none = await api.ask('{ entitlementRules(ids: ["art99.nothing"]) { id } }');
  expect(codeOf(none)).toBe('BAD_INPUT');
});
