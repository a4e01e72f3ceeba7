/** Recruitment notices: filed by an employer, published by the bureau, read by everybody until their last day. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeOf, openTestApi } from '../support/api.js';
import type { TestApi } from '../support/api.js';
import { creditCodeOf, rowsOf } from '../support/facts.js';

let api: TestApi;
let clerk: string;
let approver: string;
let operator: string;
let viewer: string;
const day = (offset: number) => new Date(Date.now() + (8 + 24 * offset) * 3_600_000).toISOString().slice(0, 10);
const good = () => ({
  title: '招聘电焊工',
  body: '持证上岗，缴纳五险。\n两班倒。',
  region: '410902',
  headcount: 3,
  applyUrl: 'https://jobs.example/1',
  applyUntil: day(10),
});

beforeAll(async () => {
  api = await openTestApi();
  await api.fill((stream) => rowsOf(stream, 2));
  const employer = (role: string) =>
    api.token({ sub: '商行经办', audience: 'employer', roles: [role], credit_code: creditCodeOf(1) });
  clerk = await employer('clerk');
  approver = await employer('approver');
  operator = await api.token({ sub: '王科员', audience: 'staff', roles: ['operator'] });
  viewer = await api.token({ sub: '李科员', audience: 'staff', roles: ['viewer'] });
});
afterAll(() => api.close());

const file = (input: Record<string, unknown>, token = clerk) =>
  api.ask(
    'mutation ($input: FileRecruitmentNoticeInput!) { fileRecruitmentNotice(input: $input) { id employerName creditCode state publishedAt } }',
    { token, variables: { input } },
  );
const move = (verb: 'publish' | 'withdraw', id: string, token = operator) =>
  api.ask(`mutation ($id: ID!) { ${verb}RecruitmentNotice(id: $id) { state } }`, { token, variables: { id } });
const filedId = async (input: Record<string, unknown> = good()) =>
  ((await file(input)).data as { fileRecruitmentNotice: { id: string } }).fileRecruitmentNotice.id;
const open = async (args = 'first: 100') => {
  const { data } = await api.ask(`{ recruitmentNotices(${args}) { edges { cursor node { id title } } } }`);
  return (data as { recruitmentNotices: { edges: { cursor: string; node: { id: string; title: string } }[] } })
    .recruitmentNotices.edges;
};
const ids = async (args?: string) => (await open(args)).map((edge) => edge.node.id);

describe('filing', () => {
  test('is in the name of the own organization, as the register writes it, and shows nothing to the public yet', async () => {
    const { data } = await file(good());
    const notice = (data as { fileRecruitmentNotice: { id: string } }).fileRecruitmentNotice;
    expect(notice).toMatchObject({
      employerName: '濮阳第1商行',
      creditCode: creditCodeOf(1),
      state: 'FILED',
      publishedAt: null,
    });
    expect(await ids()).not.toContain(notice.id);
  });

  test.each<[string, Record<string, unknown>]>([
    ['title', { title: '  ' }],
    ['title', { title: '长'.repeat(101) }],
    ['title', { title: '电焊工\u0000' }],
    ['title', { title: '\u001b[31m' }],
    ['body', { body: '' }],
    ['body', { body: '长'.repeat(5001) }],
    ['region', { region: '濮阳' }],
    ['region', { region: '41090' }],
    ['headcount', { headcount: 0 }],
    ['headcount', { headcount: -1 }],
    ['headcount', { headcount: 10_000 }],
    ['applyUrl', { applyUrl: 'javascript:alert(1)' }],
    ['applyUrl', { applyUrl: 'jobs.example' }],
    ['applyUrl', { applyUrl: `https://jobs.example/${'a'.repeat(500)}` }],
    ['applyUntil', { applyUntil: '2020-01-01' }],
  ])('a bad %s is refused by name: %j', async (field, wrong) => {
    const answer = await file({ ...good(), ...wrong });
    expect([answer.status, codeOf(answer)]).toEqual([400, 'BAD_INPUT']);
    expect(answer.errors[0]!.message).toMatch(new RegExp(`^${field} [^a-z]*\\p{Script=Han}.* / ${field} must`, 'u'));
  });

  test.each<Record<string, unknown>>([
    { applyUntil: '2026-02-30' },
    { applyUntil: 20261231 },
    { headcount: 1.5 },
    { headcount: 2_147_483_648 },
    { creditCode: creditCodeOf(2) },
    { title: null },
  ])('what is not of the type at all is refused: %j', async (wrong) => {
    const answer = await file({ ...good(), ...wrong });
    expect([answer.status, codeOf(answer)]).toEqual([400, 'BAD_INPUT']);
  });

  test('takes the role of a clerk', async () => {
    const answer = await file(good(), approver);
    expect([answer.status, codeOf(answer)]).toEqual([403, 'FORBIDDEN']);
    expect(answer.errors[0]!.message).toBe('此操作需要角色 clerk / this takes the role clerk');
  });
});

describe('moving', () => {
  test('publishing shows it to everybody, a second time is an illegal move that names the legal ones', async () => {
    const id = await filedId();
    expect((await move('publish', id)).data).toEqual({ publishRecruitmentNotice: { state: 'PUBLISHED' } });
    expect(await ids()).toContain(id);
    const again = await move('publish', id);
    expect([again.status, codeOf(again)]).toEqual([200, 'ILLEGAL_MOVE']);
    expect(again.errors[0]!.extensions).toEqual({
      code: 'ILLEGAL_MOVE',
      state: 'PUBLISHED',
      legalMoves: ['WITHDRAWN'],
    });
    expect((await move('withdraw', id)).data).toEqual({ withdrawRecruitmentNotice: { state: 'WITHDRAWN' } });
    expect(await ids()).not.toContain(id);
    const back = await move('publish', id);
    expect(back.errors[0]!.extensions).toEqual({ code: 'ILLEGAL_MOVE', state: 'WITHDRAWN', legalMoves: [] });
  });

  test('ten at once publish it once', async () => {
    const id = await filedId();
    const answers = await Promise.all(Array.from({ length: 10 }, () => move('publish', id)));
    expect(answers.filter((answer) => answer.errors.length === 0)).toHaveLength(1);
    expect(answers.filter((answer) => answer.errors[0]?.extensions['code'] === 'ILLEGAL_MOVE')).toHaveLength(9);
  });

  test.each(['', '1', '01890000-0000-7000-8000-000000000000', "' or 1=1--"])('there is no notice %j', async (id) => {
    const answer = await move('publish', id);
    expect(codeOf(answer)).toBe('NOT_FOUND');
  });

  test('only the bureau’s operators may, and nobody else has the mutation', async () => {
    const id = await filedId();
    expect(codeOf(await move('publish', id, viewer))).toBe('FORBIDDEN');
    expect(codeOf(await move('publish', id, clerk))).toBe('BAD_INPUT');
    expect(await ids()).not.toContain(id);
  });
});

test('a notice is listed through its last day in Puyang and is gone the next', async () => {
  const id = await filedId({ ...good(), applyUntil: day(3) });
  await move('publish', id);
  const beginOfDay = (offset: number) => new Date(`${day(offset)}T00:00:00+08:00`).getTime() - Date.now();
  api.shift(beginOfDay(4) - 60_000);
  expect(await ids()).toContain(id);
  api.shift(beginOfDay(4) + 60_000);
  expect(await ids()).not.toContain(id);
  api.shift(0);
});

test('the list is read page by page, newest first, also when one of a page is withdrawn meanwhile', async () => {
  for (let n = 0; n < 5; n++) await move('publish', await filedId({ ...good(), title: `第${n}份` }));
  const all = await ids();
  const page = await open('first: 2');
  expect(page[0]!.node.title).toBe('第4份');
  await move('withdraw', page[1]!.node.id);
  const rest = await ids(`first: 100, after: "${page[1]!.cursor}"`);
  expect([page[0]!.node.id, page[1]!.node.id, ...rest]).toEqual(all);
});
