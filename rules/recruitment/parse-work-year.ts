/** The working-day papers of one year as a file gives them: strictly read, so that half a file or a mistyped day is seen. */
import { dayOf, formatDay } from '../civil-date.js';
import { parseDayAt, parseTextAt } from '../parse-value.js';
import { asList, asObject, Refusal } from '../refusal.js';
import { FIXED_HOLIDAYS } from './holidays.js';
import { isWeekend } from './working-days.js';
import type { WorkYear } from './working-days.js';

/** The policy's first year, and the last one of which a day can be written here. */
const YEARS = [2016, 2199] as const;
const MOST_PAPERS = 10;
const MOST_DAYS = 100;
/** In every year since 2015 the papers named 23 to 33 days off. */
const LEAST_DAYS_OFF = 20;

/** `{year, papers: [address], days: [{date, isOffDay}]}`; other members, such as a holiday's name, are not read. Throws a Refusal. */
export function parseWorkYear(given: unknown): WorkYear {
  const file = asObject(given, '');
  const year = parseYear(file.year);
  const papers = asList(file.papers, 'papers', MOST_PAPERS).map((paper, i) => parseTextAt(paper, `papers[${i}]`));
  if (papers.length === 0) throw new Refusal('papers', '缺少国务院文件', "the State Council's paper is required");
  const days = asList(file.days, 'days', MOST_DAYS).map((day, i) => parseNamedDay(day, `days[${i}]`, year));
  const seen = new Set<string>();
  days.forEach(({ date }, i) => {
    if (seen.has(date)) throw new Refusal(`days[${i}].date`, '重复', 'stands there twice');
    seen.add(date);
  });
  const datesOf = (off: boolean) => days.filter(({ isOffDay }) => isOffDay === off).map(({ date }) => date);
  const daysOff = datesOf(true).sort();
  checkWhole(year, daysOff);
  return { year, papers, daysOff, workDays: datesOf(false).sort(), example: false };
}

function checkWhole(year: number, daysOff: readonly string[]): void {
  if (daysOff.length < LEAST_DAYS_OFF)
    throw new Refusal(
      'days',
      `只有${daysOff.length}个放假日，至少应有${LEAST_DAYS_OFF}个，文件可能不全`,
      `only ${daysOff.length} days off, at least ${LEAST_DAYS_OFF} are expected: the file may be cut short`,
    );
  const absent = FIXED_HOLIDAYS.map((date) => `${year}-${date}`).find((day) => !daysOff.includes(day));
  if (absent) throw new Refusal('days', `${absent}是法定节假日，应为放假日`, `${absent} is a public holiday by law`);
}

function parseYear(value: unknown): number {
  const [first, last] = YEARS;
  if (typeof value === 'number' && Number.isInteger(value) && value >= first && value <= last) return value;
  throw new Refusal('year', `应为${first}至${last}之间的年份`, `a year from ${first} to ${last} is expected`);
}

function parseNamedDay(given: unknown, path: string, year: number): { date: string; isOffDay: boolean } {
  const { date, isOffDay } = asObject(given, path);
  const day = parseDayAt(date, `${path}.date`);
  if (day < dayOf(year - 1, 12, 1) || day > dayOf(year, 12, 31))
    throw new Refusal(
      `${path}.date`,
      `不在${year}年或其前的12月内`,
      `is neither in ${year} nor in the December before it`,
    );
  if (typeof isOffDay !== 'boolean')
    throw new Refusal(`${path}.isOffDay`, '应为 true 或 false', 'true or false is expected');
  if (!isOffDay && !isWeekend(day))
    throw new Refusal(
      `${path}.date`,
      '不是周末，本来就上班；请核对日期，或删去此项',
      'is no weekend day and worked anyway: check the date, or leave it out',
    );
  return { date: formatDay(day), isOffDay };
}
