/** The register of state firms: proposed from the business register or by staff, confirmed by a second person, dated. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SourceRow } from '../../connectors/connector.js';
import type { MembershipFact, OrganizationFact } from '../../rules/vocabulary.js';
import { codeOf, openTestApi } from '../support/api.js';
import type { Answer, TestApi } from '../support/api.js';
import { creditCodeOf, idNumberOf, rowsOf } from '../support/facts.js';

let api: TestApi;
let staff: string;
let second: string;
const day = (offset: number) => new Date(Date.now() + (8 + 24 * offset) * 3_600_000).toISOString().slice(0, 10);
const today = day(0);

/** Firms 0 to 3 look like state firms, of which 2 through 0; 4 is held to a half, 5 privately, 6 is closed. */
const firms: Record<number, Partial<OrganizationFact>> = {
  0: { name: '濮阳城投', ownership: 'state', stateLevel: 'municipal', investor: '濮阳市财政局' },
  1: { name: '清丰水务', ownership: 'state', stateLevel: 'county', investor: '清丰县财政局', region: '410922' },
  2: { name: '濮阳城投物业', ownership: 'mixed' },
  3: {
    name: '华夏能源濮阳分公司',
    entityKind: 'branch',
    ownership: 'state',
    stateLevel: 'central',
    investor: '国务院国资委',
  },
  4: { name: '濮阳各半', ownership: 'mixed' },
  5: { name: '濮阳私营' },
  6: { name: '濮阳旧厂', ownership: 'state', stateLevel: 'municipal', state: 'cancelled' },
};
const share = (memberKind: MembershipFact['memberKind'], shareBasisPoints: number, memberName: string | null) => ({
  memberKind,
  shareBasisPoints,
  memberName,
  memberCode: memberKind === 'organization' ? creditCodeOf(0) : null,
});
const members: Record<number, ReturnType<typeof share>[]> = {
  0: [share('state', 10_000, '濮阳市财政局')],
  1: [share('state', 10_000, '清丰县财政局')],
  2: [share('organization', 5100, '濮阳城投'), share('natural_person', 4900, null)],
  4: [share('state', 5000, '濮阳市财政局'), share('natural_person', 5000, null)],
  5: [share('natural_person', 10_000, null)],
};

function rows(stream: string): SourceRow[] {
  if (stream === 'market-entities')
    return rowsOf(stream, 7).map((row, n) =>
      row.op === 'upsert' && row.body.kind === 'organization'
        ? { ...row, body: { ...row.body, entityKind: 'company', ...firms[n] } }
        : row,
    );
  if (stream !== 'market-entity-members') return [];
  return Object.entries(members).flatMap(([n, shares]) =>
    shares.map((one, i): SourceRow => ({
      op: 'upsert',
      key: `${n}/${i}`,
      subject: { creditCode: creditCodeOf(Number(n)) },
      body: { kind: 'membership', ...one },
      version: '2026-01-01 00:00:00',
    })),
  );
}

beforeAll(async () => {
  api = await openTestApi();
  await api.fill(rows);
  staff = await api.token({ sub: '王科员', audience: 'staff', roles: ['operator'] });
  second = await api.token({ sub: '李科长', audience: 'staff', roles: ['administrator'] });
});
afterAll(() => api.close());

interface Payload {
  creditCode: string;
  from: string;
  to: string | null;
  holding: string;
  bureau: string;
  evidence: string[];
  doubts: string[];
}
interface Proposed {
  id: string;
  payload: Payload;
  proposedBy: string;
}
const lookThrough = async () => {
  const { data } = await api.ask('mutation { proposeStateFirms }', { token: staff });
  return (data as { proposeStateFirms: number }).proposeStateFirms;
};
const openProposals = async (): Promise<Proposed[]> => {
  const { data } = await api.ask(
    '{ proposals(state: OPEN, first: 100) { edges { node { id kind payload proposedBy } } } }',
    { token: staff },
  );
  const { edges } = data!['proposals'] as { edges: { node: Omit<Proposed, 'payload'> & { payload: string } }[] };
  return edges.map(({ node }) => ({ ...node, payload: JSON.parse(node.payload) as Payload }));
};
const openOf = async (n: number) =>
  (await openProposals()).filter(({ payload }) => payload.creditCode === creditCodeOf(n));
