/** The condition tree as it is shown: every part with its truth, every fact with its value, source and age. */
import type { ChosenAmount, Chosen } from './choose.js';
import { formatDay } from './civil-date.js';
import type { Argument, Question } from './condition.js';
import { ELSEWHERE } from './condition.js';
import { kindOf } from './fact.js';
import type { Facts, Value } from './fact.js';
import { yuan } from './money.js';
import type { SeenFact, Shown, Trace, Truth } from './outcome.js';
import type { Circumstances } from './situation.js';
import { rangeOf } from './settle.js';

/** Version of the form of the trace. */
export const TRACE_FORMAT = 'puyang-rules-trace/2';

type Truths = ReadonlyMap<Chosen, Truth>;

export function traceOf(part: Chosen, truths: Truths, circumstances: Circumstances): Trace {
  const { facts } = circumstances;
  const truth = truths.get(part) ?? 'unknown';
  if (part.op === 'leaf') {
    const { text, cite, readings, question } = part;
    return { kind: 'condition', ...text, truth, cite, readings, facts: seenBy(question, facts) };
  }
  if (part.op === 'reaches') {
    const { text, cite, readings, least, amount } = part;
    const of = conditionsWithin(amount).map((child) => traceOf(child, truths, circumstances));
    const [low, high] = rangeOf(amount, circumstances, new Map(truths));
    return {
      kind: 'reaches',
      ...text,
      truth,
      cite,
      readings,
      comesTo: low === high ? low : null,
      least,
      facts: numbersWithin(amount).flatMap((it) => seenBy(it, facts)),
      of,
    };
  }
  const { zh, en } = part.text ?? { zh: null, en: null };
  return { kind: part.op, zh, en, truth, of: part.of.map((child) => traceOf(child, truths, circumstances)) };
}

function seenBy({ reads }: Question<unknown>, facts: Facts): SeenFact[] {
  return reads.filter(isFact).map((path) => seenFact(path, facts));
}

function conditionsWithin(amount: ChosenAmount): Chosen[] {
  if (amount.op === 'number') return [];
  if (amount.op === 'of') return amount.of.flatMap(conditionsWithin);
  return [amount.condition, ...conditionsWithin(amount.pays)];
}

function numbersWithin(amount: ChosenAmount): Question<number>[] {
  if (amount.op === 'number') return [amount.question];
  return amount.op === 'of' ? amount.of.flatMap(numbersWithin) : numbersWithin(amount.pays);
}

const isFact = (argument: Argument) =>
  argument !== 'assessOn' && argument !== ELSEWHERE && !argument.startsWith('parameter:');

function seenFact(argument: string, facts: Facts): SeenFact {
  const path = argument.endsWith('[]') ? argument.slice(0, -2) : argument;
  const fact = facts.get(argument);
  if (!fact) return { path, known: false, value: null, source: null, observedOn: null };
  const shown = (value: Value) => shownValue(argument, value);
  if (fact.is === 'one-of') {
    const conflict = fact.candidates.map(({ source, value }) => ({ source, value: shown(value) }));
    return { path, known: false, value: { conflict }, source: null, observedOn: null };
  }
  const { source, observedOn } = fact;
  if (fact.is === 'known') return { path, known: true, value: shown(fact.value), source, observedOn };
  return { path, known: false, value: { between: [shown(fact.from), shown(fact.to)] }, source, observedOn };
}

/** A value as it stands at the border: days and months as text, money in yuan. */
export function shownValue(path: string, value: Value): Shown {
  if (typeof value === 'object' && value !== null) return null;
  if (typeof value !== 'number') return value;
  const kind = kindOf(path);
  if (kind === 'day') return formatDay(value);
  if (kind === 'month' || kind === 'month-or-day') return formatDay(value).slice(0, 7);
  return kind === 'money' ? yuan(value) : value;
}
