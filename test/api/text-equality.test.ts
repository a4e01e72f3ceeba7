/** One text on every surface: what GraphQL, feeds, changes, snapshots, tables and JSON-LD say of a published version has one hash. */
import { hash } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { childOf, childrenOf, parseXml } from '../../connectors/xml.js';
import { writeSnapshot } from '../../jobs/write-snapshot.job.js';
import { jobPosting } from '../../rules/recruitment/job-posting.js';
import type { NoticeStanding, PublicNotice, PublicPost } from '../../rules/recruitment/public-record.js';
import { openTestApi } from '../support/api.js';
import type { TestApi } from '../support/api.js';
import { goodNotice, goodPost } from '../support/notices.js';
import { standingOf, tell, words } from '../support/told-notices.js';

const now = new Date();
const today = now.toISOString().slice(0, 10);
const dayAfter = (days: number) => new Date(now.getTime() + days * 86_400_000);

/** Texts that each surface has to write in its own way. */
function versionOf(version: number, before?: NoticeStanding): NoticeStanding {
  const content = goodNotice(
    {
      title: `第${version}版：“A&B” <招聘> 公告`,
      overview: `=供水, "排水"\n与 ]]> 污水处理；第${version}版`,
      posts: [1, 2].map((n) =>
        goodPost(n, { duties: `- 负责 C++ 与 <b>系统</b> 的运行，\n时延 < 5 毫秒；第${version}版。` }, today),
      ),
    },
    today,
  );
  const standing = standingOf(1, before ? new Date(before.publishedAt) : now, { content, version });
  return { ...standing, amendedAt: dayAfter(version / 1000).toISOString() };
}

let api: TestApi;
const versions: NoticeStanding[] = [];
beforeAll(async () => {
  api = await openTestApi();
});
afterAll(() => api.close());

const get = (path: string) => fetch(api.url + path);
/** Texts by record id. */
type Texts = Record<string, string>;

async function inGraphql(standing: NoticeStanding, version: number): Promise<Texts> {
  const posts = Object.values(standing.postIds);
  const selected = `{ id text textSha256 }`;
  const { data, errors } = await api.ask(
    `{ notice: recruitmentNotice(id: "${standing.id}", version: ${version}) ${selected}
       ${posts.map((id, i) => `post${i}: recruitmentPost(id: "${id}", version: ${version}) ${selected}`).join('\n')} }`,
  );
  expect(errors).toEqual([]);
  const records = Object.values(data!) as { id: string; text: string; textSha256: string }[];
  for (const { text, textSha256 } of records) expect(hash('sha256', text)).toBe(textSha256);
  return Object.fromEntries(records.map(({ id, text }) => [id, text]));
}

interface Item {
  id: string;
  content_text: string;
  _record: PublicNotice | PublicPost;
}
const itemsOf = async (kind: string) =>
  ((await (await get(`/open-data/feed.json?kind=${kind}`)).json()) as { items: Item[] }).items;

async function inJsonFeed(): Promise<Texts> {
  const items = [...(await itemsOf('notice')), ...(await itemsOf('post'))];
  for (const item of items) expect(item._record.text).toBe(item.content_text);
  return Object.fromEntries(items.map(({ id, content_text }) => [id, content_text]));
}

async function inAtom(): Promise<Texts> {
  const uri = 'http://www.w3.org/2005/Atom';
  const feeds = await Promise.all(
    ['notice', 'post'].map(async (kind) => (await get(`/open-data/feed.atom?kind=${kind}`)).arrayBuffer()),
  );
  const entries = feeds.flatMap((bytes) => childrenOf(parseXml(new Uint8Array(bytes)).root, uri, 'entry'));
  return Object.fromEntries(
    entries.map((entry) => [
      childOf(entry, uri, 'id')!.text.replace('urn:uuid:', ''),
      childOf(entry, uri, 'content')!.text,
    ]),
  );
}

async function inChanges(): Promise<Texts> {
  const { changes } = (await (await get('/open-data/changes?first=1000')).json()) as {
    changes: { recordId: string; body: PublicNotice | PublicPost }[];
  };
  return Object.fromEntries(changes.map(({ recordId, body }) => [recordId, body.text]));
}

async function inSnapshot(version: number): Promise<{ lines: Texts; tables: Texts }> {
  // A day has one snapshot: each version is given a day of its own.
  await writeSnapshot(
    { database: api.database, now: () => dayAfter(version), log: () => {} },
    new AbortController().signal,
  );
  const file = async (name: string) => (await get(`/open-data/snapshots/latest/${name}`)).text();
  const records = [await file('notices.ndjson'), await file('posts.ndjson')]
    .flatMap((text) => text.trimEnd().split('\n'))
    .map((line) => JSON.parse(line) as PublicNotice | PublicPost);
  const rows = [await file('notices.csv'), await file('posts.csv')].flatMap((text) =>
    parse<{ id: string; text: string }>(text, { bom: true, columns: true }),
  );
  return {
    lines: Object.fromEntries(records.map(({ id, text }) => [id, text])),
    tables: Object.fromEntries(rows.map(({ id, text }) => [id, text])),
  };
}

/** As a reader of HTML has them: paragraphs are lines. */
async function inJsonLd(standing: NoticeStanding): Promise<Texts> {
  const posts = (await itemsOf('post')).map(({ _record }) => _record as PublicPost);
  return Object.fromEntries(
    posts.map((post) => {
      const parts = { post, notice: standing.content, publicUrl: api.url, nameOf: words.nameOf, now };
      const { description } = jobPosting(parts) as { description: string };
      const text = description.replaceAll('</p><p>', '\n').replaceAll(/<[^>]*>/g, '');
      return [post.id, text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')];
    }),
  );
}

const hashesOf = (texts: Texts) =>
  Object.fromEntries(Object.entries(texts).map(([id, text]) => [id, hash('sha256', text)]));

describe.each([1, 2, 3])('version %i', (version) => {
  test('has one text, wherever it is read', async () => {
    const before = versions.at(-1);
    const standing = versionOf(version, before);
    versions.push(standing);
    await tell(api.database.pool, before ?? null, standing, before && { remark: `第${version}版` });
    const texts = await inGraphql(standing, version);
    expect(Object.keys(texts)).toHaveLength(3);
    expect(texts[standing.id]).toContain(`第${version}版：“A&B” <招聘> 公告`);
    const expected = hashesOf(texts);
    expect(hashesOf(await inJsonFeed())).toEqual(expected);
    expect(hashesOf(await inAtom())).toEqual(expected);
    expect(hashesOf(await inChanges())).toEqual(expected);
    const { lines, tables } = await inSnapshot(version);
    expect(hashesOf(lines)).toEqual(expected);
    expect(hashesOf(tables)).toEqual(expected);
    const { [standing.id]: _, ...posts } = expected;
    expect(hashesOf(await inJsonLd(standing))).toEqual(posts);
  });
});

test('what a version said stays as it was', async () => {
  const texts = await Promise.all(versions.map((standing, i) => inGraphql(standing, i + 1)));
  expect(texts.map((one) => one[versions[0]!.id]!.split('\n')[0])).toEqual(
    [1, 2, 3].map((version) => `第${version}版：“A&B” <招聘> 公告`),
  );
});
