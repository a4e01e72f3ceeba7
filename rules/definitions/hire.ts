/** A hire (新招用): told by itself with its worker beside it, or as an element of `hires`. Both have the same facts. */
import { amountIfGiven, each, numberOf, times } from '../amount.js';
import type { Amount } from '../amount.js';
import { addMonths } from '../civil-date.js';
import type { CivilDay } from '../civil-date.js';
import { ifGiven, requires, some } from '../condition.js';
import type { Cite, Condition, Element, Text } from '../condition.js';
import { factKinds } from '../fact-names.js';

export type HireAt = Element<'hires'>;

/** The one hire of a request: what it says of the worker stands under `worker`, what was paid for it under `history`. */
const theOneHire = ((member: string) => {
  if (member === 'monthsAlreadySubsidised') return 'history.monthsAlreadySubsidised';
  return `hire.${member}` in factKinds ? `hire.${member}` : `worker.${member}`;
}) as HireAt;

/** At least one hire of the list, or the one hire. */
export const someHire = (text: Text, cite: Cite, of: (at: HireAt) => Condition): Condition =>
  ifGiven('hires[]', some('hires', text, cite, of), of(theOneHire));

/** The sum over the hires of the list, or of the one hire. */
export const eachHire = (of: (at: HireAt) => Amount): Amount =>
  amountIfGiven('hires[]', each('hires', of), of(theOneHire));

/** Whether a hire is an element of the list, which has some facts that the one hire has not. */
export const isInList = (at: HireAt): boolean => at !== theOneHire;

/** An element of the list can stand for several people who are alike; the one hire is one person. */
export const forEachPerson = (at: HireAt, amount: Amount): Amount =>
  isInList(at)
    ? times(
        numberOf({ zh: '人数', en: 'people' }, 'persons', [at('count')], (count) => count ?? 0),
        amount,
      )
    : amount;

/**
 * 签订若干月以上劳动合同. First and last day decide where both are told (a last day that is known to be none: open-ended),
 * else the number of months; where only one of the days is told and no number, the other day is asked for.
 */
export function contractOf(at: HireAt, months: number, text: Text, cite: Cite): Condition {
  const byDays = requires(
    text,
    cite,
    [at('contractFrom'), at('contractTo')],
    (from, to) => to === null || lasts(from, to, months),
    ['R-01'],
  );
  const byNumber = requires(text, cite, [at('contractMonths')], (told) => told !== null && told >= months, ['R-01']);
  const openOrByNumber = requires(
    text,
    cite,
    [at('contractTo'), at('contractMonths')],
    (to, told) => to === null || (told !== null && told >= months),
    ['R-01'],
  );
  return ifGiven(
    at('contractTo'),
    ifGiven(at('contractFrom'), byDays, ifGiven(at('contractMonths'), openOrByNumber, byDays)),
    ifGiven(at('contractMonths'), byNumber, ifGiven(at('contractFrom'), byDays, byNumber)),
  );
}

/** Both days count: from 1 March to 28 February is a year. */
export function lasts(from: CivilDay | null, to: CivilDay | null, months: number): boolean {
  return from !== null && to !== null && addMonths(from, months) <= to + 1;
}

/** Whole months of a contract, told by its days or by their number; open-ended is without end. */
export function contractLength(from: CivilDay | null, to: CivilDay | null): number {
  if (to === null) return Infinity;
  if (from === null || to < from) return 0;
  let months = Math.floor((to - from) / 31);
  while (lasts(from, to, months + 1)) months++;
  return months;
}
