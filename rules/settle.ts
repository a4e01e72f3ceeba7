/** What known facts settle by three-valued logic alone, and the bounds of sums. */
import { combine } from './amount.js';
import type { Chosen, ChosenAmount } from './choose.js';
import type { Truth } from './outcome.js';
import { answersTo } from './situation.js';
import type { Circumstances } from './situation.js';

export type Truths = Map<Chosen, Truth>;

/**
 * What each part comes to by itself, by three-valued logic: exact for a leaf, at worst too cautious for a group. Parts that can
 * no longer matter stay out of `truths`, except those of a list: who else looks at them asks `settleRest`.
 */
export function settle(part: Chosen, circumstances: Circumstances, truths: Truths): Truth {
  const known = truths.get(part);
  if (known !== undefined) return known;
  let truth: Truth;
  if (part.op === 'leaf') truth = truthOf(answersTo(part.question, circumstances));
  else if (part.op === 'reaches') {
    const [least, most] = rangeOf(part.amount, circumstances, truths);
    truth = least >= part.least ? 'true' : most < part.least ? 'false' : 'unknown';
  } else {
    const absorbing = part.op === 'all' ? 'false' : 'true';
    truth = part.op === 'all' ? 'true' : 'false';
    for (const of of part.of) {
      const one = settle(of, circumstances, truths);
      if (one === absorbing) truth = absorbing;
      else if (one === 'unknown' && truth !== absorbing) truth = 'unknown';
      if (truth === absorbing && part.list === undefined) break;
    }
  }
  truths.set(part, truth);
  return truth;
}

/** The parts that did not matter, for whoever wants to see the whole tree. */
export function settleRest(part: Chosen, circumstances: Circumstances, truths: Truths): void {
  settle(part, circumstances, truths);
  if (part.op === 'all' || part.op === 'any') for (const of of part.of) settleRest(of, circumstances, truths);
}

const truthOf = (answers: ReadonlySet<boolean>): Truth =>
  answers.size > 1 ? 'unknown' : answers.has(true) ? 'true' : 'false';

/** Least and most that an amount can be, each part taken by itself. */
export function rangeOf(amount: ChosenAmount, circumstances: Circumstances, truths: Truths): [number, number] {
  if (amount.op === 'number') {
    const answers = [...answersTo(amount.question, circumstances)];
    return [Math.min(...answers), Math.max(...answers)];
  }
  if (amount.op === 'when') {
    const truth = settle(amount.condition, circumstances, truths);
    const [least, most] = truth === 'false' ? [0, 0] : rangeOf(amount.pays, circumstances, truths);
    return [truth === 'true' ? least : 0, most];
  }
  const ranges = amount.of.map((part) => rangeOf(part, circumstances, truths));
  return ranges
    .slice(1)
    .reduce(
      (a, b) => [
        combine(amount, a[0], amount.by === 'less' ? b[1] : b[0]),
        combine(amount, a[1], amount.by === 'less' ? b[0] : b[1]),
      ],
      amount.by === 'share'
        ? (ranges[0]?.map((end) => combine(amount, end, 0)) as [number, number])
        : (ranges[0] ?? [0, 0]),
    );
}
