/** A civil day in Puyang, counted from 1970-01-01. A number, so that days compare and subtract; text only at the border. */
export type CivilDay = number;

/** Days outside these are refused at the border: no person or firm in the hub is older, no rule looks further. */
export const FIRST_DAY: CivilDay = dayOf(1900, 1, 1);
export const LAST_DAY: CivilDay = dayOf(2199, 12, 31);

/** The day number of a civil date (proleptic Gregorian calendar; months may run over: month 14 is next February). */
export function dayOf(year: number, month: number, date: number): CivilDay {
  // The year is counted from March, so that the leap day is the last day of it.
  const months = year * 12 + month - 3;
  const y = Math.floor(months / 12);
  const m = months - y * 12;
  const leapDays = Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400);
  return y * 365 + leapDays + Math.floor((153 * m + 2) / 5) + date - 719469;
}

/** Year, month 1–12 and date of a day. */
export function civilDate(day: CivilDay): { year: number; month: number; date: number } {
  const sinceMarch0 = day + 719468;
  const era = Math.floor(sinceMarch0 / 146097);
  const d = sinceMarch0 - era * 146097;
  const y = Math.floor((d - Math.floor(d / 1460) + Math.floor(d / 36524) - Math.floor(d / 146096)) / 365);
  const dayOfYear = d - (365 * y + Math.floor(y / 4) - Math.floor(y / 100));
  const m = Math.floor((5 * dayOfYear + 2) / 153);
  const month = m < 10 ? m + 3 : m - 9;
  return {
    year: era * 400 + y + (month <= 2 ? 1 : 0),
    month,
    date: dayOfYear - Math.floor((153 * m + 2) / 5) + 1,
  };
}

/** Reads `YYYY-MM-DD`; null when it is not written so, impossible (2016-02-30) or out of range. */
export function parseDay(text: string): CivilDay | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const day = dayOf(+text.slice(0, 4), +text.slice(5, 7), +text.slice(8));
  const valid = day >= FIRST_DAY && day <= LAST_DAY && formatDay(day) === text;
  return valid ? day : null;
}

export function formatDay(day: CivilDay): string {
  const { year, month, date } = civilDate(day);
  return `${year}-${twoPlaces(month)}-${twoPlaces(date)}`;
}

const twoPlaces = (n: number) => (n < 10 ? `0${n}` : `${n}`);

/**
 * The last day of a period of whole months that runs from a day: the corresponding day, else the month's last day.
 * Civil Code art. 201 and 202 (the first day is not counted).
 */
export function addMonths(day: CivilDay, months: number): CivilDay {
  const { year, month, date } = civilDate(day);
  const firstOfNext = dayOf(year, month + months + 1, 1);
  return Math.min(dayOf(year, month + months, 1) + date - 1, firstOfNext - 1);
}

export function addYears(day: CivilDay, years: number): CivilDay {
  return addMonths(day, years * 12);
}

/** Months begun between two days: 0 when `to` is not after `from`; a month that has begun counts. */
export function monthsBegunBetween(from: CivilDay, to: CivilDay): number {
  if (to <= from) return 0;
  const a = civilDate(from);
  const b = civilDate(to);
  const months = (b.year - a.year) * 12 + b.month - a.month;
  return addMonths(from, months) < to ? months + 1 : Math.max(months, 1);
}
