/** Working days: Monday to Friday, but for what the State Council's paper of each year moves. A day that no paper covers is refused, never guessed. */
import { civilDate, parseDay } from '../civil-date.js';
import type { CivilDay } from '../civil-date.js';
import type { Day } from '../units.js';

/** What the papers titled with one year move. They may move days of the December before, too. */
export interface WorkYear {
  readonly year: number;
  /** Addresses or numbers of the papers. */
  readonly papers: readonly string[];
  readonly daysOff: readonly Day[];
  /** Weekend days that are worked. */
  readonly workDays: readonly Day[];
  /** Invented for a demonstration: no paper says so. */
  readonly example: boolean;
}

export interface WorkCalendar {
  readonly years: ReadonlyMap<number, WorkYear>;
  /** Whether a day that a paper names is worked. */
  readonly named: ReadonlyMap<CivilDay, boolean>;
}

/** An answer, or the year whose paper it would take. */
export type ByCalendar<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly unloadedYear: number };

export interface Period {
  readonly firstDay: CivilDay;
  /** Its end, 24:00 in Beijing, is the end of the period. */
  readonly lastDay: CivilDay;
}

/** Of two that speak for one year the later in the list counts; of a December day the paper of the next year does: it came out later. */
export function workCalendar(list: readonly WorkYear[]): WorkCalendar {
  const years = new Map(list.map((one) => [one.year, one]));
  const named = new Map<CivilDay, boolean>();
  for (const { daysOff, workDays } of [...years.values()].sort((a, b) => a.year - b.year)) {
    for (const day of daysOff) named.set(parseDay(day)!, false);
    for (const day of workDays) named.set(parseDay(day)!, true);
  }
  return { years, named };
}

/**
 * From this day of December on, the next year's paper must be loaded, too. The weekend before New Year begins on 25 December
 * at the earliest; in twenty years of papers none reached back further than 29 December (2007 and 2018).
 */
export const NEXT_PAPER_FROM = 25;

function unloadedYear({ years }: WorkCalendar, day: CivilDay): number | null {
  const { year, month, date } = civilDate(day);
  if (!years.has(year)) return year;
  return month === 12 && date >= NEXT_PAPER_FROM && !years.has(year + 1) ? year + 1 : null;
}

/** 1 January 1970 was a Thursday. */
export const isWeekend = (day: CivilDay): boolean => (((day + 3) % 7) + 7) % 7 >= 5;

export function isWorkingDay(calendar: WorkCalendar, day: CivilDay): ByCalendar<boolean> {
  const missing = unloadedYear(calendar, day);
  if (missing !== null) return { ok: false, unloadedYear: missing };
  return { ok: true, value: calendar.named.get(day) ?? !isWeekend(day) };
}

/** The n-th working day after a day, which is not counted itself. */
export function addWorkingDays(calendar: WorkCalendar, day: CivilDay, n: number): ByCalendar<CivilDay> {
  let [reached, left] = [day, n];
  while (left > 0) {
    const works = isWorkingDay(calendar, ++reached);
    if (!works.ok) return works;
    if (works.value) left--;
  }
  return { ok: true, value: reached };
}

/** Working days after a day, up to and with another: those that are left of a period on that day. 0 where it is over. */
export function workingDaysBetween(calendar: WorkCalendar, after: CivilDay, until: CivilDay): ByCalendar<number> {
  let count = 0;
  for (let day = after + 1; day <= until; day++) {
    const works = isWorkingDay(calendar, day);
    if (!works.ok) return works;
    if (works.value) count++;
  }
  return { ok: true, value: count };
}

/** A period of n working days; the first is the one after the day of posting. */
export function periodOfWorkingDays(calendar: WorkCalendar, postedOn: CivilDay, n: number): ByCalendar<Period> {
  const first = addWorkingDays(calendar, postedOn, 1);
  if (!first.ok) return first;
  const last = addWorkingDays(calendar, first.value, n - 1);
  return last.ok ? { ok: true, value: { firstDay: first.value, lastDay: last.value } } : last;
}
