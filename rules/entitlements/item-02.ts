/** Item 2, sentences 2 to 4: flexible work, and the bases for small businesses. Employers: `item-02-employers.ts`. */
import { atMost, named, numberOf, times } from '../amount.js';
import type { Amount } from '../amount.js';
import { all, any, decidedElsewhere, isTrue, requires } from '../condition.js';
import type { Condition } from '../condition.js';
import { isGraduateForSubsidies, thePerson, threeYearsSinceGraduation } from '../definitions/graduate.js';
import { isHardToEmploy } from '../definitions/hard-to-employ.js';
import { rule } from '../entitlement.js';
import { floorShare } from '../money.js';
import {
  claimsMore,
  hasMonthsLeft,
  isBeforeRetirement,
  isExtended,
  monthsLeft,
  monthsLeftUpToRetirement,
  monthsToRetirement,
  untilRetirement,
} from './item-02-months.js';
import type { Claimant } from './item-02-months.js';
import { fundNotStated, inForce, noPapersListed } from './policy.js';

const TWO_THIRDS = { numerator: 2, denominator: 3 };
const cite = { item: 2, sentence: 2 };
const bases = { item: 2, sentence: 4 };
const already = 'history.monthsAlreadySubsidised';

const flexibleWork: readonly Condition[] = [
  requires({ zh: '灵活就业', en: 'in flexible employment' }, cite, ['employment.kind'], (kind) => kind === 'flexible'),
  isTrue({ zh: '已办理就业登记', en: 'the employment is registered' }, cite, 'employment.employmentRegistered'),
  isTrue(
    { zh: '按规定缴纳社会保险费', en: 'social insurance is paid as required' },
    cite,
    'employment.socialInsurancePaidAsRequired',
  ),
];

const claimed = numberOf(null, 'months', ['employment.monthsClaimed'], (months) => months ?? 0);
const paidFor = (...mostMonths: Amount[]): Amount =>
  times(
    named({ zh: '补贴月数', en: 'months paid' }, 'months', atMost(claimed, ...mostMonths)),
    numberOf(
      {
        zh: '每月补贴（应缴最低标准的2/3，不超过实缴的2/3）',
        en: 'per month: 2/3 of the minimum due, at most 2/3 of what was paid',
      },
      'fen',
      ['employment.paidPerMonth', 'parameter:flexibleMinimumContributionPerMonth'],
      (paid, minimumDue) => floorShare(Math.min(paid ?? 0, minimumDue), TWO_THIRDS),
    ),
  );

const ofFlexibleWork = {
  cites: [cite, { item: 2, sentence: 3 }],
  subject: 'person',
  inForce,
  route: 'own-insurance',
  fund: fundNotStated,
  readings: ['R-05', 'R-12', 'R-20', 'R-26', 'R-34'],
  remarks: [noPapersListed],
} as const;

const person: Claimant = {
  birthDate: 'person.birthDate',
  category: 'person.retirementCategory',
  from: 'assessOn',
};

export const flexibleEmploymentSubsidyForHardToEmploy = rule({
  ...ofFlexibleWork,
  id: 'art02.flexible-employment-subsidy.hard-to-employ',
  name: {
    zh: '就业困难人员灵活就业社会保险补贴',
    en: 'social insurance subsidy for flexible work, people hard to employ',
  },
  conditions: all(
    null,
    isHardToEmploy,
    ...flexibleWork,
    isBeforeRetirement(person),
    any({ zh: '补贴期限还有剩余', en: 'months of subsidy are left' }, hasMonthsLeft(already), isExtended(person)),
  ),
  amount: {
    is: 'for_the_months_claimed',
    of: paidFor(
      monthsToRetirement(person),
      monthsLeftUpToRetirement(already, person, claimsMore('employment.monthsClaimed', already)),
    ),
  },
  until: untilRetirement(person),
});

export const flexibleEmploymentSubsidyForGraduates = rule({
  ...ofFlexibleWork,
  id: 'art02.flexible-employment-subsidy.graduate',
  name: {
    zh: '毕业3年内高校毕业生灵活就业社会保险补贴',
    en: 'social insurance subsidy for flexible work, graduates of the last three years',
  },
  cites: [...ofFlexibleWork.cites, { item: 11, sentence: 9 }],
  conditions: all(
    null,
    isGraduateForSubsidies(thePerson, cite),
    threeYearsSinceGraduation('person.education.graduationDate', 'employment.startedOn', cite),
    ...flexibleWork,
    hasMonthsLeft(already),
  ),
  amount: { is: 'for_the_months_claimed', of: paidFor(monthsLeft(already)) },
  readings: [...ofFlexibleWork.readings, 'R-02', 'R-21'],
});

export const smallBusinessBaseSupport = rule({
  id: 'art02.small-business-base-support',
  name: { zh: '小型微型企业创业示范基地支持', en: 'support for bases of small and micro businesses' },
  cites: [bases],
  subject: 'park',
  inForce,
  conditions: decidedElsewhere(
    { zh: '按照有关政策给予支持', en: 'supported by other policies that concern it' },
    bases,
  ),
  fund: fundNotStated,
  papers: [{ zh: '小型微型企业创业示范基地的有关政策', en: 'the policies on bases of small and micro businesses' }],
  readings: ['R-20', 'R-26'],
});
