/** The words in which a rule is written: questions on facts, and conditions put together from them. Amounts: `amount.ts`. */
import type { Amount } from './amount.js';
import type { CivilDay } from './civil-date.js';
import type { Step, Value } from './fact.js';
import type { FactPath, FactValue, ListName, MemberOf } from './fact-names.js';
import type { NumberParameter, StepsParameter } from './parameter-names.js';
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

/** What a question may read. `list[]` is the length of a list. */
export type Argument =
  | 'assessOn'
  | FactPath
  | `${ListName}[]`
  | `parameter:${NumberParameter | StepsParameter}`
  | typeof ELSEWHERE;

type ArgumentValue<A extends Argument> = A extends 'assessOn'
  ? CivilDay
  : A extends typeof ELSEWHERE
    ? boolean
    : A extends `parameter:${StepsParameter}`
      ? readonly Step[]
      : A extends `parameter:${string}`
        ? number
        : A extends FactPath
          ? FactValue<A>
          : A extends `${string}[]`
            ? number
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
  /** The list whose elements the parts speak of, in its order. */
  readonly list?: ListName;
}

/** A number put together from facts reaches a limit. */
export interface Reaches<A> {
  readonly op: 'reaches';
  readonly text: Text;
  readonly cite: Cite;
  readonly readings: readonly ReadingId[];
  readonly amount: A;
  readonly least: number;
}

/** The path of a member of one element; typed without its index, at run time with it. */
export type Element<L extends ListName> = <M extends MemberOf<L>>(member: M) => MemberPath<L, M>;
export type MemberPath<L extends ListName, M extends string> = (M extends '' ? `${L}[]` : `${L}[].${M}`) & FactPath;

export type Condition =
  | Leaf
  | Group<Condition>
  | Reaches<Amount>
  | {
      readonly op: 'some' | 'every';
      readonly list: ListName;
      readonly text: Text;
      readonly cite: Cite;
      readonly of: (at: never) => Condition;
    }
  | {
      readonly op: 'if-given';
      readonly path: FactPath | `${ListName}[]`;
      readonly yes: Condition;
      readonly no: Condition;
    }
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

const flag =
  (holds: (value: Value | undefined) => boolean) =>
  (text: Text, cite: Cite, path: FactPath, readings: readonly ReadingId[] = []): Leaf => ({
    op: 'leaf',
    text,
    cite,
    readings,
    question: { reads: [path], answer: ([value]) => holds(value) },
  });

/** A yes-or-no fact that must be yes. */
export const isTrue = flag((value) => value === true);

/** A yes-or-no fact that must not be yes. */
export const isNotTrue = flag((value) => value !== true);

/** What this policy leaves to somebody's choice or to another paper: never known here, and no fact can settle it. */
export const ELSEWHERE = 'elsewhere';
export const decidedElsewhere = (text: Text, cite: Cite): Leaf => requires(text, cite, [ELSEWHERE], (it) => it);

export const all = (text: Text | null, ...of: Condition[]): Condition => ({ op: 'all', text, of });
export const any = (text: Text | null, ...of: Condition[]): Condition => ({ op: 'any', text, of });

const inList =
  (op: 'some' | 'every') =>
  <L extends ListName>(list: L, text: Text, cite: Cite, of: (at: Element<L>) => Condition): Condition => ({
    op,
    list,
    text,
    cite,
    of,
  });

/** At least one element of a list. */
export const some = inList('some');

/** Every element of a list; an empty list has none that fails. */
export const every = inList('every');

/** A sum over facts that must reach a number, such as five qualifying jobs; `least` 1 fen: something is left to pay. */
export const reaches = (
  text: Text,
  cite: Cite,
  amount: Amount,
  least: number,
  readings: readonly ReadingId[] = [],
): Condition => ({ op: 'reaches', text, cite, amount, least, readings });

export const nothing = all(null);

/** A fact that decides when it is given; left out it is not asked, and something else (or nothing) is required instead. */
export const ifGiven = (path: FactPath | `${ListName}[]`, yes: Condition, no: Condition = nothing): Condition => ({
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
