/** Work that is counted and not timed: whoever limits it refuses the same request on every machine. */

/** Hears of work before it is done, and may throw. */
export type Spend = (steps: number) => void;

/** A look at one node of a diagram. */
export const STEP = 1;
/** A node that is kept. */
export const NEW_NODE = 4;
/** A question answered, or an argument of one laid out. */
export const ANSWER = 5;
/** A rule decided on one day, before anything in it is asked. */
export const RULE = 250;
/** An entry of a record's lists, each time that facts are made of them. */
export const ENTRY = 5;
/** A part of a rule laid out for one element of a list or one month. */
export const LAYING_OUT = 20;
