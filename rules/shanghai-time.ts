/** Civil days in Asia/Shanghai, which has kept UTC+8 without summer time since 1991. */
import type { Day } from './vocabulary.js';

const offsetMs = 8 * 3_600_000;

export function civilDay(at: Date): Day {
  return new Date(at.getTime() + offsetMs).toISOString().slice(0, 10);
}

export function beginOfDay(at: Date): Date {
  return new Date(`${civilDay(at)}T00:00:00+08:00`);
}

/** The last millisecond of a civil day. */
export function endOfDay(day: Day): Date {
  return new Date(`${day}T23:59:59.999+08:00`);
}
