/** Who would qualify without having applied: staff alone see it, each name leaves its line in the log, and each change its cause. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { candidateView } from '../../api/candidate-views.js';
import type { SourceRow } from '../../connectors/connector.js';
import { staffAccesses } from '../../rules/visibility.js';
import type { StoredCandidate } from '../../schema/entitlement/candidate.reads.js';
import { codeOf, openTestApi } from '../support/api.js';
import type { TestApi } from '../support/api.js';
import { rowsOf } from '../support/facts.js';

const rule = 'art05.opening-subsidy';
const persons = 25;
let api: TestApi;
const tokens: Record<string, string> = {};

/** Founders of normal firms, every second one in 濮阳县; of the last five firms tax has not heard. */
function rows(stream: string, version = '2026-01-01T00:00:00Z', taxed = persons - 5): SourceRow[] {
  return rowsOf(stream, stream === 'taxpayers' ? taxed : persons, version).map((row, n) =>
    row.op === 'upsert' && stream === 'job-seekers' && row.body.kind === 'person'
      ? { ...row, body: { ...row.body, householdRegion: n % 2 === 0 ? '410902' : '410928' } }
      : row,
  );
}

beforeAll(async () => {
  api = await openTestApi();
  await api.fill(rows);
  for (const role of ['viewer', 'operator', 'administrator'])
    tokens[role] = await api.token({ sub: '科员', audience: 'staff', roles: [role] });
  tokens['no role'] = await api.token({ sub: '科员', audience: 'staff', roles: [] });
  tokens['partner'] = await api.token({ sub: '民政局', audience: 'partner' });
});
afterAll(() => api.close());
beforeEach(async () => {
  await api.events();
});

interface Listed {
  edges: { node: { person: { id: string; name: string }; region: string } }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  totalCount: number;
}
const as = (who: string, query: string) => api.ask(query, { token: tokens[who]! });
const candidates = (more: string, selection = 'person { id name } region') =>
  `{ entitlementCandidates(rule: "${rule}"${more}) { totalCount pageInfo { hasNextPage endCursor } edges { node { ${selection} } } } }`;
const list = async (more: string) => {
  const answer = await as('operator', candidates(more));
  expect(answer.errors).toEqual([]);
  return (answer.data as { entitlementCandidates: Listed }).entitlementCandidates;
};