const decide = (id: string, verb = 'approveProposal(id: $id)', token = second) =>
  api.ask(`mutation ($id: ID!) { ${verb} { state } }`, { token, variables: { id } });
const approve = async (id: string) => {
  const answer = await decide(id);
  expect(answer.errors).toEqual([]);
};
const input = (n: number, changes: Record<string, unknown> = {}) => ({
  creditCode: creditCodeOf(n),
  from: today,
  level: 'MUNICIPAL',
  holding: 'CONTROLLED',
  evidence: ['2026年国资年报。The yearly report of 2026.'],
  reason: '年报',
  ...changes,
});
const propose = (n: number, changes: Record<string, unknown> = {}) =>
  api.ask('mutation ($input: ProposeStateFirmInput!) { proposeStateFirm(input: $input) { id payload } }', {
    token: staff,
    variables: { input: input(n, changes) },
  });
const idOf = ({ data, text }: Answer, mutation = 'proposeStateFirm') => {
  const made = data?.[mutation] as { id: string } | undefined;
  if (!made) throw new Error(text);
  return made.id;
};
const end = (n: number, lastDay: string) =>
  api.ask(
    'mutation ($c: String!, $d: Date!) { proposeStateFirmEnd(creditCode: $c, lastDay: $d, reason: "改制") { id } }',
    {
      token: staff,
      variables: { c: creditCodeOf(n), d: lastDay },
    },
  );
/** Credit code and level of everybody on the register, as anybody may see it. */
const register = async (args = '', token?: string) => {
  const query = `{ stateFirms${args} { edges { cursor node { creditCode name level bureau { region name } from to } } } }`;
  const { data, text } = await api.ask(query, token ? { token } : {});
  if (!data) throw new Error(text);
  return (data['stateFirms'] as { edges: { cursor: string; node: Record<string, unknown> }[] }).edges;
};
const codesOn = async (on: string) =>
  (await register(`(on: "${on}", first: 100)`)).map(({ node }) => node['creditCode']);

describe('from the business register', () => {
  test('every likely firm is proposed once, with evidence, by nobody of the staff', async () => {
    expect(await lookThrough()).toBe(3);
    const proposals = await openProposals();
    expect(proposals.map(({ payload }) => payload.creditCode).sort()).toEqual([0, 1, 3].map(creditCodeOf).sort());
    const county = proposals.find(({ payload }) => payload.creditCode === creditCodeOf(1))!;
    expect(county).toMatchObject({ kind: 'STATE_FIRM', proposedBy: 'commerce record' });
    expect(county.payload).toMatchObject({ from: today, to: null, holding: 'wholly', bureau: '410922', doubts: [] });
    expect(county.payload.evidence[1]).toBe('清丰县财政局出资100%。清丰县财政局 holds 100 %.');
    expect(await lookThrough()).toBe(0);
    expect(await register()).toEqual([]);
  });

  test('one person confirms; then firms that it controls are proposed, too', async () => {
    for (const n of [0, 1, 3]) await approve((await openOf(n))[0]!.id);
    expect((await register()).map(({ node }) => node)).toContainEqual({
      creditCode: creditCodeOf(1),
      name: '清丰水务',
      level: 'COUNTY',
      bureau: { region: '410922', name: '清丰县人力资源和社会保障局' },
      from: today,
      to: null,
    });
    expect(await lookThrough()).toBe(1);
    const [held] = await openOf(2);
    expect(held!.payload).toMatchObject({ holding: 'controlled', bureau: '410900' });
    expect(held!.payload.evidence).toEqual([
      '名录内企业濮阳城投出资51%。濮阳城投, which is on this register, holds 51 %.',
    ]);
  });

  test('what was rejected comes back only when the record says something else', async () => {
    await decide((await openOf(2))[0]!.id, 'rejectProposal(id: $id, reason: "已核实，非国有")');
    expect(await lookThrough()).toBe(0);
    await api.fill((stream) =>
      rows(stream).map((row) =>
        row.op === 'upsert' && row.key === '2/0' && row.body.kind === 'membership'
          ? { ...row, version: '2026-02-01 00:00:00', body: { ...row.body, shareBasisPoints: 6000 } }
          : row,
      ),
    );
    expect(await lookThrough()).toBe(1);
    await approve((await openOf(2))[0]!.id);
    expect(await codesOn(today)).toHaveLength(4);
  });

  test('ten who ask at once make each proposal once', async () => {
    const another = rowsOf('market-entities', 40).flatMap((row, n) =>
      n >= 20 && row.op === 'upsert' && row.body.kind === 'organization'
        ? [{ ...row, body: { ...row.body, entityKind: 'company', ownership: 'state', stateLevel: 'county' } as const }]
        : [],
    );
    await api.fill((stream) => (stream === 'market-entities' ? another : []));
    const made = await Promise.all(Array.from({ length: 10 }, lookThrough));
    expect(made.reduce((sum, n) => sum + n, 0)).toBe(20);
  });
});

