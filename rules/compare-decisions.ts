/** Who gains and who loses: the decisions on one subject before and after a change, as counts that add up over many subjects. */
import type { Entitlement } from './entitlement.js';
import { factsReadBy } from './facts-read-by.js';
import type { Fen } from './money.js';
import type { Decision } from './outcome.js';

type Compared = Pick<Decision, 'rule' | 'outcome' | 'amountFen' | 'amountMissing'>;

export interface RuleEffect {
  rule: string;
  newlyEligible: number;
  noLongerEligible: number;
  /** Eligible before and after. */
  amountUp: number;
  amountDown: number;
  /** An outcome, or the amount of somebody eligible, was not known and is now; or the other way round. */
  unknownSettled: number;
  newlyUnknown: number;
  /** Where the amount is known before and after. What is not known is never taken for 0. */
  changeFen: Fen;
  /** Amounts that were not known and are now. */
  settledFen: Fen;
}

/** The rules that read one of these parameters: no other decision can differ by them. */
export function rulesReading(rules: readonly Entitlement[], parameters: readonly string[]): Entitlement[] {
  const reads = ({ id }: Entitlement, name: string) =>
    [...factsReadBy(id)].some((path) => path === `parameter:${name}` || path.startsWith(`parameter:${name}.`));
  return rules.filter((rule) => parameters.some((name) => reads(rule, name)));
}

/** One subject: the rules whose decisions differ, each count 0 or 1. Rules that stand in one list alone are not compared. */
export function compareDecisions(before: readonly Compared[], after: readonly Compared[]): RuleEffect[] {
  const old = new Map(before.map((decision) => [decision.rule, decision]));
  return after.flatMap((now) => {
    const was = old.get(now.rule);
    const differs = was && (was.outcome !== now.outcome || was.amountFen !== now.amountFen);
    return differs ? [effectOf(was, now)] : [];
  });
}

/** The sum of two lists of effects, rule by rule. */
export function addEffects(sum: readonly RuleEffect[], more: readonly RuleEffect[]): RuleEffect[] {
  const byRule = new Map(sum.map((effect) => [effect.rule, effect]));
  for (const effect of more) {
    const known = byRule.get(effect.rule);
    byRule.set(effect.rule, known ? added(known, effect) : effect);
  }
  return [...byRule.values()];
}

function effectOf(was: Compared, now: Compared): RuleEffect {
  const [wasDue, isDue] = [was.outcome === 'eligible', now.outcome === 'eligible'];
  const [from, to] = [amountOf(was), amountOf(now)];
  const both = from !== null && to !== null;
  const change = both ? to - from : 0;
  const count = (yes: boolean) => (yes ? 1 : 0);
  return {
    rule: now.rule,
    newlyEligible: count(!wasDue && isDue),
    noLongerEligible: count(wasDue && !isDue),
    amountUp: count(wasDue && isDue && change > 0),
    amountDown: count(wasDue && isDue && change < 0),
    unknownSettled: count(isOpen(was) && !isOpen(now)),
    newlyUnknown: count(!isOpen(was) && isOpen(now)),
    changeFen: change,
    settledFen: from === null && to !== null ? to : 0,
  };
}

const isOpen = ({ outcome, amountFen, amountMissing }: Compared): boolean =>
  outcome === 'unknown' || (outcome === 'eligible' && amountFen === null && amountMissing.length > 0);
/** A right without money is worth nothing, and so is a rule that is not in force. */
const amountOf = (decision: Compared): Fen | null => decision.amountFen ?? (isOpen(decision) ? null : 0);

function added(a: RuleEffect, b: RuleEffect): RuleEffect {
  return {
    rule: a.rule,
    newlyEligible: a.newlyEligible + b.newlyEligible,
    noLongerEligible: a.noLongerEligible + b.noLongerEligible,
    amountUp: a.amountUp + b.amountUp,
    amountDown: a.amountDown + b.amountDown,
    unknownSettled: a.unknownSettled + b.unknownSettled,
    newlyUnknown: a.newlyUnknown + b.newlyUnknown,
    changeFen: a.changeFen + b.changeFen,
    settledFen: a.settledFen + b.settledFen,
  };
}
