/** The stream of public changes over the real API: without gaps, through a filter, waited for, and what proves a copy complete. */
import { hash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mostWaiting, mostWaitingEach, watchChanges } from '../../api/open-data/change-watch.js';
import { changesBetween } from '../../rules/recruitment/changes.js';
import type { RecordChange } from '../../rules/recruitment/changes.js';
import type { NoticeStanding } from '../../rules/recruitment/public-record.js';
import { transact } from '../../schema/database.js';
import { appendOpenChanges } from '../../schema/open-record/open-record.writes.js';
import { codeOf, openTestApi } from '../support/api.js';
import type { TestApi } from '../support/api.js';
import { goodNotice, goodPost } from '../support/notices.js';
import { standingOf, tell, words } from '../support/told-notices.js';

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
});
afterAll(() => api.close());

const now = () => new Date();
let made = 0;
const fresh = (title = '濮阳示例集团招聘应届毕业生公告') =>
  standingOf(++made, now(), { content: goodNotice({ title, posts: [goodPost(1), goodPost(2)] }) });
const put = (one: NoticeStanding) => tell(api.database.pool, null, one);
const amend = async (one: NoticeStanding, posts: NoticeStanding['content']['posts']) => {
  const after = { ...one, version: one.version + 1, content: { ...one.content, posts } };
  await tell(api.database.pool, one, after, { remark: '更正' });
  return after;
};

interface Change {
  cursor: string;
  kind: string;
  reason: string | null;
  recordKind: string | null;
  recordId: string | null;
  postId: string | null;
  day: string;
  sha256: string | null;
  body: string | null;
  notice: { id: string } | null;
  post: { id: string; places: string[] } | null;
}
interface Page {
  changes: Change[];
  endCursor: string;
  hasMore: boolean;
}
const query = `query ($after: String, $filter: RecruitmentPostFilter, $first: Int, $wait: Int) {
  recruitmentChanges(after: $after, filter: $filter, first: $first, waitSeconds: $wait) {
    changes { cursor kind reason recordKind recordId postId day sha256 body notice { id } post { id places } } endCursor hasMore } }`;
interface Asked {
  after?: string | null;
  filter?: Record<string, unknown>;
  first?: number;
  wait?: number;
}
async function changes(asked: Asked = {}): Promise<Page> {
  const answer = await api.ask(query, { variables: { ...asked } });
  expect(answer.errors).toEqual([]);
  return (answer.data as { recruitmentChanges: Page }).recruitmentChanges;
}
/** To the end of the stream, `first` at a time. */
async function follow(asked: Asked): Promise<Change[]> {
  const seen: Change[] = [];
  for (let after = asked.after; ;) {
    const page = await changes({ ...asked, after: after ?? null });
    seen.push(...page.changes);
    if (!page.hasMore) return seen;
    after = page.endCursor;
  }
}
const end = async () => {
  let page = await changes({ first: 500 });
  while (page.hasMore) page = await changes({ first: 500, after: page.endCursor });
  return page.endCursor;
};

describe('the stream', () => {
  test('is the same whatever the size of its pages, from the beginning to the end, and tells each body to the byte', async () => {
    const one = fresh();
    await put(one);
    await amend(one, [goodPost(1), goodPost(2, { openings: 7 })]);
    await tell(api.database.pool, fresh(), null, { reason: 'too_few_applicants' });
    const whole = await follow({});
    expect(await follow({ first: 2 })).toEqual(whole);
    expect(whole.map(({ kind, recordKind }) => [kind, recordKind])).toEqual([
      ['PUBLISHED', 'NOTICE'],
      ['PUBLISHED', 'POST'],
      ['PUBLISHED', 'POST'],
      ['AMENDED', 'NOTICE'],
      ['AMENDED', 'POST'],
      ['WITHDRAWN', 'NOTICE'],
      ['WITHDRAWN', 'POST'],
      ['WITHDRAWN', 'POST'],
    ]);
    for (const { body, sha256, notice, post, recordId, kind, reason } of whole) {
      expect(body === null ? null : hash('sha256', body)).toBe(sha256);
      const there = (notice ?? post)?.id ?? null;
      expect(there).toBe(kind === 'WITHDRAWN' ? null : recordId);
      expect(reason).toBe(kind === 'WITHDRAWN' ? 'TOO_FEW_APPLICANTS' : null);
    }
    expect((await changes({ after: whole.at(-1)!.cursor })).changes).toEqual([]);
  });

  test('tells both of what was published and withdrawn within a second, in order', async () => {
    const after = await end();
    const brief = fresh();
    await put(brief);
    await tell(api.database.pool, brief, null, { reason: 'error_in_notice' });
    const seen = await follow({ after });
    expect(seen.map(({ kind }) => kind)).toEqual([
      ...Array<string>(3).fill('PUBLISHED'),
      ...Array<string>(3).fill('WITHDRAWN'),
    ]);
  });

  const base64 = (text: string) => Buffer.from(text).toString('base64url');
  test.each(
    [
      '',
      'x',
      base64('changes:'),
      base64('changes:-1'),
      base64('changes:1e3'),
      base64('posts:1'),
      'a'.repeat(99),
    ].concat(base64('changes:999999999'), `${base64('changes:1')}=`),
  )('does not begin at %s', async (after) => {
    const answer = await api.ask(query, { variables: { after } });
    expect([answer.status, codeOf(answer)]).toEqual([400, 'BAD_INPUT']);
    expect(answer.text).not.toContain('cannot be cast');
  });

  test.each([
    ['first', 0, 'BAD_INPUT'],
    ['first', 501, 'LIMIT_EXCEEDED'],
    ['wait', -1, 'BAD_INPUT'],
    ['wait', 26, 'LIMIT_EXCEEDED'],
  ])('is not read with %s %i', async (name, value, code) => {
    expect(codeOf(await api.ask(query, { variables: { [name]: value } }))).toBe(code);
  });
});

