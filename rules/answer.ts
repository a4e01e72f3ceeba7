/** Decisions in the JSON of the border: amounts in yuan, members always in this order. */
import type { Text } from './condition.js';
import type { Fen } from './money.js';
import { yuan } from './money.js';
import type { Decision, Outcome, Trace, UsedParameter } from './outcome.js';
import { parameterKinds } from './parameter-names.js';
import type { ParameterKind } from './parameter-names.js';
import { TRACE_FORMAT } from './trace.js';

export interface AnsweredDecision {
  rule: string;
  outcome: Outcome;
  value: null;
  amount: number | null;
  amountAtLeast: number | null;
  amountAtMost: number | null;
  amountIs: string;
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
  parametersUsed: UsedParameter[];
  trace: string;
}

/** `total` is null while the amount of one part is not known. */
export interface Answer {
  decisions: AnsweredDecision[];
  total: number | null;
}

export function answerOf(decisions: readonly Decision[]): Answer {
  const settled = decisions.every((decision) => decision.amountFen !== null || decision.outcome === 'not_in_force');
  const total = decisions.reduce((sum, decision) => sum + (decision.amountFen ?? 0), 0);
  return { decisions: decisions.map(answeredDecision), total: settled ? yuan(total) : null };
}

function answeredDecision(decision: Decision): AnsweredDecision {
  return {
    rule: decision.rule,
    outcome: decision.outcome,
    value: null,
    amount: orNull(decision.amountFen),
    amountAtLeast: orNull(decision.amountAtLeastFen),
    amountAtMost: orNull(decision.amountAtMostFen),
    amountIs: decision.amountIs,
    until: decision.until,
    becomesEligibleOn: decision.becomesEligibleOn,
    missing: decision.missing,
    amountMissing: decision.amountMissing,
    priority: false,
    conditions: decision.conditions,
    cites: decision.cites,
    documents: decision.documents.map(bilingual),
    fund: bilingual(decision.fund),
    readings: decision.readings,
    remarks: decision.remarks.map(bilingual),
    parametersUsed: decision.parametersUsed.map((used) => ({ ...used, value: parameterValue(used) })),
    trace: TRACE_FORMAT,
  };
}

const orNull = (fen: Fen | null) => (fen === null ? null : yuan(fen));
const bilingual = ({ zh, en }: Text) => `${zh} / ${en}`;

function parameterValue({ name, value }: UsedParameter): number | null {
  const kinds: Readonly<Record<string, ParameterKind>> = parameterKinds;
  return value !== null && kinds[name] === 'money' ? yuan(value) : value;
}
