/** A parameter changes by two persons, on a paper, as a whole history; what it does to everybody is seen before. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { paperNames } from '../../rules/parameter-papers.js';
import { civilDay, endOfDay } from '../../rules/shanghai-time.js';
import { openDatabase } from '../../schema/database.js';
import type { Database } from '../../schema/database.js';
import { openParameters, readParameters } from '../../schema/parameter/parameter.reads.js';
import { readProposal } from '../../schema/proposal/proposal.reads.js';
import { writeSetting } from '../../schema/setting/setting.writes.js';
import { cityBureau } from '../../schema/setting/setting.reads.js';
import { codeOf, openTestApi } from '../support/api.js';
import type { Answer, TestApi } from '../support/api.js';
import { idNumberOf } from '../support/facts.js';

let api: TestApi;
let [wang, li, viewer]: string[] = [];
beforeAll(async () => {
  api = await openTestApi();
  const staff = (sub: string, role: string) => api.token({ sub, audience: 'staff', roles: [role] });
  [wang, li, viewer] = await Promise.all([
    staff('王科员', 'operator'),
    staff('李科员', 'operator'),
    staff('赵', 'viewer'),
  ]);
});
afterAll(() => api.close());

const proposalFields =
  'id kind payload payloadHash reason proposedBy proposedAt expiresAt state decidedBy decidedAt decisionReason';
const paper = { document: '濮人社〔2024〕3号', title: '示例通知' };
const good = (entries: object[], more: object = {}) => ({
  name: 'startupAgeMonths',
  entries,
  paper,
  reason: '新文件',
  ...more,
});
const propose = (input: object, token = wang) =>
  api.ask(`mutation ($input: ProposeParameterInput!) { proposeParameter(input: $input) { ${proposalFields} } }`, {
    token: token!,
    variables: { input },
  });
const decide = (what: string, id: string, token = li) =>
  api.ask(
    `mutation ($id: ID!) { ${what}Proposal(id: $id${what === 'reject' ? ', reason: "不妥"' : ''}) { id state decidedBy } }`,
    {
      token: token!,
      variables: { id },
    },
  );
type Made = { id: string; payload: string; payloadHash: string; state: string };
const made = (answer: Answer): Made => {
  expect(answer.errors).toEqual([]);
  return (answer.data as { proposeParameter: Made }).proposeParameter;
};
const stateOf = async (id: string) => (await readProposal(api.database.pool, id, new Date()))!.state;
type Version = { version: number; entries: Record<string, unknown>[]; proposedBy: string; approvedBy: string };
const historyOf = async (name: string): Promise<Version[]> => {
  const answer = await api.ask(
    `query ($name: String!) { parameterHistory(name: $name) { version reason proposedBy approvedBy recordedAt
      entries { from to value document title enteredBy } } }`,
    { token: viewer!, variables: { name } },
  );
  expect(answer.errors).toEqual([]);
  return (answer.data as { parameterHistory: Version[] }).parameterHistory;
};
/** Makes `entries` the newest version of a parameter. */
const establish = async (name: string, entries: object[]) => {
  const { id } = made(await propose(good(entries, { name })));
  expect((await decide('approve', id)).errors).toEqual([]);
};

