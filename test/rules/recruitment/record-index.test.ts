/** The index in columns against the plain definition: every filter gives the same page, total and counts, also after updates and removals. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { closedState, noticeAt, postAt } from '../../../rules/recruitment/closed-by-clock.js';
import { facetNames } from '../../../rules/recruitment/facets.js';
import type { FacetName, Facets, Findable } from '../../../rules/recruitment/facets.js';
import { everything, matches } from '../../../rules/recruitment/post-filter.js';
import type { RecordFilter } from '../../../rules/recruitment/post-filter.js';
import { openRecordIndex } from '../../../rules/recruitment/record-index.js';
import { searchTerms } from '../../../rules/recruitment/search-text.js';

const now = new Date('2026-12-10T09:00:00.000Z');
const hour = (n: number) => new Date(now.getTime() + n * 3_600_000).toISOString();

const values: Partial<Record<FacetName, readonly (readonly string[])[]>> = {
  state: [['open'], ['closed'], ['paused']],
  employer: [['E1'], ['E2'], ['E3'], ['E4']],
  region: [
    ['410902', '410900', '410000'],
    ['410922', '410900', '410000'],
    ['410902', '410922', '410900', '410000'],
  ],
  major: [['any'], ['080901', '0809', '08'], ['080901', '0809', '08', '120203K', '1202', '12']],
  graduationYear: [['2026'], ['2026', '2027'], ['2025', '2026', '2027']],
  pay: [['unstated'], ['3000'], ['5000']],
};
const named = Object.entries(values) as [FacetName, readonly (readonly string[])[]][];

const facets: fc.Arbitrary<Facets> = fc.record(
  Object.fromEntries(named.map(([name, lists]) => [name, fc.constantFrom(...lists)])),
  { requiredKeys: ['state'] },
);
const findable: fc.Arbitrary<Findable> = fc.record({
  facets,
  text: fc.constantFrom('软件工程师', '会计出纳', '会计软件', ''),
  closesAt: fc.integer({ min: -3, max: 3 }).map(hour),
  monthlyFen: fc.option(fc.constantFrom(0, 300_000, 500_000), { nil: null }),
});
const wanted = ([name, lists]: (typeof named)[number]) =>
  [name, fc.uniqueArray(fc.constantFrom(...lists.flat(), '没有'), { maxLength: 3 })] as const;
const filter: fc.Arbitrary<RecordFilter> = fc.record({
  facets: fc.record(Object.fromEntries(named.map(wanted)), { requiredKeys: [] }),
  text: fc.option(fc.constantFrom('会计', '软件 会计', '工', '无此词'), { nil: null }),
  payAtLeastFen: fc.option(fc.constantFrom(0, 300_000, 500_001), { nil: null }),
  closesAfter: fc.option(fc.integer({ min: -3, max: 3 }).map(hour), { nil: null }),
  closesBefore: fc.option(fc.integer({ min: -3, max: 3 }).map(hour), { nil: null }),
});

/** What the record counts as now, told without the index. */
function byClock(found: Findable): Findable {
  const isOver = found.facets.state?.[0] === 'open' && found.closesAt <= now.toISOString();
  return isOver ? { ...found, facets: { ...found.facets, state: ['closed'] } } : found;
}

function naive(records: ReadonlyMap<number, Findable>, asked: RecordFilter) {
  const there = [...records].map(([place, found]) => [place, byClock(found)] as const);
  const hits = there.filter(([, found]) => matches(found, asked));
  const counts = facetNames.map((name) => {
    const { [name]: _, ...others } = asked.facets;
    const sums: Record<string, number> = {};
    for (const [, found] of there.filter(([, one]) => matches(one, { ...asked, facets: others })))
      for (const value of found.facets[name] ?? []) sums[value] = (sums[value] ?? 0) + 1;
    return [name, sums] as const;
  });
  return { places: hits.map(([place]) => place).sort((a, b) => b - a), counts: Object.fromEntries(counts) };
}

/** Text is found elsewhere: here by looking. */
function among(records: ReadonlyMap<number, Findable>, text: string | null): Float64Array | null {
  if (text === null) return null;
  const found = [...records].filter(([, { text: words }]) => searchTerms(text).every((term) => words.includes(term)));
  return Float64Array.from(found.map(([place]) => place).sort((a, b) => a - b));
}

/** Records come, change and go in any order; places rise with gaps. */
const history = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: findable.map((found) => ({ come: found })) },
    { weight: 2, arbitrary: fc.tuple(fc.nat(), findable).map(([which, found]) => ({ which, become: found })) },
    { weight: 1, arbitrary: fc.nat().map((which) => ({ gone: which })) },
  ),
  { minLength: 1, maxLength: 60 },
);

test('a thousand random filters over records that came, changed and went', () => {
  fc.assert(
    fc.property(history, filter, fc.nat({ max: 20 }), fc.integer({ min: 1, max: 9 }), (steps, asked, skip, most) => {
      const records = new Map<number, Findable>();
      const index = openRecordIndex('open');
      let last = 0;
      for (const step of steps) {
        const places = [...records.keys()];
        if ('come' in step) {
          last += 3;
          records.set(last, step.come);
          index.put({ place: last, ...step.come });
        } else if (places.length > 0 && 'become' in step) {
          const place = places[step.which % places.length]!;
          records.set(place, step.become);
          index.put({ place, ...step.become });
        } else if (places.length > 0 && 'gone' in step) {
          const place = places[step.gone % places.length]!;
          records.delete(place);
          index.remove(place);
        }
      }
      const question = { filter: asked, among: among(records, asked.text), now };
      const truth = naive(records, asked);
      const { total, facets: counted } = index.count(question);
      expect(total).toBe(truth.places.length);
      expect(Object.fromEntries([...counted].map(([name, sums]) => [name, Object.fromEntries(sums)]))).toEqual(
        truth.counts,
      );
      const after = truth.places[skip] ?? null;
      expect(index.page(question, after, most)).toEqual(
        truth.places.filter((place) => after === null || place < after).slice(0, most),
      );
    }),
    { numRuns: 1000 },
  );
});

