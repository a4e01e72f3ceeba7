/** The civil day in Asia/Shanghai: UTC+8 without summer time since 1992. */
import type { Day } from '../rules/vocabulary.js';

export function civilDayOf(instant: Date): Day {
  return new Date(instant.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
}