describe('one proposes, another approves', () => {
  const name = 'internshipMonths';
  const first = [
    { from: '2016-01-06', to: '2019-12-31', value: '6' },
    { from: '2020-01-01', value: '12' },
  ];

  test('and the history counts from then on, with both names and the paper', async () => {
    const proposal = made(await propose(good(first, { name })));
    expect(proposal).toMatchObject({ kind: 'PARAMETER', reason: '新文件', proposedBy: '王科员', state: 'OPEN' });
    expect(JSON.parse(proposal.payload)).toMatchObject({ name, restsOn: 0 });
    expect(proposal.payloadHash).toMatch(/^[0-9a-f]{64}$/);
    const valueOf = async () => {
      const answer = await api.ask(
        '{ parameters(on: "2021-05-01") { name meaningZh meaningEn unit value from to source } }',
        {
          token: viewer!,
        },
      );
      return (answer.data as { parameters: Record<string, unknown>[] }).parameters.find((one) => one['name'] === name);
    };
    expect(await valueOf()).toMatchObject({ value: null, from: '2016-01-06', source: '濮政〔2016〕1号（原文未给出）' });
    expect((await decide('approve', proposal.id)).data).toEqual({
      approveProposal: { id: proposal.id, state: 'APPROVED', decidedBy: '李科员' },
    });
    expect(await valueOf()).toEqual({
      name,
      meaningZh: '就业见习最长期限',
      meaningEn: 'longest internship',
      unit: '月 / months',
      value: '12',
      from: '2020-01-01',
      to: null,
      source: '濮人社〔2024〕3号（示例通知）',
    });
    const [newest, shipped] = await historyOf(name);
    expect(newest).toMatchObject({ version: 1, reason: '新文件', proposedBy: '王科员', approvedBy: '李科员' });
    expect(newest!.entries[0]).toEqual({
      from: '2016-01-06',
      to: '2019-12-31',
      value: '6',
      ...paper,
      enteredBy: '王科员',
    });
    expect(shipped).toMatchObject({ version: 0, recordedAt: null, entries: [{ value: 'null', title: '原文未给出' }] });
  });

  test('a value that stands keeps its paper and who entered it; a new one stands in the new paper', async () => {
    const second = [first[0]!, { ...first[1]!, to: '2025-12-31' }, { from: '2026-01-01', value: '9' }];
    const newPaper = { document: '濮人社〔2025〕9号', title: '又一通知' };
    const { id } = made(await propose(good(second, { name, paper: newPaper }), li));
    expect((await decide('approve', id, wang)).errors).toEqual([]);
    const [newest] = await historyOf(name);
    expect(newest!.version).toBe(2);
    expect(newest!.entries.map(({ document, enteredBy }) => [document, enteredBy])).toEqual([
      [paper.document, '王科员'],
      [paper.document, '王科员'],
      [newPaper.document, '李科员'],
    ]);
  });

  test('a paper named for a value replaces the one that it stood in', async () => {
    const other = { document: '濮人社〔2026〕1号', title: '更正' };
    const { entries } = (await historyOf(name))[0]!;
    const again = entries.map(({ from, to, value }, i) => ({ from, to, value, ...(i === 0 && { paper: other }) }));
    const { payload } = made(await propose(good(again, { name })));
    expect((JSON.parse(payload) as { entries: { source: object }[] }).entries.map(({ source }) => source)).toEqual([
      other,
      paper,
      { document: '濮人社〔2025〕9号', title: '又一通知' },
    ]);
  });
});

