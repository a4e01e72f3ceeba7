/** Days as numbers since 1970-01-01 and months as year × 12 + month − 1: the generator counts a lot, text is made at the edge. */
import type { Day, Instant, Month } from '../../rules/vocabulary.js';

export type DayNumber = number;
export type MonthNumber = number;

const msPerDay = 86_400_000;

export function dayNumber(day: Day): DayNumber {
  return Date.parse(`${day}T00:00:00Z`) / msPerDay;
}
export function dayText(day: DayNumber): Day {
  return new Date(day * msPerDay).toISOString().slice(0, 10);
}
export function civil(year: number, month: number, day: number): DayNumber {
  return Date.UTC(year, month - 1, day) / msPerDay;
}
export function yearOf(day: DayNumber): number {
  return new Date(day * msPerDay).getUTCFullYear();
}
export function monthOf(day: DayNumber): MonthNumber {
  const date = new Date(day * msPerDay);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}
export function monthText(month: MonthNumber): Month {
  return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
}
/** First day of a month. */
export function firstOf(month: MonthNumber): DayNumber {
  return civil(Math.floor(month / 12), (month % 12) + 1, 1);
}
/** The same day so many months on, or the month's last day where it has none. */
export function plusMonths(day: DayNumber, months: number): DayNumber {
  const month = monthOf(day) + months;
  const dayOfMonth = day - firstOf(monthOf(day));
  return Math.min(firstOf(month) + dayOfMonth, firstOf(month + 1) - 1);
}

/** `seconds` into a day at Asia/Shanghai as an instant in UTC. China has had no summer time since 1991. */
export function instantAt(day: DayNumber, seconds: number): Instant {
  return new Date(day * msPerDay + (seconds - 8 * 3600) * 1000).toISOString();
}
/** The same instant as the sources write it, with the offset +08:00. */
export function shanghaiText(instant: Instant): string {
  return `${new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`;
}
