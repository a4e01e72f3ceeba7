/** Values with a first day of validity. What is not known is a value too: `null`, never 0. */
import type { CivilDay } from './civil-date.js';

export interface Dated<T> {
  /** First day; null: always. */
  readonly from: CivilDay | null;
  readonly value: T | null;
  /** The paper in which the value stands. */
  readonly source: string | null;
}

/** The entry in force on a day: the last one that has begun. */
export function inForceOn<T>(entries: readonly Dated<T>[], day: CivilDay): Dated<T> | undefined {
  let found: Dated<T> | undefined;
  for (const entry of entries) {
    const begun = entry.from === null || entry.from <= day;
    if (begun && (!found || (entry.from ?? -Infinity) >= (found.from ?? -Infinity))) found = entry;
  }
  return found;
}
