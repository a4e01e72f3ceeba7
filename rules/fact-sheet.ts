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

export class FactSheet {
  private readonly facts = new Map<string, Fact>();

  get(): Facts {
    return this.facts;
  }

  known(path: FactPath, value: Value, ...told: readonly Told[]): void {
    this.facts.set(path, { is: 'known', value, ...originOf(told) });
  }

  /** At least `from`, at most `to`. */
  between(path: FactPath, from: number, to: number, ...told: readonly Told[]): void {
    if (from === to) this.known(path, from, ...told);
    else this.facts.set(path, { is: 'between', from, to, ...originOf(told) });
  }

  /** An attribute of the record: in dispute while the sources give different values; a source that does not know one is not heard. */
  attribute<T>(path: FactPath, attribute: Attribute<T> | null, valueOf: (value: T) => Value | undefined): void {
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
