/** Days and months of a record: what holds on a day, since when silence means "none", which months a payment covers. */
import { civilDate, dayOf, formatDay, parseDay } from './civil-date.js';
import type { CivilDay } from './civil-date.js';
import type { Day, Month, PersonDocument } from './vocabulary.js';

export function holds({ from, to }: { from: Day; to: Day | null }, on: Day): boolean {
  return from <= on && (to === null || on <= to);
}

/** Whether an absent record of the stream means "none" on a day: only since the stream's records begin. */
export function isComplete(record: PersonDocument, stream: string, since: Day): boolean {
  const begin = record.recordsBeginOn[stream];
  return begin !== undefined && begin <= since;
}

/** The later of a day and the day on which a register begins; null: it was never read completely. */
export function firstDay(record: PersonDocument, stream: string, day: CivilDay): CivilDay | null {
  const begin = parseDay(record.recordsBeginOn[stream] ?? '');
  return begin === null ? null : Math.max(begin, day);
}

export function monthOf(day: CivilDay): Month {
  return formatDay(day).slice(0, 7);
}

/** The first day of the month that lies so many months after the one of a day. */
export function firstOfMonth(day: CivilDay, monthsLater: number): CivilDay {
  const { year, month } = civilDate(day);
  return dayOf(year, month + monthsLater, 1);
}

/** Whole months after the one in which `from` lies, up to and without the one of `to`. */
export function monthsBetween(from: CivilDay, to: CivilDay): Month[] {
  return monthsFrom(firstOfMonth(from, 1), monthOf(firstOfMonth(to, -1)));
}

/** The months that payments cover, each once. */
export function monthsCovered(payments: readonly { fromMonth: Month; toMonth: Month }[]): Set<Month> {
  return new Set(
    payments.flatMap(({ fromMonth, toMonth }) => {
      const day = parseDay(`${fromMonth}-01`);
      return day === null ? [] : monthsFrom(day, toMonth);
    }),
  );
}

/** From the month of a day to a last month; no payment covers more than fifty years. */
function monthsFrom(day: CivilDay, last: Month): Month[] {
  const months: Month[] = [];
  for (let i = 0; i < 600; i++) {
    const next = monthOf(firstOfMonth(day, i));
    if (next > last) break;
    months.push(next);
  }
  return months;
}