describe('through a filter', () => {
  const filter = { region: ['410927'], text: '灌溉 站' };
  const post = (n: number, place: string, title = '灌溉站技术员') => goodPost(n, { title, places: [place] });
  let one: NoticeStanding;
  let after: string;
  beforeAll(async () => {
    after = await end();
    one = standingOf(++made, now(), {
      content: goodNotice({ posts: [post(1, '410927'), post(2, '410902'), post(3, '410927', '会计')] }),
    });
    await put(one);
  });
  const idOf = (code: string) => one.postIds[code]!;
  const told = (seen: Change[]) => seen.map(({ kind, recordId, body }) => [kind, recordId, body !== null]);

  test('only posts that fit come; what moves in or out is told, and nothing else', async () => {
    expect(told(await follow({ after, filter }))).toEqual([['PUBLISHED', idOf('P001'), true]]);
    let mark = await end();
    let now = await amend(one, [post(1, '410902'), post(2, '410927'), post(3, '410927', '会计')]);
    expect(told(await follow({ after: mark, filter }))).toEqual([
      ['LEFT_FILTER', idOf('P001'), false],
      ['ENTERED_FILTER', idOf('P002'), true],
    ]);
    mark = await end();
    now = await amend(now, [post(1, '410902', '出纳'), post(2, '410927', '灌溉水站技术员'), post(3, '410927', '会计')]);
    expect(told(await follow({ after: mark, filter }))).toEqual([['AMENDED', idOf('P002'), true]]);
    mark = await end();
    await tell(api.database.pool, now, null, { reason: 'other' });
    expect(told(await follow({ after: mark, filter }))).toEqual([['WITHDRAWN', idOf('P002'), false]]);
    // The whole of it, a change a page, comes to the same.
    const whole = await follow({ after, filter });
    expect(await follow({ after, filter, first: 1 })).toEqual(whole);
    expect(whole.map(({ kind }) => kind)).toEqual([
      'PUBLISHED',
      'LEFT_FILTER',
      'ENTERED_FILTER',
      'AMENDED',
      'WITHDRAWN',
    ]);
  });

  test('a page without a hit moves its cursor on all the same', async () => {
    const mark = await end();
    await put(fresh());
    const page = await changes({ after: mark, filter: { region: ['419999'] } });
    expect([page.changes, page.hasMore, page.endCursor]).toEqual([[], false, await end()]);
  });

  test('no more than 5,000 numbers are looked at for one page, and the next goes on behind them', async () => {
    const mark = await end();
    const one = standingOf(++made, now(), { content: goodNotice({ posts: [post(1, '410927')] }) });
    const [change] = changesBetween(null, one, { kind: 'published', reason: null, remark: null }, words).slice(1);
    const findable = { ...change!.findable!, text: '' };
    // Of no notice, and with hardly a body: what counts is that they are many.
    const many = Array.from({ length: 6000 }, (_, i): RecordChange => {
      const recordId = `0195b000-0000-7000-8000-${String(i).padStart(12, '0')}`;
      return { ...change!, recordId, body: JSON.stringify({ id: recordId, places: [] }), findable };
    });
    await transact(api.database.pool, (client) => appendOpenChanges(client, many, now()));
    const last = standingOf(++made, now(), { content: goodNotice({ posts: [post(1, '410328')] }) });
    await put(last);
    const first = await changes({ after: mark, filter: { region: ['410328'] }, wait: 5 });
    expect([first.changes, first.hasMore]).toEqual([[], true]);
    const second = await changes({ after: first.endCursor, filter: { region: ['410328'] } });
    expect(second.changes.map(({ recordId }) => recordId)).toEqual([last.postIds['P001']]);
    expect(second.hasMore).toBe(false);
  });
});

