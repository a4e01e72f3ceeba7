/** The time limits of recruitment: their values, who set them, and the days they come to. */
import { describe, expect, test } from 'vitest';
import { formatDay, parseDay } from '../../../rules/civil-date.js';
import { announcedYears } from '../../../rules/recruitment/holidays.js';
import { limitsOn, periodOf, timeLimitNames, whyNotSet } from '../../../rules/recruitment/time-limits.js';
import { workCalendar } from '../../../rules/recruitment/working-days.js';

const day = (text: string) => parseDay(text)!;
const today = day('2026-11-27');

test.each([
  ['applicationWindow', 'at-least', 7, 7, 'days'],
  ['noticeOnline', 'at-least', 5, 1, 'working-days'],
  ['filingReview', 'at-most', 5, 1, 'working-days'],
  ['publicityOfHires', 'at-least', 7, 5, 'working-days'],
  ['objectionAcknowledged', 'at-most', 1, 1, 'working-days'],
  ['objectionDecided', 'at-most', 15, 1, 'working-days'],
  ['substitution', 'at-most', 7, 1, 'working-days'],
] as const)('%s is %s %i, not below %i, in %s', (name, is, value, floor, unit) => {
  expect(limitsOn(today)[name]).toMatchObject({ is, value, floor, unit });
});

test('every limit names its source and its mark in two languages; the policy demands three steps and no length', () => {
  const limits = limitsOn(today);
  expect(Object.keys(limits)).toEqual([...timeLimitNames]);
  for (const { source, from } of Object.values(limits)) {
    expect(source.document).not.toBe('');
    expect(source.note.zh).toMatch(/\p{Script=Han}.*。$/u);
    expect(source.note.en).toMatch(/^[A-Z].*\.$/);
    expect(source.mark).not.toBe('set-by-bureau');
    expect(parseDay(from)).not.toBeNull();
  }
  const demanded = timeLimitNames.filter((name) => limits[name].policyDemands !== null);
  expect(demanded).toEqual(['noticeOnline', 'filingReview', 'publicityOfHires']);
});

test('before the first values began those are told', () => {
  expect(limitsOn(day('2016-01-05'))).toEqual(limitsOn(day('2016-01-06')));
});

describe('what a bureau has set', () => {
  test('takes the place of the value, and the source says so; the rest stays', () => {
    const { publicityOfHires, filingReview } = limitsOn(today, { publicityOfHires: 10 });
    expect(publicityOfHires).toMatchObject({ value: 10, floor: 5, source: { mark: 'set-by-bureau' } });
    expect(publicityOfHires.policyDemands).toEqual(limitsOn(today).publicityOfHires.policyDemands);
    expect(filingReview).toEqual(limitsOn(today).filingReview);
  });

  test.each([5, 365])('%i working days of publicity can be set', (value) => {
    expect(whyNotSet(limitsOn(today).publicityOfHires, value)).toBeNull();
    expect(limitsOn(today, { publicityOfHires: value }).publicityOfHires.value).toBe(value);
  });

  test.each([4, 0, -7, 366, 7.5, NaN, Infinity])('%d cannot be set, and counts as not set', (value) => {
    const before = limitsOn(today).publicityOfHires;
    expect(whyNotSet(before, value)).toEqual({
      zh: '应为5至365之间的整数',
      en: 'a whole number from 5 to 365 is expected',
    });
    expect(limitsOn(today, { publicityOfHires: value }).publicityOfHires).toEqual(before);
  });
});

describe('the period of a limit', () => {
  const calendar = workCalendar(announcedYears);
  const { applicationWindow, publicityOfHires, objectionAcknowledged } = limitsOn(today);
  const periodFrom = (text: string, limit: typeof applicationWindow) => {
    const period = periodOf(calendar, day(text), limit);
    return period.ok ? [formatDay(period.value.firstDay), formatDay(period.value.lastDay)] : period.unloadedYear;
  };

  test('of plain days runs through the holiday, that of working days waits for its end', () => {
    expect(periodFrom('2026-09-29', applicationWindow)).toEqual(['2026-09-30', '2026-10-06']);
    expect(periodFrom('2026-09-29', publicityOfHires)).toEqual(['2026-09-30', '2026-10-14']);
    expect(periodFrom('2026-09-30', objectionAcknowledged)).toEqual(['2026-10-08', '2026-10-08']);
  });

  test('of plain days needs no paper', () => {
    expect(periodFrom('2026-12-29', applicationWindow)).toEqual(['2026-12-30', '2027-01-05']);
    expect(periodFrom('2026-12-29', publicityOfHires)).toBe(2027);
  });
});
