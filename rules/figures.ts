/** Figures over persons. Who may see each of them may count them; for others a figure must not point at anybody. */

/** Fewer persons than these are not told, nobody included: of a small group even "none" says something of each. */
export const leastCounted = 10;

export interface Figures {
  count: (persons: number) => number | null;
  /** A sum over so many persons. */
  sum: (value: number, persons: number) => number | null;
}

/** Full tens and two leading digits: two figures that differ by one person look the same, but for the few at an edge. */
const coarse: Figures = {
  count: (persons) => (persons < leastCounted ? null : Math.floor(persons / leastCounted) * leastCounted),
  sum: (value, persons) => (persons < leastCounted ? null : twoDigits(value)),
};

const exact: Figures = { count: (persons) => persons, sum: (value) => value };

export function figuresFor(eachIsOpen: boolean): Figures {
  return eachIsOpen ? exact : coarse;
}

function twoDigits(value: number): number {
  const unit = 10 ** Math.max(0, String(Math.trunc(Math.abs(value))).length - 2);
  return Math.trunc(value / unit) * unit;
}
