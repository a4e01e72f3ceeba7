/**
 * From the unified record to the facts that the rules read, as they stand on one day. A fact in dispute stays in dispute;
 * an absent record means "none" only where the stream is complete since before the day asked about.
 */
import { addMonths, civilDate, dayOf, formatDay, parseDay } from './civil-date.js';
import type { CivilDay } from './civil-date.js';
import type { Facts } from './fact.js';
import { dayValue, FactSheet } from './fact-sheet.js';
import type { Day, FoundedEnterprise, PersonDocument } from './vocabulary.js';

/** The policy's first day: a payment ledger that begins later cannot say "never paid". */
const policyBegan: Day = '2016-01-06';
/** 养老保险 is the insurance that flexible workers always pay; a month may be paid until the end of the next. */
const monthsOfGrace = 1;

export function factsOfRecord(record: PersonDocument, assessOn: CivilDay): Facts {
  const sheet = new FactSheet();
  const today = formatDay(assessOn);
  addPerson(sheet, record);
  addHardship(sheet, record, today);
  addFlexibleWork(sheet, record, assessOn);
  addLedger(sheet, record);
  const enterprise = record.enterprises[0] ?? null;
  addEnterprise(sheet, record, enterprise, today);
  addUnemploymentBenefit(
    sheet,
    record,
    enterprise === null ? assessOn : (parseDay(enterprise.establishedOn) ?? assessOn),
  );
  return sheet.get();
}

/**
 * Days after `assessOn` on which the facts themselves turn, with nothing new recorded: designations and registrations that
 * begin or end, months of contributions that fall due, months of benefit that run out, registers that begin.
 */
export function turningDaysOfRecord(record: PersonDocument, assessOn: CivilDay): CivilDay[] {
  const days = [
    ...Object.values(record.recordsBeginOn).map(parseDay),
    ...[...record.hardships, ...record.employments].flatMap(({ from, to }) => {
      const last = to === null ? null : parseDay(to);
      return [parseDay(from), last === null ? null : last + 1];
    }),
    ...record.employments.filter((work) => work.form === 'flexible').flatMap((work) => daysDue(record, work.from)),
    // Of a founder, receipt is asked on the day of founding, which stays the same.
    ...(record.enterprises.length > 0 ? [] : record.unemploymentBenefits.flatMap(daysOfSpell)),
  ];
  const ahead = days.filter((day): day is CivilDay => day !== null && day > assessOn);
  return [...new Set(ahead)].sort((a, b) => a - b);
}

function addPerson(sheet: FactSheet, { birthDate, sex, education }: PersonDocument): void {
  sheet.attribute('person.birthDate', birthDate, dayValue);
  sheet.attribute('person.sex', sex, (value) => value);
  sheet.attribute('person.education.schoolType', education, (value) => value.schoolType);
  sheet.attribute('person.education.status', education, (value) => value.status);
  sheet.attribute('person.education.graduationDate', education, (value) => dayValue(value.graduationDate));
}

function addHardship(sheet: FactSheet, record: PersonDocument, today: Day): void {
  const holding = record.hardships.filter((designation) => holds(designation, today));
  if (holding.length > 0) sheet.known('person.recognisedHardToEmploy', true, ...holding);
  else if (isComplete(record, 'employment/hardship', today))
    sheet.known('person.recognisedHardToEmploy', false, ...record.hardships);
}

function addFlexibleWork(sheet: FactSheet, record: PersonDocument, assessOn: CivilDay): void {
  const work = record.employments.find((registration) => holds(registration, formatDay(assessOn)));
  if (!work) {
    if (!isComplete(record, 'employment/registrations', formatDay(assessOn))) return;
    sheet.known('employment.kind', null);
    sheet.known('employment.employmentRegistered', false);
    return;
  }
  const startedOn = parseDay(work.from);
  sheet.known('employment.kind', work.form === 'flexible' ? 'flexible' : null, work);
  sheet.known('employment.employmentRegistered', work.form !== 'unemployed', work);
  if (startedOn !== null) sheet.known('employment.startedOn', startedOn, work);
  if (work.form === 'flexible' && startedOn !== null) addOwnContributions(sheet, record, startedOn, assessOn);
}

