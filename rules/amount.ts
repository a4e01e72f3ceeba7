/** The words in which an amount is written: numbers from facts, and sums, products and limits of them. */
import type { CivilDay } from './civil-date.js';
import { ask } from './condition.js';
import type { Argument, Condition, Element, Question, Text } from './condition.js';
import type { FactPath, ListName } from './fact-names.js';
import { floorShare } from './money.js';
import type { Fen, Fraction } from './money.js';
import type { NumberParameter } from './parameter-names.js';
import type { ReadingId } from './readings.js';

export type Unit = 'fen' | 'months' | 'persons' | 'years';

/** A number with its name, such as "months paid". */
export interface NumberOf {
  readonly op: 'number';
  readonly text: Text | null;
  readonly unit: Unit;
  readonly question: Question<number>;
}

/** How numbers are put together; each may only rise, or only fall, in each of them. */
export interface Compound<A> {
  readonly op: 'of';
  readonly by: 'sum' | 'product' | 'least' | 'less' | 'share';
  readonly share: Fraction | null;
  readonly of: readonly A[];
  /** The name of the result, such as "months paid". */
  readonly text?: Text;
  readonly unit?: Unit;
}

export type Amount =
  | NumberOf
  | Compound<Amount>
  | { readonly op: 'when'; readonly condition: Condition; readonly pays: Amount }
  | { readonly op: 'each'; readonly list: ListName; readonly of: (at: never) => Amount }
  | {
      readonly op: 'months';
      readonly from: FactPath;
      readonly to: FactPath;
      readonly of: (month: ClaimedMonth) => Amount;
      readonly otherwise: Amount;
    }
  | { readonly op: 'if-given'; readonly path: FactPath | `${ListName}[]`; readonly yes: Amount; readonly no: Amount }
  | {
      readonly op: 'if-read';
      readonly reading: ReadingId;
      readonly choice: string;
      readonly yes: Amount;
      readonly no: Amount;
    };

/** One month of a claim, the first has number 1. */
export interface ClaimedMonth {
  readonly number: number;
  readonly firstDay: CivilDay;
  /** A parameter as it stood in that month. */
  parameter<N extends NumberParameter>(name: N): `parameter:${N}`;
}

export function numberOf<const A extends readonly Argument[]>(
  text: Text | null,
  unit: Unit,
  reads: A,
  answer: Parameters<typeof ask<A, number>>[1],
): Amount {
  return { op: 'number', text, unit, question: ask(reads, answer) };
}

/** A number that stands in the policy. */
export const fixed = (fen: Fen, text: Text | null = null, unit: Unit = 'fen'): Amount =>
  numberOf(text, unit, [], () => fen);

const compound = (by: Compound<Amount>['by'], of: Amount[], share: Fraction | null = null): Amount => ({
  op: 'of',
  by,
  share,
  of,
});
export const sum = (...of: Amount[]): Amount => compound('sum', of);
export const times = (...of: Amount[]): Amount => compound('product', of);
/** The least of them: a sum and its ceilings. */
export const atMost = (...of: Amount[]): Amount => compound('least', of);
/** What is left of the first after the others; never below nothing. */
export const less = (...of: Amount[]): Amount => compound('less', of);
/** An exact share, rounded down to the fen. */
export const shareOf = (of: Amount, share: Fraction): Amount => compound('share', [of], share);
/** A compound with its name, so that the reasons can tell it as one number. */
export const named = (text: Text, unit: Unit, of: Amount): Amount => (of.op === 'of' ? { ...of, text, unit } : of);
/** The amount if the condition holds, else nothing. */
export const when = (condition: Condition, pays: Amount): Amount => ({ op: 'when', condition, pays });
/** The sum over the elements of a list. */
export const each = <L extends ListName>(list: L, of: (at: Element<L>) => Amount): Amount => ({
  op: 'each',
  list,
  of,
});
/** The sum over the months of a claim where first and last month are known, so that each month has its own parameters. */
export const eachMonth = (
  from: FactPath,
  to: FactPath,
  of: (month: ClaimedMonth) => Amount,
  otherwise: Amount,
): Amount => ({ op: 'months', from, to, of, otherwise });
export const amountIfGiven = (path: FactPath | `${ListName}[]`, yes: Amount, no: Amount): Amount => ({
  op: 'if-given',
  path,
  yes,
  no,
});
export const amountIfRead = (reading: ReadingId, choice: string, yes: Amount, no: Amount): Amount => ({
  op: 'if-read',
  reading,
  choice,
  yes,
  no,
});

/** What a compound comes to. Nothing times "without end" is nothing. */
export function combine({ by, share }: Pick<Compound<unknown>, 'by' | 'share'>, a: number, b: number): number {
  switch (by) {
    case 'sum':
      return a + b;
    case 'product':
      return a === 0 || b === 0 ? 0 : a * b;
    case 'least':
      return Math.min(a, b);
    case 'less':
      return a <= b ? 0 : a - b;
    case 'share':
      return share === null ? a : floorShare(a, share);
  }
}
