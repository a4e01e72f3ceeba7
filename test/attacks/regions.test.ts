/** Z13 and beyond: an officer's region cuts what lists show and what may be changed, whatever is asked for. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SourceRow } from '../../connectors/connector.js';
import { codeOf, openTestApi } from '../support/api.js';
import type { TestApi } from '../support/api.js';
import { creditCodeOf, rowsOf } from '../support/facts.js';

const rule = 'art05.opening-subsidy';
const persons = 12;
let api: TestApi;

/** Every second founder is of 濮阳县, one of a township of it, one of nowhere. */
function rows(stream: string): SourceRow[] {
  const regionOf = (n: number) => (n === 0 ? '410928101' : n % 2 === 0 ? '410928' : '410902');
  return rowsOf(stream, persons).map((row, n) =>
    row.op === 'upsert' && stream === 'job-seekers' && row.body.kind === 'person'
      ? { ...row, body: { ...row.body, householdRegion: n === 1 ? null : regionOf(n) } }
      : row,
  );
}

beforeAll(async () => {
  api = await openTestApi();
  await api.fill(rows);
});
afterAll(() => api.close());

const officer = (region: string, sub = '县科员') =>
  api.token({ sub, audience: 'staff', roles: ['operator', 'supervisor'], region });
const list = (region: string | null) =>
  `{ entitlementCandidates(rule: "${rule}", first: 100${region ? `, region: "${region}"` : ''}) { totalCount edges { node { region } } } }`;
const changes = `{ entitlementChanges(first: 100, rule: "${rule}") { edges { node { region } } } }`;
const counts = `{ entitlementCandidateCounts { rule certain } }`;

interface Listed {
  entitlementCandidates: { totalCount: number; edges: { node: { region: string | null } }[] };
}

describe('lists', () => {
  const seenBy = async (own: string, asked: string | null) => {
    const answer = await api.ask(list(asked), { token: await officer(own) });
    const { totalCount, edges } = (answer.data as unknown as Listed).entitlementCandidates;
    return [totalCount, edges.length];
  };

  it.each([
    ['410900', null, 12],
    ['410928', null, 6],
    ['410928', '410900', 6],
    ['410928', '410928101', 1],
    ['410928101', null, 1],
    ['410902', null, 5],
    ['410923', null, 0],
  ])('Z13: an officer of %s who asks for %s sees %i', async (own, asked, seen) => {
    expect(await seenBy(own, asked)).toEqual([seen, seen]);
  });

  it.each([
    ['410900', 12],
    ['410928', 6],
    ['410928101', 1],
    ['410923', 0],
  ])('Z13: changes and figures are those of %s alone', async (own, seen) => {
    const token = await officer(own);
    const told = await api.ask(changes, { token });
    expect((told.data as { entitlementChanges: { edges: unknown[] } }).entitlementChanges.edges).toHaveLength(seen);
    const { data } = await api.ask(counts, { token });
    const { entitlementCandidateCounts: figures } = data as {
      entitlementCandidateCounts: { rule: string; certain: number }[];
    };
    expect(figures.find((one) => one.rule === rule)!.certain).toBe(seen);
  });

  it('Z13: who moved away is in no list any more, nor behind a change of before', async () => {
    const moving = await openTestApi();
    await moving.fill(rows);
    const token = await moving.token({ sub: '县科员', audience: 'staff', roles: ['operator'], region: '410928' });
    const seen = async () => {
      const answer = await moving.ask(`{ ${list(null).slice(1, -1)} ${changes.slice(1, -1)} }`, { token });
      expect(answer.errors).toEqual([]);
      const { entitlementCandidates, entitlementChanges } = answer.data as unknown as Listed & {
        entitlementChanges: { edges: unknown[] };
      };
      return [entitlementCandidates.edges.length, entitlementChanges.edges.length];
    };
    expect(await seen()).toEqual([6, 6]);
    await moving.fill((stream) =>
      rows(stream).map((row, n) =>
        row.op === 'upsert' && row.body.kind === 'person' && stream === 'job-seekers' && n === 2
          ? { ...row, version: '2026-02-01T00:00:00Z', body: { ...row.body, householdRegion: '410902' } }
          : row,
      ),
    );
    expect(await seen()).toEqual([5, 5]);
    await moving.close();
  });

  it.each([
    ['410928', '410902'],
    ['410928', '410100'],
    ['410928101', '410928102'],
    ['', '410900'],
  ])('Z12: an officer of %j who asks for %s is refused, and no name is read', async (own, asked) => {
    await api.events();
    const token = await officer(own);
    expect(codeOf(await api.ask(list(asked), { token }))).toBe('FORBIDDEN');
    const events = (await api.events()).map((event) => [event['outcome'], event['person_id']]);
    expect(events).toEqual([['refused', null]]);
  });

  it('Z13: the access log is one for the whole city: whoever audits it is of the city', async () => {
    const queries = ['{ accessEvents { totalCount } }', '{ accessCounts { count } }', '{ accessLogState { events } }'];
    const auditor = (region: string) => api.token({ sub: '审计', audience: 'staff', roles: ['auditor'], region });
    for (const query of queries) {
      for (const region of ['410928', '410928101'])
        expect(codeOf(await api.ask(query, { token: await auditor(region) }))).toBe('FORBIDDEN');
      expect((await api.ask(query, { token: await auditor('410900') })).errors).toEqual([]);
    }
  });

  it('Z12: without a region there is no list at all', async () => {
    const token = await officer('');
    for (const query of [list(null), changes, counts])
      expect(codeOf(await api.ask(query, { token }))).toBe('FORBIDDEN');
  });
});

