/** Windows, pages, clocks and refusals of the sources that are asked by change time. The numbers are those of CONFORMANCE.md. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Fault, SandboxAnswer } from '../../connectors/sandbox/http-server.js';
import { type FourSources, type Letter, many, openFourSources, streamOf } from '../support/four-sources.js';

let four: FourSources;
beforeAll(async () => void (four = await openFourSources()));
afterAll(() => four.close());
beforeEach(() => {
  four.context.waits.length = 0;
  return four.forget();
});

const minute = 60_000;
const day = 24 * 60 * minute;
/** So long before the clock. */
const ago = (ms: number) => new Date(four.clock.now.getTime() - ms).toISOString();
const pass = (ms: number) => void (four.clock.now = new Date(four.clock.now.getTime() + ms));
const inBatchesOf = (batchSize: number) => (four.dependencies.batchSize = batchSize);
beforeEach(() => inBatchesOf(500));
const live = async () => (await four.database.pool.query('select from fact where absent_since is null')).rowCount;
const markOf = async (letter: Letter) =>
  (
    await four.database.pool.query<{ mark: string }>(
      'select high_water::text as mark from source_state where stream = $1',
      [streamOf[letter][1]],
    )
  ).rows[0]!.mark;
const names = async () =>
  (
    await four.database.pool.query<{ name: string }>(`select body::jsonb ->> 'name' as name from fact order by 1`)
  ).rows.map(({ name }) => name);
const answer = (status: number, headers: Record<string, string> = {}, body = ''): Fault => ({
  kind: 'answer',
  answer: { status, headers, body },
});

describe.each<Letter>(['R', 'S', 'V'])('%s', (letter) => {
  it('#5 ten thousand rows of one moment arrive over many pages, once each', async () => {
    const at = ago(minute);
    await four.say(letter, many(10_000, { at }));
    expect(await four.sync(letter)).toMatchObject({ failure: null, state: 'done', rowsRead: 10_000, rowsNew: 10_000 });
    expect(await four.sync(letter)).toMatchObject({ failure: null, state: 'done', rowsNew: 0, rowsChanged: 0 });
    expect(await live()).toBe(10_000);
  });

  it('#6 a row that is committed late with an older time is met within the overlap', async () => {
    await four.say(letter, many(20, { at: ago(minute) }));
    await four.sync(letter);
    const late = ago(8 * minute);
    pass(30 * minute);
    await four.say(letter, [...many(20, { at: ago(31 * minute) }), { n: 20, at: late }]);
    expect(await four.sync(letter)).toMatchObject({ failure: null, state: 'done', rowsNew: 1 });
    expect(await live()).toBe(21);
  });

  it.each([
    ['a millisecond', 1],
    ['a second', 1000],
  ])(
    '#7 change times to %s: a change within the moment of the mark is not lost, and an idle night ends',
    async (_what, unit) => {
      const floor = (at: string) => new Date(Math.floor(Date.parse(at) / unit) * unit).toISOString();
      await four.say(letter, many(20, { at: floor(ago(1)) }));
      await four.sync(letter);
      const at = floor(ago(1));
      pass(day / 2);
      await four.say(letter, [...many(20, { at }), { n: 3, at, name: '改名' }].slice(4));
      expect(await four.sync(letter)).toMatchObject({ failure: null, state: 'done', rowsChanged: 1 });
      expect(await names()).toContain('改名');
      expect(await four.sync(letter)).toMatchObject({ failure: null, state: 'done', rowsChanged: 0, rowsNew: 0 });
    },
  );

  it('#9 a saved mark in the future stops the stream and says so; what is held and the mark stay', async () => {
    await four.say(letter, many(20, { at: ago(minute) }));
    await four.sync(letter);
    const future = new Date(four.clock.now.getTime() + 40 * day).toISOString();
    const mark = letter === 'V' ? { last_modified: future.slice(0, 19).replace('T', ' ') } : future;
    await four.database.pool.query('update source_state set high_water = $2 where stream = $1', [
      streamOf[letter][1],
      JSON.stringify(mark),
    ]);
    const before = await four.held(letter);
    expect((await four.sync(letter)).failure).toMatch(
      /^integrity: .*the window starts after the source's own time.*resync ALL/,
    );
    expect(await four.held(letter)).toBe(before);
    expect(await four.sync(letter, { scope: 'ALL' })).toMatchObject({
      failure: null,
      state: 'done',
      rowsUnchanged: 20,
    });
    expect(await four.sync(letter)).toMatchObject({ failure: null, state: 'done' });
  });
});

it('#9 V: a row that is dated in the future is loaded and hides no later change', async () => {
  const slip = { n: 30, at: '2098-01-01T00:00:00.000Z' };
  await four.say('V', [...many(20, { at: ago(minute) }), slip]);
  expect(await four.sync('V')).toMatchObject({ failure: null, state: 'done', rowsNew: 21 });
  pass(2 * day);
  await four.say('V', [...many(19, { at: ago(3 * day) }), { n: 19, at: ago(minute), name: '改名' }, slip]);
  expect(await four.sync('V')).toMatchObject({ failure: null, state: 'done', rowsChanged: 1 });
});

