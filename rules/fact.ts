/** What is known of one fact, and the facts and parameters of one decision. */
import type { CivilDay } from './civil-date.js';
import type { Dated } from './dated.js';
import { factKinds, objectsOfFacts } from './fact-names.js';
import type { FactKind } from './fact-names.js';

/** Days are day numbers, money is fen, null is "known to be none". */
export type Value = number | string | boolean | null;

export interface Origin {
  readonly source: string | null;
  /** The day on which the source said so. */
  readonly observedOn: string | null;
}

/** A fact that is not among the facts is not known. */
export type Fact =
  | ({ readonly is: 'known'; readonly value: Value } & Origin)
  | { readonly is: 'one-of'; readonly candidates: readonly ({ readonly value: Value } & Origin)[] }
  | ({ readonly is: 'between'; readonly from: number; readonly to: number } & Origin);

/** Facts by path; an element of a list by its index (`hires[1].contractMonths`). */
export type Facts = ReadonlyMap<string, Fact>;
export type Parameters = ReadonlyMap<string, readonly Dated<number>[]>;

/** What an open fact can still be: one of some values, or any whole number of a range, or none. */
export type Domain =
  | { readonly values: readonly Value[] }
  | { readonly from: number; readonly to: number; readonly orNone: boolean };

export function domainOf(path: string, fact: Fact | undefined, days: readonly [CivilDay, CivilDay]): Domain {
  if (fact?.is === 'one-of') return { values: fact.candidates.map((candidate) => candidate.value) };
  if (fact?.is === 'between') return { from: fact.from, to: fact.to, orNone: false };
  const kind = kindOf(path);
  if (kind === 'flag') return { values: [true, false] };
  if (kind === 'day') return { from: days[0], to: days[1], orNone: !path.endsWith('.birthDate') };
  // Any other word than those that rules name behaves like none.
  if (kind === 'text' || kind === 'month') return { values: ['flexible', null] };
  if (typeof kind === 'object') return { values: kind };
  return { from: 0, to: Infinity, orNone: false };
}

function kindOf(path: string): FactKind | undefined {
  const kinds: { readonly [path: string]: FactKind } = factKinds;
  return kinds[path];
}

/** The name under which an unknown fact is reported: an object left out as a whole is named once. */
export function reportedPath(path: string, facts: Facts): string {
  const object = objectsOfFacts.find((name) => path.startsWith(`${name}.`));
  if (object === undefined) return path;
  for (const given of facts.keys()) if (given.startsWith(`${object}.`)) return path;
  return object;
}
