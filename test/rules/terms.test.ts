/** Terms that several rules share, by themselves: how long a contract lasts, and what the sex says of the retirement category. */
import { describe, expect, it, test } from 'vitest';
import { formatDay, parseDay } from '../../rules/civil-date.js';
import { contractLength, lasts } from '../../rules/definitions/hire.js';
import { gradualRetirementDate, withRetirementCategory } from '../../rules/definitions/retirement-date.js';
import type { Fact } from '../../rules/fact.js';
import { parseFacts } from '../../rules/parse-facts.js';

const day = (text: string | null) => (text === null ? null : parseDay(text));

describe('a contract', () => {
  it.each<[string | null, string | null, number]>([
    ['2016-03-01', '2017-02-28', 12],
    ['2016-03-01', '2017-02-27', 11],
    ['2016-03-01', '2016-03-31', 1],
    ['2016-03-01', '2016-03-30', 0],
    ['2016-03-01', '2016-03-01', 0],
    ['2016-03-01', '2016-02-29', 0],
    ['2016-01-31', '2016-02-27', 0],
    ['2016-01-31', '2016-02-29', 1],
    ['2016-03-01', '2026-02-28', 120],
    ['2016-03-01', null, Infinity],
    [null, null, Infinity],
    [null, '2016-03-01', 0],
  ])('from %s to %s lasts %s months', (from, to, months) => {
    expect(contractLength(day(from), day(to))).toBe(months);
  });

  it('lasts so many months with both its days, and without a day does not', () => {
    const [from, to] = [day('2016-03-01'), day('2017-02-28')];
    expect([lasts(from, to, 12), lasts(from, to, 13)]).toEqual([true, false]);
    expect([lasts(null, to, 0), lasts(from, null, 0)]).toEqual([false, false]);
  });
});

test.each([
  ['1964-12-31', 'male_60', '2024-12-31'],
  ['1965-01-01', 'male_60', '2025-02-01'],
  ['1965-04-30', 'male_60', '2025-05-30'],
  ['1965-05-01', 'male_60', '2025-07-01'],
  ['1976-08-31', 'male_60', '2039-07-31'],
  ['1976-09-01', 'male_60', '2039-09-01'],
  ['1990-01-01', 'male_60', '2053-01-01'],
  ['1969-12-31', 'female_55', '2024-12-31'],
  ['1970-01-01', 'female_55', '2025-02-01'],
  ['1990-01-01', 'female_55', '2048-01-01'],
  ['1974-12-31', 'female_50', '2024-12-31'],
  ['1975-01-01', 'female_50', '2025-02-01'],
  ['1975-03-01', 'female_50', '2025-05-01'],
  ['1990-01-01', 'female_50', '2045-01-01'],
] as const)('born %s, %s, retires on %s by the law that raises the age', (born, category, retires) => {
  expect(formatDay(gradualRetirementDate(parseDay(born)!, category))).toBe(retires);
});

describe('the sex', () => {
  const category = (person: object) =>
    withRetirementCategory(parseFacts({ person }, null)).get('person.retirementCategory');
  const valuesOf = (fact: Fact | undefined) =>
    fact?.is === 'one-of' ? fact.candidates.map(({ value }) => value) : fact?.is === 'known' ? [fact.value] : [];

  it('tells a man’s category and leaves two for a woman; told by whom, as the sex was', () => {
    expect(category({ sex: 'male' })).toEqual({ is: 'known', value: 'male_60', source: 'request', observedOn: null });
    expect(valuesOf(category({ sex: 'female' }))).toEqual(['female_55', 'female_50']);
    expect(category({ sex: 'female' })).toMatchObject({ candidates: [{ source: 'request' }, { source: 'request' }] });
  });

  it('tells nothing where it is open or none, nor beside a category that is told', () => {
    expect(category({ sex: { conflict: [{ value: 'male' }, { value: 'female' }] } })).toBeUndefined();
    expect([category({ sex: null }), category({ disabled: true })]).toEqual([undefined, undefined]);
    expect(valuesOf(category({ sex: 'male', retirementCategory: 'female_50' }))).toEqual(['female_50']);
  });

  it('of each hire is its own', () => {
    const facts = withRetirementCategory(parseFacts({ hires: [{ sex: 'male' }, {}, { sex: 'female' }] }, null));
    expect([0, 1, 2].map((i) => valuesOf(facts.get(`hires[${i}].retirementCategory`)))).toEqual([
      ['male_60'],
      [],
      ['female_55', 'female_50'],
    ]);
  });
});
