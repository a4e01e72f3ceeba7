/** Item 12: people who are hard to employ. */
import { less, numberOf, times } from '../amount.js';
import { all, any, decidedElsewhere, ifGiven, isTrue, nothing, requires } from '../condition.js';
import { isHardToEmploy } from '../definitions/hard-to-employ.js';
import { rule } from '../entitlement.js';
import { floorShare, fractionOf } from '../money.js';
import { levelAward, upgradeInFull } from './level-award.js';
import { askTheBureau, employmentSpecialFund, fundNotStated, inForce, noMoney, noPapersListed } from './policy.js';

const posts = { item: 12, sentence: 2 };
const quota = { item: 12, sentence: 3 };
const concentrated = { item: 12, sentence: 4 };
const households = { item: 12, sentence: 5 };
const communities = { item: 12, sentence: 6 };

export const publicWelfarePost = rule({
  id: 'art12.public-welfare-post',
  name: { zh: '公益性岗位安置', en: 'public welfare post' },
  subject: 'person',
  cites: [{ item: 12, sentence: 1 }, posts],
  inForce,
  conditions: isHardToEmploy,
  priority: isTrue({ zh: '特困人员', en: 'in special hardship' }, posts, 'person.inSpecialHardship'),
  fund: fundNotStated,
  readings: ['R-20'],
  remarks: [{ zh: '不得安排非就业困难人员；岗位数量有限', en: 'for nobody else; the number of posts is limited' }],
});

/** The text promises more support and no ratio: ratio and standard are those of the paper that the parameters hold. */
export const disabilityHiringSubsidy = rule({
  id: 'art12.disability-hiring-subsidy',
  name: { zh: '用人单位安置残疾人补贴和奖励', en: 'subsidy and award for employing disabled persons' },
  subject: 'employer',
  cites: [quota],
  inForce,
  conditions: requires(
    { zh: '安置的残疾人超过规定比例', en: 'disabled persons are more than the legal share of the staff' },
    quota,
    ['employer.headcount', 'employer.disabledEmployees', 'parameter:disabilityQuotaRate'],
    (headcount, disabled, rate) => (disabled ?? 0) > withinQuota(headcount, rate),
  ),
  amount: {
    is: 'for_the_people_named',
    of: times(
      less(
        numberOf(null, 'persons', ['employer.disabledEmployees'], (disabled) => disabled ?? 0),
        numberOf(null, 'persons', ['employer.headcount', 'parameter:disabilityQuotaRate'], withinQuota),
      ),
      numberOf(null, 'fen', ['parameter:disabilityHiringSubsidy'], (standard) => standard),
    ),
  },
  fund: fundNotStated,
  papers: [{ zh: '按比例安排残疾人就业的规定', en: 'the rules on the share of disabled staff' }],
  readings: ['R-20'],
  remarks: [
    noPapersListed,
    askTheBureau(
      '超比例人数按安置人数减去比例人数（舍去小数）计',
      'persons above the share: all disabled staff less the whole persons of the share',
    ),
  ],
});

/** Whole persons that the share asks for; who has more than the exact share has more than these. */
function withinQuota(headcount: number | null, rate: number): number {
  return floorShare(headcount ?? 0, fractionOf(rate));
}

export const disabilityConcentratedEmployerSupport = rule({
  id: 'art12.disability-concentrated-employer-support',
  name: { zh: '残疾人集中就业单位扶持', en: 'support for employers of mostly disabled staff' },
  subject: 'employer',
  cites: [concentrated],
  inForce,
  conditions: all(
    null,
    requires(
      { zh: '已安置残疾人', en: 'employs disabled persons' },
      concentrated,
      ['employer.disabledEmployees'],
      (disabled) => (disabled ?? 0) > 0,
    ),
    decidedElsewhere({ zh: '符合残疾人集中就业单位的规定', en: 'meets the rules for such employers' }, concentrated),
  ),
  fund: fundNotStated,
  papers: [{ zh: '残疾人集中就业单位扶持政策', en: 'the policy on employers of mostly disabled staff' }],
  readings: ['R-20'],
});

export const householdEmploymentGuarantee = rule({
  id: 'art12.household-employment-guarantee',
  name: { zh: '困难家庭至少一人就业', en: 'work for one member of a household in hardship' },
  subject: 'household',
  cites: [households],
  inForce,
  conditions: all(
    null,
    any(
      { zh: '困难家庭', en: 'a household in hardship' },
      isTrue({ zh: '零就业家庭', en: 'nobody works' }, households, 'household.isZeroEmploymentFamily'),
      isTrue(
        { zh: '最低生活保障家庭', en: 'receives the minimum living allowance' },
        households,
        'household.receivesMinimumLivingAllowance',
      ),
      // The text names two kinds and leaves room for others: such a recognition is heard, but not asked.
      ifGiven(
        'household.isRecognisedHardshipHousehold',
        isTrue(
          { zh: '认定的其他困难家庭', en: 'recognised as in hardship for another reason' },
          households,
          'household.isRecognisedHardshipHousehold',
        ),
        nothing,
      ),
    ),
    requires(
      { zh: '家庭成员均未就业', en: 'no member works' },
      households,
      ['household.membersEmployed'],
      (employed) => (employed ?? 0) === 0,
    ),
  ),
  fund: noMoney,
  readings: ['R-20'],
  remarks: [{ zh: '有一人就业后，该项保障即已落实', en: 'once one member works, the duty is met' }],
});

export const fullEmploymentCommunityAward = rule({
  id: 'art12.full-employment-community-award',
  name: { zh: '充分就业示范社区奖励', en: 'award for a model community of full employment' },
  subject: 'community',
  cites: [communities],
  inForce,
  ...levelAward(
    'community',
    {
      zh: '被认定为国家级、省级或市级充分就业示范社区',
      en: 'recognised as a model community by nation, province or city',
    },
    communities,
    { national: 5_000_000, provincial: 2_000_000, city: 1_000_000 },
  ),
  fund: employmentSpecialFund,
  remarks: [
    noPapersListed,
    upgradeInFull,
    { zh: '只用于社区就业服务工作经费', en: 'to be used for the community’s employment services only' },
  ],
});
