/** How much deciding one operation may take, however many of its fields decide: nobody holds up the hub for everybody else. */
import type { Spend } from '../rules/spend.js';
import { HubError, tookTooLong } from './errors.js';

/** Half a second or so. All rules about somebody of whom nothing is told take three fifths of it, three hundred hires told in full four. */
const mostSteps = 2_500_000;
/** So many steps are billed as one object told. */
const stepsPerCost = 250;
/** What deciding may cost in one operation. */
export const mostEffort = mostSteps / stepsPerCost;

export interface Effort {
  /** Throws LIMIT_EXCEEDED once it is used up. */
  spend: Spend;
  /** What it has cost so far. */
  cost: () => number;
}

/** Deciding ends, too, when nobody waits for it any more. */
export function openEffort(isStopped: () => boolean): Effort {
  let used = 0;
  return {
    spend(steps) {
      used += steps;
      if (isStopped()) throw tookTooLong();
      if (used > mostSteps)
        throw new HubError(
          'LIMIT_EXCEEDED',
          '判定量过大：请减少规则或列表项，补齐未知的事实，或不查 otherReadings',
          'this takes too much deciding: ask for fewer rules or shorter lists, tell more of the facts, or leave otherReadings out',
        );
    },
    cost: () => Math.min(used, mostSteps) / stepsPerCost,
  };
}