describe('a proposal is refused', () => {
  const entry = { from: '2020-01-01', value: '36' };
  test.each<[string, object, RegExp]>([
    ['for an unknown parameter', good([entry], { name: 'minimumWage' }), /^parameters\.minimumWage: 未知.+ \/ unknown/],
    ['for a name that every object has', good([entry], { name: '__proto__' }), /^parameters\.__proto__: 未知/],
    ['for a name with a NUL in it', good([entry], { name: 'startupAgeMonths\u0000' }), /未知/],
    [
      'with a NUL in a list',
      good([{ from: '2020-01-01', value: String.raw`[{"county":"a\u0000"}]` }], { name: 'keyPovertyCounties' }),
      /keyPovertyCounties\[0\]\.value\[0\]\.county: /,
    ],
    [
      'with half a character in a list',
      good([{ from: '2020-01-01', value: String.raw`[{"county":"a\ud800"}]` }], { name: 'keyPovertyCounties' }),
      /keyPovertyCounties\[0\]\.value\[0\]\.county: /,
    ],
    ['with a number without end', good([{ from: '2020-01-01', value: '1e400' }]), /startupAgeMonths\[0\]\.value: /],
    ['from a day before any law', good([{ from: '0001-01-01', value: '36' }]), /startupAgeMonths\[0\]\.from: /],
    ['with more entries than anybody reads', good(Array.from({ length: 361 }, () => entry)), /startupAgeMonths: .+360/],
    ['without a value', good([]), /startupAgeMonths: .+at least one/],
    ['with a value that is no JSON', good([{ from: '2020-01-01', value: 'thirty' }]), /entries\[0\]\.value：不是 JSON/],
    ['with a value of a wrong kind', good([{ from: '2020-01-01', value: '"36"' }]), /startupAgeMonths\[0\]\.value: /],
    [
      'with a gap',
      good([
        { ...entry, to: '2020-12-30' },
        { ...entry, from: '2021-01-01' },
      ]),
      /startupAgeMonths\[1\]\.from: .*gap/,
    ],
    [
      'with an overlap',
      good([
        { ...entry, to: '2021-01-01' },
        { ...entry, from: '2021-01-01' },
      ]),
      /startupAgeMonths\[1\]\.from: .*overlaps/,
    ],
    ['without a paper’s number', good([entry], { paper: { ...paper, document: '' } }), /\.source\.document: /],
    ['without a reason', good([entry], { reason: ' ' }), /^reason 须为/],
    [
      'with an ID number in its reason',
      good([entry], { reason: `为${idNumberOf(1)}` }),
      /^reason 中不得出现身份证号码/,
    ],
    [
      'with an ID number in groups, behind other digits',
      good([entry], { reason: `为7 ${idNumberOf(1).replace(/^(.{6})(.{8})/, '$1 $2-')}` }),
      /^reason 中不得出现身份证号码/,
    ],
    [
      'with a value that is nested beyond all measure',
      good([{ from: '2020-01-01', value: '['.repeat(15_000) + ']'.repeat(15_000) }]),
      /^parameters\.\w+\[0\]\.value/,
    ],
    [
      'with an ID number in a value',
      good([{ from: '2020-01-01', value: JSON.stringify([{ county: idNumberOf(1) }]) }], {
        name: 'keyPovertyCounties',
      }),
      /^input 中不得出现身份证号码/,
    ],
  ])('%s', async (_why, input, message) => {
    const answer = await propose(input);
    expect([answer.status, codeOf(answer)]).toEqual([400, 'BAD_INPUT']);
    expect(answer.errors[0]!.message).toMatch(message);
    expect(answer.text).not.toContain(idNumberOf(1));
  });

  test('from who may only look, and unknown to everybody but staff', async () => {
    expect(codeOf(await propose(good([entry]), viewer))).toBe('FORBIDDEN');
    const partner = await api.token({ sub: '民政局', audience: 'partner' });
    expect((await propose(good([entry]), partner)).errors[0]!.message).toContain('no mutation');
  });
});

