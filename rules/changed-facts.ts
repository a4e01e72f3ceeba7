/** In what two records of one person differ, as far as a rule can see: so that only rules that read it are decided again. */
import { parseDay } from './civil-date.js';
import type { CivilDay } from './civil-date.js';
import { valuesOf } from './fact.js';
import type { Fact, Facts } from './fact.js';
import { factsForRules, mattersOf, turningDaysOfRecord } from './facts-of-record.js';
import { factsReadBy } from './facts-read-by.js';
import type { Day, FoundedEnterprise, PersonDocument, StaffGroup } from './vocabulary.js';

/** Counted staff of a founded firm; null: not known. */
export type StaffOf = (creditCode: string) => readonly StaffGroup[] | null;

/** A record, and the staff of the firms in it. */
export interface Known {
  record: PersonDocument;
  staffOf: StaffOf;
}

/**
 * Per rule, the names of the facts that it reads and that differ on `from` or on any day after it, for a decision also says
 * when it will change. Elements of a list go by one name (`hires[].contractMonths`), a firm more, less or another is `enterprise`;
 * who says a fact, and since when, is no difference.
 */
export function changesBetween(before: Known, after: Known, from: Day): (rule: string) => string[] {
  const day = parseDay(from);
  if (day === null) return () => [];
  const [oldMatters, newMatters] = [mattersOf(before.record), mattersOf(after.record)];
  const firmsOf = ({ record }: Known) => record.enterprises.map(({ creditCode }) => creditCode).join();
  const sameFirms = firmsOf(before) === firmsOf(after);
  const most = Math.max(oldMatters.length, newMatters.length);
  // Facts stand still between the turning days of a record; each day of either is looked at in both. A firm that only one of
  // them has is compared with the first of the other.
  const pairs = [
    ...new Set([day, ...turningDaysOfRecord(before.record, day), ...turningDaysOfRecord(after.record, day)]),
  ].flatMap((on) =>
    Array.from({ length: most }, (_, i) => ({
      old: factsAbout(before, on, oldMatters[i] ?? oldMatters[0] ?? null),
      now: factsAbout(after, on, newMatters[i] ?? newMatters[0] ?? null),
    })),
  );
  const compare = comparer();
  return (rule) => {
    const changed = new Set<string>(sameFirms ? [] : ['enterprise']);
    for (const { old, now } of pairs) for (const path of compare(old(rule), now(rule))) changed.add(path);
    return namesReadBy(rule, changed);
  };
}

function factsAbout({ record, staffOf }: Known, on: CivilDay, firm: FoundedEnterprise | null): (rule: string) => Facts {
  return factsForRules(record, on, firm, firm && staffOf(firm.creditCode));
}

/** Which of some facts and parameters a rule reads. */
export function namesReadBy(rule: string, names: ReadonlySet<string>): string[] {
  const reads = factsReadBy(rule);
  return [...names].filter((name) => reads.has(name) || isPartOf(name, reads));
}

/** Most rules see the same facts: each pair of sheets is compared once. */
function comparer(): (old: Facts, now: Facts) => ReadonlySet<string> {
  const compared = new Map<Facts, Map<Facts, ReadonlySet<string>>>();
  return (old, now) => {
    const known = compared.get(old) ?? new Map<Facts, ReadonlySet<string>>();
    compared.set(old, known);
    const found = known.get(now) ?? differences(old, now);
    known.set(now, found);
    return found;
  };
}

function differences(old: Facts, now: Facts): ReadonlySet<string> {
  const paths = [...new Set([...old.keys(), ...now.keys()])].filter(
    (path) => said(old.get(path)) !== said(now.get(path)),
  );
  return new Set(paths.map((path) => path.replaceAll(/\[\d+\]/g, '[]')));
}

const said = (fact: Fact | undefined) => (fact === undefined ? 'nothing' : valuesOf(fact));

/** A list or object known as a whole goes by its own path, its parts by theirs. */
function isPartOf(path: string, reads: ReadonlySet<string>): boolean {
  const within = (part: string, whole: string) => part.startsWith(`${whole}.`) || part.startsWith(`${whole}[]`);
  return [...reads].some((read) => within(read, path) || within(path, read));
}
