/** Working days against papers known by heart, and against a calendar that is walked day by day another way. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatDay, parseDay } from '../../../rules/civil-date.js';
import { announcedYears, exampleYear } from '../../../rules/recruitment/holidays.js';
import {
  addWorkingDays,
  isWorkingDay,
  periodOfWorkingDays,
  workCalendar,
  workingDaysBetween,
} from '../../../rules/recruitment/working-days.js';

const calendar = workCalendar(announcedYears);
const day = (text: string) => parseDay(text)!;
const works = (text: string) => isWorkingDay(calendar, day(text));
const yes = { ok: true, value: true };
const no = { ok: true, value: false };

/** First and last day as text, or the year that is not loaded. */
function period(postedOn: string, n: number, years = calendar) {
  const found = periodOfWorkingDays(years, day(postedOn), n);
  return found.ok ? `${formatDay(found.value.firstDay)} – ${formatDay(found.value.lastDay)}` : found.unloadedYear;
}

describe('one day', () => {
  test.each([
    ['2026-10-01', no, 'National Day, a Thursday'],
    ['2026-09-30', yes, 'the Wednesday before it'],
    ['2026-10-10', yes, 'a Saturday made up for it'],
    ['2026-10-11', no, 'an ordinary Sunday'],
    ['2026-02-14', yes, 'a Saturday made up for Spring Festival'],
    ['2026-02-16', no, 'Spring Festival'],
    ['2026-11-27', yes, 'an ordinary Friday'],
    ['2026-11-28', no, 'an ordinary Saturday'],
    ['2020-01-31', no, 'Spring Festival made longer by a second paper'],
    ['2020-02-01', no, 'no longer made up'],
    ['2020-02-03', yes, 'back to work'],
    ['2018-12-29', yes, 'a Saturday made up by the paper of 2019'],
    ['2018-12-31', no, 'a Monday off by the paper of 2019'],
    ['2024-02-29', yes, 'a leap day, a Thursday'],
    ['2020-02-29', no, 'a leap day, a Saturday'],
  ])('%s: %j, %s', (text, expected) => {
    expect(works(text)).toEqual(expected);
  });
});

describe('a period', () => {
  test.each([
    ['2026-09-28', 5, '2026-09-29 – 2026-10-10', 'over National Day, with the Saturday made up'],
    ['2026-09-30', 1, '2026-10-08 – 2026-10-08', 'posted on the eve of the holiday'],
    ['2026-10-03', 5, '2026-10-08 – 2026-10-13', 'posted in the holiday'],
    ['2026-02-13', 7, '2026-02-14 – 2026-03-02', 'over Spring Festival and both Saturdays'],
    ['2024-02-28', 5, '2024-02-29 – 2024-03-06', 'from a leap day on'],
    ['2025-12-30', 3, '2025-12-31 – 2026-01-05', 'over the year end, with Sunday 4 January made up'],
    ['2018-12-27', 3, '2018-12-28 – 2019-01-02', 'over a year end that the next paper moved'],
    ['2026-11-27', 7, '2026-11-30 – 2026-12-08', 'posted on a Friday'],
    ['2026-12-15', 7, '2026-12-16 – 2026-12-24', 'to the last day that needs no paper of 2027'],
  ])('posted on %s, of %i: %s, %s', (postedOn, n, expected) => {
    expect(period(postedOn, n)).toBe(expected);
  });

  test.each([
    ['2026-12-16', 7, 2027, 'its last day is 25 December'],
    ['2026-12-24', 1, 2027, 'its first day is 25 December'],
    ['2026-12-31', 5, 2027, 'it lies in the year itself'],
    ['2015-12-31', 5, 2016, 'the first year that is shipped'],
  ])('posted on %s, of %i, is refused for %i where that is not loaded: %s', (postedOn, n, year) => {
    const without = workCalendar(announcedYears.filter((one) => one.year !== year));
    expect(period(postedOn, n, without)).toBe(year);
  });

  test('needs the days it counts, not the day before them', () => {
    expect(period('2015-12-31', 2)).toBe('2016-01-04 – 2016-01-05');
    expect(period('2015-12-30', 2)).toBe(2015);
  });

  test('is refused from a gap between loaded years on', () => {
    const gap = workCalendar([...announcedYears, exampleYear(2028)]);
    expect(period('2026-12-30', 3, gap)).toBe(2027);
    expect(period('2027-12-31', 1, gap)).toBe('2028-01-03 – 2028-01-03');
    expect(period('2027-12-30', 1, gap)).toBe(2027);
  });

  test('that is longer than what is loaded ends in a refusal', () => {
    expect(addWorkingDays(calendar, day('2016-01-04'), Infinity)).toEqual({ ok: false, unloadedYear: 2027 });
  });
});

