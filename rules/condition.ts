/** The words in which a rule is written: questions on facts, and conditions put together from them. */
import type { CivilDay } from './civil-date.js';
import type { Value } from './fact.js';
import type { FactPath, FactValue } from './fact-names.js';
import type { ParameterName } from './parameter-names.js';
import type { ReadingId } from './readings.js';

export interface Text {
  readonly zh: string;
  readonly en: string;
}

/** Item and sentence of the policy; sentences end at 。 */
export interface Cite {
  readonly item: number;
  readonly sentence: number;
}

/** What a question may read. */
export type Argument = 'assessOn' | FactPath | `parameter:${ParameterName}`;

type ArgumentValue<A extends Argument> = A extends 'assessOn'
  ? CivilDay
  : A extends `parameter:${string}`
    ? number
    : A extends FactPath
      ? FactValue<A>
      : never;

type ArgumentValues<A extends readonly Argument[]> = { -readonly [K in keyof A]: ArgumentValue<A[K]> };

/**
 * A question on facts with its answer as a function of their values. Limit: in every day or number that it reads the answer
 * may only rise or only fall (the turn of a law aside), for the module looks for turning points by halving.
 */
export interface Question<R> {
  readonly reads: readonly Argument[];
  readonly answer: (values: readonly Value[]) => R;
}

export function ask<const A extends readonly Argument[], R>(
  reads: A,
  answer: (...values: ArgumentValues<A>) => R,
): Question<R> {
  return { reads, answer: (values) => answer(...(values as unknown as ArgumentValues<A>)) };
}

export interface Leaf {
  readonly op: 'leaf';
  /** What must be true, in words that a clerk would say. */
  readonly text: Text;
  readonly cite: Cite;
  readonly readings: readonly ReadingId[];
  readonly question: Question<boolean>;
}

export interface Group<C> {
  readonly op: 'all' | 'any';
  readonly text: Text | null;
  readonly of: readonly C[];
}

export type Condition =
  | Leaf
  | Group<Condition>
  | { readonly op: 'if-given'; readonly path: FactPath; readonly yes: Condition; readonly no: Condition }
  | {
      readonly op: 'if-read';
      readonly reading: ReadingId;
      readonly choice: string;
      readonly yes: Condition;
      readonly no: Condition;
    };

/** One thing that must be true. */
export function requires<const A extends readonly Argument[]>(
  text: Text,
  cite: Cite,
  reads: A,
  holds: (...values: ArgumentValues<A>) => boolean,
  readings: readonly ReadingId[] = [],
): Leaf {
  return { op: 'leaf', text, cite, readings, question: ask(reads, holds) };
}

export const all = (text: Text | null, ...of: Condition[]): Condition => ({ op: 'all', text, of });
export const any = (text: Text | null, ...of: Condition[]): Condition => ({ op: 'any', text, of });

const nothing = all(null);

/** A fact that decides when it is given; left out it is not asked, and something else (or nothing) is required instead. */
export const ifGiven = (path: FactPath, yes: Condition, no: Condition = nothing): Condition => ({
  op: 'if-given',
  path,
  yes,
  no,
});

/** Another branch under another reading of a doubtful text. */
export const ifRead = (reading: ReadingId, choice: string, yes: Condition, no: Condition): Condition => ({
  op: 'if-read',
  reading,
  choice,
  yes,
  no,
});