describe('mutations', () => {
  const resync = {
    query: 'mutation ($input: TriggerResyncInput!) { triggerResync(input: $input) { id } }',
    variables: {
      input: {
        source: 'TAX',
        stream: 'taxpayers',
        scope: 'ALL',
        reason: '试',
        idempotencyKey: 'county-1',
        dryRun: true,
      },
    },
  };
  const firm = (bureau: string) => ({
    query: 'mutation ($input: ProposeStateFirmInput!) { proposeStateFirm(input: $input) { id } }',
    variables: {
      input: {
        creditCode: creditCodeOf(0),
        from: '2026-01-01',
        level: 'COUNTY',
        holding: 'CONTROLLED',
        evidence: ['2026年国资年报'],
        reason: '年报',
        bureau,
      },
    },
  });
  const ask = (token: string, { query, variables }: { query: string; variables?: object }) =>
    api.ask(query, { token, ...(variables && { variables: variables as Record<string, unknown> }) });
  const parameter = {
    query: 'mutation ($input: ProposeParameterInput!) { proposeParameter(input: $input) { id } }',
    variables: {
      input: {
        name: 'startupAgeMonths',
        entries: [{ from: '2016-01-01', value: '36' }],
        paper: { document: '濮人社〔2024〕3号', title: '示例通知' },
        reason: '新文件',
      },
    },
  };

  it('of the whole city are for its own officers', async () => {
    const county = await officer('410928');
    expect(codeOf(await ask(county, resync))).toBe('FORBIDDEN');
    expect(codeOf(await ask(county, { query: 'mutation { proposeStateFirms }' }))).toBe('FORBIDDEN');
    expect(codeOf(await ask(county, parameter))).toBe('FORBIDDEN');
    const city = await officer('410900');
    expect((await ask(city, { query: 'mutation { proposeStateFirms }' })).errors).toEqual([]);
    const made = await ask(city, parameter);
    expect(made.errors).toEqual([]);
    const { id } = (made.data as { proposeParameter: { id: string } }).proposeParameter;
    for (const what of ['approveProposal(id: $id) { id }', 'rejectProposal(id: $id, reason: "不") { id }'])
      expect(codeOf(await ask(county, { query: `mutation ($id: ID!) { ${what} }`, variables: { id } }))).toBe(
        'FORBIDDEN',
      );
    expect(codeOf(await ask(county, { query: `{ proposalEffect(id: "${id}") { assessOn } }` }))).toBe('FORBIDDEN');
    const runs = await api.database.pool.query(`select from sync_run where reason = '试'`);
    expect(runs.rowCount).toBe(0);
  });

  it('on a firm are for the officers of its bureau and of those above it; others do not see the proposal', async () => {
    const county = await officer('410928', '县甲');
    const other = await officer('410902', '区乙');
    expect(codeOf(await ask(other, firm('410928')))).toBe('FORBIDDEN');
    const made = await ask(county, firm('410928'));
    expect(made.errors).toEqual([]);
    const { id } = (made.data as { proposeStateFirm: { id: string } }).proposeStateFirm;
    const approve = { query: 'mutation ($id: ID!) { approveProposal(id: $id) { state } }', variables: { id } };
    const proposals = { query: '{ proposals(first: 100) { edges { node { id } } } }' };
    expect((await ask(other, proposals)).text).not.toContain(id);
    expect(codeOf(await ask(other, approve))).toBe('NOT_FOUND');
    expect((await ask(county, proposals)).text).toContain(id);
    const city = await officer('410900', '市丙');
    expect((await ask(city, proposals)).text).toContain(id);
    expect((await ask(city, approve)).data).toEqual({ approveProposal: { state: 'APPROVED' } });
    const end = {
      query: `mutation ($c: String!) { proposeStateFirmEnd(creditCode: $c, lastDay: "2098-01-01", reason: "试") { id } }`,
      variables: { c: creditCodeOf(0) },
    };
    expect(codeOf(await ask(other, end))).toBe('NOT_FOUND');
    // Nor may it be taken over by an entry that follows.
    const over = firm('410902');
    over.variables.input.from = '2026-06-01';
    expect(codeOf(await ask(other, over))).toBe('FORBIDDEN');
    expect((await ask(county, end)).errors).toEqual([]);
  });
});
