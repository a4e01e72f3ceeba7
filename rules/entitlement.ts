/** One rule of the policy, as it is written down in `entitlements/` and `definitions/`. */
import type { Amount } from './amount.js';
import type { CivilDay } from './civil-date.js';
import type { Cite, Condition, Question, Text } from './condition.js';
import type { FactPath } from './fact-names.js';
import type { AmountIs } from './outcome.js';
import type { ReadingId } from './readings.js';

/** Of whom a rule decides. */
export type Subject = 'person' | 'employer' | 'enterprise' | 'park' | 'provider' | 'unit' | 'community' | 'household';

export interface Entitlement {
  readonly id: string;
  readonly name: Text;
  /** `entitlement`: eligible or not; `status`: true or false; `date`: the day in `value`. */
  readonly answers: 'entitlement' | 'status' | 'date';
  readonly subject: Subject;
  readonly cites: readonly Cite[];
  /** First and last day of application; no last day: until a later rule repeals it. Null: no law of this policy, always. */
  readonly inForce: { readonly from: CivilDay; readonly to: CivilDay | null } | null;
  readonly conditions: Condition;
  /** Null: a right without money. */
  readonly amount: { readonly is: AmountIs; readonly of: Amount } | null;
  /** Last day of the right, where it has one. */
  readonly until: Question<CivilDay | null> | null;
  /** A reading, and its choice under which there is no such day. */
  readonly noUntilIfRead: { readonly reading: ReadingId; readonly choice: string } | null;
  /** The day that is asked for, of a rule that answers one. */
  readonly value: Question<CivilDay | null> | null;
  /** Who goes before others; null: nobody. */
  readonly priority: Condition | null;
  /** A limit that several rules share; earlier members of the pool are paid first. */
  readonly pool: Pool | null;
  /** One cost that is paid by one rule only: whoever comes first in a request and is eligible. */
  readonly route: 'employer-insurance' | 'own-insurance' | 'startup-training' | null;
  readonly documents: readonly Text[];
  readonly fund: Text;
  /** Papers that this policy refers to and does not hold. */
  readonly papers: readonly Text[];
  /** Readings that the rule as a whole rests on; those of single conditions stand there. */
  readonly readings: readonly ReadingId[];
  readonly remarks: readonly Text[];
}

export interface Pool {
  readonly name: Text;
  readonly cite: Cite;
  readonly fen: number;
  readonly paid: FactPath;
  /** Ids of its members, in the order in which they are paid. */
  readonly members: readonly string[];
}

type Required = 'id' | 'name' | 'cites' | 'conditions' | 'fund';

/** A rule with what most rules do not have left out. */
export function rule(
  written: Pick<Entitlement, Required> &
    Partial<Omit<Entitlement, Required>> &
    Pick<Entitlement, 'subject' | 'inForce'>,
): Entitlement {
  return {
    answers: 'entitlement',
    amount: null,
    until: null,
    noUntilIfRead: null,
    value: null,
    priority: null,
    pool: null,
    route: null,
    documents: [],
    papers: [],
    readings: [],
    remarks: [],
    ...written,
  };
}