describe('by staff', () => {
  test('a firm that the record does not show is proposed and found on its days, by name, code, level and bureau', async () => {
    await approve(idOf(await propose(5, { to: day(30), level: 'COUNTY', bureau: '410926' })));
    expect(await codesOn(day(-1))).not.toContain(creditCodeOf(5));
    expect(await codesOn(day(30))).toContain(creditCodeOf(5));
    expect(await codesOn(day(31))).not.toContain(creditCodeOf(5));
    for (const args of ['search: "私营"', `search: "${creditCodeOf(5).toLowerCase()}"`, 'bureau: "410926"'])
      expect((await register(`(${args})`)).map(({ node }) => node['name'])).toEqual(['濮阳私营']);
    expect(await register('(bureau: "410926", level: CENTRAL)')).toEqual([]);
    expect((await register('(level: CENTRAL)')).map(({ node }) => node['creditCode'])).toEqual([creditCodeOf(3)]);
  });

  test('days that are on the register already are refused; a later entry follows the one that lasts', async () => {
    const over = await propose(5, { from: day(10) });
    expect([codeOf(over), over.errors[0]!.message]).toEqual([
      'BAD_INPUT',
      expect.stringContaining(`${today}/${day(30)}`),
    ]);
    expect(codeOf(await propose(0, { from: today }))).toBe('BAD_INPUT');
    await approve(idOf(await propose(0, { from: day(20), level: 'COUNTY', bureau: '410902' })));
    const of = async (on: string) => (await register(`(on: "${on}", search: "${creditCodeOf(0)}")`))[0]!.node;
    expect(await of(day(19))).toMatchObject({ level: 'MUNICIPAL', to: day(19), bureau: { region: '410900' } });
    expect(await of(day(20))).toMatchObject({ level: 'COUNTY', to: null, bureau: { region: '410902' } });
  });

  test('an entry is ended by a second person, and its days before stay', async () => {
    const id = idOf(await end(1, day(5)), 'proposeStateFirmEnd');
    expect(codeOf(await decide(id, undefined, staff))).toBe('FORBIDDEN');
    await approve(id);
    expect(await codesOn(day(5))).toContain(creditCodeOf(1));
    expect(await codesOn(day(6))).not.toContain(creditCodeOf(1));
    expect(codeOf(await end(1, day(7)))).toBe('NOT_FOUND');
    expect(codeOf(await end(4, today))).toBe('NOT_FOUND');
  });

  test('an ended firm is not proposed again on the evidence that was confirmed once', async () => {
    api.shift(10 * 86_400_000);
    expect(await lookThrough()).toBe(0);
    api.shift(0);
  });

  test.each<[string, Record<string, unknown>]>([
    ['creditCode', { creditCode: `${creditCodeOf(4).slice(0, 17)}${creditCodeOf(4).endsWith('1') ? '2' : '1'}` }],
    ['evidence', { evidence: [] }],
    ['evidence', { evidence: ['长'.repeat(501)] }],
    ['investor', { investor: ' ' }],
    ['region', { region: '濮阳' }],
    ['bureau', { bureau: '110000' }],
    ['to', { to: day(-1) }],
    ['reason', { reason: '' }],
    ['input', { evidence: [`经办人${idNumberOf(1)}`] }],
  ])('a bad %s is refused by name', async (field, wrong) => {
    const answer = await propose(4, wrong);
    expect(codeOf(answer)).toBe('BAD_INPUT');
    expect(answer.errors[0]!.message).toMatch(new RegExp(`^${field}\\b`));
  });

  test('a firm that no register knows needs a name and a place', async () => {
    expect(codeOf(await propose(99))).toBe('BAD_INPUT');
    const made = await propose(99, { name: '外地集团濮阳项目部', region: '410900' });
    expect(JSON.parse((made.data!['proposeStateFirm'] as { payload: string }).payload)).toMatchObject({
      name: '外地集团濮阳项目部',
      bureau: '410900',
    });
  });
});