describe('candidates', () => {
  test('come page by page, by region, each once, and each one shown has an access event', async () => {
    const seen: Listed['edges'] = [];
    let after = '';
    for (const shown of [8, 8, 4]) {
      const page = await list(`, first: 8${after}`);
      expect([page.edges.length, page.totalCount, page.pageInfo.hasNextPage]).toEqual([shown, 20, shown === 8]);
      const events = await api.events();
      expect(new Set(events.map((event) => event['person_id']))).toEqual(
        new Set(page.edges.map(({ node }) => node.person.id)),
      );
      expect(events[0]).toMatchObject({
        client: '科员',
        audience: 'staff',
        purpose: 'public-employment-service',
        outcome: 'shown',
        fields: 'Person.entitlements,Person.householdRegion,Person.id,Person.name',
      });
      seen.push(...page.edges);
      after = `, after: "${page.pageInfo.endCursor}"`;
    }
    expect(new Set(seen.map(({ node }) => node.person.id)).size).toBe(20);
    const regions = seen.map(({ node }) => node.region);
    expect(regions).toEqual(regions.toSorted((a, b) => (a < b ? -1 : 1)));
    expect(seen[0]!.node.person.name).toMatch(/^张 ?\d/);
  });

  test('say amount and reasons; those who are one fact away say which, in words', async () => {
    const selection = 'certainty amountFen amountAtMostFen missing { name chinese english } reasons decidedOn firm';
    const sure = await as('operator', candidates(', first: 1', selection));
    expect(sure.data).toMatchObject({
      entitlementCandidates: {
        edges: [
          {
            node: {
              certainty: 'CERTAIN',
              amountFen: 500_000,
              missing: null,
              firm: expect.stringMatching(/^91/) as string,
            },
          },
        ],
      },
    });
    expect(sure.text).toContain('符合条件');
    const away = await as('operator', candidates(', certainty: ONE_FACT_AWAY', selection));
    const { entitlementCandidates } = away.data as { entitlementCandidates: { totalCount: number; edges: unknown[] } };
    expect(entitlementCandidates.totalCount).toBe(5);
    expect(entitlementCandidates.edges[0]).toMatchObject({
      node: {
        certainty: 'ONE_FACT_AWAY',
        amountFen: null,
        amountAtMostFen: 500_000,
        missing: {
          name: 'enterprise.operatingNormally',
          chinese: '企业是否正常经营',
          english: 'firm: whether operating normally',
        },
      },
    });
    expect(away.text).toContain('尚不清楚');
  });

  test.each([
    ['410900', 20],
    ['41', 20],
    ['410902', 10],
    ['410928', 10],
    ['4101', 0],
  ])('of region %s: %i', async (region, count) => {
    const page = await list(`, region: "${region}", first: 100`);
    expect([page.edges.length, page.totalCount]).toEqual([count, count]);
  });

  test('who meets nothing yet is no nearer than anybody else', async () => {
    const lonely = candidates('').replace(rule, 'art14.veteran-placement');
    const answer = await as('operator', lonely.replace('")', '", certainty: ONE_FACT_AWAY)'));
    expect(answer.data).toMatchObject({ entitlementCandidates: { totalCount: 0, edges: [] } });
    const sheets = await api.database.pool.query<{ decisions: string }>(
      'select decisions from entitlement_sheet limit 1',
    );
    expect(JSON.stringify(sheets.rows[0])).toContain('art14.veteran-placement');
  });

  test('in figures name nobody: their event is about nobody', async () => {
    const query = '{ entitlementCandidateCounts(region: "410902") { rule certain oneFactAway amountFen amountOpen } }';
    const answer = await as('operator', query);
    const { entitlementCandidateCounts: counts } = answer.data as { entitlementCandidateCounts: { rule: string }[] };
    expect(counts.find((count) => count.rule === rule)).toEqual({
      rule,
      certain: 10,
      oneFactAway: 3,
      amountFen: 5_000_000,
      amountOpen: 0,
    });
    expect((await api.events()).map((event) => [event['outcome'], event['person_id']])).toEqual([['shown', null]]);
    expect(codeOf(await as('no role', query))).toBe('FORBIDDEN');
  });

  test.each(['viewer', 'no role'])(
    'are closed to %s by name, whatever is selected, and the refusal is noted',
    async (role) => {
      for (const query of [candidates('', '__typename'), '{ entitlementChanges { edges { node { id } } } }']) {
        const answer = await as(role, query);
        expect([answer.status, codeOf(answer), answer.data]).toEqual([403, 'FORBIDDEN', null]);
      }
      expect((await api.events()).map((event) => [event['outcome'], event['person_id']])).toEqual([
        ['refused', null],
        ['refused', null],
      ]);
    },
  );

  test('do not exist for a partner', async () => {
    expect(codeOf(await as('partner', candidates('')))).toBe('BAD_INPUT');
  });

  test.each([
    ['a rule that is not decided', `{ entitlementCandidates(rule: "art99.x") { totalCount } }`, 'BAD_INPUT'],
    ['a region that is no code', candidates(', region: "4109%"'), 'BAD_INPUT'],
    [
      'a day in a year that no calendar has',
      `{ entitlementChanges(since: "0000-01-01") { edges { node { id } } } }`,
      'BAD_INPUT',
    ],
    ['a region of odd digits', candidates(', region: "41090"'), 'BAD_INPUT'],
    ['a cursor of another list', candidates(', after: "bm90aWNlczox"'), 'BAD_INPUT'],
    ['too many at once', candidates(', first: 101'), 'LIMIT_EXCEEDED'],
  ])('%s is refused, and nothing is read', async (_what, query, code) => {
    expect(codeOf(await as('operator', query))).toBe(code);
    expect(await api.events()).toEqual([]);
  });

  test('without the events no name leaves', async () => {
    const { pool } = api.database;
    await pool.query(
      `create function refuse_event() returns trigger language plpgsql as $$ begin raise exception 'disk full' ; end $$;
       create trigger refuse_event before insert on access_event for each row execute function refuse_event()`,
    );
    const answer = await as('operator', candidates(''));
    await pool.query('drop trigger refuse_event on access_event');
    expect(codeOf(answer)).toBe('INTERNAL');
    expect(answer.text).not.toContain('张');
  });

  test('are shown no further than the viewer may see the record', () => {
    const stored: StoredCandidate = {
      id: 'x',
      rule,
      certainty: 'one_fact_away',
      region: '410902',
      amountFen: null,
      amountAtMostFen: 500_000,
      missing: 'enterprise.operatingNormally',
      reasons: ['理由'],
      decidedOn: '2026-11-23',
      firm: '91',
      document: JSON.stringify({ id: 'x', name: { value: '张三' } }),
    };
    expect(candidateView(stored, staffAccesses(['viewer']))).toMatchObject({
      region: '410900',
      amountAtMostFen: null,
      missing: null,
      reasons: [],
      firm: null,
      person: { name: '张*' },
    });
  });
});

