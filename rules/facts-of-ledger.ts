/** What was paid already, by the payment ledger. Names that several rules share say what the rule asked for means by them. */
import { parseDay } from './civil-date.js';
import type { FactPath } from './fact-names.js';
import type { FactSheet } from './fact-sheet.js';
import { isComplete, monthsCovered } from './record-time.js';
import type { BenefitGrantFact, Day, PersonDocument, Sourced } from './vocabulary.js';

export const grantsStream = 'employment/benefit-grants';
/** The policy's first day: a payment ledger that begins later cannot say "never paid". */
const policyBegan: Day = '2016-01-06';

type Grant = Sourced<Omit<BenefitGrantFact, 'kind'>>;

/** The two subsidies that share one limit (5/s11, R-06). */
const pooled = ['art05.startup-social-insurance-subsidy', 'art05.job-creation-subsidy'];

export const flexibleSide = (entitlement: string) => entitlement.startsWith('art02.flexible-employment-subsidy.');
const employerSide = (entitlement: string) => entitlement.startsWith('art02.employer-social-insurance-subsidy.');

/** Months are counted per person and side of item 2, over the routes of that side; elsewhere by the rule itself. */
function countsWith(rule: string): (entitlement: string) => boolean {
  return [flexibleSide, employerSide].find((side) => side(rule)) ?? ((entitlement) => entitlement === rule);
}

/** The same for every rule. The ledger names the person and not the firm: of several firms a sum may belong to another. */
export function addLedger(sheet: FactSheet, record: PersonDocument): void {
  const complete = isLedgerComplete(record);
  const paid = (...entitlements: string[]) => record.grants.filter((grant) => entitlements.includes(grant.entitlement));
  const once = {
    'art05.opening-subsidy': 'history.openingSubsidyAlreadyPaid',
    'art05.unemployed-startup-grant': 'history.unemployedStartupGrantAlreadyPaid',
    'art05.unemployment-benefit-lump-sum': 'history.unemploymentBenefitLumpSumAlreadyPaid',
  } as const;
  for (const [entitlement, path] of Object.entries(once)) {
    const grants = paid(entitlement);
    if (grants.length > 0) sheet.known(path, true, ...grants);
    else if (complete) sheet.says('employment', path, false);
  }
  if (!complete) return;
  const opening = paid('art05.opening-subsidy');
  sheet.says('employment', 'history.openingSubsidyPaidAmount', sumOf(opening), ...opening);
  addSum(sheet, 'history.pooledAmountAlreadyPaid', paid(...pooled), record.enterprises.length <= 1);
  // The subsidy year runs from the entry into the park, which the record does not hold.
  addSum(sheet, 'history.operatingSubsidyPaidThisSubsidyYear', paid('art06.incubation-operating-subsidy'), false);
  // A payment for a course does not say of which kind it was.
  if (paid('art07.student-startup-training-subsidy').length === 0)
    sheet.says('employment', 'history.subsidisedCourseKinds[]', 0);
}

/** Whether the ledger of one rule differs from that of any other: most are empty. */
export function hasGrantsFor(record: PersonDocument, rule: string): boolean {
  const counts = countsWith(rule);
  return record.grants.some(({ entitlement }) => counts(entitlement));
}

/** What the rule asked for counts: months, subsidy years and the first approval on its own side. */
export function addLedgerOf(sheet: FactSheet, record: PersonDocument, rule: string): void {
  if (!isLedgerComplete(record)) return;
  const counts = countsWith(rule);
  const grants = record.grants.filter(({ entitlement }) => counts(entitlement));
  const months = monthsCovered(grants);
  const approvals = grants.map((grant) => grant.firstApprovedOn ?? grant.paidOn).sort();
  sheet.says('employment', 'history.monthsAlreadySubsidised', months.size, ...grants);
  sheet.says('employment', 'history.firstApprovedOn', firstOf(approvals), ...grants);
  sheet.says('employment', 'history.subsidyYearsAlreadyPaid', subsidyYears(months), ...grants);
}

/** Subsidy years of twelve months, counted from the first month that was paid (as in R-09). */
function subsidyYears(months: ReadonlySet<string>): number {
  const numbers = [...months].map((month) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5)));
  const first = Math.min(...numbers);
  return new Set(numbers.map((number) => Math.floor((number - first) / 12))).size;
}

/** A sum of which perhaps not all belongs to the matter decided. */
function addSum(sheet: FactSheet, path: FactPath, grants: readonly Grant[], belongs: boolean): void {
  const sum = sumOf(grants);
  if (belongs || sum === 0) sheet.says('employment', path, sum, ...grants);
  else sheet.between(path, 0, sum, ...grants);
}

function firstOf(days: readonly Day[]) {
  return days[0] === undefined ? null : parseDay(days[0]);
}

function sumOf(grants: readonly Grant[]): number {
  return grants.reduce((sum, { amountFen }) => sum + amountFen, 0);
}

function isLedgerComplete(record: PersonDocument): boolean {
  return isComplete(record, grantsStream, policyBegan);
}
