/** Date arithmetic of the Civil Code against a calendar that is counted day by day. */
import { describe, expect, it } from 'vitest';
import {
  addMonths,
  addYears,
  civilDate,
  dayOf,
  formatDay,
  monthsBegunBetween,
  parseDay,
} from '../../rules/civil-date.js';

const isLeap = (year: number) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
const lengthOf = (year: number, month: number) =>
  [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]!;

/** Every day from 1900 to 2199, counted one by one. */
function* calendar(): Generator<{ day: number; year: number; month: number; date: number }> {
  let day = -25_567; // 1900-01-01, counted from 1970-01-01
  for (let year = 1900; year < 2200; year++)
    for (let month = 1; month <= 12; month++)
      for (let date = 1; date <= lengthOf(year, month); date++) yield { day: day++, year, month, date };
}

describe('civil days', () => {
  it('are numbered and read as the calendar counts them, for three hundred years', () => {
    const wrong: string[] = [];
    for (const { day, year, month, date } of calendar()) {
      const text = `${year}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`;
      const read = civilDate(day);
      const same = read.year === year && read.month === month && read.date === date;
      if (!same || dayOf(year, month, date) !== day || formatDay(day) !== text || parseDay(text) !== day)
        wrong.push(text);
    }
    expect(wrong).toEqual([]);
  });

  it('end a period of months on the corresponding day, or on the last day of a shorter month', () => {
    const wrong: string[] = [];
    for (const { day, year, month, date } of calendar()) {
      if (year > 2040 || date % 3 === 2) continue;
      for (const months of [0, 1, 3, 6, 12, 36, 60, -1, -12]) {
        const total = year * 12 + month - 1 + months;
        const [endYear, endMonth] = [Math.floor(total / 12), (total % 12) + 1];
        const expected = dayOf(endYear, endMonth, Math.min(date, lengthOf(endYear, endMonth)));
        if (addMonths(day, months) !== expected) wrong.push(`${formatDay(day)} + ${months} months`);
      }
    }
    expect(wrong).toEqual([]);
    expect(formatDay(addYears(parseDay('2016-02-29')!, 1))).toBe('2017-02-28');
    expect(formatDay(addYears(parseDay('2016-02-29')!, 4))).toBe('2020-02-29');
  });

  it.each([
    '2016-02-30',
    '2015-02-29',
    '1900-02-29',
    '2016-13-01',
    '2016-00-10',
    '2016-1-1',
    '16-01-01',
    '2016-01-01 ',
    '２０１６-01-01',
    '',
    '1899-12-31',
    '2200-01-01',
  ])('refuses %j', (text) => {
    expect(parseDay(text)).toBeNull();
  });

  it('count a month that has begun', () => {
    const months = (from: string, to: string) => monthsBegunBetween(parseDay(from)!, parseDay(to)!);
    expect(months('2016-01-31', '2016-02-29')).toBe(1);
    expect(months('2016-01-31', '2016-03-01')).toBe(2);
    expect(months('2016-01-15', '2016-01-16')).toBe(1);
    expect(months('2016-01-15', '2016-01-15')).toBe(0);
    expect(months('2016-01-15', '2017-01-15')).toBe(12);
  });
});