describe('waiting', () => {
  test('ends within half a second of a change that counts, and not before', async () => {
    const after = await end();
    const filter = { region: ['410328'] };
    const waits = [changes({ after, wait: 20 }), changes({ after, filter, wait: 20 })];
    const ended: number[] = [];
    void Promise.all(waits.map((wait, i) => wait.then(() => ended.push(i))));
    await sleep(300);
    expect(ended).toEqual([]);
    let start = performance.now();
    await put(fresh());
    expect((await waits[0]!).changes.length).toBeGreaterThan(0);
    expect(performance.now() - start).toBeLessThan(500);
    await sleep(200);
    expect(ended).toEqual([0]);
    start = performance.now();
    await put(standingOf(++made, now(), { content: goodNotice({ posts: [goodPost(1, { places: ['410328'] })] }) }));
    expect((await waits[1]!).changes).toHaveLength(1);
    expect(performance.now() - start).toBeLessThan(500);
  });

  test('ends by itself, with an empty page from which one goes on', async () => {
    const after = await end();
    const start = performance.now();
    expect(await changes({ after, wait: 1 })).toEqual({ changes: [], endCursor: after, hasMore: false });
    expect(performance.now() - start).toBeGreaterThanOrEqual(990);
    expect(performance.now() - start).toBeLessThan(3000);
  });

  test('sees what came between the last look and the waiting, of which nobody is told again', async () => {
    const watch = watchChanges(api.database.pool, pino({ level: 'silent' }));
    await put(fresh());
    await sleep(300);
    const start = performance.now();
    expect(await watch.beyond(0, 10_000, new AbortController().signal, 'test')).toBe(true);
    expect(performance.now() - start).toBeLessThan(500);
    const closing = watch.beyond(1_000_000, 10_000, new AbortController().signal, 'test');
    await watch.close();
    expect(await closing).toBe(false);
    expect(performance.now() - start).toBeLessThan(3000);
  });

  test('is for so many of one client at once; one more is refused, and who hangs up makes room', async () => {
    const after = await end();
    const body = JSON.stringify({ query, variables: { after, wait: 20 } });
    const hungUp = new AbortController();
    const waits = Array.from({ length: mostWaitingEach }, () =>
      fetch(`${api.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
        signal: hungUp.signal,
      }).catch(() => null),
    );
    const oneMore = () => api.ask(query, { variables: { after, wait: 1 } });
    const until = async (refused: boolean) => {
      for (let tries = 0; tries < 60; tries++) {
        const answer = await oneMore();
        if (answer.errors.length > 0 === refused) return answer;
      }
      throw new Error(`it was never ${refused ? 'refused' : 'answered'}`);
    };
    expect(codeOf(await until(true))).toBe('LIMIT_EXCEEDED');
    hungUp.abort();
    await Promise.all(waits);
    expect((await until(false)).errors).toEqual([]);
  });

  test('is for so many of all clients at once; beyond, each is answered at once', async () => {
    const watch = watchChanges(api.database.pool, pino({ level: 'silent' }));
    const [forever, { signal }] = [10_000, new AbortController()];
    const waits = Array.from({ length: mostWaiting }, (_, n) => watch.beyond(1e9, forever, signal, `client ${n}`));
    expect(await watch.beyond(1e9, forever, signal, 'one more')).toBe(false);
    await watch.close();
    expect(new Set(await Promise.all(waits))).toEqual(new Set([false]));
  });
});

test('counts and digests at one moment prove a copy made from the stream, and show one that misses a row', async () => {
  const copy = new Map<string, { body: string; kind: string; day: string }>();
  for (const { recordId, body, recordKind, day } of await follow({ first: 500 }))
    if (body === null) copy.delete(recordId!);
    else copy.set(recordId!, { body, kind: recordKind!, day });
  const proof = async () => {
    const answer = await api.ask(
      `{ recruitmentCompleteness(from: "2000-01-01", to: "2100-01-01") { cursor days { day kind records digest } notices { records digest } posts { records digest } } }`,
    );
    return (answer.data as { recruitmentCompleteness: Record<string, unknown> }).recruitmentCompleteness;
  };
  const digestOf = (records: { body: string }[]) => {
    const sum = Buffer.alloc(32);
    for (const { body } of records) hash('sha256', body, 'buffer').forEach((byte, i) => (sum[i]! ^= byte));
    return { records: records.length, digest: sum.toString('hex') };
  };
  const all = () => [...copy.values()];
  const proofOf = () => ({
    days: [...Map.groupBy(all(), ({ day, kind }) => `${day} ${kind}`)]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, records]) => ({ day: key.slice(0, 10), kind: key.slice(11), ...digestOf(records) })),
    notices: digestOf(all().filter(({ kind }) => kind === 'NOTICE')),
    posts: digestOf(all().filter(({ kind }) => kind === 'POST')),
  });
  const { cursor, ...told } = await proof();
  expect(told).toEqual(proofOf());
  expect(cursor).toBe(await end());
  copy.delete([...copy.keys()][7]!);
  expect(told).not.toEqual(proofOf());
  expect(codeOf(await api.ask('{ recruitmentCompleteness(from: "2026-02-01", to: "2026-01-01") { cursor } }'))).toBe(
    'BAD_INPUT',
  );
});
