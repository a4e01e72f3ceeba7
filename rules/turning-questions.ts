/** Questions at whose turning points a sum or a condition turns. */
import { combine } from './amount.js';
import { questionsOfAmount } from './choose.js';
import type { Chosen, ChosenAmount } from './choose.js';
import type { Argument, Question, Reaches } from './condition.js';
import type { Value } from './fact.js';
import { cellOf } from './situation.js';
import type { Circumstances } from './situation.js';

/** More than this many open facts, or facts at all, and a sum is not asked as a whole. */
const MOST_READS = 6;
const MOST_ASKED = 600;

/** Where a sum reaches its limit: as one question of what is open in it, or number by number where that is too much. */
export function reachingQuestions(
  { amount, least }: Reaches<ChosenAmount>,
  circumstances: Circumstances | null,
): readonly Question<boolean>[] {
  const questions = questionsOfAmount(amount);
  const asked = [...new Set(questions.flatMap((question) => question.reads))];
  if (asked.length <= MOST_ASKED) {
    const known = new Map<Argument, Value>();
    for (const argument of asked) {
      const cell = circumstances && cellOf(argument, circumstances);
      if (cell?.open === null) known.set(argument, cell.value);
    }
    const reads = asked.filter((argument) => !known.has(argument));
    const answer = (values: readonly Value[]) => {
      circumstances?.spend?.(asked.length);
      const at = (argument: Argument) => known.get(argument) ?? values[reads.indexOf(argument)] ?? null;
      return numberAt(amount, at) >= least;
    };
    if (reads.length <= MOST_READS) return [{ reads, answer }];
  }
  return questions.map((question) => ({
    reads: question.reads,
    answer: (values) => {
      const answer = question.answer(values);
      return typeof answer === 'number' ? answer >= least : answer === true;
    },
  }));
}

/** What an amount comes to where every argument has a value. */
function numberAt(amount: ChosenAmount, at: (argument: Argument) => Value): number {
  if (amount.op === 'number') return amount.question.answer(amount.question.reads.map(at));
  if (amount.op === 'when') return holdsAt(amount.condition, at) ? numberAt(amount.pays, at) : 0;
  const [first = 0, ...rest] = amount.of.map((part) => numberAt(part, at));
  return amount.by === 'share' ? combine(amount, first, 0) : rest.reduce((a, b) => combine(amount, a, b), first);
}

function holdsAt(part: Chosen, at: (argument: Argument) => Value): boolean {
  if (part.op === 'leaf') return part.question.answer(part.question.reads.map(at));
  if (part.op === 'reaches') return numberAt(part.amount, at) >= part.least;
  const holds = (of: Chosen) => holdsAt(of, at);
  return part.op === 'all' ? part.of.every(holds) : part.of.some(holds);
}

/** Questions that the calendar can turn, in a condition and in what it sums up. */
export function datedQuestionsOf(part: Chosen): readonly Question<boolean>[] {
  if (part.op === 'leaf') return [part.question];
  if (part.op !== 'reaches') return part.of.flatMap(datedQuestionsOf);
  return [...reachingQuestions(part, null), ...datedQuestionsOfAmount(part.amount)];
}

export function datedQuestionsOfAmount(amount: ChosenAmount): readonly Question<boolean>[] {
  if (amount.op === 'number') return [];
  if (amount.op === 'of') return amount.of.flatMap(datedQuestionsOfAmount);
  return [...datedQuestionsOf(amount.condition), ...datedQuestionsOfAmount(amount.pays)];
}