describe('changes', () => {
  const changes = (more: string) =>
    `{ entitlementChanges(${more}) { pageInfo { hasNextPage endCursor } edges { node {
      person { name } region changedOn fromOutcome fromAmountFen toOutcome toAmountFen causes { kind fact { name chinese } } } } } }`;

  test('tell from what to what, on which day and why, newest first', async () => {
    const first = await as('operator', changes(`rule: "${rule}", first: 100`));
    const { entitlementChanges: begun } = first.data as { entitlementChanges: { edges: { node: object }[] } };
    expect(begun.edges).toHaveLength(20);
    expect(begun.edges[0]!.node).toMatchObject({
      fromOutcome: null,
      toOutcome: 'ELIGIBLE',
      causes: [{ kind: 'FIRST', fact: null }],
    });
    expect(await api.events()).toHaveLength(20);

    // Tax has now heard of the last five firms.
    await api.fill((stream) => rows(stream, '2026-02-01T00:00:00Z', persons));
    const answer = await as('operator', changes(`rule: "${rule}", region: "410902", first: 3`));
    const { entitlementChanges } = answer.data as { entitlementChanges: Listed };
    expect(entitlementChanges.pageInfo.hasNextPage).toBe(true);
    expect(entitlementChanges.edges).toHaveLength(3);
    for (const { node } of entitlementChanges.edges)
      expect(node).toMatchObject({
        region: '410902',
        fromOutcome: 'UNKNOWN',
        fromAmountFen: null,
        toOutcome: 'ELIGIBLE',
        toAmountFen: 500_000,
        causes: [{ kind: 'FACT', fact: { name: 'enterprise.operatingNormally', chinese: '企业是否正常经营' } }],
      });
    expect((await api.events()).map((event) => event['outcome'])).toEqual(['shown', 'shown', 'shown']);
    const next = await as(
      'operator',
      changes(`rule: "${rule}", region: "410902", first: 100, after: "${entitlementChanges.pageInfo.endCursor}"`),
    );
    expect((next.data as { entitlementChanges: Listed }).entitlementChanges.edges).toHaveLength(10);
    expect((await list('')).totalCount).toBe(25);
  });

  test('since a day that has not come there are none', async () => {
    const { data } = await as('operator', changes('since: "2999-01-01"'));
    expect(data).toEqual({ entitlementChanges: { edges: [], pageInfo: { hasNextPage: false, endCursor: null } } });
    // That there are none was told.
    expect((await api.events()).map((event) => [event['outcome'], event['person_id']])).toEqual([['shown', null]]);
  });
});
