/** The condition tree as it is shown: every part with its truth, every fact with its value, source and age. */
import { formatDay } from './civil-date.js';
import type { Argument } from './condition.js';
import type { Facts, Value } from './fact.js';
import { factKinds } from './fact-names.js';
import type { FactPath } from './fact-names.js';
import type { Chosen } from './judge.js';
import { yuan } from './money.js';
import type { SeenFact, Trace, Truth } from './outcome.js';

/** Version of the form of the trace. */
export const TRACE_FORMAT = 'puyang-rules-trace/1';

export function traceOf(part: Chosen, truths: ReadonlyMap<Chosen, Truth>, facts: Facts): Trace {
  const truth = truths.get(part) ?? 'unknown';
  if (part.op !== 'leaf') {
    const { zh, en } = part.text ?? { zh: null, en: null };
    return { kind: part.op, zh, en, truth, of: part.of.map((child) => traceOf(child, truths, facts)) };
  }
  const { text, cite, readings, question } = part;
  const seen = question.reads.filter(isFact).map((path) => seenFact(path, facts));
  return { kind: 'condition', ...text, truth, cite, readings, facts: seen };
}

const isFact = (argument: Argument): argument is FactPath =>
  argument !== 'assessOn' && !argument.startsWith('parameter:');

function seenFact(path: FactPath, facts: Facts): SeenFact {
  const fact = facts.get(path);
  if (!fact) return { path, known: false, value: null, source: null, observedOn: null };
  const shown = (value: Value) => shownValue(path, value);
  if (fact.is === 'one-of') {
    const conflict = fact.candidates.map(({ source, value }) => ({ source, value: shown(value) }));
    return { path, known: false, value: { conflict }, source: null, observedOn: null };
  }
  const { source, observedOn } = fact;
  if (fact.is === 'known') return { path, known: true, value: shown(fact.value), source, observedOn };
  return { path, known: false, value: { between: [shown(fact.from), shown(fact.to)] }, source, observedOn };
}

/** A value as it stands at the border: days as text, money in yuan. */
export function shownValue(path: FactPath, value: Value): Value {
  if (typeof value !== 'number') return value;
  const kind = factKinds[path];
  return kind === 'day' ? formatDay(value) : kind === 'money' ? yuan(value) : value;
}
