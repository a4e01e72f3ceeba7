/** One entitlement of the policy, as it is written down in `entitlements/`. */
import type { CivilDay } from './civil-date.js';
import type { Cite, Condition, Question, Text } from './condition.js';
import type { ReadingId } from './readings.js';

/** One factor of an amount; the amount is their product. Factors read no fact in common. */
export interface Factor {
  readonly text: Text;
  readonly unit: 'fen' | 'months';
  readonly question: Question<number>;
}

export interface Entitlement {
  readonly id: string;
  readonly name: Text;
  readonly cites: readonly Cite[];
  /** First and last day of application; no last day: until a later rule repeals it. */
  readonly inForce: { readonly from: CivilDay; readonly to: CivilDay | null };
  readonly conditions: Condition;
  readonly amount: { readonly is: 'once' | 'for_the_months_claimed'; readonly factors: readonly Factor[] };
  /** Last day of the right, where it has one. */
  readonly until: Question<CivilDay | null> | null;
  readonly documents: readonly Text[];
  readonly fund: Text;
  /** Readings that the rule as a whole rests on; those of single conditions stand there. */
  readonly readings: readonly ReadingId[];
  readonly remarks: readonly Text[];
}
