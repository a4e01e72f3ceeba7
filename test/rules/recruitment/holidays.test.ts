/** The shipped papers of the State Council, and what a file of another one must be like. */
import { describe, expect, test } from 'vitest';
import { parseDay } from '../../../rules/civil-date.js';
import { announcedYears, exampleYear } from '../../../rules/recruitment/holidays.js';
import { parseWorkYear } from '../../../rules/recruitment/parse-work-year.js';
import { isWeekend, workCalendar, workingDaysBetween } from '../../../rules/recruitment/working-days.js';
import type { WorkYear } from '../../../rules/recruitment/working-days.js';

const named = ({ daysOff, workDays }: WorkYear) => [...daysOff, ...workDays];
const byYear = announcedYears.map((one) => [one.year, one] as const);

/** As a file has it. */
const fileOf = ({ year, papers, daysOff, workDays }: WorkYear) => {
  const dayOff = (isOffDay: boolean) => (date: string) => ({ date, isOffDay, name: '节日' });
  return { year, papers, days: [...workDays.map(dayOff(false)), ...daysOff.map(dayOff(true))] };
};

test('the years are 2016 to 2026; 2027 is not announced', () => {
  expect(announcedYears.map(({ year }) => year)).toEqual(Array.from({ length: 11 }, (_, i) => 2016 + i));
});

test.each([
  [2016, 24, 6],
  [2017, 24, 5],
  [2018, 23, 6],
  [2019, 24, 7],
  [2020, 30, 6],
  [2021, 31, 7],
  [2022, 31, 7],
  [2023, 27, 7],
  [2024, 28, 8],
  [2025, 28, 5],
  [2026, 33, 6],
])('%i names %i days off and %i weekend days that are worked', (year, off, worked) => {
  const { daysOff, workDays } = announcedYears.find((one) => one.year === year)!;
  expect([daysOff.length, workDays.length]).toEqual([off, worked]);
});

describe.each(byYear)('%i', (year, one) => {
  test('names days that exist, each once, in order, in the year or late in the December before', () => {
    for (const days of [one.daysOff, one.workDays]) expect(days).toEqual(days.toSorted());
    expect(new Set(named(one)).size).toBe(named(one).length);
    expect(named(one).filter((day) => parseDay(day) === null)).toEqual([]);
    expect(named(one).filter((day) => day < `${year - 1}-12-25` || day > `${year}-12-24`)).toEqual([]);
  });

  test('has weekend days worked only for weekdays off, and addresses of the papers of that year', () => {
    expect(one.workDays.filter((day) => !isWeekend(parseDay(day)!))).toEqual([]);
    const weekdaysOff = one.daysOff.filter((day) => !isWeekend(parseDay(day)!)).length;
    // The law gave 11 days beside weekends, 13 since 2025; those that fall on a weekend are added after it.
    expect(weekdaysOff - one.workDays.length).toBeGreaterThanOrEqual(10);
    expect(weekdaysOff - one.workDays.length).toBeLessThanOrEqual(13);
    for (const paper of one.papers)
      expect(paper).toMatch(
        new RegExp(`^https://www\\.gov\\.cn/zhengce/zhengceku/(${year - 1}|${year})[/\\d-]+/content_\\d+\\.htm$`),
      );
    expect(one.papers.length).toBe([2019, 2020].includes(year) ? 2 : 1);
    expect(one.example).toBe(false);
  });

  test('would be read from a file as it is shipped', () => {
    expect(parseWorkYear(fileOf(one))).toEqual(one);
  });
});

// Weekdays less 11 public holidays, 13 since 2025; two days fewer in 2020, when Spring Festival was made longer.
test('the working days of each year are as many as the law leaves', () => {
  const calendar = workCalendar(announcedYears);
  const counts = announcedYears.slice(0, -1).map(({ year }) => {
    const counted = workingDaysBetween(calendar, parseDay(`${year - 1}-12-31`)!, parseDay(`${year}-12-31`)!);
    return counted.ok ? counted.value : null;
  });
  expect(counts).toEqual([250, 249, 250, 250, 249, 250, 249, 249, 251, 248]);
});

test('an example has holidays of fixed date alone and says in its paper that it is no law', () => {
  const example = exampleYear(2027);
  expect(example).toMatchObject({ year: 2027, workDays: [], example: true });
  expect(example.daysOff).toEqual(['2027-01-01', '2027-05-01', '2027-10-01', '2027-10-02', '2027-10-03']);
  expect(example.papers.join()).toContain('not law');
});

describe('a file is refused', () => {
  const good = fileOf(announcedYears.at(-1)!);
  const withDay = (...days: unknown[]) => ({ ...good, days: [...good.days, ...days] });
  test.each([
    ['not an object', [good], /^应为对象/],
    ['without a year', { ...good, year: undefined }, /^year: /],
    ['of a year in text', { ...good, year: '2026' }, /^year: /],
    ['of a year before the policy', { ...good, year: 2015 }, /^year: .*2016/],
    ['of half a year', { ...good, year: 2026.5 }, /^year: /],
    ['without papers', { ...good, papers: [] }, /^papers: .*paper is required/],
    ['with papers left out', { year: 2026, days: good.days }, /^papers: /],
    ['with an empty paper', { ...good, papers: [''] }, /^papers\[0\]: /],
    ['without days', { ...good, days: undefined }, /^days: /],
    ['not yet announced', { ...good, days: [] }, /^days: .*only 0 days off/],
    ['cut short', { ...good, days: good.days.slice(0, 25) }, /^days: .*only 19 days off/],
    [
      'without National Day',
      { ...good, days: good.days.filter(({ date }) => date !== '2026-10-01') },
      /^days: .*2026-10-01 is a public holiday/,
    ],
    ['with a day twice', withDay({ date: '2026-10-01', isOffDay: true }), /^days\[39\]\.date: .*twice/],
    ['with a day both off and worked', withDay({ date: '2026-10-03', isOffDay: false }), /^days\[39\]\.date: .*twice/],
    ['with a day that does not exist', withDay({ date: '2026-02-30', isOffDay: true }), /^days\[39\]\.date: /],
    ['with a day of the year after', withDay({ date: '2027-01-01', isOffDay: true }), /^days\[39\]\.date: .*neither/],
    ['with a day of last November', withDay({ date: '2025-11-30', isOffDay: true }), /^days\[39\]\.date: .*neither/],
    ['with a day that says nothing', withDay({ date: '2026-12-30' }), /^days\[39\]\.isOffDay: /],
    ['with a weekday worked', withDay({ date: '2026-12-30', isOffDay: false }), /^days\[39\]\.date: .*no weekend day/],
  ])('%s', (_, given, message) => {
    expect(() => parseWorkYear(given)).toThrow(message);
  });

  test('but not for days of the December before, nor for the order of its days', () => {
    const { daysOff } = parseWorkYear(
      withDay({ date: '2025-12-01', isOffDay: true }, { date: '2025-12-31', isOffDay: true }),
    );
    expect(daysOff.slice(0, 3)).toEqual(['2025-12-01', '2025-12-31', '2026-01-01']);
  });
});
