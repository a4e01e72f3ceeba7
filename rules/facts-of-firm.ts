/** A firm as commerce and tax know it: for its founder and for the firm itself. */
import { formatDay, parseDay } from './civil-date.js';
import type { CivilDay } from './civil-date.js';
import type { FactSheet, Told } from './fact-sheet.js';
import { isComplete } from './record-time.js';
import type { FoundedEnterprise, OrganizationFact, PersonDocument, TaxpayerFact } from './vocabulary.js';

export const entitiesStream = 'commerce/market-entities';

/** The firm that a founder's decision is about; individual businesses count. Null: the person is legal representative of none. */
export function addFoundedFirm(
  sheet: FactSheet,
  record: PersonDocument,
  firm: FoundedEnterprise | null,
  assessOn: CivilDay,
): void {
  if (firm === null) {
    if (!isComplete(record, entitiesStream, formatDay(assessOn))) return;
    sheet.says('commerce', 'enterprise.foundedByPerson', false);
    sheet.says('commerce', 'enterprise.hasBusinessLicence', false);
    sheet.says('commerce', 'enterprise.operatingNormally', false);
    return;
  }
  const registered = { source: firm.source, asOf: firm.asOf };
  const registeredOn = parseDay(firm.establishedOn);
  sheet.known('enterprise.foundedByPerson', true, registered);
  if (registeredOn !== null) sheet.known('enterprise.registeredOn', registeredOn, registered);
  // Who has no firm may still be about to found one: that is the applicant's to say.
  if (isLicensed(firm.state)) sheet.known('person.startingOwnBusiness', true, registered);
  const taxed = firm.taxState === null ? null : { value: firm.taxState, told: taxOf(firm) };
  addOperation(sheet, { value: firm.state, told: registered }, taxed);
}

/** 营业执照 and 正常经营: not closed and not on the abnormal list at commerce, and a normal taxpayer. */
export function addOperation(
  sheet: FactSheet,
  commerce: { value: OrganizationFact['state']; told: Told },
  tax: { value: TaxpayerFact['state']; told: Told } | null,
): void {
  sheet.known('enterprise.hasBusinessLicence', isLicensed(commerce.value), commerce.told);
  if (commerce.value !== 'open') sheet.known('enterprise.operatingNormally', false, commerce.told);
  else if (tax) sheet.known('enterprise.operatingNormally', tax.value === 'normal', commerce.told, tax.told);
}

const isLicensed = (state: OrganizationFact['state']) => state === 'open' || state === 'abnormal';

function taxOf({ taxAsOf, asOf }: FoundedEnterprise): Told {
  return { source: 'tax', asOf: taxAsOf ?? asOf };
}

/** 创业者's own contributions really paid in the calendar year, for whatever months (R-08): the day of payment counts. */
export function addOwnInsurance(sheet: FactSheet, record: PersonDocument, assessOn: CivilDay): void {
  const today = formatDay(assessOn);
  const newYear = `${today.slice(0, 4)}-01-01`;
  if (!isComplete(record, 'social-insurance/contributions', newYear)) return;
  const paid = record.contributions.filter(({ paidOn }) => paidOn !== null && paidOn >= newYear && paidOn <= today);
  const sum = paid.reduce((fen, { ownFen }) => fen + ownFen, 0);
  sheet.says('social-insurance', 'person.ownSocialInsurancePaidThisYear', sum, ...paid.slice(0, 1));
}