describe.each<Letter>(['R', 'S'])('%s', (letter) => {
  /** The answer of the nth request is given again to the one after it. */
  const repeat = (nth: number) => {
    let kept: SandboxAnswer | undefined;
    four.faults = ({ number }): Fault | undefined => {
      first ??= number;
      if (number === first + nth - 1) return { kind: 'edit', edit: (good) => (kept = good) };
      return number === first + nth && kept ? { kind: 'answer', answer: kept } : undefined;
    };
    let first: number | undefined;
  };

  it('#3 a page that comes twice stops the run: the page that it stood for is not taken as read', async () => {
    await four.say(letter, many(60, { at: ago(minute) }));
    await four.sync(letter);
    const mark = await markOf(letter);
    pass(minute);
    inBatchesOf(20);
    await four.say(letter, many(60, { at: ago(1000), name: '新' }));
    repeat(2);
    const run = await four.sync(letter, { scope: 'ALL' });
    expect(run.failure).toMatch(/^(integrity|protocol): .*(same as a page before|repeats a page token)/);
    expect(await markOf(letter)).toBe(mark);
    expect(new Set(await names()).has('新')).toBe(false);
    four.faults = () => undefined;
    expect(await four.sync(letter, { scope: 'ALL' })).toMatchObject({ failure: null, state: 'done', rowsChanged: 60 });
  });

  it('#8 the clock of the source jumps back five minutes: nothing is lost; back an hour: the stream stops and says so', async () => {
    await four.say(letter, many(20, { at: ago(minute) }));
    await four.sync(letter);
    pass(-5 * minute);
    await four.say(letter, [...many(20, { at: ago(minute) }), { n: 20, at: ago(1000) }]);
    expect(await four.sync(letter)).toMatchObject({ failure: null, state: 'done', rowsNew: 1 });
    pass(-60 * minute);
    const before = await four.held(letter);
    expect((await four.sync(letter)).failure).toMatch(/^integrity: .*compare the clocks/);
    expect(await four.held(letter)).toBe(before);
  });

  it('#10 429 with seconds, with a date, without a time: asked again then, and all arrives once', async () => {
    await four.say(letter, many(20, { at: ago(minute) }));
    const at = new Date(four.clock.now.getTime() + 3000 + 9000).toUTCString();
    const told: (Fault | undefined)[] = [
      answer(429, { 'retry-after': '3' }),
      answer(429, { 'retry-after': at }),
      answer(429),
    ];
    four.faults = () => told.shift();
    expect(await four.sync(letter)).toMatchObject({ failure: null, state: 'done', rowsNew: 20 });
    expect(four.context.waits.slice(0, 2)).toEqual([3000, 9000]);
    expect(four.context.waits).toHaveLength(3);
  });

  it('#10 429 for ten minutes is given back with its time instead of holding a worker', async () => {
    await four.say(letter, many(20, { at: ago(minute) }));
    four.faults = () => answer(429, { 'retry-after': '600' });
    expect((await four.sync(letter)).failure).toMatch(/^rate-limited: .*too many requests/);
    expect(four.context.waits).toEqual([]);
    four.faults = () => undefined;
    expect(await four.sync(letter)).toMatchObject({ failure: null, state: 'done', rowsNew: 20 });
  });

  it.each<[string, () => Fault, RegExp]>([
    ['a body without end', () => answer(200, {}, ' '.repeat(33 * 1024 * 1024)), /^protocol: .*longer than/],
    ['an empty body', () => answer(200), /^protocol/],
    [
      'a sign-in page',
      () => answer(200, { 'content-type': 'text/html' }, '<html><body>登录</body></html>'),
      /^protocol/,
    ],
  ])('#11 #12 %s with 200: an error, nothing of it is loaded', async (_what, fault, failure) => {
    await four.say(letter, many(20, { at: ago(minute) }));
    await four.sync(letter);
    const before = await four.held(letter);
    four.faults = fault;
    expect((await four.sync(letter)).failure).toMatch(failure);
    expect(await four.held(letter)).toBe(before);
  });
});

it('#3 R: a row on two pages is read twice and held once, and the sum of the ledger is right', async () => {
  await four.say('R', many(60, { at: ago(minute) }));
  inBatchesOf(20);
  let kept: unknown;
  let asked = 0;
  four.faults = () => {
    asked += 1;
    const nth = asked;
    const edit = (good: SandboxAnswer) => {
      const body = JSON.parse(good.body) as { data: unknown[] };
      if (nth === 1) kept = body.data[19];
      else if (nth === 2) body.data.unshift(kept);
      return { ...good, body: JSON.stringify(body) };
    };
    return { kind: 'edit', edit };
  };
  const run = await four.sync('R');
  expect(run).toMatchObject({ failure: null, state: 'done', rowsRead: 61, rowsNew: 60 });
  expect(run.rowsUnchanged + run.rowsDuplicate).toBe(1);
  expect(await live()).toBe(60);
});
