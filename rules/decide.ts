/** One rule for one subject: the decision with its trace, its words and the days on which it will change. */
import { datedQuestionsOf, datedQuestionsOfAmount } from './turning-questions.js';
import { formatDay, LAST_DAY } from './civil-date.js';
import type { CivilDay } from './civil-date.js';
import { leavesOf, questionsOf, questionsOfAmount } from './choose.js';
import type { Chosen } from './choose.js';
import type { Question } from './condition.js';
import { inForceOn } from './dated.js';
import { withRetirementCategory } from './definitions/retirement-date.js';
import { DOCUMENT } from './entitlements/policy.js';
import type { Entitlement } from './entitlement.js';
import { judge, planOf } from './judge.js';
import type { Plan, Verdict } from './judge.js';
import type { Decision, Truth, UsedParameter } from './outcome.js';
import type { ReadingChoices, ReadingId } from './readings.js';
import { reasonsFor } from './reasons.js';
import { settle, settleRest } from './settle.js';
import type { Truths } from './settle.js';
import { firstDifferent, LAW_TURNS, turningDaysOf } from './situation.js';
import type { Circumstances } from './situation.js';
import { traceOf } from './trace.js';

/** The decision of one day. */
export type DayDecision = Omit<Decision, 'becomesEligibleOn' | 'changesOn'>;

/** What of a decision hangs on values alone, not on who said them. */
export type Comparable = Omit<Verdict, 'truths'>;

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
  const { plan, circumstances, verdict } = weighOn(rule, given, choices, paidElsewhere);
  return { decision: inWords(plan, verdict, circumstances), conditions: plan.conditions, truths: verdict.truths };
}

/** The same with the days to come: when it changes, and when a no becomes a yes. */
export function decideAheadWith(
  rule: Entitlement,
  given: Circumstances,
  choices: ReadingChoices,
  paidElsewhere: ReadonlySet<number>,
): Decided<Decision> {
  const { plan, circumstances, verdict } = weighOn(rule, given, choices, paidElsewhere);
  const decision = Object.assign(inWords(plan, verdict, circumstances), daysAhead(plan, circumstances, verdict));
  return { decision, conditions: plan.conditions, truths: verdict.truths };
}

/** One rule by itself, with the days to come. */
export function decide(rule: Entitlement, given: Circumstances, choices: ReadingChoices = {}): Decision {
  return decideAheadWith(rule, given, choices, none).decision;
}

/** One rule by itself, for a reader of one day. */
export function decideOnDay(rule: Entitlement, given: Circumstances, choices: ReadingChoices = {}): DayDecision {
  return decideWith(rule, given, choices, none).decision;
}

const none: ReadonlySet<number> = new Set();

function weighOn(rule: Entitlement, given: Circumstances, choices: ReadingChoices, paidElsewhere: ReadonlySet<number>) {
  const facts = withRetirementCategory(given.facts);
  const circumstances = { ...given, facts };
  const plan = planOf(rule, { facts, choices, paidElsewhere });
  return { plan, circumstances, verdict: judge(plan, circumstances) };
}

function inWords(plan: Plan, verdict: Verdict, circumstances: Circumstances): DayDecision {
  const { truths, ...outcome } = verdict;
  return decisionOf(plan.rule, outcome, () => {
    settleRest(plan.conditions, circumstances, truths);
    const conditions = traceOf(plan.conditions, truths, circumstances);
    return {
      conditions,
      reasons: reasonsFor(plan, verdict, conditions, circumstances),
      readings: readingsOf(plan),
      parametersUsed: parametersUsed(plan, circumstances),
    };
  });
}

/** What a decision says beyond its outcome. */
export type Said = Pick<Decision, 'conditions' | 'reasons' | 'readings' | 'parametersUsed'>;

/** The words are made when somebody asks for them: a night's work asks for few. */
export function decisionOf(rule: Entitlement, outcome: Comparable, say: () => Said): DayDecision {
  let made: Said | undefined;
  const said = () => (made ??= say());
  return {
    rule: rule.id,
    name: rule.name,
    ...outcome,
    amountIs: rule.amount?.is ?? null,
    get conditions() {
      return said().conditions;
    },
    get reasons() {
      return said().reasons;
    },
    cites: rule.cites.map((cite) => ({ document: DOCUMENT, ...cite })),
    documents: rule.documents,
    fund: rule.fund,
    papers: rule.papers,
    get readings() {
      return said().readings;
    },
    remarks: rule.remarks,
    get parametersUsed() {
      return said().parametersUsed;
    },
  };
}

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

function questionsAsked({ rule, conditions, amount, priority, until }: Plan): readonly Question<unknown>[] {
  return [
    ...questionsOf(conditions),
    ...(amount === null ? [] : questionsOfAmount(amount)),
    ...(priority === null ? [] : questionsOf(priority)),
    ...(until === null ? [] : [until]),
    ...(rule.value === null ? [] : [rule.value]),
  ];
}

/** Names of parameters, without the month for which they are read. */
function parametersRead(plan: Plan): string[] {
  const names = questionsAsked(plan)
    .flatMap((question) => question.reads)
    .filter((name) => name.startsWith('parameter:'));
  return [...new Set(names.map((name) => name.slice('parameter:'.length).split('@')[0] ?? ''))];
}

function parametersUsed(plan: Plan, { assessOn, parameters }: Circumstances) {
  return parametersRead(plan).map((name): UsedParameter => {
    const entry = inForceOn(parameters.get(name) ?? [], assessOn);
    const from = entry?.from ?? null;
    return {
      name,
      value: entry?.value ?? null,
      from: from === null ? null : formatDay(from),
      source: entry?.source ?? null,
    };
  });
}

function readingsOf({ rule, conditions }: Plan): ReadingId[] {
  const used = [...rule.readings, ...leavesOf(conditions).flatMap((leaf) => leaf.readings)];
  return [...new Set(used)].sort();
}