function addOwnContributions(sheet: FactSheet, record: PersonDocument, startedOn: CivilDay, assessOn: CivilDay): void {
  const own = record.contributions.filter(
    (month) => month.employerCode === null && month.paidOn !== null && month.paidOn <= formatDay(assessOn),
  );
  const paid = new Map<string, number>();
  for (const { month, ownFen } of own) paid.set(month, (paid.get(month) ?? 0) + ownFen);
  const begin = firstDay(record, 'social-insurance/contributions', startedOn);
  const due = begin === null ? [] : monthsBetween(begin, addMonths(assessOn, -monthsOfGrace));
  const told = own.slice(0, 1);
  if (due.length > 0)
    sheet.known(
      'employment.socialInsurancePaidAsRequired',
      due.every((month) => paid.has(month)),
      ...told,
    );
  const subsidised = new Set(
    record.grants.filter((grant) => grant.entitlement.startsWith('art02.flexible')).flatMap(monthsOfGrant),
  );
  const claimable = [...paid].filter(([month]) => month >= formatDay(startedOn).slice(0, 7) && !subsidised.has(month));
  if (claimable.length === 0) return;
  const sums = claimable.map(([, sum]) => sum);
  sheet.known('employment.monthsClaimed', claimable.length, ...told);
  sheet.between('employment.paidPerMonth', Math.min(...sums), Math.max(...sums), ...told);
}

/** Days on which months of work fall due, up to the first that nobody paid: after it nothing turns any more. */
function daysDue(record: PersonDocument, from: Day): CivilDay[] {
  const startedOn = parseDay(from);
  const begin = startedOn === null ? null : firstDay(record, 'social-insurance/contributions', startedOn);
  if (begin === null) return [];
  const paid = new Set(record.contributions.filter((own) => own.employerCode === null).map(({ month }) => month));
  const { year, month } = civilDate(begin);
  const days: CivilDay[] = [];
  for (let i = 1; ; i++) {
    days.push(dayOf(year, month + i + 1 + monthsOfGrace, 1));
    if (!paid.has(formatDay(dayOf(year, month + i, 1)).slice(0, 7))) return days;
  }
}

/** The later of a day and the day on which a register begins; null: it was never read completely. */
function firstDay(record: PersonDocument, stream: string, day: CivilDay): CivilDay | null {
  const begin = parseDay(record.recordsBeginOn[stream] ?? '');
  return begin === null ? null : Math.max(begin, day);
}

/** What was paid already. Without a ledger that is complete since the policy began, only what it shows is known. */
function addLedger(sheet: FactSheet, record: PersonDocument): void {
  const complete = isComplete(record, 'employment/benefit-grants', policyBegan);
  const paid = (entitlement: string) => record.grants.filter((grant) => grant.entitlement === entitlement);
  const once = {
    'art05.opening-subsidy': 'history.openingSubsidyAlreadyPaid',
    'art05.unemployed-startup-grant': 'history.unemployedStartupGrantAlreadyPaid',
  } as const;
  for (const [entitlement, path] of Object.entries(once)) {
    const grants = paid(entitlement);
    if (grants.length > 0 || complete) sheet.known(path, grants.length > 0, ...grants);
  }
  const flexible = paid('art02.flexible-employment-subsidy.hard-to-employ');
  if (!complete) return;
  sheet.known('history.monthsAlreadySubsidised', new Set(flexible.flatMap(monthsOfGrant)).size, ...flexible);
  const approvals = flexible.map((grant) => grant.firstApprovedOn ?? grant.paidOn).sort();
  sheet.known(
    'history.firstApprovedOn',
    approvals[0] === undefined ? null : (parseDay(approvals[0]) ?? null),
    ...flexible,
  );
}

