/** Item 2, sentences 1 and 3: employers who take on graduates, people hard to employ, people whose land was taken. */
import { amountIfGiven, amountIfRead, atMost } from '../amount.js';
import type { Amount } from '../amount.js';
import { all, any, ifGiven, ifRead, isTrue, nothing, requires } from '../condition.js';
import type { Condition } from '../condition.js';
import { isMicroSmallOrMedium } from '../definitions/enterprise-size.js';
import { graduatedWithinThreeYears, threeYearsSinceGraduation } from '../definitions/graduate.js';
import { isInList } from '../definitions/hire.js';
import type { HireAt } from '../definitions/hire.js';
import { contractAndInsurance, employerSubsidy } from './item-02-employer-subsidy.js';
import type { ClaimedBy } from './item-02-employer-subsidy.js';
import {
  claimsMore,
  claimsMoreByMonth,
  hasMonthsLeft,
  isBeforeRetirement,
  isExtended,
  monthsLeft,
  monthsLeftUpToRetirement,
  monthsToRetirement,
  untilRetirement,
} from './item-02-months.js';
import type { Claimant } from './item-02-months.js';

const cite = { item: 2, sentence: 1 };

/** The size class is one of enterprises and individual businesses; another kind of employer is heard, but not asked for. */
const isSmallerEnterprise = all(
  null,
  ifGiven(
    'employer.kind',
    requires(
      { zh: '属于企业或个体工商户', en: 'an enterprise or an individual business' },
      cite,
      ['employer.kind'],
      (kind) => kind === 'enterprise' || kind === 'individual_business',
      ['R-29', 'R-41'],
    ),
  ),
  isMicroSmallOrMedium,
);

/** An element of the list can say in short that somebody is a graduate; the school is the more exact fact. */
function isRecentGraduate(at: HireAt): Condition {
  const byEducation = graduatedWithinThreeYears(at, at('hiredOn'), cite);
  if (!isInList(at)) return byEducation;
  const inShort = all(
    null,
    isTrue({ zh: '是高校毕业生', en: 'is a university graduate' }, cite, at('isUniversityGraduate')),
    ifGiven(
      at('education.graduationDate'),
      threeYearsSinceGraduation(at('education.graduationDate'), at('hiredOn'), cite),
      threeYearsSinceGraduation(at('graduationDate'), at('hiredOn'), cite),
    ),
  );
  return ifGiven(at('education.schoolType'), byEducation, ifGiven(at('isUniversityGraduate'), inShort, byEducation));
}

export const employerSubsidyForGraduates = employerSubsidy({
  id: 'art02.employer-social-insurance-subsidy.graduate',
  name: {
    zh: '中小微企业吸纳毕业生社会保险补贴',
    en: 'social insurance subsidy for small and medium enterprises that take on graduates',
  },
  employer: isSmallerEnterprise,
  qualifies: (at) =>
    all(
      null,
      isTrue({ zh: '属于新招用', en: 'newly hired' }, cite, at('newlyHired')),
      isRecentGraduate(at),
      isTrue({ zh: '首次来濮就业', en: 'a first job in Puyang' }, cite, at('firstEmploymentInPuyang'), ['R-17']),
      ...contractAndInsurance(at),
      hasMonthsLeft(at('monthsAlreadySubsidised')),
    ),
  mostMonths: (at) => monthsLeft(at('monthsAlreadySubsidised')),
});

/** 机关和企事业单位(含社会团体、民办非企业), of any size: everybody who is an employer at all. */
const isEmployer = requires(
  {
    zh: '属于机关、企事业单位、社会团体、民办非企业单位或个体工商户',
    en: 'a state organ, enterprise, institution, social organisation, private non-enterprise unit or individual business',
  },
  cite,
  ['employer.kind'],
  (kind) => kind !== null,
  ['R-29', 'R-41'],
);

const workerFrom = (at: HireAt, from: Claimant['from']): Claimant => ({
  birthDate: at('birthDate'),
  category: at('retirementCategory'),
  from,
});

// Contributions paid as required are those of somebody who is not retired: a day of birth is heard, but asked for only where
// the three years are used up. Months told by their first and last one are counted to retirement from the first.
const isStillAtWork = (at: HireAt): Condition => {
  const onTheDay = isBeforeRetirement(workerFrom(at, 'assessOn'));
  const inTheFirstMonth = isBeforeRetirement(workerFrom(at, at('claimFrom')));
  return ifGiven(
    at('birthDate'),
    ifGiven(at('claimFrom'), ifGiven(at('claimTo'), inTheFirstMonth, onTheDay), onTheDay),
  );
};

function mostMonthsUpToRetirement(at: HireAt, claimedBy: ClaimedBy): Amount {
  const already = at('monthsAlreadySubsidised');
  const byMonth = claimedBy === 'first-and-last-month';
  const worker = workerFrom(at, byMonth ? at('claimFrom') : 'assessOn');
  const more = byMonth
    ? claimsMoreByMonth(at('claimFrom'), at('claimTo'), already)
    : claimsMore(at('monthsClaimed'), already);
  const upToRetirement = monthsLeftUpToRetirement(already, worker, more);
  const most = amountIfRead('R-18', 'not-for-employers', monthsLeft(already), upToRetirement);
  return amountIfGiven(at('birthDate'), atMost(monthsToRetirement(worker), most), most);
}

export const employerSubsidyForHardToEmploy = employerSubsidy({
  id: 'art02.employer-social-insurance-subsidy.hard-to-employ',
  name: {
    zh: '招用就业困难人员社会保险补贴',
    en: 'social insurance subsidy for employers of people hard to employ',
  },
  employer: isEmployer,
  qualifies: (at) =>
    all(
      null,
      isTrue(
        { zh: '招用时已认定为就业困难人员', en: 'recognised as hard to employ when hired' },
        cite,
        at('recognisedHardToEmploy'),
        ['R-31'],
      ),
      ...contractAndInsurance(at),
      isStillAtWork(at),
      any(
        { zh: '补贴期限还有剩余', en: 'months of subsidy are left' },
        hasMonthsLeft(at('monthsAlreadySubsidised')),
        ifRead('R-18', 'not-for-employers', nothing, isExtended(workerFrom(at, 'assessOn'))),
      ),
    ),
  mostMonths: mostMonthsUpToRetirement,
  // Of the one worker; people of a list retire each on a day of their own.
  until: untilRetirement({ birthDate: 'worker.birthDate', category: 'worker.retirementCategory' }),
  noUntilIfRead: { reading: 'R-18', choice: 'not-for-employers' },
});

export const employerSubsidyForExpropriated = employerSubsidy({
  id: 'art02.employer-social-insurance-subsidy.land-expropriated',
  name: {
    zh: '招用被征地人员社会保险补贴',
    en: 'social insurance subsidy for employers of people whose land was taken',
  },
  employer: isEmployer,
  qualifies: (at) =>
    all(
      null,
      isTrue(
        { zh: '属于符合条件的被征地人员', en: 'a person whose land was taken, meeting the conditions' },
        cite,
        at('expropriatedLandPersonMeetingConditions'),
      ),
      ...contractAndInsurance(at),
      hasMonthsLeft(at('monthsAlreadySubsidised')),
    ),
  mostMonths: (at) => monthsLeft(at('monthsAlreadySubsidised')),
  papers: [{ zh: '被征地人员应符合的条件', en: 'the conditions of people whose land was taken' }],
});
