/** The public records over the real API: lists, counts, search, pages without a ceiling, single records and their versions. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { facetNames } from '../../rules/recruitment/facets.js';
import type { FacetName } from '../../rules/recruitment/facets.js';
import { goodEmployer, goodNotice, goodPost } from '../support/notices.js';
import type { NoticeStanding } from '../../rules/recruitment/public-record.js';
import { codeOf, openTestApi } from '../support/api.js';
import type { Ask, TestApi } from '../support/api.js';
import { creditCodeOf } from '../support/facts.js';
import { standingOf, tell } from '../support/told-notices.js';

let api: TestApi;
const day = new Date().toISOString().slice(0, 10);
const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);
const content = (title: string, posts: ReturnType<typeof goodPost>[]) => goodNotice({ title, posts }, day);
const other = { ...goodEmployer, creditCode: creditCodeOf(12), name: '濮阳示例城投有限公司', level: 'county' as const };

/** Five notices with posts that differ in title, place, major and pay; the first two of another firm. */
let standings: NoticeStanding[];
beforeAll(async () => {
  api = await openTestApi();
  standings = [1, 2, 3, 4, 5].map((n) =>
    standingOf(n, ago(60 - n), {
      ...(n <= 2 && { employer: other }),
      content: content(
        n === 3 ? '濮阳𠮷野家灌溉集团８７６５专项招聘公告' : `第${n}号招聘应届高校毕业生公告`,
        Array.from({ length: 4 }, (_, i) => goodPost(n + i, {}, day)),
      ),
    }),
  );
  for (const standing of standings) await tell(api.database.pool, null, standing);
});
afterAll(() => api.close());

async function ask<T>(query: string, variables: Record<string, unknown> = {}): Promise<T> {
  const answer = await api.ask(query, { variables });
  expect(answer.errors).toEqual([]);
  return answer.data as T;
}

