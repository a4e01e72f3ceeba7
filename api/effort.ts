/** How much deciding one field of an operation may take, and what it is billed at. */

/** Steps of the rules: two and a half million take the deciding thread half a second or so. */
export const mostSteps = {
  /** A record with a handful of firms, with the days to come and every other reading, takes a third. */
  person: 1_000_000,
  /** All rules about somebody of whom nothing is told take a seventh of it, three hundred hires told in full four fifths. */
  declared: 2_500_000,
} as const;
/** So many steps are billed as one object told: a third of their time, for nobody else waits meanwhile. */
const stepsPerCost = 100;
/** What deciding may cost for one field. */
export const mostEffort = {
  person: mostSteps.person / stepsPerCost,
  declared: mostSteps.declared / stepsPerCost,
} as const;

/** What a rule takes or so; billed where the steps themselves would tell of facts that stay hidden. */
export const usualSteps = { person: 400, organization: 10_000 } as const;

/** What deciding took in one operation. */
export interface Effort {
  add(steps: number): void;
  cost(): number;
}

export function openEffort(): Effort {
  let used = 0;
  return {
    add: (steps) => void (used += steps),
    cost: () => used / stepsPerCost,
  };
}
