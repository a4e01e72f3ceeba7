/** Open data over plain HTTP: feeds, changes, completeness, site maps and the catalogue, keyless and with tags. */
import { hash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { childOf, childrenOf, parseXml } from '../../connectors/xml.js';
import type { NoticeStanding } from '../../rules/recruitment/public-record.js';
import { numberOpenChanges } from '../../schema/open-record/open-record.writes.js';
import { openTestApi } from '../support/api.js';
import type { TestApi } from '../support/api.js';
import { goodNotice, goodPost } from '../support/notices.js';
import { standingOf, tell } from '../support/told-notices.js';

const atom = 'http://www.w3.org/2005/Atom';
const tombstones = 'http://purl.org/atompub/tombstones/1.0';
const sitemaps = 'http://www.sitemaps.org/schemas/sitemap/0.9';
const today = new Date();
const hoursAgo = (hours: number) => new Date(today.getTime() - hours * 3_600_000);
/** Open for weeks from now, whatever the day. */
const content = (title: string, posts = 2) =>
  goodNotice({ title, posts: Array.from({ length: posts }, (_, i) => goodPost(i + 1, {}, day)) }, day);
const day = today.toISOString().slice(0, 10);

let api: TestApi;
let gone: NoticeStanding;
beforeAll(async () => {
  api = await openTestApi();
  const { pool } = api.database;
  for (let n = 1; n <= 5; n++)
    await tell(pool, null, standingOf(n, hoursAgo(10 - n), { content: content(`第${n}号招聘公告`) }));
  gone = standingOf(6, hoursAgo(3), { content: content('撤回的公告 <&>"') });
  await tell(pool, null, gone);
  await tell(
    pool,
    gone,
    null,
    { kind: 'withdrawn', reason: 'plan_changed', remark: '计划 <取消> & 另行公告' },
    hoursAgo(1),
  );
});
afterAll(() => api.close());

const get = (path: string, headers: Record<string, string> = {}) => fetch(api.url + path, { headers });
async function json<T>(path: string): Promise<T> {
  const response = await get(path);
  expect(response.status).toBe(200);
  return (await response.json()) as T;
}
const xmlOf = async (response: Response) => parseXml(new Uint8Array(await response.arrayBuffer())).root;
async function refusal(path: string): Promise<[number, string]> {
  const response = await get(path);
  const { errors } = (await response.json()) as { errors: { message: string }[] };
  return [response.status, errors[0]!.message];
}

interface JsonFeed {
  version: string;
  feed_url: string;
  next_url?: string;
  _licence: string;
  items: {
    id: string;
    url: string;
    title: string;
    content_text: string;
    date_modified: string;
    _record: { text: string; state: string };
  }[];
  _removed: { id: string; kind: string; reason: string; remark: string; at: string }[];
}

describe('JSON Feed', () => {
  test('has an item a notice, newest first, the whole record with it, and what has gone', async () => {
    const response = await get('/open-data/feed.json');
    expect(response.headers.get('content-type')).toBe('application/feed+json; charset=utf-8');
    const feed = (await response.json()) as JsonFeed;
    expect(feed.version).toBe('https://jsonfeed.org/version/1.1');
    expect(feed.items.map(({ title }) => title)).toEqual([5, 4, 3, 2, 1].map((n) => `第${n}号招聘公告`));
    const [first] = feed.items;
    expect(first).toMatchObject({
      url: `${api.url}/recruitment/notices/${first!.id}`,
      content_text: first!._record.text,
      date_modified: hoursAgo(5).toISOString(),
      _record: { id: first!.id, licence: feed._licence, state: 'published' },
    });
    expect(feed._removed).toEqual([
      {
        id: gone.id,
        kind: 'withdrawn',
        reason: 'plan_changed',
        remark: '计划 <取消> & 另行公告',
        at: hoursAgo(1).toISOString(),
      },
    ]);
  });

  test('is read to its end by next_url, each record once', async () => {
    const ids: string[] = [];
    let next: string | undefined = '/open-data/feed.json?kind=post&first=3';
    for (let pages = 0; next !== undefined; pages++) {
      expect(pages).toBeLessThan(4);
      const feed: JsonFeed = await json<JsonFeed>(next);
      expect(feed.items.length).toBeLessThanOrEqual(3);
      expect(feed._removed).toHaveLength(pages === 0 ? 2 : 0);
      ids.push(...feed.items.map(({ id }) => id));
      next = feed.next_url?.slice(api.url.length);
    }
    expect([ids.length, new Set(ids).size]).toEqual([10, 10]);
    expect(ids).toEqual(ids.toSorted().reverse());
  });

  test.each([
    ['kind=post&region=410902', 5],
    ['kind=post&region=410902&region=410922', 10],
    ['kind=post&region=410900&education=20', 10],
    ['kind=post&region=410999', 0],
    ['kind=post&text=%E4%BC%9A%E8%AE%A1', 5],
    ['kind=post&payAtLeastFen=700200', 5],
    ['kind=post&reservedForVeterans=true', 0],
    [`kind=post&closesAfter=${encodeURIComponent(today.toISOString())}`, 10],
    ['closesBefore=2020-01-01T00:00:00%2B08:00', 0],
    ['text=%E7%AC%AC3%E5%8F%B7', 1],
    ['state=published&basis=article-11&employerLevel=municipal', 5],
  ])('by %s has %i items', async (query, items) => {
    expect((await json<JsonFeed>(`/open-data/feed.json?${query}`)).items).toHaveLength(items);
  });

  test('says that no more applications are taken as soon as they are not', async () => {
    api.shift(60 * 86_400_000);
    const { items } = await json<JsonFeed>('/open-data/feed.json?kind=post&first=1');
    const notices = await json<JsonFeed>('/open-data/feed.json?first=1');
    const open = await json<JsonFeed>('/open-data/feed.json?kind=post&state=open');
    api.shift(0);
    expect([items[0]!._record.state, notices.items[0]!._record.state]).toEqual(['closed', 'closed']);
    expect(open.items).toEqual([]);
  });

  test('does not tell of what went and came again', async () => {
    const removed = async () => (await json<JsonFeed>('/open-data/feed.json'))._removed.map(({ id }) => id);
    await tell(api.database.pool, null, gone, {}, hoursAgo(0.9));
    expect(await removed()).toEqual([]);
    await tell(api.database.pool, gone, null, { kind: 'annulled' }, hoursAgo(0.8));
    expect(await removed()).toEqual([gone.id]);
    api.shift(31 * 86_400_000);
    expect(await removed()).toEqual([]);
    api.shift(0);
  });
});

describe('Atom', () => {
  test('is well-formed, with permanent ids, licence, tombstones and a next page', async () => {
    await tell(api.database.pool, null, gone, {}, hoursAgo(0.6));
    const told = { kind: 'withdrawn', reason: 'plan_changed', remark: '计划 <取消> & 另行公告' } as const;
    await tell(api.database.pool, gone, null, told, hoursAgo(0.5));
    const response = await get('/open-data/feed.atom?first=2');
    expect(response.headers.get('content-type')).toBe('application/atom+xml; charset=utf-8');
    const feed = await xmlOf(response);
    expect([feed.uri, feed.name]).toEqual([atom, 'feed']);
    for (const name of ['id', 'title', 'updated', 'author']) expect(childrenOf(feed, atom, name)).toHaveLength(1);
    const links = childrenOf(feed, atom, 'link').map(({ attributes }) => attributes.map(({ value }) => value));
    expect(links.map(([rel]) => rel)).toEqual(['self', 'alternate', 'license', 'next']);
    const entries = childrenOf(feed, atom, 'entry');
    expect(entries).toHaveLength(2);
    const { items } = await json<JsonFeed>('/open-data/feed.json?first=2');
    expect(childOf(entries[0], atom, 'id')!.text).toBe(`urn:uuid:${items[0]!.id}`);
    expect(childOf(entries[0], atom, 'content')!.text).toBe(items[0]!.content_text);
    const [deleted] = childrenOf(feed, tombstones, 'deleted-entry');
    expect(deleted!.attributes.map(({ name, value }) => [name, value])).toEqual([
      ['ref', `urn:uuid:${gone.id}`],
      ['when', hoursAgo(0.5).toISOString()],
    ]);
    expect(childOf(deleted, tombstones, 'comment')!.text).toBe('撤回：招聘计划调整：计划 <取消> & 另行公告');
    expect(childOf(feed, atom, 'updated')!.text).toBe(hoursAgo(0.5).toISOString());

    const last = await xmlOf(await fetch(links.at(-1)![1]!.replace('first=2', 'first=100')));
    expect(childrenOf(last, atom, 'entry')).toHaveLength(3);
    expect(childrenOf(last, tombstones, 'deleted-entry')).toHaveLength(0);
  });
});

describe('a query', () => {
  test.each([
    ['/open-data/feed.json?regoin=410902', 'known here: state'],
    ['/open-data/feed.json?education=20', 'add kind=post'],
    ['/open-data/feed.json?kind=both', 'kind is notice or post'],
    ['/open-data/feed.json?kind=post&state=published', 'takes: open, paused'],
    ['/open-data/feed.json?closesAfter=2026-12-01', 'a moment with its offset'],
    ['/open-data/feed.json?first=101', 'from 1 to 100'],
    ['/open-data/feed.json?first=1&first=2', 'first may stand once'],
    ['/open-data/feed.json?after=bm90aWNl', 'after is not a cursor'],
    [`/open-data/feed.json?text=${'a'.repeat(101)}`, 'at most 50 values of 100'],
    ['/open-data/changes?after=1', 'after is not a cursor'],
    ['/open-data/changes?first=0', 'from 1 to 1000'],
    ['/open-data/changes?wait=-1', 'from 0 to 25'],
    ['/open-data/changes?kind=post', 'known here: after, first, wait'],
    ['/open-data/changes?after=Y2hhbmdlczo5OTk5', 'beyond the end'],
    ['/open-data/completeness?from=yesterday', 'must be a day'],
    ['/open-data/?a=1', 'known here: none'],
  ])('%s is refused with the way out', async (path, words) => {
    const [status, message] = await refusal(path);
    expect([status, message]).toEqual([400, expect.stringContaining(words)]);
  });
});

interface Changes {
  changes: {
    cursor: string;
    kind: string;
    recordKind: string;
    recordId: string;
    day: string;
    sha256: string | null;
    body: object | null;
  }[];
  endCursor: string;
  hasMore: boolean;
}

describe('changes', () => {
  test('are told in order from a cursor on, with bodies whose text is what is hashed', async () => {
    const first = await json<Changes>('/open-data/changes?first=20');
    expect([first.changes.length, first.hasMore]).toEqual([20, true]);
    const rest = await json<Changes>(`/open-data/changes?after=${first.endCursor}`);
    expect([rest.changes.length, rest.hasMore]).toEqual([13, false]);
    const all = [...first.changes, ...rest.changes];
    const told = all.filter(({ recordKind }) => recordKind === 'notice').map(({ kind }) => kind);
    const [come, goes] = ['published', 'withdrawn'];
    expect(told).toEqual([come, come, come, come, come, come, goes, come, 'annulled', come, goes]);
    for (const { body, sha256 } of all) expect(body && hash('sha256', JSON.stringify(body))).toBe(sha256);
    const none = await json<Changes>(`/open-data/changes?after=${rest.endCursor}`);
    expect(none).toEqual({ changes: [], endCursor: rest.endCursor, hasMore: false });
  });

  test('by a filter tell of its posts alone, and of what leaves it without a body', async () => {
    const { endCursor } = await json<Changes>('/open-data/changes?first=1000');
    const before = standingOf(8, hoursAgo(1), { content: content('改动地点的公告') });
    await tell(api.database.pool, null, before);
    const [first, second] = before.content.posts;
    const posts = [
      { ...first!, places: ['410926'] },
      { ...second!, places: ['410902'] },
    ];
    const after = { ...before, version: 2, content: { ...before.content, posts } };
    await tell(api.database.pool, before, after, { remark: '更正工作地点' });
    const { changes } = await json<Changes>(`/open-data/changes?after=${endCursor}&region=410902`);
    await tell(api.database.pool, after, null);
    expect(changes.map(({ kind, recordId, body }) => [kind, recordId, body !== null])).toEqual([
      ['published', before.postIds['P001'], true],
      ['left_filter', before.postIds['P001'], false],
      ['entered_filter', before.postIds['P002'], true],
    ]);
  });

  test('come a line each to whoever asks for lines', async () => {
    const response = await get('/open-data/changes?first=4', { accept: 'application/x-ndjson' });
    expect(response.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
    const lines = (await response.text()).trimEnd().split('\n');
    const { changes, endCursor } = await json<Changes>('/open-data/changes?first=4');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(changes);
    expect(response.headers.get('link')).toBe(`<${api.url}/open-data/changes?first=4&after=${endCursor}>; rel="next"`);
  });

  test('are waited for, and come as soon as there is one', async () => {
    const { endCursor } = await json<Changes>('/open-data/changes');
    const began = performance.now();
    const waiting = json<Changes>(`/open-data/changes?after=${endCursor}&wait=20`);
    const late = standingOf(7, hoursAgo(0), { content: content('后来的公告', 1) });
    setTimeout(() => void tell(api.database.pool, null, late), 300);
    const { changes } = await waiting;
    expect(performance.now() - began).toBeLessThan(5000);
    expect(changes.map(({ recordId }) => recordId)).toContain(late.id);
    await tell(api.database.pool, late, null);
  });

  test('are waited for no longer than was asked', async () => {
    const { endCursor } = await json<Changes>('/open-data/changes');
    const began = performance.now();
    expect((await json<Changes>(`/open-data/changes?after=${endCursor}&wait=1`)).changes).toEqual([]);
    expect(performance.now() - began).toBeGreaterThan(900);
  });
});

describe('completeness', () => {
  interface Completeness {
    cursor: string;
    days: { day: string; kind: string; records: number; digest: string }[];
  }

  test('counts and digests by day are those of the changes up to its cursor', async () => {
    await numberOpenChanges(api.database.pool);
    const { changes, endCursor } = await json<Changes>('/open-data/changes?first=1000');
    const standing = new Map(changes.map((change) => [change.recordId, change]));
    const sums = new Map<string, { records: number; digest: bigint }>();
    for (const { day, recordKind, sha256 } of standing.values()) {
      if (sha256 === null) continue;
      const sum = sums.get(`${day} ${recordKind}`) ?? { records: 0, digest: 0n };
      sums.set(`${day} ${recordKind}`, { records: sum.records + 1, digest: sum.digest ^ BigInt(`0x${sha256}`) });
    }
    const { cursor, days } = await json<Completeness>('/open-data/completeness');
    expect(cursor).toBe(endCursor);
    expect(days.reduce((sum, { records }) => sum + records, 0)).toBe(15);
    expect(Object.fromEntries(days.map((one) => [`${one.day} ${one.kind}`, [one.records, one.digest]]))).toEqual(
      Object.fromEntries(
        [...sums].map(([key, { records, digest }]) => [key, [records, digest.toString(16).padStart(64, '0')]]),
      ),
    );
  });

  test('is of the days that were asked for', async () => {
    expect((await json<Completeness>('/open-data/completeness?from=2020-01-01&to=2020-12-31')).days).toEqual([]);
  });
});

describe('site maps', () => {
  test('lead to every notice and every post that takes applications, and robots are kept from proposed hires', async () => {
    const robots = await (await get('/robots.txt')).text();
    expect(robots).toContain('Disallow: /recruitment/publicity/');
    const index = await xmlOf(await get(/^Sitemap: .*?(\/sitemap\.xml)$/m.exec(robots)![1]!));
    const parts = childrenOf(index, sitemaps, 'sitemap').map((map) => childOf(map, sitemaps, 'loc')!.text);
    expect(parts).toEqual([`${api.url}/sitemap-0.xml`]);
    const urls = childrenOf(await xmlOf(await fetch(parts[0]!)), sitemaps, 'url');
    const found = urls.map((url) => childOf(url, sitemaps, 'loc')!.text);
    const feeds = await Promise.all([
      json<JsonFeed>('/open-data/feed.json'),
      json<JsonFeed>('/open-data/feed.json?kind=post&state=open'),
    ]);
    expect(found.sort()).toEqual(feeds.flatMap(({ items }) => items.map(({ url }) => url)).sort());
    expect(await refusal('/sitemap-9.xml')).toEqual([404, expect.stringContaining('no such part') as string]);
  });
});

describe('everything', () => {
  test.each([
    '/open-data/',
    '/open-data/feed.json',
    '/open-data/feed.atom',
    '/open-data/changes',
    '/open-data/completeness',
    '/sitemap.xml',
    '/sitemap-0.xml',
    '/robots.txt',
  ])('%s has a tag, is not sent twice, may be read from any page, and answers HEAD', async (path) => {
    const response = await get(path);
    const tag = response.headers.get('etag')!;
    expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([200, '*']);
    const body = await response.text();
    const again = await get(path, { 'if-none-match': tag });
    expect([again.status, await again.text()]).toEqual([304, '']);
    const head = await fetch(api.url + path, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect(head.headers.get('content-length')).toBe(String(Buffer.byteLength(body)));
  });

  test('a tag is known among others, as a weak one and as any; what is refused is never unchanged', async () => {
    const tag = (await get('/robots.txt')).headers.get('etag')!;
    const refused = (await get('/sitemap-999.xml')).headers.get('etag')!;
    const status = async (path: string, header: string) => (await get(path, { 'if-none-match': header })).status;
    for (const header of [`"other", W/${tag}`, `W/${tag}`, '*']) expect(await status('/robots.txt', header)).toBe(304);
    for (const header of ['"other"', tag.replaceAll('"', ''), ''])
      expect(await status('/robots.txt', header)).toBe(200);
    for (const header of [refused, '*']) expect(await status('/sitemap-999.xml', header)).toBe(404);
  });

  test('the catalogue names what is there, and each of it answers', async () => {
    const catalogue = await json<{ resources: { href: string }[]; dataset: { '@type': string[]; license: string } }>(
      '/open-data/',
    );
    expect(catalogue.dataset).toMatchObject({ '@type': ['Dataset', 'dcat:Dataset'] });
    const hrefs = catalogue.resources.map(({ href }) => href);
    const statuses = await Promise.all(hrefs.map(async (href) => (await fetch(href)).status));
    // There is no snapshot before the first night.
    expect(statuses).toEqual(hrefs.map((href) => (href.includes('/snapshots/') ? 404 : 200)));
    expect((await get('/open-data')).url).toBe(`${api.url}/open-data/`);
  });
});
