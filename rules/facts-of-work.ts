/** 就业登记、失业登记 and the contributions beside them: at work, in flexible work, unemployed, and where two registers disagree. */
import { FIRST_DAY, formatDay, parseDay } from './civil-date.js';
import type { CivilDay } from './civil-date.js';
import type { FactSheet, Told } from './fact-sheet.js';
import { contradictionOf, monthsDue, paidMonths } from './insured-months.js';
import type { Contradiction } from './insured-months.js';
import { flexibleSide } from './facts-of-ledger.js';
import { holds, isComplete, monthOf, monthsCovered } from './record-time.js';
import type { Day, EmploymentFact, PersonDocument, Sourced } from './vocabulary.js';

export const registrationsStream = 'employment/registrations';

export type Registration = Sourced<Omit<EmploymentFact, 'kind'>>;

/** The registration in force on a day; of several the newest counts, for a new one ends the old. */
export function registrationOn(record: PersonDocument, on: CivilDay): Registration | undefined {
  return record.employments.find((registration) => holds(registration, formatDay(on)));
}

/** What social insurance says against a registration on a day, by what was paid up to another. */
export function contradictionOn(
  record: PersonDocument,
  registration: Registration | undefined,
  on: CivilDay,
  knownOn: CivilDay = on,
): Contradiction | null {
  const from = registration ? parseDay(registration.from) : null;
  if (!registration || from === null) return null;
  return contradictionOf(record, registration, from, on, formatDay(knownOn));
}

export function addWork(sheet: FactSheet, record: PersonDocument, assessOn: CivilDay): void {
  const work = registrationOn(record, assessOn);
  if (!work) {
    if (!isComplete(record, registrationsStream, formatDay(assessOn))) return;
    sheet.says('employment', 'employment.kind', null, ...record.employments);
    sheet.says('employment', 'employment.employmentRegistered', false, ...record.employments);
    sheet.says('employment', 'person.newlyEmployed', false, ...record.employments);
    return;
  }
  const against = contradictionOn(record, work, assessOn);
  const kind = work.form === 'flexible' ? 'flexible' : null;
  const insuredKind = against?.insuredAs === 'flexible' ? 'flexible' : null;
  if (against && insuredKind !== kind) sheet.disputed('employment.kind', ...sides(work, kind, against, insuredKind));
  else sheet.known('employment.kind', kind, work);
  const registered = work.form !== 'unemployed';
  if (against && work.form === 'employee')
    sheet.disputed('employment.employmentRegistered', ...sides(work, true, against, false));
  else sheet.known('employment.employmentRegistered', registered, work);
  // How long work counts as newly taken up no text says; who has none has certainly not.
  if (!registered && !against) sheet.known('person.newlyEmployed', false, work);
  const startedOn = registered ? parseDay(work.from) : null;
  if (startedOn === null) return;
  sheet.known('employment.startedOn', startedOn, work);
  if (kind === 'flexible') addOwnContributions(sheet, record, startedOn, assessOn);
}

/** 失业登记 on the day of the decision. Registering again begins a new spell, and with it a new day (12/s1). */
export function addRegisteredUnemployment(sheet: FactSheet, record: PersonDocument, assessOn: CivilDay): void {
  const current = registrationOn(record, assessOn);
  if (current?.form === 'unemployed') {
    sheet.known('person.isRegisteredUnemployed', true, current);
    sheet.known('person.registeredUnemployedSince', parseDay(current.from), current);
    return addContinuousUnemployment(sheet, record, current);
  }
  if (current) {
    sheet.known('person.isRegisteredUnemployed', false, current);
    sheet.known('person.registeredUnemployedSince', null, current);
  } else if (isComplete(record, registrationsStream, formatDay(assessOn))) {
    sheet.says('employment', 'person.isRegisteredUnemployed', false, ...record.employments);
    sheet.says('employment', 'person.registeredUnemployedSince', null, ...record.employments);
  }
}

/** Of flexible work the spell counts that led to it, up to the day on which the work began (2/s2, 12/s1). */
export function addSpellBeforeFlexibleWork(sheet: FactSheet, record: PersonDocument, assessOn: CivilDay): void {
  const work = registrationOn(record, assessOn);
  if (work?.form !== 'flexible') return;
  const spell = record.employments.find(
    (earlier) => earlier.form === 'unemployed' && earlier.from < work.from && reaches(earlier, work),
  );
  if (spell) sheet.known('person.registeredUnemployedSince', parseDay(spell.from), spell, work);
}

