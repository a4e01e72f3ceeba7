/** A decision as it is read: outcome, tree, reasons, papers, parameters. Words are made when somebody asks for them: a night asks for few. */
import { leavesOf, questionsOf, questionsOfAmount } from './choose.js';
import { formatDay } from './civil-date.js';
import type { Question } from './condition.js';
import { inForceOn } from './dated.js';
import { DOCUMENT } from './entitlements/policy.js';
import type { Entitlement } from './entitlement.js';
import type { Plan, Verdict } from './judge.js';
import type { Decision, Trace, UsedParameter } from './outcome.js';
import type { ReadingId } from './readings.js';
import { reasonsFor } from './reasons.js';
import { settleRest } from './settle.js';
import type { Circumstances } from './situation.js';
import { traceOf } from './trace.js';

/** The decision of one day. */
export type DayDecision = Omit<Decision, 'becomesEligibleOn' | 'changesOn'>;

/** What of a decision hangs on values alone, not on who said them. */
export type Comparable = Omit<Verdict, 'truths'>;

/** What a decision says beyond its outcome. */
export type Said = Pick<Decision, 'conditions' | 'reasons' | 'readings' | 'parametersUsed'>;

/** Each made once, when it is first asked for. */
export class Words implements Said {
  private tree: Trace | undefined;
  private told: string[] | undefined;

  constructor(
    private readonly plan: Plan,
    private readonly verdict: Verdict,
    private readonly circumstances: Circumstances,
  ) {}

  get conditions(): Trace {
    if (this.tree) return this.tree;
    const { conditions } = this.plan;
    settleRest(conditions, this.circumstances, this.verdict.truths);
    this.tree = traceOf(conditions, this.verdict.truths, this.circumstances);
    return this.tree;
  }

  get reasons(): string[] {
    this.told ??= reasonsFor(this.plan, this.verdict, this.conditions, this.circumstances);
    return this.told;
  }

  get readings(): ReadingId[] {
    return readingsOf(this.plan);
  }

  get parametersUsed(): UsedParameter[] {
    return parametersUsed(this.plan, this.circumstances);
  }
}

export function decisionOf(rule: Entitlement, verdict: Comparable, say: () => Said): DayDecision {
  const { outcome, value, amountFen, amountAtLeastFen, amountAtMostFen, until, priority } = verdict;
  return {
    rule: rule.id,
    name: rule.name,
    outcome,
    value,
    amountFen,
    amountAtLeastFen,
    amountAtMostFen,
    until,
    priority,
    missing: verdict.missing,
    amountMissing: verdict.amountMissing,
    amountIs: rule.amount?.is ?? null,
    get conditions() {
      return say().conditions;
    },
    get reasons() {
      return say().reasons;
    },
    get cites() {
      return rule.cites.map((cite) => ({ document: DOCUMENT, ...cite }));
    },
    documents: rule.documents,
    fund: rule.fund,
    papers: rule.papers,
    get readings() {
      return say().readings;
    },
    remarks: rule.remarks,
    get parametersUsed() {
      return say().parametersUsed;
    },
  };
}

export function questionsAsked({ rule, conditions, amount, priority, until }: Plan): readonly Question<unknown>[] {
  return [
    ...questionsOf(conditions),
    ...(amount === null ? [] : questionsOfAmount(amount)),
    ...(priority === null ? [] : questionsOf(priority)),
    ...(until === null ? [] : [until]),
    ...(rule.value === null ? [] : [rule.value]),
  ];
}

/** Names of parameters, without the month for which they are read. */
export function parametersRead(plan: Plan): string[] {
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
