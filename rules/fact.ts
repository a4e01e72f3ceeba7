/** What is known of one fact, and the facts and parameters of one decision. */
import type { CivilDay } from './civil-date.js';
import type { Dated } from './dated.js';
import { factKinds, objectsOfFacts } from './fact-names.js';
import type { FactKind } from './fact-names.js';

/** One line of a parameter that is a schedule, such as `{ atLeastMonths, payMonths }`. */
export type Step = Readonly<Record<string, number | null>>;

/** Days are day numbers, money is fen, null is "known to be none"; a schedule stands for a parameter only. */
export type Value = number | string | boolean | null | readonly Step[];

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

/** Facts by path; an element of a list by its index (`hires[1].contractMonths`), a list's length by `hires[]`. */
export type Facts = ReadonlyMap<string, Fact>;
export type ParameterValue = number | readonly Step[];
/** By name, a member of an object by its path (`employerRates.pension`). */
export type Parameters = ReadonlyMap<string, readonly Dated<ParameterValue>[]>;

/** What an open fact can still be: one of some values, or any whole number of a range, or none. */
export type Domain =
  | { readonly values: readonly Value[] }
  | { readonly from: number; readonly to: number; readonly orNone: boolean };

const INDEX = /\[\d+\]/g;
const flag: Domain = { values: [true, false] };
/** Any other word than those that rules name behaves like none. */
const words: Domain = { values: ['flexible', 'registration', null] };
const share: Domain = { from: 0, to: 1, orNone: false };
const number: Domain = { from: 0, to: Infinity, orNone: false };
/** A list that was left out: nothing of it counts, or as little as can count, or no end of it. */
const list: Domain = { values: [0, 1, Infinity] };

export function domainOf(path: string, fact: Fact | undefined, days: readonly [CivilDay, CivilDay]): Domain {
  if (fact?.is === 'one-of') return { values: fact.candidates.map((candidate) => candidate.value) };
  if (fact?.is === 'between') return { from: fact.from, to: fact.to, orNone: false };
  const kind = kindOf(path);
  // Of a list of words that was left out: empty, or any one of them.
  if (path.endsWith('[]')) return typeof kind === 'object' ? { values: [0, ...kind] } : list;
  if (kind === 'flag') return flag;
  if (kind === 'day' || kind === 'month' || kind === 'month-or-day')
    return { from: days[0], to: days[1], orNone: !path.endsWith('birthDate') };
  if (kind === 'text') return words;
  if (kind === 'rate') return share;
  // Most that can be recognised at a level is not recognised at all.
  if (typeof kind === 'object') return { values: path.endsWith('.recognisedLevel') ? [...kind, null] : kind };
  return number;
}

/** The kind of a fact, also of an element of a list. */
export function kindOf(path: string): FactKind | undefined {
  const kinds: { readonly [path: string]: FactKind } = factKinds;
  return kinds[path] ?? kinds[path.replaceAll(INDEX, '[]')];
}

/** The name under which an unknown fact is reported: a list or an object left out as a whole is named once. */
export function reportedPath(path: string, facts: Facts, parameters: Parameters): string {
  if (path.startsWith('parameter:')) return reportedParameter(path, parameters);
  if (path.endsWith('[]')) return path.slice(0, -2);
  const general = path.replaceAll(INDEX, '[]');
  const object = objectsOfFacts.find((name) => general.startsWith(`${name}.`));
  if (object === undefined) return path;
  const own = path.slice(0, path.lastIndexOf('.'));
  for (const given of facts.keys()) if (given.startsWith(`${own}.`)) return path;
  return own;
}

function reportedParameter(path: string, parameters: Parameters): string {
  const [name = path] = path.split('@');
  const [object = name, member] = name.split('.');
  if (member === undefined) return name;
  const prefix = `${object.slice('parameter:'.length)}.`;
  for (const [given, entries] of parameters)
    if (given.startsWith(prefix) && entries.some(({ value }) => value !== null)) return name;
  return object;
}

/** What a fact says, without who says it: two facts with one text come to the same in every rule. */
export function valuesOf(fact: Fact): string {
  if (fact.is === 'known')
    return typeof fact.value === 'object' ? JSON.stringify(fact.value) : `${typeof fact.value}${fact.value}`;
  if (fact.is === 'between') return `${fact.from}~${fact.to}`;
  return JSON.stringify(fact.candidates.map(({ value }) => value));
}
