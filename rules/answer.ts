/** Decisions in the JSON of the border: amounts in yuan, members always in this order. */
import type { Text } from './condition.js';
import type { Fen } from './money.js';
import type { ParameterValue, Step } from './fact.js';
import { yuan } from './money.js';
import type { Decision, Outcome, Trace, UsedParameter } from './outcome.js';
import { parameterKinds } from './parameter-names.js';
import type { ParameterKind } from './parameter-names.js';
import { TRACE_FORMAT } from './trace.js';

export interface AnsweredParameter {
  name: string;
  value: number | Step | readonly Step[] | null;
  from: string | null;
  source: string | null;
}

export interface AnsweredDecision {
  rule: string;
  outcome: Outcome;
  value: string | null;
  amount: number | null;
  amountAtLeast: number | null;
  amountAtMost: number | null;
  amountIs: string | null;
  until: string | null;
  becomesEligibleOn: string | null;
  missing: string[];
  amountMissing: string[];
  priority: boolean;
  conditions: Trace;
  cites: Decision['cites'];
  documents: string[];
  fund: string;
  readings: string[];
  remarks: string[];
  parametersUsed: AnsweredParameter[];
  trace: string;
}

/** `total` is null while the amount of one part is not known. */
export interface Answer {
  decisions: AnsweredDecision[];
  total: number | null;
}

export function answerOf(decisions: readonly Decision[]): Answer {
  return { decisions: decisions.map(answeredDecision), total: orNull(totalOf(decisions)) };
}

/** Null while it is not known what one part adds; beside a known part, one that can come to nothing only does not hide it. */
export function totalOf(decisions: readonly Decision[]): Fen | null {
  const parts = decisions.filter(({ amountIs, outcome }) => amountIs !== null && outcome !== 'not_in_force');
  const open = parts.filter(({ amountFen }) => amountFen === null);
  const addsNothing = open.length < parts.length && open.every(({ amountAtMostFen }) => amountAtMostFen === 0);
  return open.length === 0 || addsNothing ? parts.reduce((sum, { amountFen }) => sum + (amountFen ?? 0), 0) : null;
}

function answeredDecision(decision: Decision): AnsweredDecision {
  return {
    rule: decision.rule,
    outcome: decision.outcome,
    value: decision.value,
    amount: orNull(decision.amountFen),
    amountAtLeast: orNull(decision.amountAtLeastFen),
    amountAtMost: orNull(decision.amountAtMostFen),
    amountIs: decision.amountIs,
    until: decision.until,
    becomesEligibleOn: decision.becomesEligibleOn,
    missing: decision.missing,
    amountMissing: decision.amountMissing,
    priority: decision.priority,
    conditions: decision.conditions,
    cites: decision.cites,
    documents: decision.documents.map(bilingual),
    fund: bilingual(decision.fund),
    readings: decision.readings,
    remarks: [...decision.remarks, ...decision.papers.map(seePaper)].map(bilingual),
    parametersUsed: answeredParameters(decision.parametersUsed),
    trace: TRACE_FORMAT,
  };
}

const orNull = (fen: Fen | null) => (fen === null ? null : yuan(fen));
const bilingual = ({ zh, en }: Text) => `${zh} / ${en}`;

const seePaper = ({ zh, en }: Text): Text => ({ zh: `见${zh}`, en: `see ${en}` });

/** Parameters in yuan; members of one object stand together, as they were given. */
export function answeredParameters(used: readonly UsedParameter[]): AnsweredParameter[] {
  const answered = new Map<string, AnsweredParameter>();
  for (const { name, value, from, source } of used) {
    const [object = name, member] = name.split('.');
    const shown = shownParameter(object, value);
    if (member === undefined) answered.set(name, { name, value: shown, from, source });
    else {
      const before = answered.get(object)?.value;
      const members = (before ?? {}) as Step;
      answered.set(object, { name: object, value: { ...members, [member]: shown as number | null }, from, source });
    }
  }
  return [...answered.values()];
}

function shownParameter(name: string, value: ParameterValue | null): number | readonly Step[] | null {
  const kinds: Readonly<Record<string, ParameterKind>> = parameterKinds;
  const kind = kinds[name];
  const isMoney = kind === 'money' || (typeof kind === 'object' && Object.values(kind).includes('money'));
  return typeof value === 'number' && isMoney ? yuan(value) : value;
}
