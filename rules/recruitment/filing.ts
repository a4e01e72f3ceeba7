/** What a notice is checked against on the day of its filing. */
import type { Fen, Instant } from '../units.js';
import type { CodeLists } from './codes.js';
import type { Employer } from './notice.js';
import type { TimeLimits } from './time-limits.js';

export interface Filing {
  readonly codes: CodeLists;
  readonly now: Instant;
  readonly limits: FilingLimits;
  readonly employer: Employer;
}

/** What is null is not known, and then it is not checked. */
export interface FilingLimits {
  readonly time: TimeLimits;
  /** Local minimum wage of a month. */
  readonly minimumWageFen: Fen | null;
  /** Least share of openings kept for veterans. Item 14 says "in proportion" and gives no number. */
  readonly veteransPercent: number | null;
}
