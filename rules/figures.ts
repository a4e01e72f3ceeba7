/** Figures over persons. Who may see each of them may count them; for others a figure must not point at anybody. */

/** Fewer persons than these are not told, nobody included: of a small group even "none" says something of each. */
export const leastCounted = 10;

export interface Figures {
  count: (persons: number) => number | null;
  sum: (value: number) => number | null;
}

/**
 * Full tens: two counts that differ by one person look the same, but for the few at an edge. No sums: what one person is due stands in
 * the policy, so that a sum, however rounded, counts the persons, and of many whose amounts are open it may be the one that is not.
 */
const coarse: Figures = {
  count: (persons) => (persons < leastCounted ? null : Math.floor(persons / leastCounted) * leastCounted),
  sum: () => null,
};

const exact: Figures = { count: (persons) => persons, sum: (value) => value };

export function figuresFor(eachIsOpen: boolean): Figures {
  return eachIsOpen ? exact : coarse;
}
