/** Item 2: hiring and flexible work. */
import { addYears, monthsBegunBetween } from '../civil-date.js';
import type { CivilDay } from '../civil-date.js';
import { numberOf, times } from '../amount.js';
import { all, any, ask, requires } from '../condition.js';
import { isHardToEmploy } from '../definitions/hard-to-employ.js';
import { gradualRetirementDate, retirementDate } from '../definitions/retirement-date.js';
import type { RetirementCategory } from '../definitions/retirement-date.js';
import { rule } from '../entitlement.js';
import { floorShare } from '../money.js';
import { askTheBureau, fundNotStated, inForce } from './policy.js';

const MOST_MONTHS = 36;
const TWO_THIRDS = { numerator: 2, denominator: 3 };
const retirementFacts = ['person.birthDate', 'person.retirementCategory', 'assessOn'] as const;
const extensionFacts = [...retirementFacts, 'history.firstApprovedOn'] as const;

export const flexibleEmploymentSubsidyForHardToEmploy = rule({
  id: 'art02.flexible-employment-subsidy.hard-to-employ',
  name: {
    zh: '就业困难人员灵活就业社会保险补贴',
    en: 'social insurance subsidy for flexible work, people hard to employ',
  },
  cites: [
    { item: 2, sentence: 2 },
    { item: 2, sentence: 3 },
  ],
  subject: 'person',
  inForce,
  conditions: all(
    null,
    isHardToEmploy,
    requires(
      { zh: '灵活就业', en: 'in flexible employment' },
      { item: 2, sentence: 2 },
      ['employment.kind'],
      (kind) => kind === 'flexible',
    ),
    requires(
      { zh: '已办理就业登记', en: 'the employment is registered' },
      { item: 2, sentence: 2 },
      ['employment.employmentRegistered'],
      (it) => it === true,
    ),
    requires(
      { zh: '按规定缴纳社会保险费', en: 'social insurance is paid as required' },
      { item: 2, sentence: 2 },
      ['employment.socialInsurancePaidAsRequired'],
      (it) => it === true,
    ),
    requires(
      { zh: '未到法定退休年龄', en: 'not yet retired by law' },
      { item: 2, sentence: 3 },
      retirementFacts,
      (birth, category, assessOn) => monthsToRetirement(birth, category, assessOn) > 0,
      ['R-19'],
    ),
    any(
      { zh: '补贴期限还有剩余', en: 'months of subsidy are left' },
      requires(
        { zh: '已享受补贴不满36个月', en: 'fewer than 36 months were subsidised' },
        { item: 2, sentence: 3 },
        ['history.monthsAlreadySubsidised'],
        (months) => (months ?? 0) < MOST_MONTHS,
        ['R-01'],
      ),
      requires(
        {
          zh: '初次核定时距法定退休年龄不足5年，可延长至退休',
          en: 'less than 5 years to retirement at first approval: extended to it',
        },
        { item: 2, sentence: 3 },
        extensionFacts,
        isExtendedToRetirement,
        ['R-18', 'R-19'],
      ),
    ),
  ),
  amount: {
    is: 'for_the_months_claimed',
    of: times(
      numberOf(
        { zh: '补贴月数', en: 'months paid' },
        'months',
        ['employment.monthsClaimed', 'history.monthsAlreadySubsidised', ...extensionFacts],
        (claimed, already, birth, category, assessOn, firstApprovedOn) => {
          const months = Math.min(claimed ?? 0, monthsToRetirement(birth, category, assessOn));
          const left = Math.max(0, MOST_MONTHS - (already ?? 0));
          if (months <= left || isExtendedToRetirement(birth, category, assessOn, firstApprovedOn)) return months;
          return left;
        },
      ),
      numberOf(
        {
          zh: '每月补贴（应缴最低标准的2/3，不超过实缴的2/3）',
          en: 'per month: 2/3 of the minimum due, at most 2/3 of what was paid',
        },
        'fen',
        ['employment.paidPerMonth', 'parameter:flexibleMinimumContributionPerMonth'],
        (paid, minimumDue) => floorShare(Math.min(paid ?? 0, minimumDue), TWO_THIRDS),
      ),
    ),
  },
  route: 'own-insurance',
  until: ask(extensionFacts, (birth, category, assessOn, firstApprovedOn) =>
    birth !== null && category !== null && isExtendedToRetirement(birth, category, assessOn, firstApprovedOn)
      ? gradualRetirementDate(birth, category)
      : null,
  ),
  documents: [],
  fund: fundNotStated,
  readings: ['R-05', 'R-20'],
  remarks: [askTheBureau('所需材料原文未列明', 'the text lists no papers')],
});

/** Months are paid up to retirement; the end follows the law in force at the end. */
function monthsToRetirement(birth: CivilDay | null, category: RetirementCategory | null, assessOn: CivilDay): number {
  return birth === null || category === null ? 0 : monthsBegunBetween(assessOn, gradualRetirementDate(birth, category));
}

/** "Less than" is strict, and the law of the first approval decides. Who was never approved is approved first on this day. */
function isExtendedToRetirement(
  birth: CivilDay | null,
  category: RetirementCategory | null,
  assessOn: CivilDay,
  firstApprovedOn: CivilDay | null,
): boolean {
  const first = Math.min(firstApprovedOn ?? assessOn, assessOn);
  return birth !== null && category !== null && addYears(first, 5) > retirementDate(birth, category, first);
}
