/** Facts being gathered for one decision, each with who says so and since when. What is not written down is not known. */
import { parseDay } from './civil-date.js';
import type { Fact, Facts, Origin, Value } from './fact.js';
import type { FactPath } from './fact-names.js';
import { civilDay } from './shanghai-time.js';
import type { Attribute, Day, Instant, Source } from './vocabulary.js';

/** Who told a fact: one source, or several that a conclusion rests on. */
export interface Told {
  source: Source;
  asOf: Instant;
}

/** What one source concludes, and the entries from which; a conclusion from silence has none. */
export interface Side {
  value: Value;
  source: Source;
  told: readonly Told[];
}

/** `enterprise.employees[2].count` for `enterprise.employees[].count`; the list's length stands under `enterprise.employees[]`. */
type ElementPath<P> = P extends `${infer List}[].${infer Member}` ? `${List}[${number}].${Member}` : never;
type LengthPath<P> = P extends `${infer List}[]${string}` ? `${List}[]` : never;
export type SheetPath = FactPath | ElementPath<FactPath> | LengthPath<FactPath>;

export class FactSheet {
  private readonly facts: Map<string, Fact>;

  /** An empty sheet, or one that goes on from another and leaves it as it is. */
  constructor(begun?: FactSheet) {
    this.facts = new Map(begun?.facts);
  }

  get(): Facts {
    return this.facts;
  }

  known(path: SheetPath, value: Value, ...told: readonly Told[]): void {
    this.facts.set(path, { is: 'known', value, ...originOf(told) });
  }

  /** What a source says, also by its silence: then nobody told it, and the day on which it was observed is not known. */
  says(source: Source, path: SheetPath, value: Value, ...told: readonly Told[]): void {
    this.facts.set(path, { is: 'known', value, source, observedOn: originOf(told).observedOn });
  }

  /** At least `from`, at most `to`. */
  between(path: SheetPath, from: number, to: number, ...told: readonly Told[]): void {
    if (from === to) this.known(path, from, ...told);
    else this.facts.set(path, { is: 'between', from, to, ...originOf(told) });
  }

  /** Sources that conclude different things from different kinds of evidence. */
  disputed(path: SheetPath, ...sides: readonly Side[]): void {
    const candidates = sides.map(({ value, source, told }) => ({
      value,
      source,
      observedOn: originOf(told).observedOn,
    }));
    this.facts.set(path, { is: 'one-of', candidates });
  }

  /** An attribute of the record: in dispute while the sources give different values; a source that does not know one is not heard. */
  attribute<T>(path: SheetPath, attribute: Attribute<T> | null, valueOf: (value: T) => Value | undefined): void {
    if (attribute === null) return;
    const candidates = [attribute, ...attribute.others].flatMap(({ value, source, asOf }) => {
      const told = valueOf(value);
      return told === undefined ? [] : [{ value: told, source, observedOn: civilDay(new Date(asOf)) }];
    });
    const [first] = candidates;
    if (first === undefined) return;
    const agreed = candidates.every(({ value }) => value === first.value);
    this.facts.set(path, agreed ? { is: 'known', ...first } : { is: 'one-of', candidates });
  }
}

/** A day of the vocabulary as the rules count it; a day that cannot be is not known. */
export function dayValue(day: Day | null): number | undefined {
  return day === null ? undefined : (parseDay(day) ?? undefined);
}

function originOf(told: readonly Told[]): Origin {
  const sources = [...new Set(told.map(({ source }) => source))];
  const days = told.map(({ asOf }) => asOf).sort();
  return { source: sources.join('+') || null, observedOn: days[0] === undefined ? null : civilDay(new Date(days[0])) };
}