test('a year given again takes the place of the first, whole', () => {
  const [year2016] = announcedYears;
  const corrected = { ...year2016!, daysOff: ['2016-03-01'], workDays: [] };
  const changed = workCalendar([...announcedYears, corrected]);
  expect(isWorkingDay(changed, day('2016-03-01'))).toEqual(no);
  expect(isWorkingDay(changed, day('2016-10-08'))).toEqual(no);
  expect(isWorkingDay(changed, day('2016-10-07'))).toEqual(yes);
  expect(changed.years.get(2016)).toBe(corrected);
});

test('of a December day the paper of the next year counts, in whatever order the years come', () => {
  const year = (of: number, daysOff: string[], workDays: string[]) => {
    return { year: of, papers: ['示例'], daysOff, workDays, example: true };
  };
  const years = [year(2031, ['2030-12-31'], []), year(2030, [], ['2030-12-31'])];
  for (const order of [years, years.toReversed()])
    expect(isWorkingDay(workCalendar(order), day('2030-12-31'))).toEqual(no);
});

describe('against a naive walk', () => {
  const off = new Set(announcedYears.flatMap(({ daysOff }) => daysOff));
  const madeUp = new Set(announcedYears.flatMap(({ workDays }) => workDays));
  /** By the platform's own calendar, and in text. */
  function naive(text: string): boolean {
    const weekday = new Date(`${text}T00:00:00Z`).getUTCDay();
    return madeUp.has(text) || (weekday !== 0 && weekday !== 6 && !off.has(text));
  }
  const after = (text: string, days: number) =>
    new Date(Date.parse(`${text}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
  const anyDay = fc.integer({ min: day('2016-01-01'), max: day('2026-11-01') }).map(formatDay);

  test('the n-th working day has n working days up to it, and is one', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 25 }), (from, n) => {
        const found = addWorkingDays(calendar, day(from), n);
        if (!found.ok) return false;
        const walked: string[] = [];
        for (let next = after(from, 1); walked.length < n; next = after(next, 1)) if (naive(next)) walked.push(next);
        expect(formatDay(found.value)).toBe(walked.at(-1));
        expect(period(from, n)).toBe(`${walked[0]} – ${walked.at(-1)}`);
        expect(workingDaysBetween(calendar, day(from), found.value)).toEqual({ ok: true, value: n });
        return true;
      }),
      { numRuns: 500 },
    );
  });

  test('working days between two days are counted alike, none where the second is not later', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -20, max: 50 }), (from, days) => {
        const between = Array.from({ length: Math.max(days, 0) }, (_, i) => after(from, i + 1)).filter(naive);
        const counted = workingDaysBetween(calendar, day(from), day(from) + days);
        expect(counted).toEqual({ ok: true, value: between.length });
      }),
    );
  });

  test('a day is answered exactly where its paper and, late in December, the next one are loaded', () => {
    fc.assert(
      fc.property(
        fc.subarray([...announcedYears]),
        fc.integer({ min: day('2015-12-01'), max: day('2027-01-31') }),
        (years, number) => {
          const text = formatDay(number);
          const needed = [Number(text.slice(0, 4))];
          if (text.slice(5) >= '12-25') needed.push(needed[0]! + 1);
          const missing = needed.find((year) => !years.some((one) => one.year === year));
          const answer = isWorkingDay(workCalendar(years), number);
          expect(answer).toEqual(
            missing === undefined ? { ok: true, value: naive(text) } : { ok: false, unloadedYear: missing },
          );
        },
      ),
      { numRuns: 500 },
    );
  });
});
