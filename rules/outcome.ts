/** What a decision says. Plain data: the same in resolver, job and browser. */
import type { Cite, Text } from './condition.js';
import type { ParameterValue } from './fact.js';
import type { Fen } from './money.js';
import type { ReadingId } from './readings.js';

export type Truth = 'true' | 'false' | 'unknown';
/** A definition answers true or false where an entitlement answers eligible or ineligible. */
export type Outcome = 'eligible' | 'ineligible' | 'unknown' | 'not_in_force' | 'true' | 'false';
/** For what one amount is paid. */
export type AmountIs = 'once' | 'for_the_months_claimed' | 'for_the_year' | 'for_the_people_named' | 'at_most';

export type Shown = string | number | boolean | null;

/** A fact as a condition saw it. Days are ISO text, money is yuan. Not known: `value` is null, or what it can still be. */
export interface SeenFact {
  path: string;
  known: boolean;
  value: Shown | { conflict: { source: string | null; value: Shown }[] } | { between: [Shown, Shown] };
  source: string | null;
  observedOn: string | null;
}

/** The condition tree with the truth of every part. */
export type Trace =
  | {
      kind: 'condition';
      zh: string;
      en: string;
      truth: Truth;
      cite: Cite;
      readings: readonly ReadingId[];
      facts: SeenFact[];
    }
  | { kind: 'all' | 'any'; zh: string | null; en: string | null; truth: Truth; of: Trace[] }
  | {
      kind: 'reaches';
      zh: string;
      en: string;
      truth: Truth;
      cite: Cite;
      readings: readonly ReadingId[];
      /** What it comes to, once nothing in it is open. */
      comesTo: number | null;
      least: number;
      facts: SeenFact[];
      of: Trace[];
    };

export interface UsedParameter {
  name: string;
  /** Money in fen; a schedule as its lines. */
  value: ParameterValue | null;
  from: string | null;
  source: string | null;
}

/** The decision of one rule for one subject on one day. Days are ISO text. */
export interface Decision {
  rule: string;
  name: Text;
  outcome: Outcome;
  /** The day that was asked for, of a rule that answers one. */
  value: string | null;
  /** 0 when ineligible; null when it is not known, or where the right has no money. */
  amountFen: Fen | null;
  amountAtLeastFen: Fen | null;
  amountAtMostFen: Fen | null;
  amountIs: AmountIs | null;
  /** Last day of the right. */
  until: string | null;
  becomesEligibleOn: string | null;
  /** First day on which this decision would differ with no new fact. */
  changesOn: string | null;
  /** Unknown facts whose value can still change the outcome, in the rule's order. */
  missing: string[];
  /** Unknown facts whose value can still change the amount of somebody eligible. */
  amountMissing: string[];
  /** Goes before others. */
  priority: boolean;
  conditions: Trace;
  /** In Chinese, then the same in English: short enough to read aloud. */
  reasons: string[];
  cites: readonly (Cite & { document: string })[];
  documents: readonly Text[];
  fund: Text;
  /** Papers on which the answer depends and which this policy does not hold. */
  papers: readonly Text[];
  readings: ReadingId[];
  remarks: readonly Text[];
  parametersUsed: UsedParameter[];
}
