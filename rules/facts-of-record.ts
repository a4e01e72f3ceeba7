/**
 * From the unified record to the facts that the rules read, as they stand on one day. A fact in dispute stays in dispute; an
 * absent record means "none" only where the stream is complete since before the day asked about; what the record does not
 * hold is left out, which is "not known".
 */
import { parseDay } from './civil-date.js';
import type { CivilDay } from './civil-date.js';
import type { Facts } from './fact.js';
import { FactSheet } from './fact-sheet.js';
import { addBenefitLeft, addBenefitReceipt } from './facts-of-benefit.js';
import { addFoundedFirm, addOwnInsurance } from './facts-of-firm.js';
import { addLedger, addLedgerOf, flexibleSide, hasGrantsFor } from './facts-of-ledger.js';
import { addHardship, addPerson } from './facts-of-person.js';
import { addRegisteredUnemployment, addSpellBeforeFlexibleWork, addUnemployed, addWork } from './facts-of-work.js';
import { addStaff } from './facts-of-organization.js';
import type { FoundedEnterprise, PersonDocument, StaffGroup } from './vocabulary.js';

export { turningDaysOfRecord } from './turning-days-of-record.js';

/** The facts for one rule; without a rule, as the rules of items 2 and 5 read them. */
export function factsOfRecord(record: PersonDocument, assessOn: CivilDay, rule?: string): Facts {
  return factsForRules(record, assessOn)(rule);
}

/** What a founder's decision can be about: each firm of the person, newest first; without any, one matter without a firm. */
export function mattersOf(record: PersonDocument): readonly (FoundedEnterprise | null)[] {
  return record.enterprises.length > 0 ? record.enterprises : [null];
}

/**
 * The facts for each rule about one firm of the founder, the newest unless another is named, with its staff where somebody
 * counted it. Most facts are the same for every
 * rule and made once; on which day a group is tested, and which payments count, differs from rule to rule.
 */
export function factsForRules(
  record: PersonDocument,
  assessOn: CivilDay,
  firm: FoundedEnterprise | null = record.enterprises[0] ?? null,
  staff: readonly StaffGroup[] | null = null,
): (rule?: string) => Facts {
  const foundedOn = firm === null ? null : parseDay(firm.establishedOn);
  const common = new FactSheet();
  addPerson(common, record);
  addWork(common, record, assessOn);
  addRegisteredUnemployment(common, record, assessOn);
  addBenefitLeft(common, record, assessOn);
  addLedger(common, record);
  addFoundedFirm(common, record, firm, assessOn);
  if (staff !== null) addStaff(common, staff);
  if (firm !== null) addOwnInsurance(common, record, assessOn);
  const made = new Map<string, Facts>();
  return (rule) => {
    const founding = foundedOn !== null && (rule === undefined || /^art0[56]\./.test(rule));
    const groupsAtFounding = founding && rule?.startsWith('art06.') === true;
    const side = rule ?? 'art02.flexible-employment-subsidy.hard-to-employ';
    const key = `${founding} ${groupsAtFounding} ${flexibleSide(side)} ${hasGrantsFor(record, side) ? side : ''}`;
    const known = made.get(key);
    if (known) return known;
    const sheet = new FactSheet(common);
    const testedOn = founding ? foundedOn : assessOn;
    addHardship(sheet, record, assessOn, groupsAtFounding ? testedOn : assessOn);
    addUnemployed(sheet, record, testedOn, assessOn, founding);
    addBenefitReceipt(sheet, record, testedOn);
    if (flexibleSide(side)) addSpellBeforeFlexibleWork(sheet, record, assessOn);
    addLedgerOf(sheet, record, side);
    made.set(key, sheet.get());
    return sheet.get();
  };
}
