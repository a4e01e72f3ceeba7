/** 失业保险金: receipt on a day, what is left of it, and the lump sum that ends it. */
import { civilDate, dayOf, formatDay, parseDay } from './civil-date.js';
import type { CivilDay } from './civil-date.js';
import type { FactSheet } from './fact-sheet.js';
import { isComplete } from './record-time.js';
import type { PersonDocument, Sourced, UnemploymentBenefitFact } from './vocabulary.js';

export const benefitsStream = 'social-insurance/unemployment-benefits';

type Spell = Sourced<Omit<UnemploymentBenefitFact, 'kind'>>;

/**
 * 领取失业保险金 on the day that the rule tests. Benefit is paid by calendar months; a spell that may still be running is not
 * known beyond what was drawn. The lump sum ends it.
 */
export function addBenefitReceipt(sheet: FactSheet, record: PersonDocument, on: CivilDay): void {
  const path = 'person.isReceivingUnemploymentBenefit';
  const lumpSum = lumpSumPaid(record, on);
  let open = false;
  for (const spell of record.unemploymentBenefits) {
    const [from, drawnUntil, grantedUntil] = daysOfSpell(spell);
    if (from === undefined || drawnUntil === undefined || grantedUntil === undefined || on < from) continue;
    if (lumpSum && lumpSum.paidOn >= spell.from) return sheet.known(path, false, lumpSum, spell);
    if (on < drawnUntil) return sheet.known(path, true, spell);
    if (on < grantedUntil) open = true;
  }
  if (!open && isComplete(record, benefitsStream, formatDay(on)))
    sheet.says('social-insurance', path, false, ...record.unemploymentBenefits);
}

/** Months left, end and amount of the newest spell, as social insurance counts them. */
export function addBenefitLeft(sheet: FactSheet, record: PersonDocument, assessOn: CivilDay): void {
  const spell = record.unemploymentBenefits.find(({ from }) => from <= formatDay(assessOn));
  if (!spell) {
    if (!isComplete(record, benefitsStream, formatDay(assessOn))) return;
    sheet.says('social-insurance', 'person.unemploymentBenefitMonthsLeft', 0);
    sheet.says('social-insurance', 'person.unemploymentBenefitEndsOn', null);
    return;
  }
  sheet.known('person.unemploymentBenefitPerMonth', spell.monthlyFen, spell);
  const lumpSum = lumpSumPaid(record, assessOn);
  if (lumpSum && lumpSum.paidOn >= spell.from) {
    sheet.known('person.unemploymentBenefitMonthsLeft', 0, lumpSum, spell);
    sheet.known('person.unemploymentBenefitEndsOn', parseDay(lumpSum.paidOn), lumpSum);
    return;
  }
  const [, , grantedUntil] = daysOfSpell(spell);
  sheet.known('person.unemploymentBenefitMonthsLeft', Math.max(0, spell.monthsGranted - spell.monthsDrawn), spell);
  if (grantedUntil !== undefined) sheet.known('person.unemploymentBenefitEndsOn', grantedUntil - 1, spell);
}

/** First day of a spell, and the first days after the months drawn and after the months granted. */
export function daysOfSpell(spell: Spell): CivilDay[] {
  const from = parseDay(spell.from);
  if (from === null) return [];
  const { year, month } = civilDate(from);
  return [from, dayOf(year, month + spell.monthsDrawn, 1), dayOf(year, month + spell.monthsGranted, 1)];
}

/** The newest lump sum paid up to a day. */
function lumpSumPaid(record: PersonDocument, on: CivilDay) {
  const today = formatDay(on);
  return record.grants.find(
    ({ entitlement, paidOn }) => entitlement === 'art05.unemployment-benefit-lump-sum' && paidOn <= today,
  );
}
