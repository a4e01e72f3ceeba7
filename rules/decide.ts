/** One rule for one subject: the decision, and the days on which it will change. */
import { formatDay, LAST_DAY } from './civil-date.js';
import type { CivilDay } from './civil-date.js';
import { questionsOf } from './choose.js';
import type { Chosen } from './choose.js';
import type { Question } from './condition.js';
import { withRetirementCategory } from './definitions/retirement-date.js';
import type { Entitlement } from './entitlement.js';
import type { Facts, Parameters } from './fact.js';
import { factsReadBy } from './facts-read-by.js';
import { judge, planOf } from './judge.js';
import type { Plan, Verdict } from './judge.js';
import type { Decision, Truth } from './outcome.js';
import { asChosen } from './readings.js';
import type { ReadingChoices } from './readings.js';
import { settle } from './settle.js';
import type { Truths } from './settle.js';
import { RULE } from './spend.js';
import { firstDifferent } from './halving.js';
import { LAW_TURNS, turningDaysOf } from './situation.js';
import type { Circumstances } from './situation.js';
import { datedQuestionsOf, datedQuestionsOfAmount } from './turning-questions.js';
import { decisionOf, parametersRead, questionsAsked, Words } from './words.js';
import type { Comparable, DayDecision } from './words.js';

/** A decision with what `decideTogether` must know of it. */
export interface Decided<D extends DayDecision = DayDecision> {
  readonly decision: D;
  readonly conditions: Chosen;
  readonly truths: ReadonlyMap<Chosen, Truth>;
}

/** One rule on one day. `paidElsewhere`: elements of `hires` that another rule pays. A third less work than with the days to come. */
export function decideWith(
  rule: Entitlement,
  given: Circumstances,
  choices: ReadingChoices,
  paidElsewhere: ReadonlySet<number>,
): Decided {
  const { plan, verdict, words } = weighOn(rule, given, choices, paidElsewhere);
  return { decision: decisionOf(rule, verdict, () => words), conditions: plan.conditions, truths: verdict.truths };
}

/** The same with the days to come: when it changes, and when a no becomes a yes. */
export function decideAheadWith(
  rule: Entitlement,
  given: Circumstances,
  choices: ReadingChoices,
  paidElsewhere: ReadonlySet<number>,
): Decided<Decision> {
  const { plan, circumstances, verdict, words } = weighOn(rule, given, choices, paidElsewhere);
  const decision = Object.assign(
    decisionOf(rule, verdict, () => words),
    daysAhead(plan, circumstances, verdict),
  );
  return { decision, conditions: plan.conditions, truths: verdict.truths };
}

/** One rule by itself, with the days to come. */
export function decide(rule: Entitlement, given: Circumstances, choices: ReadingChoices = asChosen): Decision {
  return decideAheadWith(rule, given, choices, none).decision;
}

/** One rule by itself, for a reader of one day. */
export function decideOnDay(rule: Entitlement, given: Circumstances, choices: ReadingChoices = asChosen): DayDecision {
  return decideWith(rule, given, choices, none).decision;
}

const none: ReadonlySet<number> = new Set();

interface Weighed {
  readonly plan: Plan;
  readonly circumstances: Circumstances;
  readonly verdict: Verdict;
  readonly words: Words;
}

function weighOn(
  rule: Entitlement,
  given: Circumstances,
  choices: ReadingChoices,
  paidElsewhere: ReadonlySet<number>,
): Weighed {
  given.spend?.(RULE);
  const circumstances = { ...given, facts: withRetirementCategory(given.facts) };
  const weigh = (on: Circumstances): Weighed => {
    const { facts, spend } = on;
    const plan = planOf(rule, { facts, choices, paidElsewhere, ...(spend && { spend }) });
    const verdict = judge(plan, on);
    return { plan, circumstances: on, verdict, words: new Words(plan, verdict, on) };
  };
  const isAsked = choices !== asChosen || paidElsewhere.size > 0 || isTold(rule, circumstances.facts);
  if (isAsked) return weigh(circumstances);
  if (!circumstances.spend) return weighedOfNothing(rule, circumstances, () => weigh(circumstances));
  const { spend: _, ...free } = circumstances;
  // What is kept for everybody is nobody's work.
  return { ...weighedOfNothing(rule, free, () => weigh(free)), circumstances };
}

function isTold({ id }: Entitlement, facts: Facts): boolean {
  for (const path of factsReadBy(id)) if (facts.has(path)) return true;
  return false;
}

