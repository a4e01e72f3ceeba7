/** Z17: an officer who looks at night, at five hundred, at a public figure or at its own kin: a case number, and a second person. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { relaxations } from '../../api/sign-in/relaxations.js';
import { civilDay } from '../../rules/shanghai-time.js';
import { readPersonDocuments } from '../../schema/person/person.reads.js';
import { writeSetting } from '../../schema/setting/setting.writes.js';
import type { Answer, TestApi } from '../support/api.js';
import { codeOf, openTestApi } from '../support/api.js';
import { idNumberOf, rowsOf } from '../support/facts.js';

const rule = 'art05.opening-subsidy';
const strict = new Set(relaxations.filter((name) => name !== 'no-case'));
let api: TestApi;
let demo: TestApi;

beforeAll(async () => {
  api = await openTestApi(undefined, { config: { relaxed: strict } });
  demo = await openTestApi();
  for (const hub of [api, demo]) await hub.fill((stream) => rowsOf(stream, 30));
});
afterAll(async () => {
  await api.close();
  await demo.close();
});
beforeEach(async () => {
  at('10:00');
  await api.events();
});

/** The hub's clock at this time of today, in Asia/Shanghai. */
function at(time: string): void {
  for (const hub of [api, demo]) hub.shift(Date.parse(`${civilDay(new Date())}T${time}:00+08:00`) - Date.now());
}
const officer = (sub: string, ...roles: string[]) =>
  api.token({ sub, audience: 'staff', roles: roles.length > 0 ? roles : ['operator'] });
const look = async (sub: string, n = 1, { name = `张${n}`, caseNumber = '' } = {}) =>
  api.ask(`{ person(idNumber: "${idNumberOf(n)}", name: "${name}") { sex } }`, {
    token: await officer(sub),
    ...(caseNumber && { headers: { 'x-case': caseNumber } }),
  });
const shown = { person: { sex: 'MALE' } };
const refusedFor = (answer: Answer, why: string) => {
  expect([codeOf(answer), answer.errors[0]!.extensions['case'], answer.data?.['person'] ?? null]).toEqual([
    'FORBIDDEN',
    why,
    null,
  ]);
  expect(answer.errors[0]!.message).toContain('x-case');
};

interface Alarm {
  id: string;
  client: string;
  evidence: string;
  isOpen: boolean;
  times: number;
  settledBy: string | null;
}
async function alarmsOf(client: string, openOnly = true): Promise<Alarm[]> {
  const answer = await api.ask(
    `{ alarms(first: 100, openOnly: ${openOnly}) { edges { node { id client evidence isOpen times settledBy } } } }`,
    { token: await officer('审计', 'auditor') },
  );
  expect(answer.errors).toEqual([]);
  const { alarms } = answer.data as { alarms: { edges: { node: Alarm }[] } };
  return alarms.edges.map(({ node }) => node).filter((one) => one.client === client);
}
const guard = async (n: number, more: object = {}, sub = '管理员', role = 'administrator') =>
  api.ask('mutation ($input: GuardPersonInput!) { guardPerson(input: $input) }', {
    token: await officer(sub, role),
    variables: {
      input: { idNumber: idNumberOf(n), name: `张${n}`, until: '2199-12-31', reason: '回避', ...more },
    },
  });