describe('a decision', () => {
  let id: string;
  beforeEach(async () => {
    ({ id } = made(await propose(good([{ from: '2020-01-01', value: '24' }], { name: 'workCostDeduction' }))));
  });

  test('is not for the same person', async () => {
    const answer = await decide('approve', id, wang);
    expect([answer.status, codeOf(answer)]).toEqual([403, 'FORBIDDEN']);
    expect(answer.errors[0]!.message).toMatch(/^提议须由另一人批准.+ \/ a second person must approve/);
    expect(await stateOf(id)).toBe('open');
  });

  test('is for the same person where the bureau has one clerk, and counts at once', async () => {
    const set = (value: 1 | 2) =>
      writeSetting(
        api.database.pool,
        { bureau: cityBureau, name: 'proposals.persons', value, setBy: 'test' },
        new Date(),
      );
    await set(1);
    const answer = await decide('approve', id, wang);
    await set(2);
    expect(answer.data).toMatchObject({ approveProposal: { state: 'APPROVED', decidedBy: '王科员' } });
    expect((await historyOf('workCostDeduction'))[0]).toMatchObject({ proposedBy: '王科员', approvedBy: '王科员' });
  });

  test('is taken once: of ten approvals at once one wins, the others see it closed, one version stands', async () => {
    const before = (await historyOf('workCostDeduction')).length;
    const answers = await Promise.all(Array.from({ length: 10 }, () => decide('approve', id)));
    expect(answers.filter((answer) => answer.errors.length === 0)).toHaveLength(1);
    const lost = answers.filter((answer) => answer.errors.length > 0);
    expect(lost.map((answer) => [codeOf(answer), answer.errors[0]!.extensions['state']])).toEqual(
      Array.from({ length: 9 }, () => ['ILLEGAL_MOVE', 'APPROVED']),
    );
    expect(await historyOf('workCostDeduction')).toHaveLength(before + 1);
  });

  test('of two proposals on the same version only one can be: the other rests on what has changed', async () => {
    const other = made(await propose(good([{ from: '2020-01-01', value: '25' }], { name: 'workCostDeduction' }), li));
    const before = (await historyOf('workCostDeduction')).length;
    const answers = await Promise.all([decide('approve', id, li), decide('approve', other.id, wang)]);
    const lost = answers.filter((answer) => answer.errors.length > 0);
    expect(lost).toHaveLength(1);
    expect(codeOf(lost[0]!)).toBe('CONFLICT');
    expect(lost[0]!.errors[0]!.message).toContain('what the proposal rests on has changed since');
    expect(await historyOf('workCostDeduction')).toHaveLength(before + 1);
    const states = await Promise.all([stateOf(id), stateOf(other.id)]);
    expect(states.sort()).toEqual(['approved', 'open']);
  });

  test('of another parameter’s proposal does not stand in the way', async () => {
    await establish('stateFirmReserveRate', [{ from: '2020-01-01', value: '0.1' }]);
    expect((await decide('approve', id)).errors).toEqual([]);
  });

  test('comes too late after thirty days, for every kind of decision', async () => {
    api.shift(30 * 86_400_000 + 1000);
    try {
      const listed = await api.ask('{ proposals(state: EXPIRED, first: 1) { edges { node { id state } } } }', {
        token: viewer!,
      });
      expect(listed.data).toMatchObject({ proposals: { edges: [{ node: { id, state: 'EXPIRED' } }] } });
      for (const what of ['approve', 'reject', 'withdraw']) {
        const answer = await decide(what, id, what === 'withdraw' ? wang : li);
        expect([codeOf(answer), answer.errors[0]!.extensions['state']]).toEqual(['ILLEGAL_MOVE', 'EXPIRED']);
      }
    } finally {
      api.shift(0);
    }
    expect(await stateOf(id)).toBe('open');
  });

  test('to reject is kept with its reason, and to withdraw is for the proposer alone', async () => {
    expect(codeOf(await decide('withdraw', id, li))).toBe('FORBIDDEN');
    expect((await decide('reject', id)).data).toMatchObject({ rejectProposal: { state: 'REJECTED' } });
    expect((await readProposal(api.database.pool, id, new Date()))!.decisionReason).toBe('不妥');
    const { id: second } = made(await propose(good([{ from: '2020-01-01', value: '24' }])));
    expect((await decide('withdraw', second, wang)).data).toMatchObject({ withdrawProposal: { state: 'WITHDRAWN' } });
    for (const closed of [id, second]) expect(codeOf(await decide('approve', closed))).toBe('ILLEGAL_MOVE');
  });

  test('needs a proposal and a role', async () => {
    for (const unknown of ['00000000-0000-7000-8000-000000000000', 'x'])
      expect(codeOf(await decide('approve', unknown))).toBe('NOT_FOUND');
    expect(codeOf(await decide('approve', id, viewer))).toBe('FORBIDDEN');
    expect(await stateOf(id)).toBe('open');
  });
});

describe('the tables themselves refuse', () => {
  test.each([
    ['a changed version', `update parameter_version set entries = '[]'`, /append only/],
    ['a deleted version', 'delete from parameter_version', /append only/],
    ['a truncated history', 'truncate parameter_version', /append only/],
    ['a changed payload', `update proposal set payload = '{}' where state = 'open'`, /only decided, once/],
    [
      'a second decision',
      `update proposal set state = 'open', decided_by = null, decided_at = null where state = 'approved'`,
      /only decided, once/,
    ],
    ['a deleted proposal', 'delete from proposal', /append only/],
    [
      'an approval by who proposed it',
      `update proposal set state = 'approved', persons = 2, decided_by = proposed_by, decided_at = now() where state = 'open'`,
      /proposal_second_person/,
    ],
    [
      'an approval that does not say how many persons it took',
      `update proposal set state = 'approved', decided_by = 'x', decided_at = now() where state = 'open'`,
      /proposal_second_person/,
    ],
    [
      'an approval after its time',
      `update proposal set state = 'approved', persons = 2, decided_by = 'x', decided_at = expires_at where state = 'open'`,
      /proposal_in_time/,
    ],
  ])('%s', async (_what, statement, message) => {
    await propose(good([{ from: '2020-01-01', value: '24' }]));
    await expect(api.database.pool.query(statement)).rejects.toThrow(message);
  });

  test('and a payload altered behind their back is not approved', async () => {
    const { id } = made(await propose(good([{ from: '2020-01-01', value: '24' }])));
    await api.database.pool.query('alter table proposal disable trigger proposal_only_decided');
    await api.database.pool.query(
      `update proposal set payload = jsonb_set(payload, '{entries,0,value}', '240') where proposal_id = $1`,
      [id],
    );
    await api.database.pool.query('alter table proposal enable trigger proposal_only_decided');
    const answer = await decide('approve', id);
    expect(codeOf(answer)).toBe('CONFLICT');
    expect(answer.errors[0]!.message).toContain('does not fit its hash');
    expect(await historyOf('startupAgeMonths')).toHaveLength(1);
  });
});