describe('a row', () => {
  const one: Findable = {
    facets: { state: ['open'], employer: ['E1'] },
    text: '',
    closesAt: hour(1),
    monthlyFen: null,
  };
  const ask = (asked: Partial<RecordFilter> = {}) => ({ filter: { ...everything, ...asked }, among: null, now });

  test('that is removed comes back behind all others, and one out of order is refused', () => {
    const index = openRecordIndex('open');
    index.put({ place: 1, ...one });
    index.put({ place: 5, ...one });
    index.remove(1);
    index.remove(2);
    index.put({ place: 9, ...one });
    expect(index.page(ask(), null, 10)).toEqual([9, 5]);
    expect(() => index.put({ place: 3, ...one })).toThrow('place 3 comes behind 9');
  });

  test('of 70,000 employers keeps its own, and the newest of each is named', () => {
    const index = openRecordIndex('open');
    const employer = (n: number) => ({ ...one, facets: { state: ['open'], employer: [`E${n}`] } });
    for (let n = 1; n <= 70_000; n++) index.put({ place: n, ...employer(n) });
    index.put({ place: 70_001, ...employer(3) });
    const { facets: counted } = index.count(ask());
    expect([counted.get('employer')!.size, counted.get('employer')!.get('E3')]).toEqual([70_000, 2]);
    expect(index.page(ask({ facets: { employer: ['E69999'] } }), null, 5)).toEqual([69_999]);
    expect(index.page(ask({ facets: { employer: ['E3'] } }), null, 5)).toEqual([70_001, 3]);
    expect([...index.newestWith('employer', ['E3', 'E7', 'nobody'])]).toEqual([
      ['E3', 70_001],
      ['E7', 7],
    ]);
    index.remove(7);
    expect([...index.newestWith('employer', ['E7'])]).toEqual([]);
  });

  test('is found by moments beyond the year 9999 in the list as in the stream', () => {
    const index = openRecordIndex('open');
    index.put({ place: 1, ...one });
    const asked = ask({ closesAfter: new Date('9999-12-31T23:59:59-14:00').toISOString() });
    expect([index.page(asked, null, 10), matches(one, asked.filter)]).toEqual([[], false]);
  });

  test('counts as closed from its closing time on, whoever asks at that very moment', () => {
    const index = openRecordIndex('open');
    index.put({ place: 1, ...one, closesAt: now.toISOString() });
    index.put({ place: 2, ...one, closesAt: hour(1) });
    expect(index.page(ask({ facets: { state: ['open'] } }), null, 10)).toEqual([2]);
    expect(index.page(ask({ facets: { state: ['closed'] } }), null, 10)).toEqual([1]);
    const earlier = { ...ask({ facets: { state: ['open'] } }), now: new Date(now.getTime() - 1) };
    expect(index.page(earlier, null, 10)).toEqual([2, 1]);
  });
});

test('what is shown of a record by the clock is what it counts as', () => {
  const closesAt = hour(0);
  expect(postAt({ state: 'open', closesAt }, hour(0)).state).toBe(closedState);
  expect(postAt({ state: 'open', closesAt }, hour(-1)).state).toBe('open');
  expect(postAt({ state: 'paused', closesAt }, hour(1)).state).toBe('paused');
  const application = { opensAt: hour(-2), closesAt, channels: [], documents: [], feeFen: 0, feeBasis: null };
  expect(noticeAt({ state: 'published', application }, hour(0)).state).toBe(closedState);
  expect(noticeAt({ state: 'concluded', application }, hour(0)).state).toBe('concluded');
});

test('a million records are listed and counted within 100 megabytes', { timeout: 120_000 }, () => {
  const index = openRecordIndex('open');
  const memory = () => process.memoryUsage().arrayBuffers;
  const before = memory();
  const lists = named.map(([name, all]) => [name, all] as const);
  for (let n = 1; n <= 1_000_000; n++) {
    const one = Object.fromEntries(
      lists.map(([name, all], i) => [name, all[(Math.imul(n, 40_503 + 2 * i) >>> 9) % all.length]!]),
    );
    index.put({
      place: n,
      facets: one,
      closesAt: hour(1 + (n % 50)),
      monthlyFen: n % 3 === 0 ? null : (n % 90) * 10_000,
    });
  }
  expect((memory() - before) / 1e6).toBeLessThan(100);
  const question = { filter: { ...everything, facets: { region: ['410900'], pay: ['5000'] } }, among: null, now };
  const times = Array.from({ length: 5 }, () => {
    const start = performance.now();
    expect(index.count(question).total).toBeGreaterThan(100_000);
    expect(index.page(question, 500_000, 101)).toHaveLength(101);
    return performance.now() - start;
  });
  // Two busy cores are shared with other tests: the bench says how long it takes, this only that it is no scan of objects.
  expect(Math.min(...times)).toBeLessThan(500);
});