describe('at night', () => {
  it.each([
    ['06:59', true],
    ['07:00', false],
    ['19:59', false],
    ['20:00', true],
    ['00:00', true],
  ])('Z17: at %s a look takes a case number: %s', async (time, takesCase) => {
    at(time);
    const answer = await look(`夜${time}`);
    if (takesCase) refusedFor(answer, 'night');
    expect(answer.data?.['person'] ?? null).toEqual(takesCase ? null : shown.person);
    const [event] = await api.events();
    expect(event!['outcome']).toBe(takesCase ? 'refused' : 'shown');
    expect(await alarmsOf(`夜${time}`)).toHaveLength(takesCase ? 1 : 0);
  });

  it('Z17: with one it is shown, the log and the person read which, and a second person is told', async () => {
    at('23:30');
    expect((await look('夜班', 1, { caseNumber: '2026-RS-0012' })).data).toEqual(shown);
    const [event] = await api.events();
    expect(event).toMatchObject({ outcome: 'shown', basis: expect.stringMatching(/；案件 2026-RS-0012$/) as string });
    const [alarm] = await alarmsOf('夜班');
    expect(JSON.parse(alarm!.evidence)).toMatchObject({ client: '夜班', why: 'night', case: '2026-RS-0012' });
  });

  it('Z17: no list and no firm is another way', async () => {
    at('23:30');
    const token = await officer('夜览');
    for (const query of [
      `{ entitlementCandidates(rule: "${rule}") { totalCount } }`,
      '{ entitlementChanges { edges { cursor } } }',
      '{ organization(creditCode: "91410902MA00000010") { name } }',
    ]) {
      const answer = await api.ask(query, { token });
      expect(answer.errors[0]!.extensions['code']).not.toBe('INTERNAL');
      expect(Object.values(answer.data ?? {}).every((value) => value === null)).toBe(true);
    }
  });

  it.each(['', 'abc', '2026 RS', '案件一', idNumberOf(1), `case-${idNumberOf(1)}`, 'a'.repeat(41), "1' or '1'='1"])(
    'Z17: %j is no case number',
    async (caseNumber) => {
      at('23:30');
      const headers = { 'x-case': encodeURI(caseNumber) === caseNumber ? caseNumber : encodeURI(caseNumber) };
      const query = `{ person(idNumber: "${idNumberOf(1)}", name: "张1") { sex } }`;
      const answer = await api.ask(query, { token: await officer('夜号'), headers });
      expect([answer.status, codeOf(answer), answer.data]).toEqual([400, 'BAD_INPUT', null]);
      expect(answer.text).not.toContain(idNumberOf(1));
    },
  );

  it('Z17: a partner’s case number is nothing, and a demo asks for none', async () => {
    at('23:30');
    await api.agree('夜单位', { fields: { 'Person.sex': 'full' } });
    const query = `{ person(idNumber: "${idNumberOf(1)}", name: "张1") { sex } }`;
    const token = await api.token({ sub: '夜单位', audience: 'partner' });
    expect((await api.ask(query, { token, headers: { 'x-case': '???' } })).data).toEqual(shown);
    const own = await demo.token({ sub: '演示', audience: 'staff', roles: ['operator'] });
    expect((await demo.ask(query, { token: own })).data).toEqual(shown);
  });
});

describe('five hundred people', () => {
  beforeAll(() =>
    writeSetting(
      api.database.pool,
      { bureau: '410900', name: 'officers.lookUpsPerDay', value: 20, setBy: 'test' },
      new Date(),
    ),
  );

  it('Z17: beyond a day’s work each look takes a case number, also where fifty come at once', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => look('多看', i % 30)));
    expect(answers.filter(({ data }) => data?.['person'])).toHaveLength(20);
    for (const answer of answers.filter(({ data }) => !data?.['person'])) refusedFor(answer, 'many');
    expect((await look('多看', 3, { caseNumber: '2026-RS-0500' })).data).toEqual(shown);
    const evidence = (await alarmsOf('多看')).map((alarm) => JSON.parse(alarm.evidence) as { case: string | null });
    expect(new Set(evidence.map((one) => one.case))).toEqual(new Set(['2026-RS-0500', null]));
    expect((await look('少看', 3)).data).toEqual(shown);
  });

  it('Z17: a page is as many looks as it shows persons', async () => {
    const token = await officer('翻页');
    const page = `{ entitlementCandidates(rule: "${rule}", first: 19) { edges { cursor } } }`;
    const { data } = await api.ask(page, { token });
    expect((data as { entitlementCandidates: { edges: unknown[] } }).entitlementCandidates.edges).toHaveLength(19);
    expect((await look('翻页', 1)).data).toEqual(shown);
    refusedFor(await look('翻页', 2), 'many');
    expect(codeOf(await api.ask(page, { token }))).toBe('FORBIDDEN');
  });
});