/** Who is asked about parks and employers says nothing of them: what comes out is the same for everybody on one day. */
function weighedOfNothing(rule: Entitlement, { parameters, assessOn }: Circumstances, weigh: () => Weighed): Weighed {
  const known = ofNothing.get(parameters) ?? new WeakMap<Entitlement, Weighed>();
  ofNothing.set(parameters, known);
  const before = known.get(rule);
  if (before?.circumstances.assessOn === assessOn) return before;
  const weighed = weigh();
  known.set(rule, weighed);
  return weighed;
}

const ofNothing = new WeakMap<Parameters, WeakMap<Entitlement, Weighed>>();

/** What must stay equal for a decision to be the same. */
export function sameDecision(a: Comparable, b: Comparable): boolean {
  return (
    a.outcome === b.outcome &&
    a.amountFen === b.amountFen &&
    a.amountAtLeastFen === b.amountAtLeastFen &&
    a.amountAtMostFen === b.amountAtMostFen &&
    a.until === b.until &&
    a.value === b.value &&
    a.priority === b.priority &&
    a.missing.join() === b.missing.join() &&
    a.amountMissing.join() === b.amountMissing.join()
  );
}

/** Jumps from turning day to turning day instead of asking every day; between two of them amounts only rise or only fall. */
function daysAhead(plan: Plan, circumstances: Circumstances, today: Verdict) {
  const never = { changesOn: null, becomesEligibleOn: null };
  if (today.outcome === 'ineligible' && isBarredForGood(plan.conditions, circumstances, today.truths)) return never;
  const judged = new Map<CivilDay, Verdict>();
  const on = (assessOn: CivilDay) => {
    const verdict = judged.get(assessOn) ?? judge(plan, { ...circumstances, assessOn });
    judged.set(assessOn, verdict);
    return verdict;
  };
  const isYes = ({ outcome }: Verdict) => outcome === 'eligible' || outcome === 'true';
  const differs = (day: CivilDay) => !sameDecision(on(day), today);
  let becomesEligibleOn: CivilDay | null = null;
  let changesOn: CivilDay | null = null;
  let previous = circumstances.assessOn;
  for (const day of turningDays(plan, circumstances)) {
    if (changesOn === null) {
      const inBetween = day - 1 > previous ? firstDifferent(differs, previous, day - 1) : null;
      changesOn = inBetween ?? (differs(day) ? day : null);
      previous = day;
    }
    if (!isYes(today) && becomesEligibleOn === null && isYes(on(day))) becomesEligibleOn = day;
    if (changesOn !== null && (isYes(today) || becomesEligibleOn !== null)) break;
  }
  const iso = (day: CivilDay | null) => (day === null ? null : formatDay(day));
  return { changesOn: iso(changesOn), becomesEligibleOn: iso(becomesEligibleOn) };
}

/** Whether parts that no calendar reads are enough for a no. */
function isBarredForGood(part: Chosen, circumstances: Circumstances, truths: Truths): boolean {
  if (part.op === 'leaf' || part.op === 'reaches')
    return !questionsOf(part).some(isDated) && settle(part, circumstances, truths) === 'false';
  const barred = (of: Chosen) => isBarredForGood(of, circumstances, truths);
  return part.op === 'all' ? part.of.some(barred) : part.of.every(barred);
}

const isDated = ({ reads }: Question<unknown>) =>
  reads.some((argument) => argument === 'assessOn' || argument.startsWith('parameter:'));

/** Days to come on which something can turn: in a condition, in the law, in a parameter, in the rule itself. */
function turningDays(plan: Plan, circumstances: Circumstances): CivilDay[] {
  const { rule, conditions, amount, priority } = plan;
  const { assessOn, parameters } = circumstances;
  const dated = [conditions, ...(priority === null ? [] : [priority])].flatMap(datedQuestionsOf);
  const questions = [...dated, ...(amount === null ? [] : datedQuestionsOfAmount(amount))];
  const starts = parametersRead(plan).flatMap((name) => parameters.get(name) ?? []);
  const ends =
    rule.inForce === null ? [] : [rule.inForce.from, ...(rule.inForce.to === null ? [] : [rule.inForce.to + 1])];
  const asked = [...questions, ...questionsAsked(plan)];
  if (!asked.some(({ reads }) => reads.includes('assessOn')) && starts.length === 0) {
    return ends.filter((day) => day > assessOn);
  }
  const cuts = [...LAW_TURNS, ...starts.map((entry) => entry.from ?? assessOn), ...ends]
    .filter((day) => day > assessOn)
    .sort((a, b) => a - b);
  const days = new Set([...cuts, LAST_DAY]);
  let start = assessOn;
  for (const end of [...cuts, LAST_DAY]) {
    for (const day of turningDaysOf(questions, { ...circumstances, assessOn: start }, end - 1))
      days.add(day).add(day - 1);
    start = end;
  }
  days.delete(assessOn);
  return [...days].sort((a, b) => a - b);
}
