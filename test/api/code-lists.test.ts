/** Code lists as everybody reads them: without a token, by level, by word, page by page. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeCodeList } from '../../schema/code-list/code-list.writes.js';
import { codeOf, openTestApi } from '../support/api.js';
import type { TestApi } from '../support/api.js';

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
});
afterAll(() => api.close());

interface Page {
  edges: { node: { code: string; name: string; parent: string | null; edition: string }; cursor: string }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}
const ask = (args: string, token?: string) =>
  api.ask(
    `{ codes(${args}) { edges { node { code name parent edition } cursor } pageInfo { hasNextPage endCursor } } }`,
    token === undefined ? {} : { token },
  );
const page = async (args: string) => (await ask(args)).data!['codes'] as Page;
const codes = async (args: string) => (await page(`${args}, first: 100`)).edges.map(({ node }) => node.code);

test('the lists say their edition, source and size, and that they are samples', async () => {
  const { data } = await api.ask('{ codeLists { name edition source isSample count } }');
  const lists = data!['codeLists'] as { name: string; edition: string; isSample: boolean; count: number }[];
  expect([...new Set(lists.map(({ name }) => name))]).toEqual([
    'REGION',
    'INDUSTRY',
    'OCCUPATION',
    'MAJOR',
    'EDUCATION',
    'DEGREE',
  ]);
  expect(lists.every(({ isSample }) => isSample)).toBe(true);
  expect(lists[0]).toMatchObject({ name: 'REGION', edition: 'GB/T 2260-2007', count: 8 });
});

describe('codes', () => {
  test('are read level by level, from the top', async () => {
    expect(await codes('list: REGION, parent: ""')).toEqual(['410000']);
    expect(await codes('list: REGION, parent: "410000"')).toEqual(['410900']);
    expect(await codes('list: REGION, parent: "410900"')).toHaveLength(6);
    expect(await codes('list: REGION, parent: "410902"')).toEqual([]);
    // The excerpt leaves out C141.
    expect(await codes('list: INDUSTRY, parent: "C14"')).toEqual(['C1411']);
    expect(await codes('list: REGION, parent: null')).toHaveLength(8);
  });

  test('are found by a word of two characters, by the beginning of the code, and with spaces in between', async () => {
    expect(await codes('list: MAJOR, search: "会计"')).toEqual(['1253', '5303', '530302', '120203K']);
    expect(await codes('list: MAJOR, search: " 会 计 学 "')).toEqual(['120203K']);
    expect(await codes('list: MAJOR, search: "0809", parent: "08"')).toEqual(['0809']);
    expect(await codes('list: INDUSTRY, search: "i6513"')).toEqual(['I6513']);
    expect(await codes('list: INDUSTRY, search: "%"')).toEqual([]);
  });

  test('come with their name, their edition and what stands above', async () => {
    const { edges } = await page('list: OCCUPATION, search: "2-02-10-03"');
    expect(edges.map(({ node }) => node)).toEqual([
      { code: '2-02-10-03', name: '计算机软件工程技术人员', parent: '2-02-10', edition: '职业分类大典 2022' },
    ]);
  });

  test('are paged without loss, and a cursor of another list is refused', async () => {
    const all = await codes('list: DEGREE');
    const seen: string[] = [];
    for (let after: string | null = null; ;) {
      const { edges, pageInfo }: Page = await page(`list: DEGREE, first: 3${after ? `, after: "${after}"` : ''}`);
      seen.push(...edges.map(({ node }) => node.code));
      after = pageInfo.endCursor;
      if (!pageInfo.hasNextPage) break;
    }
    expect(seen).toEqual(all);
    const { edges } = await page('list: DEGREE, first: 1');
    expect(codeOf(await ask(`list: REGION, after: "${edges[0]!.cursor}"`))).toBe('BAD_INPUT');
  });

  test.each<[string, string]>([
    ['list: REGION, first: 101', 'LIMIT_EXCEEDED'],
    ['list: REGION, first: -1', 'BAD_INPUT'],
    [`list: REGION, search: "${'长'.repeat(51)}"`, 'BAD_INPUT'],
    ['list: TOWNS', 'BAD_INPUT'],
    ['search: "会计"', 'BAD_INPUT'],
  ])('%s is refused with %s', async (args, code) => {
    const answer = await ask(args);
    expect(codeOf(answer)).toBe(code);
    expect(answer.text).not.toContain('长长');
  });

  test.each(['partner', 'employer', 'staff'] as const)('are the same for %s', async (audience) => {
    const claims = { sub: '测试', audience, roles: ['viewer'], credit_code: '91410900MA00000001' };
    const token = await api.token(claims);
    expect((await ask('list: EDUCATION', token)).data).toEqual((await ask('list: EDUCATION')).data);
  });
});

test('an imported list is what everybody reads some seconds later, and no access event is written', async () => {
  const list = new Map([['110000', { code: '110000', name: '北京市', parent: null }]]);
  await writeCodeList(
    api.database.pool,
    { name: 'region', edition: 'GB/T 2260-2020', source: '测试', sample: false, codes: list },
    { sha256: 'a', loadedBy: 'test' },
    new Date(),
  );
  api.shift(6000);
  expect(await codes('list: REGION')).toEqual(['110000']);
  expect(await codes('list: REGION, search: "清丰"')).toEqual([]);
  expect(await api.events()).toEqual([]);
});