interface Facet {
  name: string;
  values: { value: string; label: string; count: number; isSelected: boolean }[];
}
interface List {
  list: {
    totalCount: number;
    facets: Facet[];
    edges: { cursor: string; node: Record<string, never> & { id: string; title: string; state: string } }[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
}
const listQuery = (kind: 'Notice' | 'Post', selection: string) =>
  `query ($filter: Recruitment${kind}Filter, $first: Int, $after: String) {
    list: recruitment${kind}s(filter: $filter, first: $first, after: $after) { ${selection} } }`;
const posts = (
  variables: Record<string, unknown> = {},
  selection = 'totalCount edges { cursor node { id title state } } pageInfo { hasNextPage endCursor }',
) => ask<List>(listQuery('Post', selection), variables).then(({ list }) => list);
const notices = (variables: Record<string, unknown> = {}) =>
  ask<List>(
    listQuery('Notice', 'totalCount edges { node { id title state } } facets { name values { value label count } }'),
    variables,
  ).then(({ list }) => list);

describe('lists', () => {
  test('are newest first, with their total, and stand in every audience', async () => {
    const list = await notices();
    expect(list.edges.map(({ node }) => node.title)).toEqual(
      standings.map(({ content: { title } }) => title).reverse(),
    );
    expect([list.totalCount, (await posts()).totalCount]).toEqual([5, 20]);
    const staff = await api.token({ sub: '王科员', audience: 'staff', roles: ['operator'] });
    const seen = await api.ask('{ recruitmentPosts { totalCount } }', { token: staff });
    expect(seen.data).toEqual({ recruitmentPosts: { totalCount: 20 } });
  });

  test('a filter’s values are alternatives, its conditions all hold', async () => {
    const byEmployer = await posts({ filter: { employer: [other.creditCode], region: ['410902', '410922'] } });
    const all = standings.slice(0, 2).flatMap((one) => one.content.posts);
    expect(byEmployer.totalCount).toBe(all.filter(({ places }) => /4109[02]2/.test(places[0]!)).length);
    expect((await posts({ filter: { region: ['410900'], employerLevel: ['COUNTY'] } })).totalCount).toBe(8);
    expect((await posts({ filter: { major: ['08'] } })).totalCount).toBe(10);
    expect((await posts({ filter: { major: ['any'], occupation: ['3'] } })).totalCount).toBe(5);
    expect((await posts({ filter: { state: ['PAUSED', 'CLOSED'] } })).totalCount).toBe(0);
    expect((await posts({ filter: { state: [], reservedForVeterans: false } })).totalCount).toBe(20);
    expect((await posts({ filter: { payAtLeastFen: 700_801 } })).totalCount).toBe(0);
    expect((await posts({ filter: { payAtLeastFen: 700_800 } })).totalCount).toBe(1);
    expect((await posts({ filter: { closesBefore: ago(0).toISOString() } })).totalCount).toBe(0);
    expect((await posts({ filter: { closesAfter: ago(0).toISOString(), basis: ['ARTICLE_11'] } })).totalCount).toBe(20);
  });

  test('values and words without measure are refused, values that nobody has find nothing', async () => {
    const refused = async (filter: object) =>
      codeOf(await api.ask(listQuery('Post', 'totalCount'), { variables: { filter } }));
    expect(await refused({ region: Array.from({ length: 51 }, (_, n) => String(n)) })).toBe('LIMIT_EXCEEDED');
    expect(await refused({ employer: ['9'.repeat(101)] })).toBe('LIMIT_EXCEEDED');
    expect(await refused({ text: '会'.repeat(101) })).toBe('LIMIT_EXCEEDED');
    expect(await refused({ state: ['open'] })).toBe('BAD_INPUT');
    expect(await refused({ payAtLeastFen: 1e20 })).toBe('BAD_INPUT');
    expect((await posts({ filter: { pay: ['-1'], graduationYear: ["' or 1=1"] } })).totalCount).toBe(0);
  });
});

describe('facets', () => {
  const selection = 'facets(values: 1000) { name values { value label count isSelected } }';
  /** Counted one by one by the list itself, without its own condition. */
  const filterName: Record<string, string> = { RESERVED_FOR_VETERANS: 'reservedForVeterans' };
  const camel = (name: string) =>
    filterName[name] ?? name.toLowerCase().replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const filters: Record<string, unknown>[] = [
    {},
    { region: ['410902'], education: ['20'] },
    { employer: [other.creditCode], major: ['08', 'any'], text: '公告 招聘' },
    { occupation: ['2-06'], state: ['OPEN'], payAtLeastFen: 700_300, reservedForVeterans: false },
  ];
  test.each(filters)('of %j are what the list counts for each value by itself', async (filter) => {
    const { facets } = await posts({ filter }, selection);
    expect(facets.map(({ name }) => camel(name))).toEqual(
      facetNames.map((name: FacetName) => (name === 'veterans' ? 'reservedForVeterans' : name)),
    );
    for (const { name, values } of facets) {
      const own = camel(name);
      for (const { value, count, isSelected } of values) {
        const asked = own === 'reservedForVeterans' ? value === 'true' : [value];
        const { totalCount } = await posts({ filter: { ...filter, [own]: asked } }, 'totalCount');
        expect([name, value, count]).toEqual([name, value, totalCount]);
        expect(isSelected).toBe([filter[own] ?? []].flat().map(String).includes(value));
      }
    }
  });

  test('are called what people call them, the most frequent first; what is selected stays though it has none', async () => {
    const { facets } = await posts({ filter: { region: ['410928', '999999'] } }, selection);
    const values = (name: string) => facets.find((facet) => facet.name === name)!.values;
    expect(values('REGION').slice(0, 2)).toMatchObject([
      { value: '410000', label: '河南省', count: 20 },
      { value: '410900', label: '濮阳市', count: 20 },
    ]);
    expect(values('REGION').at(-1)).toEqual({ value: '999999', label: '999999', count: 0, isSelected: true });
    expect(values('EMPLOYER').map(({ label }) => label)).toEqual([goodEmployer.name]);
    expect(values('PAY')).toMatchObject([{ value: '4000', label: '4000元至5000元以下' }]);
    expect(values('STATE')).toMatchObject([{ value: 'OPEN', label: '招聘中，在报名期内接受报名' }]);
    expect((await notices()).facets.map(({ name }) => name)).toEqual([
      'STATE',
      'EMPLOYER',
      'EMPLOYER_LEVEL',
      'REGION',
      'INDUSTRY',
      'GRADUATION_YEAR',
      'BASIS',
    ]);
  });

  test('come for some conditions alone and with no more values than asked', async () => {
    const { facets } = await posts({}, 'facets(names: [MAJOR, PAY], values: 2) { name values { value } }');
    expect(facets.map(({ name, values }) => [name, values.length])).toEqual([
      ['MAJOR', 2],
      ['PAY', 1],
    ]);
    expect(codeOf(await api.ask('{ recruitmentPosts { facets(values: 1001) { name } } }'))).toBe('LIMIT_EXCEEDED');
  });
});

describe('search', () => {
  const found = async (text: string) => (await notices({ filter: { text } })).totalCount;
  test.each([
    ['a word of two characters', '灌溉', 1],
    ['one that has spaces in it', '高 校 毕 业 生', 5],
    ['a full-width number written narrow', '8765', 1],
    ['a rare character beyond the first plane', '𠮷', 1],
    ['a rare character within a word', '𠮷野家', 1],
    ['words of which one is missing', '灌溉 会议纪要', 0],
    ['pairs that stand apart and never together', '毕业公告生', 0],
    ['nothing but spaces', ' 　 ', 5],
    ['quotes and signs of the search language', `'\\ & | ! <-> :*`, 0],
    ['half a character', '\ud842', 0],
  ])('%s: %s finds %i', async (_what, text, count) => {
    expect(await found(text)).toBe(count);
  });
  test('finds posts by what they want, in pages as in counts', async () => {
    const list = await posts({ filter: { text: '会计' }, first: 2 });
    expect([list.totalCount, list.edges.length]).toEqual([5, 2]);
    const rest = await posts({ filter: { text: '会计' }, first: 100, after: list.pageInfo.endCursor });
    expect([...list.edges, ...rest.edges].map(({ node }) => node.title)).toEqual(Array(5).fill('会计'));
  });
});

describe('one record', () => {
  const idOf = (n: number) => standings[n - 1]!.id;
  test('is whole, of one’s own audience or none, with all its posts in one query', async () => {
    const { recruitmentNotice: notice } = await ask<{ recruitmentNotice: Record<string, unknown> }>(
      `query ($id: ID!) { recruitmentNotice(id: $id) { id noticeNo url licence textSha256 text totalOpenings
        employer { name level } application { closesAt channels { kind address } } stages { kind on minRatio }
        posts(first: 3) { id code places pay { minFen maxFen period } noticeRecord { id } } } }`,
      { id: idOf(1) },
    );
    const [first] = standings[0]!.content.posts;
    expect(notice).toMatchObject({
      noticeNo: 'PY-SOE-2026-0001',
      url: `${api.url}/recruitment/notices/${idOf(1)}`,
      employer: { name: other.name, level: 'COUNTY' },
      posts: [{ code: first!.code, places: first!.places, noticeRecord: { id: idOf(1) } }, {}, {}],
    });
    const rest = await ask<{ recruitmentNotice: { posts: { code: string }[] } }>(
      `query ($id: ID!, $after: ID) { recruitmentNotice(id: $id) { posts(after: $after) { code } } }`,
      { id: idOf(1), after: (notice['posts'] as { id: string }[])[2]!.id },
    );
    expect(rest.recruitmentNotice.posts.map(({ code }) => code)).toEqual([standings[0]!.content.posts[3]!.code]);
  });

  test.each(['', 'x', '01890000-0000-7000-8000-000000000000', "' or 1=1--"])('there is none %j', async (id) => {
    expect(
      await ask(
        `query ($id: ID!) { recruitmentNotice(id: $id) { id } recruitmentPost(id: $id) { id } recruitmentRecordState(id: $id) { state } }`,
        { id },
      ),
    ).toEqual({ recruitmentNotice: null, recruitmentPost: null, recruitmentRecordState: null });
  });

  test('a realistic query at the limits runs: a hundred posts with all their fields and all facets', async () => {
    const fields = await ask<{ __type: { fields: { name: string; type: Kind }[] } }>(
      `{ __type(name: "RecruitmentPost") { fields { name type { ...T ofType { ...T ofType { ...T ofType { ...T } } } } } } }
       fragment T on __Type { kind fields { name type { kind ofType { kind } } } }`,
    );
    interface Kind {
      kind: string;
      fields: { name: string; type: { kind: string; ofType: { kind: string } | null } }[] | null;
      ofType: Kind | null;
    }
    const named = (type: Kind): Kind => (type.ofType ? named(type.ofType) : type);
    const selection = fields.__type.fields
      .filter(({ name }) => name !== 'noticeRecord')
      .map(({ name, type }) => {
        const parts = named(type).fields?.filter(
          (field) => field.type.kind !== 'OBJECT' && field.type.ofType?.kind !== 'OBJECT',
        );
        return parts ? `${name} { ${parts.map((part) => part.name).join(' ')} }` : name;
      })
      .join(' ');
    const list = await posts(
      { first: 100 },
      `totalCount facets { name values { value label count isSelected } } edges { cursor node { ${selection} noticeRecord { title versions { version } } } } pageInfo { hasNextPage endCursor }`,
    );
    expect(list.edges).toHaveLength(20);
    expect(Object.keys(list.edges[0]!.node).length).toBeGreaterThan(30);
  });

  test('records within records without end are refused', async () => {
    const deep = (levels: number): string => (levels === 0 ? 'id' : `noticeRecord { posts { ${deep(levels - 1)} } }`);
    const answer = await api.ask(`{ recruitmentPosts(first: 100) { edges { node { ${deep(5)} } } } }`);
    expect(new Set(answer.errors.map(({ extensions }) => extensions['code']))).toEqual(new Set(['LIMIT_EXCEEDED']));
  });
});

describe('versions', () => {
  let amended: NoticeStanding;
  const query = `query ($id: ID!, $version: Int) { recruitmentNotice(id: $id, version: $version) { version title
    versions { version reason differences { path before after } } } }`;
  interface Answer {
    recruitmentNotice: {
      version: number;
      title: string;
      versions: {
        version: number;
        reason: string | null;
        differences: { path: string; before: string | null; after: string | null }[];
      }[];
    } | null;
  }
  beforeAll(async () => {
    const was = standings[3]!;
    const [, ...others] = was.content.posts;
    const changed = { ...others[0]!, openings: 9 };
    amended = {
      ...was,
      version: 2,
      amendedAt: ago(1).toISOString(),
      amendReason: '计划调整',
      content: { ...was.content, title: '更正后的公告标题公告', posts: [changed, ...others.slice(1)] },
    };
    await tell(api.database.pool, was, amended, { remark: '计划调整' });
  });

  test('can each be read, and in what they differ stands field by field, posts included', async () => {
    const { recruitmentNotice: now } = await ask<Answer>(query, { id: amended.id });
    expect(now).toMatchObject({ version: 2, title: '更正后的公告标题公告' });
    const [first, second] = now!.versions;
    expect([first!.reason, first!.differences, second!.reason]).toEqual([null, [], '计划调整']);
    const [gone, changed] = standings[3]!.content.posts;
    const differences = new Map(second!.differences.map(({ path, before, after }) => [path, [before, after]]));
    expect(differences.get('title')).toEqual(['"第4号招聘应届高校毕业生公告"', '"更正后的公告标题公告"']);
    expect(differences.get(`posts[${changed!.code}].openings`)).toEqual([String(changed!.openings), '9']);
    expect(differences.get(`posts[${gone!.code}]`)?.[1]).toBeNull();
    expect([...differences.keys()].filter((path) => !path.startsWith('posts'))).toEqual(['title', 'totalOpenings']);
    const { recruitmentNotice: before } = await ask<Answer>(query, { id: amended.id, version: 1 });
    expect(before).toMatchObject({ version: 1, title: '第4号招聘应届高校毕业生公告' });
    for (const version of [0, 3, -1])
      expect((await ask<Answer>(query, { id: amended.id, version })).recruitmentNotice).toBeNull();
  });

  test('a post stands in each version as it was, and is gone where its notice dropped it', async () => {
    const [gone, changed] = standings[3]!.content.posts.map(({ code }) => amended.postIds[code]!);
    const post = (id: string, version?: number) =>
      ask<{ recruitmentPost: { openings: number } | null }>(
        `query ($id: ID!, $version: Int) { recruitmentPost(id: $id, version: $version) { openings } }`,
        { id, version },
      ).then(({ recruitmentPost }) => recruitmentPost?.openings ?? null);
    const was = standings[3]!.content.posts[1]!.openings;
    expect([await post(changed!), await post(changed!, 2), await post(changed!, 1)]).toEqual([9, 9, was]);
    expect([await post(gone!), await post(gone!, 1)]).toEqual([null, null]);
    const { recruitmentRecordState: state } = await ask<Record<string, unknown>>(
      `query ($id: ID!) { recruitmentRecordState(id: $id) { state kind reason recordKind noticeId } }`,
      { id: gone },
    );
    expect(state).toEqual({
      state: 'GONE',
      kind: 'WITHDRAWN',
      reason: 'POST_REMOVED',
      recordKind: 'POST',
      noticeId: amended.id,
    });
  });

  test('a post that was dropped and came again is not in the version between', async () => {
    const { pool } = api.database;
    const [one, two] = [goodPost(1, {}, day), goodPost(2, {}, day)];
    const first = standingOf(21, ago(0), { content: content('岗位取消又恢复的招聘公告', [one, two]) });
    const second = { ...first, version: 2, content: { ...first.content, posts: [two] } };
    const third = { ...first, version: 3 };
    await tell(pool, null, first);
    await tell(pool, first, second);
    await tell(pool, second, third);
    const there = [1, 2, 3].map((version) =>
      ask<{ recruitmentPost: object | null }>(
        `query ($id: ID!, $version: Int) { recruitmentPost(id: $id, version: $version) { id } }`,
        { id: first.postIds['P001'], version },
      ),
    );
    expect((await Promise.all(there)).map(({ recruitmentPost }) => recruitmentPost !== null)).toEqual([
      true,
      false,
      true,
    ]);
    await tell(pool, third, null, { reason: 'other' });
  });

  test('are compared for a few notices at once alone', async () => {
    await tell(
      api.database.pool,
      null,
      standingOf(20, ago(0), { content: content('又一份招聘应届毕业生公告', [goodPost(1, {}, day)]) }),
    );
    const answer = await api.ask('{ recruitmentNotices { edges { node { versions { differences { path } } } } } }');
    expect(answer.errors.map(({ extensions }) => extensions['code'])).toEqual(['LIMIT_EXCEEDED']);
    const gone = standingOf(20, ago(0), { content: content('又一份招聘应届毕业生公告', [goodPost(1, {}, day)]) });
    await tell(api.database.pool, gone, null, { reason: 'other' });
  });
});

test('a record is closed from its closing time on in state, filter and counts, before any job has said so', async () => {
  const { closesAt } = standings[0]!;
  const query = `{ recruitmentPosts(filter: { state: OPEN }) { totalCount facets(names: [STATE]) { values { value count } } edges { node { state } } }
    all: recruitmentPosts(first: 1) { edges { node { id state noticeRecord { state } } } } }`;
  interface Answer {
    recruitmentPosts: { totalCount: number; facets: Facet[]; edges: unknown[] };
    all: { edges: [{ node: { id: string; state: string; noticeRecord: { state: string } } }] };
  }
  api.shift(Date.parse(closesAt) - Date.now() - 3000);
  expect((await ask<Answer>(query)).recruitmentPosts.totalCount).toBe(19);
  api.shift(Date.parse(closesAt) - Date.now());
  const after = await ask<Answer>(query);
  expect(after.recruitmentPosts.totalCount).toBe(0);
  expect(after.recruitmentPosts.facets[0]!.values).toEqual([
    { value: 'CLOSED', count: 19 },
    { value: 'OPEN', count: 0 },
  ]);
  expect(after.all.edges[0].node).toMatchObject({ state: 'CLOSED', noticeRecord: { state: 'CLOSED' } });
  const one = await ask<Record<string, { state: string }>>(
    `query ($id: ID!) { now: recruitmentPost(id: $id) { state } newest: recruitmentPost(id: $id, version: 1) { state } }`,
    { id: after.all.edges[0].node.id },
  );
  expect(one).toEqual({ now: { state: 'CLOSED' }, newest: { state: 'CLOSED' } });
  api.shift(0);
});

describe('pages', () => {
  test('go to the end while a writer amends, publishes and withdraws: none lost, none twice', async () => {
    const { pool } = api.database;
    const made = Array.from({ length: 12 }, (_, i) =>
      standingOf(100 + i, ago(0), {
        content: content(
          `深度分页招聘公告第${i}份`,
          Array.from({ length: 10 }, (__, p) => goodPost(p + 1, {}, day)),
        ),
      }),
    );
    for (const one of made) await tell(pool, null, one);
    const staying = new Set(made.slice(0, 10).flatMap(({ postIds }) => Object.values(postIds)));
    let turn = 0;
    const write = async () => {
      const one = made[turn % 10]!;
      const now = {
        ...one,
        version: one.version + 1,
        amendedAt: new Date().toISOString(),
        amendReason: '更正',
        employer: { ...one.employer, investor: `第${turn}次` },
      };
      await tell(pool, one, now);
      made[turn % 10] = now;
      if (turn === 3 || turn === 5) await tell(pool, made[turn === 3 ? 10 : 11]!, null, { reason: 'other' });
      await tell(
        pool,
        null,
        standingOf(300 + turn, ago(0), { content: content(`新的招聘应届毕业生公告${turn}`, [goodPost(1, {}, day)]) }),
      );
      turn++;
    };
    const seen: string[] = [];
    for (let after: string | null = null; ;) {
      const page: List['list'] = await posts({ filter: { text: '深度分页' }, first: 7, after });
      seen.push(...page.edges.map(({ node }) => node.id));
      await write();
      if (!page.pageInfo.hasNextPage) break;
      after = page.pageInfo.endCursor;
    }
    expect(seen).toHaveLength(new Set(seen).size);
    expect(seen.filter((id) => staying.has(id))).toHaveLength(100);
    expect(turn).toBeGreaterThan(10);
    const fresh = await posts({ first: 1 });
    expect(fresh.totalCount).toBe(19 + 100 + turn);
  });

  const base64 = (text: string) => Buffer.from(text).toString('base64url');
  test.each(
    [
      '',
      'x',
      base64('posts:'),
      base64('posts:-1'),
      base64('posts:1e3'),
      base64('notices:5'),
      base64('changes:5'),
    ].concat(base64('posts:9'.padEnd(30, '9')), `${base64('posts:1')}=`, base64("posts:1' or 1=1"), 'a'.repeat(99)),
  )('%s is no cursor of posts', async (after) => {
    const how: Ask = { variables: { after } };
    const answer = await api.ask(
      listQuery('Post', 'totalCount')
        .replace('$filter: RecruitmentPostFilter, $first: Int, ', '')
        .replace('filter: $filter, first: $first, ', ''),
      how,
    );
    expect(codeOf(answer)).toBe('BAD_INPUT');
  });
  test('behind the end is an empty page', async () => {
    const page = await posts({ after: base64('posts:1') });
    expect([page.edges, page.pageInfo]).toEqual([[], { hasNextPage: false, endCursor: null }]);
  });
});
