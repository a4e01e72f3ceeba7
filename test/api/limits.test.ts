/** Queries that are too large, too odd or come the wrong way are turned away early, in the design's words. */
import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeOf, openTestApi, readAnswer } from '../support/api.js';
import type { Ask, TestApi } from '../support/api.js';
import { streams } from '../../rules/sources.js';
import { idNumberOf, rowsOf } from '../support/facts.js';

let api: TestApi;
let partner: string;
let staff: string;
const person = (selection: string) => `person(idNumber: "${idNumberOf(1)}", name: "张1") { ${selection} }`;
const repeat = (count: number, make: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => make(n)).join(' ');

beforeAll(async () => {
  api = await openTestApi();
  await api.fill((stream) => rowsOf(stream, 3));
  const fields = { 'Person.name': 'full', 'Person.employments': 'full', 'Person.contributions': 'full' } as const;
  await api.agree('民政局', { fields });
  partner = await api.token({ sub: '民政局', audience: 'partner' });
  staff = await api.token({ sub: '王科员', audience: 'staff', roles: ['operator'] });
  await api.ask('{ __typename }', { token: partner });
});
afterAll(() => api.close());

describe('too large', () => {
  const nested = (depth: number): string => (depth === 0 ? '__typename' : `... on Query { ${nested(depth - 1)} }`);
  const deep = (depth: number): string => (depth === 0 ? 'name' : `ofType { ${deep(depth - 1)} }`);
  // Each fragment holds the next one twice: 2^30 visits for who expands them, and no field among them.
  const tree = repeat(30, (n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`);
  const documents: [string, string][] = [
    ['a thousand aliases of one personal field', `{ ${person(repeat(200, (n) => `a${n}: name`))} }`],
    ['aliases of a whole record', `{ ${repeat(16, (n) => `a${n}: ${person('name')}`)} }`],
    ['many aliases of __typename', `{ ${repeat(400, (n) => `a${n}: __typename`)} }`],
    ['__typename over and over', `{ ${repeat(3000, () => '__typename')} }`],
    ['a document of 50,000 characters', `{ __typename ${' '.repeat(50_000)} }`],
    ['a depth of 200', `{ __type(name: "Query") { ${deep(200)} } }`],
    ['more top-level fields than ten', `{ ${repeat(11, () => 'myAgreement { client }')} }`],
    ['thousands of directives', `{ __typename ${repeat(500, () => '@include(if: true)')} }`],
    ['fragments that double each other', `{ ...F0 } ${tree} fragment F30 on Query { __typename }`],
    ['fragments that double each other and end in nothing', `{ ...F0 } ${tree}`],
    ['inline fragments inside each other', `{ ${nested(150)} }`],
  ];
  test.each(documents)('%s', async (_what, query) => {
    const start = performance.now();
    const answer = await api.ask(query, { token: partner });
    expect(performance.now() - start).toBeLessThan(500);
    expect([answer.status, codeOf(answer), answer.data]).toEqual([400, 'LIMIT_EXCEEDED', null]);
    expect(answer.errors[0]!.message).toMatch(/^查询过大：.+最多 \d+ \/ the query is too large: at most \d+ /);
    expect(await api.events()).toEqual([]);
  });

  test('fragments in a ring, spread in themselves or twice of one name are refused and never run', async () => {
    for (const query of [
      '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }',
      '{ ...A } fragment A on Query { ...A }',
      '{ ...A } fragment A on Query { __typename } fragment A on Query { __typename }',
    ]) {
      const answer = await api.ask(query, { token: partner });
      expect(answer.status).toBe(400);
      expect(new Set(answer.errors.map((error) => error.extensions['code']))).toEqual(new Set(['BAD_INPUT']));
    }
  });

  test('a query at the limits runs', async () => {
    const answer = await api.ask(`{ ${repeat(10, (n) => `a${n}: myAgreement { client }`)} }`, { token: partner });
    expect(answer.status).toBe(200);
  });

  test('limits hold for the operation that runs, also in an address', async () => {
    const query = `query A { __typename } query B { ${repeat(16, (n) => `a${n}: __typename`)} }`;
    expect(codeOf(await api.ask(query, { operationName: 'B' }))).toBe('LIMIT_EXCEEDED');
    const address = `${api.url}/graphql?query=${encodeURIComponent(query)}&operationName=B`;
    const answer = await readAnswer(await fetch(address, { headers: { 'apollo-require-preflight': '1' } }));
    expect([answer.status, codeOf(answer)]).toEqual([400, 'LIMIT_EXCEEDED']);
  });

  test('what is remembered of one text is never taken for another', async () => {
    await api.events();
    const query = `query Mine { ${person('name')} }`;
    // Name and text of the second request, put together, are the text of the first.
    for (const between of ['\n', '', ':']) {
      expect(codeOf(await api.ask(`Mine${between}${query}`, { token: partner }))).toBe('BAD_INPUT');
      const answer = await api.ask(query, { token: partner, operationName: 'Mine' });
      expect(answer.data).toEqual({ person: { name: '张1' } });
    }
    expect((await api.events()).map((event) => event['outcome'])).toEqual(['shown', 'shown', 'shown']);
  });

  test('a hundred wrong fields are answered with ten errors at most', async () => {
    const answer = await api.ask(`{ ${repeat(100, (n) => `wrong${n}`)} }`.replace(/(wrong1\d) /g, '$1 '), {
      token: staff,
    });
    expect([answer.status, answer.errors.length <= 11]).toEqual([400, true]);
  });
});

describe('page sizes and cursors', () => {
  const lists: [string, (first: string) => [string, Ask]][] = [
    ['posts', (args) => [`{ recruitmentPosts(${args}) { edges { cursor } pageInfo { hasNextPage endCursor } } }`, {}]],
    [
      'notices',
      (args) => [`{ recruitmentNotices(${args}) { edges { cursor } pageInfo { hasNextPage endCursor } } }`, {}],
    ],
    ['employments', (args) => [`{ ${person(`employments(${args}) { edges { cursor } }`)} }`, { token: partner }]],
    ['sync runs', (args) => [`{ syncRuns(${args}) { edges { cursor } } }`, { token: staff }]],
  ];
  test.each(lists)('%s: 101 is more than allowed, -1 and 2^31 are no size, 0 is an empty page', async (_list, make) => {
    const ask = (args: string) => api.ask(...make(args));
    expect(codeOf(await ask('first: 101'))).toBe('LIMIT_EXCEEDED');
    expect(codeOf(await ask('first: -1'))).toBe('BAD_INPUT');
    expect(codeOf(await ask('first: 2147483648'))).toBe('BAD_INPUT');
    expect(codeOf(await ask('first: "5"'))).toBe('BAD_INPUT');
    const empty = await ask('first: 0');
    expect([empty.status, empty.errors, empty.text.includes('"edges":[]')]).toEqual([200, [], true]);
    expect((await ask('first: 100')).errors).toEqual([]);
    expect((await ask('first: null')).errors).toEqual([]);
  });

  test('the ledger read page by page comes to the whole, newest first', async () => {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const { data } = await api.ask(
        'query ($after: String) { syncRuns(first: 4, after: $after) { edges { node { id } } pageInfo { hasNextPage endCursor } } }',
        { token: staff, variables: { after } },
      );
      const { edges, pageInfo } = (
        data as {
          syncRuns: { edges: { node: { id: string } }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
        }
      ).syncRuns;
      seen.push(...edges.map((edge) => edge.node.id));
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after !== null);
    expect(seen).toHaveLength(Object.values(streams).flat().length);
    expect(seen).toEqual([...new Set(seen)].sort().reverse());
  });

  const base64 = (text: string) => Buffer.from(text).toString('base64url');
  const uuid = '01890000-0000-7000-8000-000000000000';
  const noCursors = [
    '',
    'x',
    '%',
    base64('notices:'),
    base64('employments:'),
    base64(`notices:${uuid}' or 1=1`),
  ].concat([
    `${base64(`notices:${uuid}`)}=`,
    `${base64(`notices:${uuid}`)}!`,
    `${base64('employments:1')}*`,
    base64('employments:-1'),
    base64('employments:1e3'),
    base64('contributions:1'),
    base64(`sync-runs:${uuid}`).slice(0, 20),
    'a'.repeat(5000),
  ]);
  test.each(noCursors)('%s is no cursor', async (cursor) => {
    for (const [, make] of lists) {
      const [query, how] = make(`after: ${JSON.stringify(cursor)}`);
      const answer = await api.ask(query, how);
      expect(codeOf(answer)).toBe('BAD_INPUT');
      expect(answer.errors[0]!.message).toBe('after 不是本列表的游标 / after is not a cursor of this list');
    }
  });

  test('a cursor of another list is none of this one, and of a list that is not public nobody writes one', async () => {
    const [, notices, employments, runs] = lists.map(([, make]) => make);
    expect(codeOf(await api.ask(...notices!(`after: "${base64(`sync-runs:${uuid}`)}"`)))).toBe('BAD_INPUT');
    expect(codeOf(await api.ask(...runs!(`after: "${base64(`notices:${uuid}`)}"`)))).toBe('BAD_INPUT');
    expect(codeOf(await api.ask(...employments!(`after: "${base64('employments:0')}"`)))).toBe('BAD_INPUT');
  });
});

describe('the wrong way in', () => {
  const post = (body: string, headers: Record<string, string>) =>
    fetch(`${api.url}/graphql`, { method: 'POST', headers, body }).then(readAnswer);
  const json = { 'content-type': 'application/json' };
  const query = '{ recruitmentNotices { edges { cursor } } }';

  test.each([
    ['a form', 'application/x-www-form-urlencoded', `query=${encodeURIComponent(query)}`],
    [
      'a form in parts',
      'multipart/form-data; boundary=x',
      `--x\r\ncontent-disposition: form-data; name="query"\r\n\r\n${query}\r\n--x--`,
    ],
    ['plain text', 'text/plain', JSON.stringify({ query })],
    ['a type that nobody knows', 'application/octet-stream', JSON.stringify({ query })],
  ])('%s is refused, with or without the header that asks first', async (_what, type, body) => {
    for (const more of [{}, { 'apollo-require-preflight': '1' }]) {
      const answer = await post(body, { 'content-type': type, ...more });
      expect([answer.status, codeOf(answer), answer.data]).toEqual([415, 'BAD_INPUT', null]);
    }
  });

  test('a GET that any page could send is refused, and so is one with an odd content type', async () => {
    const address = `${api.url}/graphql?query=${encodeURIComponent(query)}`;
    for (const headers of [{}, { 'content-type': 'text/plain' }, { 'content-type': 'message/x;y' }])
      expect(codeOf(await readAnswer(await fetch(address, { headers })))).toBe('BAD_INPUT');
    const twice = await fetch(`${address}&query=%7B__typename%7D`, { headers: json }).then(readAnswer);
    expect(codeOf(twice)).toBe('BAD_INPUT');
  });

  test.each([
    ['a batch', JSON.stringify([{ query }, { query }]), 400],
    ['an empty batch', '[]', 400],
    ['no JSON', '{"query":', 400],
    ['a name that poisons', '{"__proto__": {"x": 1}, "query": "{ __typename }"}', 400],
    ['no query', '{}', 400],
    ['a query that is no text', '{"query": 5}', 400],
    ['an operation name that is no text', '{"query": "{ __typename }", "operationName": {}}', 400],
    ['variables that are no object', '{"query": "{ __typename }", "variables": "x"}', 400],
    ['an operation that is not there', '{"query": "query A { __typename }", "operationName": "B"}', 400],
    ['an empty operation name', '{"query": "query A { __typename }", "operationName": ""}', 400],
    ['a persisted hash', '{"extensions": {"persistedQuery": {"version": 1, "sha256Hash": "00"}}}', 200],
    ['a mutation where there is none', '{"query": "mutation { publishRecruitmentNotice }"}', 400],
    ['a subscription', '{"query": "subscription { x }"}', 400],
  ])('%s is bad input', async (_what, body, status) => {
    const answer = await post(body, json);
    expect([answer.status, codeOf(answer)]).toEqual([status, 'BAD_INPUT']);
    expect(answer.errors[0]!.message).toMatch(/^[^a-zA-Z]*\p{Script=Han}.* \/ /u);
    expect(answer.text).not.toMatch(/ at |node_modules|\.js/);
  });

  test('a body over 64 KiB is cut off', async () => {
    const answer = await post(JSON.stringify({ query, variables: { x: 'x'.repeat(70_000) } }), json);
    expect([answer.status, codeOf(answer)]).toEqual([413, 'LIMIT_EXCEEDED']);
  });

  test('another method and another address are answered in the same words', async () => {
    for (const [path, method] of [
      ['/graphql', 'PUT'],
      ['/graphql', 'DELETE'],
      ['/nowhere', 'GET'],
    ] as const) {
      const answer = await readAnswer(await fetch(`${api.url}${path}`, { method }));
      expect([answer.status, codeOf(answer)]).toEqual([404, 'NOT_FOUND']);
    }
  });

  test('health and readiness answer without a token', async () => {
    expect(await (await fetch(`${api.url}/healthz`)).json()).toEqual({ status: 'ok' });
    expect(await (await fetch(`${api.url}/readyz`)).json()).toEqual({ status: 'ready' });
  });
});

describe('what the schema tells', () => {
  test('introspection shows each audience its own schema', async () => {
    const types = async (token?: string) => {
      const answer = await api.ask(getIntrospectionQuery(), token === undefined ? {} : { token });
      expect(answer.errors).toEqual([]);
      return (answer.data as { __schema: { types: { name: string }[] } }).__schema.types.map((type) => type.name);
    };
    expect(await types()).not.toContain('Person');
    expect(await types(partner)).toContain('Person');
    expect(await types(partner)).not.toContain('SyncRun');
    expect(await types(staff)).toContain('SyncRun');
  });

  test.each(['{ persn { id } }', '{ recruitmentNotice { edges { cursor } } }', '{ synRuns { edges { cursor } } }'])(
    '%s gets no suggestion',
    async (query) => {
      for (const token of [undefined, partner, staff]) {
        const answer = await api.ask(query, token === undefined ? {} : { token });
        expect(answer.status).toBe(400);
        expect(answer.text).not.toMatch(/did you mean|"person"|recruitmentNotices|syncRuns/i);
      }
    },
  );

  test('there is no way around: no _service, no _entities, no node', async () => {
    for (const query of [
      '{ _service { sdl } }',
      '{ _entities(representations: []) { __typename } }',
      '{ node(id: "1") { id } }',
    ])
      expect(codeOf(await api.ask(query, { token: partner }))).toBe('BAD_INPUT');
  });
});

test('no answer is kept, sniffed or framed, an early refusal as little as data', async () => {
  const send = (body: string) =>
    fetch(`${api.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  for (const body of ['{"query":"{ __typename }"}', 'no JSON', `"${'x'.repeat(100_000)}"`]) {
    const { headers } = await send(body);
    expect(Object.fromEntries(headers)).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
  }
});