/**
 * Unemployed without a break (8/s3), registered or not: certainly since the first of the spells that follow each other to the
 * day, perhaps earlier, as far back as the last work on record. Where that work ended on the eve, the day is exact.
 */
function addContinuousUnemployment(sheet: FactSheet, record: PersonDocument, current: Registration): void {
  let first = current;
  for (const earlier of record.employments)
    if (earlier.form === 'unemployed' && earlier.from < first.from && reaches(earlier, first)) first = earlier;
  // A month insured by an employer lies within the spell: there was a break, and nobody says on which day it ended.
  const month = first.from.slice(0, 7);
  if (record.contributions.some((paid) => paid.employerCode !== null && paid.month > month)) return;
  const since = parseDay(first.from);
  const works = record.employments.filter(({ form, from }) => form !== 'unemployed' && from < current.from);
  const ends = works.map(({ to }) => (to === null ? null : parseDay(to)));
  if (since === null || ends.includes(null)) return;
  const free = Math.max(FIRST_DAY, ...ends.map((day) => (day ?? 0) + 1));
  sheet.between('person.continuouslyUnemployedSince', free, Math.max(since, free), first, ...works.slice(0, 1));
}

/** Whether one spell lasted until the next began, or to its eve. */
function reaches(earlier: Registration, next: Registration): boolean {
  const [last, start] = [earlier.to === null ? null : parseDay(earlier.to), parseDay(next.from)];
  return earlier.to === null || (last !== null && start !== null && start <= last + 1);
}

/**
 * 失业人员 as a group (6/s5), on the day that the rule tests. Who is in no register is not by that unemployed. Who founds a
 * business ends the registration by it: one that lasted to the eve of the founding still counts.
 */
export function addUnemployed(
  sheet: FactSheet,
  record: PersonDocument,
  testedOn: CivilDay,
  assessOn: CivilDay,
  founding: boolean,
): void {
  const onEve = founding ? registrationOn(record, testedOn - 1) : undefined;
  const current = registrationOn(record, testedOn) ?? (onEve?.form === 'unemployed' ? onEve : undefined);
  if (!current) return;
  const against = contradictionOn(record, current, testedOn, assessOn);
  const unemployed = current.form === 'unemployed';
  const insured = against === null ? unemployed : against.insuredAs === 'nothing';
  if (against && insured !== unemployed)
    sheet.disputed('person.isUnemployed', ...sides(current, unemployed, against, insured));
  else sheet.known('person.isUnemployed', unemployed, current);
}

function sides(
  registered: Told,
  byEmployment: boolean | string | null,
  against: Contradiction,
  byInsurance: boolean | string | null,
) {
  return [
    { value: byEmployment, source: registered.source, told: [registered] },
    { value: byInsurance, source: 'social-insurance', told: against.told },
  ] as const;
}

function addOwnContributions(sheet: FactSheet, record: PersonDocument, startedOn: CivilDay, assessOn: CivilDay): void {
  const paid = new Map<Day, number>();
  for (const [month, contributions] of paidMonths(record, formatDay(assessOn))) {
    const own = contributions.filter(({ employerCode }) => employerCode === null);
    if (own.length > 0)
      paid.set(
        month,
        own.reduce((sum, { ownFen }) => sum + ownFen, 0),
      );
  }
  const told = record.contributions
    .filter(({ employerCode, month }) => employerCode === null && paid.has(month))
    .slice(0, 1);
  const due = monthsDue(record, startedOn, assessOn) ?? [];
  if (due.length > 0)
    sheet.known(
      'employment.socialInsurancePaidAsRequired',
      due.every((month) => paid.has(month)),
      ...told,
    );
  const subsidised = monthsCovered(record.grants.filter(({ entitlement }) => flexibleSide(entitlement)));
  const claimable = [...paid].filter(([month]) => month >= monthOf(startedOn) && !subsidised.has(month));
  if (claimable.length === 0) return;
  const sums = claimable.map(([, sum]) => sum);
  sheet.known('employment.monthsClaimed', claimable.length, ...told);
  sheet.between('employment.paidPerMonth', Math.min(...sums), Math.max(...sums), ...told);
}
