/** Item 6: what an incubation park itself gets. */
import { atMost, each, fixed, numberOf, shareOf, times, when } from '../amount.js';
import { all, ifGiven, isTrue, nothing, requires, some } from '../condition.js';
import type { Element } from '../condition.js';
import { rule } from '../entitlement.js';
import { levelAward } from './level-award.js';
import { askTheBureau, cityFinance, fundNotStated, inForce, noPapersListed } from './policy.js';

const guarantee = { item: 6, sentence: 6 };
const award = { item: 6, sentence: 8 };
const ONE_PERCENT = { numerator: 1, denominator: 100 };
const MOST_PER_PROJECT = 500_000;
const PER_ENTERPRISE = 2_000_000;

/** A loan that is not told is taken to be there: it was guaranteed, and only its amount is open. */
const isPurchased = (at: Element<'projects'>) =>
  all(
    null,
    isTrue({ zh: '入驻园区的创业项目', en: 'a project resident in the park' }, guarantee, at('resident')),
    ifGiven(
      at('guaranteedLoan'),
      requires(
        { zh: '获得担保贷款', en: 'a loan was guaranteed' },
        guarantee,
        [at('guaranteedLoan')],
        (loan) => (loan ?? 0) > 0,
      ),
    ),
    requires(
      { zh: '该项目本年度未购买过', en: 'nothing was bought for the project this year' },
      guarantee,
      [at('purchasesThisYear')],
      (purchases) => (purchases ?? 0) < 1,
      ['R-38'],
    ),
  );

export const parkGuaranteePurchase = rule({
  id: 'art06.park-guarantee-purchase',
  name: { zh: '孵化园担保服务购买', en: 'purchase of loan guarantees from a park' },
  cites: [guarantee],
  subject: 'park',
  inForce,
  conditions: all(
    null,
    isTrue(
      { zh: '园区为入驻项目提供贷款担保', en: 'the park guarantees loans of its projects' },
      guarantee,
      'park.providesLoanGuarantee',
    ),
    some('projects', { zh: '至少一个项目可购买', en: 'at least one project qualifies' }, guarantee, isPurchased),
  ),
  amount: {
    is: 'for_the_year',
    of: each('projects', (at) =>
      when(
        isPurchased(at),
        atMost(
          shareOf(
            numberOf({ zh: '担保贷款额', en: 'loan' }, 'fen', [at('guaranteedLoan')], (loan) => loan ?? 0),
            ONE_PERCENT,
          ),
          fixed(MOST_PER_PROJECT, { zh: '每个项目最高', en: 'at most per project' }),
        ),
      ),
    ),
  },
  fund: fundNotStated,
  readings: ['R-05', 'R-20', 'R-26'],
  remarks: [noPapersListed],
});

const anyBuilder = askTheBureau('原文先提社会力量建设的园区', 'the sentence speaks of privately built parks first');
const recognised = {
  zh: '已认定为国家级、省级或市级创业孵化园区',
  en: 'recognised as a national, provincial or city incubation park',
};
const byLevel = levelAward('park', recognised, award, {
  national: 50_000_000,
  provincial: 30_000_000,
  city: 20_000_000,
});

export const incubationParkRecognitionAward = rule({
  id: 'art06.incubation-park-recognition-award',
  name: { zh: '孵化园认定奖励', en: 'award for a recognised incubation park' },
  cites: [award],
  subject: 'park',
  inForce,
  conditions: all(
    null,
    // The level implies the recognition, which is heard only while the level is not told, and never asked for.
    ifGiven(
      'park.recognisedLevel',
      nothing,
      ifGiven('park.recognised', isTrue(recognised, award, 'park.recognised', ['R-30'])),
    ),
    ifGiven(
      'park.recognisedOn',
      requires(
        { zh: '认定日期已到', en: 'the recognition has begun' },
        award,
        ['park.recognisedOn', 'assessOn'],
        (recognisedOn, assessOn) => recognisedOn !== null && recognisedOn <= assessOn,
      ),
    ),
    byLevel.conditions,
  ),
  amount: byLevel.amount,
  fund: cityFinance,
  readings: [...byLevel.readings, 'R-20', 'R-30'],
  remarks: [anyBuilder],
});

export const incubationSuccessAward = rule({
  id: 'art06.incubation-success-award',
  name: { zh: '成功孵化奖励', en: 'award for enterprises successfully incubated' },
  cites: [award],
  subject: 'park',
  inForce,
  conditions: all(
    null,
    // A recorded success implies a park that was recognised; a register that says otherwise is heard, but not asked.
    ifGiven(
      'park.recognisedLevel',
      requires(recognised, award, ['park.recognisedLevel'], (level) => level !== null, ['R-30']),
      ifGiven('park.recognised', isTrue(recognised, award, 'park.recognised', ['R-30'])),
    ),
    requires(
      { zh: '有尚未奖励的成功孵化企业', en: 'an enterprise was successfully incubated and not yet rewarded' },
      award,
      ['park.enterprisesSuccessfullyIncubatedNotYetRewarded'],
      (enterprises) => (enterprises ?? 0) > 0,
      ['R-27'],
    ),
  ),
  amount: {
    is: 'once',
    of: times(
      numberOf(
        { zh: '成功孵化户数', en: 'enterprises incubated' },
        'persons',
        ['park.enterprisesSuccessfullyIncubatedNotYetRewarded'],
        (enterprises) => enterprises ?? 0,
      ),
      fixed(PER_ENTERPRISE, { zh: '每户', en: 'per enterprise' }),
    ),
  },
  fund: cityFinance,
  readings: ['R-20', 'R-27', 'R-30'],
  remarks: [askTheBureau('“成功孵化”原文未定义', 'the text does not define a successful incubation'), anyBuilder],
});
