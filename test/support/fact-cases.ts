/** Cases of facts of a record as data: a record, a day, a rule, and each fact that must or must not be known. */
import { formatDay, parseDay } from '../../rules/civil-date.js';
import { factKinds } from '../../rules/fact-names.js';
import type { Value } from '../../rules/fact.js';
import { factsOfRecord } from '../../rules/facts-of-record.js';
import type { PersonDocument } from '../../rules/vocabulary.js';
import { contribution, nobody } from './records.js';

/** `undefined`: not known. A list: in dispute. `between`: a range. Days as text. */
type Said = Value | undefined | Value[] | { between: [Value, Value] };
export interface FactCase {
  of: string;
  record: Partial<PersonDocument>;
  on?: string;
  rule?: string;
  facts: Record<string, Said>;
}

/** What the record of a case says of the facts that it names. */
export function saidIn({ record, on = '2026-11-01', rule, facts }: FactCase): FactCase['facts'] {
  const known = factsOfRecord({ ...nobody, ...record }, parseDay(on)!, rule);
  const said = (path: string): Said => {
    const fact = known.get(path);
    const kinds: { readonly [path: string]: unknown } = factKinds;
    const shown = (value: Value) => (kinds[path] === 'day' && typeof value === 'number' ? formatDay(value) : value);
    if (fact?.is === 'one-of') return fact.candidates.map(({ value }) => shown(value));
    if (fact?.is === 'between') return { between: [shown(fact.from), shown(fact.to)] };
    return fact && shown(fact.value);
  };
  return Object.fromEntries(Object.keys(facts).map((path) => [path, said(path)]));
}

/** Contributions of months of 2026 in a row, by an employer or own. */
export const monthsOf = (from: number, to: number, employerCode: string | null) =>
  Array.from({ length: to - from + 1 }, (_, i) =>
    contribution(`2026-${String(to - i).padStart(2, '0')}`, employerCode),
  );