describe('what was known when', () => {
  test('is answered for any day, and each state has its own version name', async () => {
    const name = 'employmentServiceSubsidy';
    const dayAfter = (days: number) => civilDay(new Date(Date.now() + days * 86_400_000));
    try {
      api.shift(86_400_000);
      await establish(name, [{ from: '2020-01-01', value: '100' }]);
      api.shift(2 * 86_400_000);
      await establish(name, [{ from: '2020-01-01', value: '120.5' }]);
    } finally {
      api.shift(0);
    }
    const valueOn = async (knownAt: string) => {
      const answer = await api.ask(
        'query ($knownAt: Date) { parameters(on: "2022-01-01", knownAt: $knownAt) { name value } }',
        { token: viewer!, variables: { knownAt } },
      );
      const found = (answer.data as { parameters: { name: string; value: string | null }[] }).parameters;
      expect(found.map((one) => one.name).sort()).toEqual([...paperNames].sort());
      return found.find((one) => one.name === name)!.value;
    };
    const days = [0, 1, 2, 3].map(dayAfter);
    expect(await Promise.all(days.map(valueOn))).toEqual([null, '100', '120.5', '120.5']);
    const known = await Promise.all(days.map((day) => readParameters(api.database.pool, endOfDay(day))));
    expect(new Set(known.map(({ version }) => version)).size).toBe(3);
    expect((await readParameters(api.database.pool)).version).toBe(known[3]!.version);
  });

  test('another process sees an approved value within a second, and reads nothing anew while nothing changed', async () => {
    const other: Database = await openDatabase(new URL(api.database.pool.options.connectionString!).href);
    let now = Date.now();
    const parameters = openParameters(other.pool, () => new Date(now));
    const first = await parameters.current();
    now += 1500;
    expect(await parameters.current()).toBe(first);
    await establish('vocationalTrainingStandard', [{ from: '2020-01-01', value: '900' }]);
    expect(await parameters.current()).toBe(first);
    now += 1000;
    const second = await parameters.current();
    expect(second.version).not.toBe(first.version);
    expect(second.parameters.get('vocationalTrainingStandard')!.at(-1)).toMatchObject({ value: 90_000 });
    await other.close();
    now += 1000;
    await expect(parameters.current()).rejects.toThrow('pool');
    await expect(parameters.current()).rejects.toThrow('pool');
  });
});

test('lists are paged and chosen by state', async () => {
  const page = async (after: string | null) => {
    const answer = await api.ask(
      'query ($after: String) { proposals(state: APPROVED, first: 3, after: $after) { edges { node { id state } } pageInfo { hasNextPage endCursor } } }',
      { token: viewer!, variables: { after } },
    );
    expect(answer.errors).toEqual([]);
    return (
      answer.data as { proposals: { edges: { node: Made }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } }
    ).proposals;
  };
  const seen: Made[] = [];
  for (let after: string | null = null, more = true; more;) {
    const { edges, pageInfo } = await page(after);
    seen.push(...edges.map((edge) => edge.node));
    [after, more] = [pageInfo.endCursor, pageInfo.hasNextPage];
  }
  const stored = await api.database.pool.query<{ id: string }>(
    `select proposal_id as id from proposal where state = 'approved' order by proposal_id desc`,
  );
  expect(stored.rows.length).toBeGreaterThan(3);
  expect(seen.map(({ id }) => id)).toEqual(stored.rows.map(({ id }) => id));
  expect(new Set(seen.map(({ state }) => state))).toEqual(new Set(['APPROVED']));
});
