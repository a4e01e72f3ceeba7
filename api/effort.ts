/** How much deciding one operation may take, however many of its fields decide: nobody holds up the hub for everybody else. */
import type { Spend } from '../rules/spend.js';
import { HubError } from './errors.js';

/** Half a second or so. All rules about somebody of whom nothing is told take three fifths of it, three hundred hires told in full four. */
const mostSteps = 2_500_000;

/** Throws LIMIT_EXCEEDED once it is used up. */
export function openEffort(): Spend {
  let left = mostSteps;
  return (steps) => {
    left -= steps;
    if (left < 0)
      throw new HubError(
        'LIMIT_EXCEEDED',
        '判定量过大：请减少规则或列表项，补齐未知的事实，或不查 otherReadings',
        'this takes too much deciding: ask for fewer rules or shorter lists, tell more of the facts, or leave otherReadings out',
      );
  };
}
