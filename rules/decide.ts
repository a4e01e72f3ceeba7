/** One rule for one subject: the decision with its trace, its words and the days on which it will change. */
import { formatDay, LAST_DAY } from './civil-date.js';
import type { CivilDay } from './civil-date.js';
import { inForceOn } from './dated.js';
import { withRetirementCategory } from './definitions/retirement-date.js';
import { DOCUMENT } from './entitlements/policy.js';
import type { Entitlement } from './entitlement.js';
import { choose, judge, leavesOf } from './judge.js';
import type { Chosen, Verdict } from './judge.js';
import type { Decision, UsedParameter } from './outcome.js';
import type { ReadingChoices, ReadingId } from './readings.js';
import { reasonsFor } from './reasons.js';
import { firstDifferent, LAW_TURNS, turningDaysOf } from './situation.js';
import type { Circumstances } from './situation.js';
import { traceOf } from './trace.js';

/** The decision of one day. */
export type DayDecision = Omit<Decision, 'becomesEligibleOn' | 'changesOn'>;

/** With the days to come: when it changes, and when a no becomes a yes. */
export function decide(rule: Entitlement, given: Circumstances, choices: ReadingChoices = {}): Decision {
  const weighed = weighOn(rule, given, choices);
  const { conditions, circumstances, verdict } = weighed;
  return { ...inWords(rule, weighed), ...daysAhead(rule, conditions, circumstances, verdict) };
}

/** For a reader, who is not shown the days to come: a third less work. */
export function decideOnDay(rule: Entitlement, given: Circumstances, choices: ReadingChoices = {}): DayDecision {
  return inWords(rule, weighOn(rule, given, choices));
}

function weighOn(rule: Entitlement, given: Circumstances, choices: ReadingChoices) {
  const circumstances = { ...given, facts: withRetirementCategory(given.facts) };
  const conditions = choose(rule.conditions, given.facts, choices);
  return { circumstances, conditions, verdict: judge(rule, conditions, circumstances) };
}

function inWords(rule: Entitlement, { circumstances, conditions, verdict }: ReturnType<typeof weighOn>): DayDecision {
  const trace = traceOf(conditions, verdict.truths, circumstances.facts);
  const { truths: _truths, factors: _factors, ...outcome } = verdict;
  return {
    rule: rule.id,
    name: rule.name,
    ...outcome,
    amountIs: rule.amount.is,
    conditions: trace,
    reasons: reasonsFor(rule, verdict, trace),
    cites: rule.cites.map((cite) => ({ document: DOCUMENT, ...cite })),
    documents: rule.documents,
    fund: rule.fund,
    readings: readingsOf(rule, conditions),
    remarks: rule.remarks,
    parametersUsed: parametersUsed(rule, conditions, circumstances),
  };
}

type Comparable = Omit<Verdict, 'truths' | 'factors'>;

/** What must stay equal for a decision to be the same. */
export function sameDecision(a: Comparable, b: Comparable): boolean {
  return (
    a.outcome === b.outcome &&
    a.amountFen === b.amountFen &&
    a.amountAtLeastFen === b.amountAtLeastFen &&
    a.amountAtMostFen === b.amountAtMostFen &&
    a.until === b.until &&
    a.missing.join() === b.missing.join() &&
    a.amountMissing.join() === b.amountMissing.join()
  );
}

/** Jumps from turning day to turning day instead of asking every day; between two of them amounts only rise or only fall. */
function daysAhead(
  rule: Entitlement,
  conditions: Chosen,
  circumstances: Circumstances,
  today: Omit<Verdict, 'factors'>,
) {
  if (today.outcome === 'ineligible' && isBarredForGood(conditions, today.truths))
    return { changesOn: null, becomesEligibleOn: null };
  const judged = new Map<CivilDay, Verdict>();
  const on = (assessOn: CivilDay) => {
    const verdict = judged.get(assessOn) ?? judge(rule, conditions, { ...circumstances, assessOn });
    judged.set(assessOn, verdict);
    return verdict;
  };
  const differs = (day: CivilDay) => !sameDecision(on(day), today);
  let becomesEligibleOn: CivilDay | null = null;
  let changesOn: CivilDay | null = null;
  let previous = circumstances.assessOn;
  for (const day of turningDays(rule, conditions, circumstances)) {
    if (changesOn === null) {
      const inBetween = day - 1 > previous ? firstDifferent(differs, previous, day - 1) : null;
      changesOn = inBetween ?? (differs(day) ? day : null);
      previous = day;
    }
    if (today.outcome !== 'eligible' && becomesEligibleOn === null && on(day).outcome === 'eligible')
      becomesEligibleOn = day;
    if (changesOn !== null && (today.outcome === 'eligible' || becomesEligibleOn !== null)) break;
  }
  const iso = (day: CivilDay | null) => (day === null ? null : formatDay(day));
  return { changesOn: iso(changesOn), becomesEligibleOn: iso(becomesEligibleOn) };
}

/** Whether parts that no calendar reads are enough for a no. */
function isBarredForGood(part: Chosen, truths: Verdict['truths']): boolean {
  if (truths.get(part) !== 'false') return false;
  if (part.op === 'leaf') return !part.question.reads.includes('assessOn');
  const barred = (of: Chosen) => isBarredForGood(of, truths);
  return part.op === 'all' ? part.of.some(barred) : part.of.every(barred);
}

/** Days to come on which something can turn: in a condition, in the law, in a parameter, in the rule itself. */
function turningDays(rule: Entitlement, conditions: Chosen, circumstances: Circumstances): CivilDay[] {
  const { assessOn, parameters } = circumstances;
  const questions = leavesOf(conditions).map((leaf) => leaf.question);
  const starts = parametersRead(rule, conditions).flatMap((name) => parameters.get(name) ?? []);
  const { from, to } = rule.inForce;
  const cuts = [...LAW_TURNS, ...starts.map((entry) => entry.from ?? assessOn), from, to === null ? from : to + 1]
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

function parametersRead(rule: Entitlement, conditions: Chosen): string[] {
  const questions = [
    ...leavesOf(conditions).map((leaf) => leaf.question),
    ...rule.amount.factors.map((factor) => factor.question),
  ];
  const names = questions.flatMap((question) => question.reads).filter((name) => name.startsWith('parameter:'));
  return [...new Set(names)].map((name) => name.slice('parameter:'.length));
}

function parametersUsed(rule: Entitlement, conditions: Chosen, { assessOn, parameters }: Circumstances) {
  return parametersRead(rule, conditions).map((name): UsedParameter => {
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

function readingsOf(rule: Entitlement, conditions: Chosen): ReadingId[] {
  const used = [...rule.readings, ...leavesOf(conditions).flatMap((leaf) => leaf.readings)];
  return [...new Set(used)].sort();
}
