/** One rule, one subject, one day: what it comes to. Without words; `decide.ts` adds the trace and the days to come. */
import { formatDay } from './civil-date.js';
import { choose, chooseAmount, isRead } from './choose.js';
import type { Chosen, ChosenAmount, Choosing } from './choose.js';
import { ELSEWHERE } from './condition.js';
import { FALSE, TRUE } from './diagram.js';
import type { Entitlement } from './entitlement.js';
import { reportedPath } from './fact.js';
import type { Decision, Outcome } from './outcome.js';
import type { Circumstances } from './situation.js';
import { settle } from './settle.js';
import type { Truths } from './settle.js';
import { Weighing } from './weigh.js';

/** A rule laid out for one set of facts. */
export interface Plan {
  readonly rule: Entitlement;
  readonly conditions: Chosen;
  readonly amount: ChosenAmount | null;
  readonly priority: Chosen | null;
  readonly until: Entitlement['until'];
}

export function planOf(rule: Entitlement, choosing: Choosing): Plan {
  let amount: ChosenAmount | null | undefined;
  return {
    rule,
    conditions: choose(rule.conditions, choosing),
    // Most people are not eligible for most things: their amounts need not be laid out.
    get amount() {
      return (amount ??= rule.amount === null ? null : chooseAmount(rule.amount.of, choosing));
    },
    priority: rule.priority === null ? null : choose(rule.priority, choosing),
    until: rule.noUntilIfRead !== null && isRead(rule.noUntilIfRead, choosing) ? null : rule.until,
  };
}

/** The part of a decision that can change from day to day. */
export type Verdict = Pick<
  Decision,
  | 'outcome'
  | 'value'
  | 'amountFen'
  | 'amountAtLeastFen'
  | 'amountAtMostFen'
  | 'until'
  | 'priority'
  | 'missing'
  | 'amountMissing'
> & { truths: Truths };

const noAmount = { amountFen: null, amountAtLeastFen: null, amountAtMostFen: null };
const nothing = { amountFen: 0, amountAtLeastFen: 0, amountAtMostFen: 0 };
const bare = { value: null, until: null, priority: false, missing: [], amountMissing: [], ...noAmount };

export function judge(plan: Plan, circumstances: Circumstances): Verdict {
  const { rule, conditions } = plan;
  const truths: Truths = new Map();
  const settled = settle(conditions, circumstances, truths);
  if (!isInForce(rule, circumstances.assessOn)) return { ...bare, outcome: 'not_in_force', truths };
  if (rule.answers === 'date') return judgeDate(rule, conditions, circumstances, truths);
  if (settled === 'false') return refused(rule, truths);
  return weighed(plan, circumstances, truths);
}

export function isInForce({ inForce }: Entitlement, day: number): boolean {
  return inForce === null || (day >= inForce.from && (inForce.to === null || day <= inForce.to));
}

function refused(rule: Entitlement, truths: Truths): Verdict {
  return rule.answers === 'status'
    ? { ...bare, outcome: 'false', truths }
    : { ...bare, ...nothing, outcome: 'ineligible', truths };
}

function weighed(plan: Plan, circumstances: Circumstances, truths: Truths): Verdict {
  const { rule, conditions, amount, priority, until } = plan;
  const amounts = amount === null ? [] : [amount];
  const weighing = new Weighing(conditions, amounts, until === null ? [] : [until], circumstances, truths);
  const { diagram } = weighing;
  const root = weighing.truth(conditions);
  if (root === FALSE) return refused(rule, truths);
  const certain = root === TRUE;
  const names = namesIn(circumstances, weighing);
  const outcome: Outcome = !certain ? 'unknown' : rule.answers === 'status' ? 'true' : 'eligible';
  const missing = certain ? [] : names(diagram.support(root));
  const end = until === null ? null : only(diagram.values(diagram.where(root, weighing.ask(until))));
  return {
    outcome,
    value: null,
    ...(amount === null ? { ...noAmount, amountMissing: [] } : paid(amount, certain, weighing, root, names)),
    until: certain && typeof end === 'number' ? formatDay(end) : null,
    priority: certain && priority !== null && settle(priority, circumstances, truths) === 'true',
    missing,
    truths,
  };
}

function paid(
  amount: ChosenAmount,
  certain: boolean,
  weighing: Weighing,
  root: number,
  names: (variables: Iterable<number>) => string[],
) {
  const { diagram } = weighing;
  const ifEligible = diagram.where(root, weighing.amount(amount));
  const amounts = [...diagram.values(ifEligible)] as number[];
  const least = Math.min(...amounts);
  const most = Math.max(...amounts);
  return {
    amountFen: certain && least === most ? least : null,
    amountAtLeastFen: certain ? least : 0,
    amountAtMostFen: Number.isFinite(most) ? most : null,
    amountMissing: least === most ? [] : names(diagram.deciding(ifEligible)),
  };
}

/** A day is asked for: known when every completion of the open facts gives the same one. */
function judgeDate(rule: Entitlement, conditions: Chosen, circumstances: Circumstances, truths: Truths): Verdict {
  if (rule.value === null) return { ...bare, outcome: 'unknown', truths };
  const weighing = new Weighing(conditions, [], [rule.value], circumstances, truths);
  const node = weighing.ask(rule.value);
  if (!weighing.diagram.isTerminal(node)) {
    truths.set(conditions, 'unknown');
    return {
      ...bare,
      outcome: 'unknown',
      missing: namesIn(circumstances, weighing)(weighing.diagram.support(node)),
      truths,
    };
  }
  const day = weighing.diagram.valueOf(node);
  const value = typeof day === 'number' ? formatDay(day) : null;
  truths.set(conditions, value === null ? 'false' : 'true');
  return { ...bare, outcome: value === null ? 'false' : 'true', value, truths };
}

function namesIn({ facts, parameters }: Circumstances, weighing: Weighing) {
  return (variables: Iterable<number>) => [
    ...new Set(
      weighing
        .pathsOf(variables)
        .filter((path) => path !== ELSEWHERE)
        .map((path) => reportedPath(path, facts, parameters)),
    ),
  ];
}

const only = <T>(values: ReadonlySet<T>): T | null => (values.size === 1 ? ([...values][0] ?? null) : null);