/** The newest firm of which the person is legal representative; individual businesses count. */
function addEnterprise(sheet: FactSheet, record: PersonDocument, firm: FoundedEnterprise | null, today: Day): void {
  if (firm === null) {
    if (!isComplete(record, 'commerce/market-entities', today)) return;
    for (const path of [
      'enterprise.foundedByPerson',
      'enterprise.hasBusinessLicence',
      'enterprise.operatingNormally',
    ] as const)
      sheet.known(path, false);
    return;
  }
  const registered = { source: firm.source, asOf: firm.asOf };
  const registeredOn = parseDay(firm.establishedOn);
  sheet.known('enterprise.foundedByPerson', true, registered);
  sheet.known('enterprise.hasBusinessLicence', firm.state === 'open' || firm.state === 'abnormal', registered);
  if (registeredOn !== null) sheet.known('enterprise.registeredOn', registeredOn, registered);
  if (firm.state !== 'open') sheet.known('enterprise.operatingNormally', false, registered);
  else if (firm.taxState !== null) {
    sheet.known('enterprise.operatingNormally', firm.taxState === 'normal', registered, {
      source: 'tax',
      asOf: firm.taxAsOf ?? firm.asOf,
    });
  }
}

/** 领取失业保险金 on a day. Benefit is paid by calendar months; a spell that may still be running is not known beyond what was drawn. */
function addUnemploymentBenefit(sheet: FactSheet, record: PersonDocument, on: CivilDay): void {
  const path = 'person.isReceivingUnemploymentBenefit';
  let open = false;
  for (const spell of record.unemploymentBenefits) {
    const [from, drawnUntil, grantedUntil] = daysOfSpell(spell);
    if (from === undefined || drawnUntil === undefined || grantedUntil === undefined || on < from) continue;
    if (on < drawnUntil) return sheet.known(path, true, spell);
    if (on < grantedUntil) open = true;
  }
  if (!open && isComplete(record, 'social-insurance/unemployment-benefits', formatDay(on)))
    sheet.known(path, false, ...record.unemploymentBenefits);
}

/** First day of a spell, and the first days after the months drawn and after the months granted. */
function daysOfSpell(spell: PersonDocument['unemploymentBenefits'][number]): CivilDay[] {
  const from = parseDay(spell.from);
  if (from === null) return [];
  const { year, month } = civilDate(from);
  return [from, dayOf(year, month + spell.monthsDrawn, 1), dayOf(year, month + spell.monthsGranted, 1)];
}

function holds({ from, to }: { from: Day; to: Day | null }, today: Day): boolean {
  return from <= today && (to === null || today <= to);
}

function isComplete(record: PersonDocument, stream: string, since: Day): boolean {
  const begin = record.recordsBeginOn[stream];
  return begin !== undefined && begin <= since;
}

/** Whole months after the one in which `from` lies, up to and without the one of `to`. */
function monthsBetween(from: CivilDay, to: CivilDay): string[] {
  const { year, month } = civilDate(from);
  const last = formatDay(to).slice(0, 7);
  const months: string[] = [];
  for (let i = 1; ; i++) {
    const next = formatDay(dayOf(year, month + i, 1)).slice(0, 7);
    if (next >= last) return months;
    months.push(next);
  }
}

function monthsOfGrant({ fromMonth, toMonth }: { fromMonth: string; toMonth: string }): string[] {
  const day = parseDay(`${fromMonth}-01`);
  if (day === null) return [];
  const { year, month } = civilDate(day);
  const months: string[] = [];
  for (let i = 0; i < 600; i++) {
    const next = formatDay(dayOf(year, month + i, 1)).slice(0, 7);
    if (next > toMonth) break;
    months.push(next);
  }
  return months;
}