describe('a public figure, one’s own kin', () => {
  const listed = async (sub: string, caseNumber = '') => {
    const answer = await api.ask(
      `{ entitlementCandidates(rule: "${rule}", first: 40) { edges { node { person { name } } } } }`,
      {
        token: await officer(sub),
        ...(caseNumber && { headers: { 'x-case': caseNumber } }),
      },
    );
    const { entitlementCandidates: found } = answer.data as {
      entitlementCandidates: { edges: { node: { person: { name: string } } }[] };
    };
    return found.edges.map(({ node }) => node.person.name.replace(' ', ''));
  };

  it('Z17: a guarded person is shown for a case alone, and each look is told; the person reads of those that were refused', async () => {
    expect((await guard(5)).errors).toEqual([]);
    refusedFor(await look('探名人', 5), 'guarded');
    const [event] = await api.events().then((events) => events.filter((one) => one['client'] === '探名人'));
    expect(event).toMatchObject({ outcome: 'refused', person_id: expect.any(String) as string });
    expect((await look('探名人', 5, { name: '错名' })).data).toEqual({ person: null });
    expect((await look('探名人', 5, { caseNumber: '2026-RS-0005' })).data).toEqual(shown);
    const alarms = await alarmsOf('探名人');
    const cases = alarms.map(({ evidence }) => (JSON.parse(evidence) as { case: string | null }).case);
    expect(new Set(cases)).toEqual(new Set(['2026-RS-0005', null]));
    for (const { evidence } of alarms) expect(evidence).not.toMatch(/张5|\d{17}/);
    expect(await listed('探名单')).not.toContain('张5');
    expect(await listed('探名单', '2026-RS-0006')).toContain('张5');
  });

  it('Z17: the statement itself hands a guarded person on for a case alone', async () => {
    expect((await guard(9)).errors).toEqual([]);
    const stamp = {
      client: '探',
      audience: 'staff',
      purpose: 'x',
      basis: null,
      agreementId: null,
      operation: 'x',
      fields: '',
    };
    const asked = { blindIndex: api.vault.blindIndex(idNumberOf(9)), nameKey: '张9', day: '2026-11-27', stamp };
    const both = [asked, { ...asked, hasCase: true }];
    const found = await readPersonDocuments(api.database.pool, both, 'any');
    expect(found.map(({ document, isGuarded }) => [document !== null, isGuarded])).toEqual([
      [false, true],
      [true, true],
    ]);
  });

  it('Z17: a person guarded against one officer is open to the others', async () => {
    expect((await guard(6, { officer: '前夫' })).errors).toEqual([]);
    refusedFor(await look('前夫', 6), 'guarded');
    expect((await look('同事', 6)).data).toEqual(shown);
    expect(await listed('前夫')).not.toContain('张6');
    expect(await listed('同事')).toContain('张6');
  });

  it('Z17: a guard ends after its day, and holds in a demo, too', async () => {
    const { pool } = api.database;
    expect((await guard(7, { until: civilDay(new Date()) })).errors).toEqual([]);
    refusedFor(await look('等', 7), 'guarded');
    await pool.query(`update guarded_person set until = until - 1`);
    expect((await look('等', 7)).data).toEqual(shown);
    const administrator = await demo.token({ sub: '管', audience: 'staff', roles: ['administrator'] });
    const input = { idNumber: idNumberOf(1), name: '张1', until: '2199-12-31', reason: '回避' };
    const asked = { token: administrator, variables: { input } };
    await demo.ask('mutation ($input: GuardPersonInput!) { guardPerson(input: $input) }', asked);
    const query = `{ person(idNumber: "${idNumberOf(1)}", name: "张1") { sex } }`;
    expect(codeOf(await demo.ask(query, { token: administrator }))).toBe('FORBIDDEN');
  });

  it.each<[string, object, string, string]>([
    ['an operator guards nobody', {}, 'operator', 'FORBIDDEN'],
    ['nobody is guarded under another name', { name: '错名' }, 'administrator', 'NOT_FOUND'],
    ['a number must be one', { idNumber: '1' }, 'administrator', 'BAD_INPUT'],
    ['a guard ends in days to come', { until: '2020-01-01' }, 'administrator', 'BAD_INPUT'],
    ['a reason holds no ID number', { reason: idNumberOf(1) }, 'administrator', 'BAD_INPUT'],
    ['an officer has a name that can be seen', { officer: 'a\u0000' }, 'administrator', 'BAD_INPUT'],
  ])('Z17: %s', async (_what, more, role, code) => {
    expect(codeOf(await guard(8, more, '某', role))).toBe(code);
  });
});

describe('the second person', () => {
  const settle = async (id: string, sub: string, role = 'supervisor') =>
    api.ask('mutation ($id: ID!) { settleAlarm(id: $id, finding: "已核对案卷") }', {
      token: await officer(sub, role),
      variables: { id },
    });

  it('Z17: settles what is about another, once; nobody settles what is about themselves, however they write their name', async () => {
    at('23:30');
    await look('Wang Fang', 1, { caseNumber: '2026-RS-0100' });
    const [alarm] = await alarmsOf('Wang Fang');
    for (const sub of ['Wang Fang', 'wang fang', 'WangFang'])
      expect(codeOf(await settle(alarm!.id, sub))).toBe('FORBIDDEN');
    expect(codeOf(await settle(alarm!.id, '李', 'operator'))).toBe('FORBIDDEN');
    const answers = await Promise.all(['李', '赵', '孙'].map((sub) => settle(alarm!.id, sub)));
    expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
    expect(await alarmsOf('Wang Fang')).toEqual([]);
    expect(await alarmsOf('Wang Fang', false)).toMatchObject([{ isOpen: false, times: 1 }]);
    expect(codeOf(await settle('x', '李'))).toBe('NOT_FOUND');
    // The same again opens it again.
    await look('Wang Fang', 1, { caseNumber: '2026-RS-0100' });
    expect(await alarmsOf('Wang Fang')).toMatchObject([{ isOpen: true, times: 2 }]);
  });

  it('Z17: who has no such role sees no alarm', async () => {
    for (const role of ['viewer', 'operator', 'reviewer'])
      expect(codeOf(await api.ask('{ alarms { edges { cursor } } }', { token: await officer('看', role) }))).toBe(
        'FORBIDDEN',
      );
  });
});
