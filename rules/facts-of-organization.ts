/** From the record of an organization and its counted staff to the facts that rules about employers and firms read. */
import type { CivilDay } from './civil-date.js';
import type { Facts } from './fact.js';
import { dayValue, FactSheet } from './fact-sheet.js';
import type { Told } from './fact-sheet.js';
import { addOperation } from './facts-of-firm.js';
import type { OrganizationDocument, OrganizationFact, StaffGroup } from './vocabulary.js';

/** No contract and no insured life is longer: the other end of "at least". */
const mostMonths = 600;
/** An open-ended contract counts as one of a year or more. */
const openEndedMonths = 12;

/** Which words of the commerce register name a kind of employer; whether a cooperative is an enterprise the text does not say. */
const kinds: Readonly<Record<OrganizationFact['entityKind'], string | undefined>> = {
  company: 'enterprise',
  branch: 'enterprise',
  individual_business: 'individual_business',
  public_institution: 'institution',
  cooperative: undefined,
};

/**
 * `staff` is counted for `assessOn`; null: not known. The size class stays open: the national standard that makes it from
 * headcount and revenue is a parameter which nobody has given. Payments to firms are in no ledger that the hub reads.
 */
export function factsOfOrganization(
  document: OrganizationDocument,
  staff: readonly StaffGroup[] | null,
  _assessOn: CivilDay,
): Facts {
  const sheet = new FactSheet();
  sheet.attribute('employer.kind', document.entityKind, (kind) => kinds[kind]);
  sheet.attribute('employer.headcount', document.headcount, (headcount) => headcount);
  sheet.attribute('enterprise.registeredOn', document.establishedOn, dayValue);
  const { state, taxState } = document;
  if (state) addOperation(sheet, saidBy(state), taxState && saidBy(taxState));
  if (staff) addStaff(sheet, staff);
  return sheet.get();
}

/** Staff on the payroll by registration, without the legal representatives. */
export function addStaff(sheet: FactSheet, staff: readonly StaffGroup[]): void {
  sheet.says('employment', 'enterprise.founderCountedInPayroll', false);
  sheet.says('employment', 'enterprise.employees[]', staff.length);
  for (const [i, { count, contractMonths, monthsPaid, monthsPaidAreAll, asOf }] of staff.entries()) {
    const registered: Told = { source: 'employment', asOf };
    const insured: Told = { source: 'social-insurance', asOf };
    sheet.known(`enterprise.employees[${i}].count`, count, registered);
    sheet.known(`enterprise.employees[${i}].employmentRegistered`, true, registered);
    if (contractMonths === 'open-ended')
      sheet.between(`enterprise.employees[${i}].contractMonths`, openEndedMonths, mostMonths, registered);
    else if (contractMonths !== null)
      sheet.known(`enterprise.employees[${i}].contractMonths`, contractMonths, registered);
    if (monthsPaidAreAll) sheet.known(`enterprise.employees[${i}].socialInsuranceMonthsPaid`, monthsPaid, insured);
    else sheet.between(`enterprise.employees[${i}].socialInsuranceMonthsPaid`, monthsPaid, mostMonths, insured);
  }
}

function saidBy<T>({ value, source, asOf }: { value: T } & Told): { value: T; told: Told } {
  return { value, told: { source, asOf } };
}