describe('at once', () => {
  test('ten approvals of one proposal write one entry', async () => {
    const id = idOf(await propose(4));
    const answers = await Promise.all(Array.from({ length: 10 }, () => decide(id)));
    expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
    expect(answers.filter(({ errors }) => errors[0]?.extensions['code'] === 'ILLEGAL_MOVE')).toHaveLength(9);
    expect((await codesOn(today)).filter((code) => code === creditCodeOf(4))).toHaveLength(1);
  });

  test('of ten proposals about one firm one is carried out, the others find it changed', async () => {
    const made = await Promise.all(Array.from({ length: 10 }, (_, n) => propose(6, { from: day(n) })));
    const answers = await Promise.all(made.map((one) => decide(idOf(one))));
    expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
    expect(answers.filter(({ errors }) => errors[0]?.extensions['code'] === 'CONFLICT')).toHaveLength(9);
    expect(await codesOn(day(20))).toContain(creditCodeOf(6));
  });
});

describe('who sees what', () => {
  test('evidence is for staff; an employer sees its own entry', async () => {
    const detailed = '{ stateFirms(first: 1) { edges { node { name evidence } } } }';
    expect(codeOf(await api.ask(detailed))).toBe('BAD_INPUT');
    const seen = await api.ask(detailed, { token: staff });
    expect(seen.errors).toEqual([]);
    const employer = (n: number) =>
      api.token({ sub: '经办', audience: 'employer', roles: ['clerk'], credit_code: creditCodeOf(n) });
    const own = async (n: number) =>
      (await api.ask('{ myStateFirm { name level bureau { name } } }', { token: await employer(n) })).data;
    expect(await own(3)).toEqual({
      myStateFirm: { name: '华夏能源濮阳分公司', level: 'CENTRAL', bureau: { name: '濮阳市人力资源和社会保障局' } },
    });
    expect(await own(50)).toEqual({ myStateFirm: null });
  });

  test('only operators and administrators propose', async () => {
    const viewer = await api.token({ sub: '实习', audience: 'staff', roles: ['viewer'] });
    expect(codeOf(await api.ask('mutation { proposeStateFirms }', { token: viewer }))).toBe('FORBIDDEN');
  });

  test('every bureau of the city is listed', async () => {
    const { data } = await api.ask('{ bureaus { region name website } }');
    const bureaus = data!['bureaus'] as { region: string; name: string; website: string | null }[];
    expect(bureaus.map(({ region }) => region)).toEqual([
      '410900',
      '410902',
      '410922',
      '410923',
      '410926',
      '410927',
      '410928',
    ]);
    expect(bureaus[6]).toEqual({ region: '410928', name: '濮阳县人力资源和社会保障局', website: null });
  });

  test('the register is read page by page', async () => {
    const all = await register('(first: 100)');
    const pages: unknown[] = [];
    for (let after: string | null = null; ;) {
      const page = await register(`(first: 2${after ? `, after: "${after}"` : ''})`);
      if (page.length === 0) break;
      pages.push(...page.map(({ node }) => node));
      after = page.at(-1)!.cursor;
    }
    expect(pages).toEqual(all.map(({ node }) => node));
  });
});
