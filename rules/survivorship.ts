/** Which source's value a unified record shows, attribute by attribute; the others are kept beside it. */
import type { Attribute, Instant, Source } from './vocabulary.js';

export interface Candidate<T> {
  value: T;
  source: Source;
  asOf: Instant;
}

/** Sources in order of trust. A source that is not named comes last, in the house's order. */
export interface SurvivorshipRule {
  name: string;
  order: readonly Source[];
}

const person: SurvivorshipRule = {
  name: 'employment-before-social-insurance',
  order: ['employment', 'social-insurance', 'commerce'],
};
const insured: SurvivorshipRule = {
  name: 'social-insurance-before-employment',
  order: ['social-insurance', 'employment'],
};
const registered: SurvivorshipRule = { name: 'commerce-before-tax', order: ['commerce', 'tax'] };
const taxed: SurvivorshipRule = { name: 'tax-before-commerce', order: ['tax', 'commerce'] };

/** One line per attribute: the source that keeps the register of record comes first. */
export const survivorship = {
  name: person,
  sex: insured,
  birthDate: insured,
  householdRegion: person,
  education: person,
  organizationName: registered,
  entityKind: registered,
  ownership: registered,
  stateLevel: registered,
  industry: registered,
  region: registered,
  address: registered,
  legalRepresentativeName: registered,
  establishedOn: registered,
  state: registered,
  taxState: taxed,
  vatKind: taxed,
  annualRevenueFen: taxed,
  headcount: taxed,
} as const satisfies Record<string, SurvivorshipRule>;

/** Picks the winner: first by source order, then the newest, then the smaller text, so that the answer never depends on reading order. */
export function survive<T>(candidates: readonly Candidate<T>[], rule: SurvivorshipRule): Attribute<T> | null {
  const ranked = [...candidates].sort(
    (a, b) =>
      rank(a.source, rule) - rank(b.source, rule) ||
      compare(b.asOf, a.asOf) ||
      compare(JSON.stringify(a.value), JSON.stringify(b.value)) ||
      compare(a.source, b.source),
  );
  const [winner, ...others] = ranked;
  return winner ? { value: winner.value, source: winner.source, asOf: winner.asOf, rule: rule.name, others } : null;
}

/** Order of two texts by code unit, the same on every machine. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function rank(source: Source, rule: SurvivorshipRule): number {
  const place = rule.order.indexOf(source);
  return place === -1 ? rule.order.length : place;
}
