/** Item 19: unemployment insurance and social aid help people into work. */
import { amountIfGiven, atMost, each, fixed, numberOf, times, when } from '../amount.js';
import type { Amount } from '../amount.js';
import { all, any, ifGiven, isTrue, requires, some } from '../condition.js';
import { isBenefitRecipient } from '../definitions/benefit-recipient.js';
import { contractLength, contractOf } from '../definitions/hire.js';
import type { HireAt } from '../definitions/hire.js';
import { rule } from '../entitlement.js';
import type { Step } from '../fact.js';
import { inForce, noMoney, noPapersListed, unemploymentInsuranceFund } from './policy.js';

const placement = { item: 19, sentence: 4 };
const deduction = { item: 19, sentence: 5 };
const MOST_MONTHS = 6;

const schedule = 'parameter:placementSubsidyMonthsByContractLength';

const qualifies = (at: HireAt) =>
  all(
    null,
    isTrue(
      { zh: '招用时正在领取失业保险金', en: 'was receiving unemployment benefit when hired' },
      placement,
      at('wasReceivingUnemploymentBenefitWhenHired'),
    ),
    ifGiven(
      at('tookLumpSumOn'),
      requires(
        { zh: '招用前未一次性领取失业保险金', en: 'had not taken the rest of the benefit at once before the hire' },
        placement,
        [at('tookLumpSumOn'), at('hiredOn')],
        (tookOn, hiredOn) => tookOn === null || (hiredOn !== null && tookOn >= hiredOn),
      ),
    ),
    contractOf(at, 12, { zh: '签订1年以上劳动合同', en: 'a labour contract of a year or more' }, placement),
  );

const monthsText = { zh: '补助月数', en: 'months of benefit' };

/** By the longest line of the schedule that the contract reaches, and never more than six; told as in `contractOf`. */
function monthsPaid(at: HireAt): Amount {
  const byDays = numberOf(monthsText, 'months', [at('contractFrom'), at('contractTo'), schedule], (from, to, lines) =>
    monthsFor(contractLength(from, to), lines),
  );
  const byNumber = numberOf(monthsText, 'months', [at('contractMonths'), schedule], (length, lines) =>
    monthsFor(length ?? 0, lines),
  );
  const openOrByNumber = numberOf(
    monthsText,
    'months',
    [at('contractTo'), at('contractMonths'), schedule],
    (to, length, lines) => monthsFor(to === null ? Infinity : (length ?? 0), lines),
  );
  return atMost(
    fixed(MOST_MONTHS, { zh: '不超过6个月', en: 'at most six months' }, 'months'),
    amountIfGiven(
      at('contractTo'),
      amountIfGiven(at('contractFrom'), byDays, amountIfGiven(at('contractMonths'), openOrByNumber, byDays)),
      amountIfGiven(at('contractMonths'), byNumber, amountIfGiven(at('contractFrom'), byDays, byNumber)),
    ),
  );
}

const monthsFor = (length: number, lines: readonly Step[]): number =>
  lines.findLast(({ atLeastMonths }) => (atLeastMonths ?? 0) <= length)?.payMonths ?? 0;

export const placementSubsidy = rule({
  id: 'art19.placement-subsidy',
  name: { zh: '就业安置补助', en: 'subsidy for hiring recipients of unemployment benefit' },
  cites: [placement],
  subject: 'employer',
  inForce,
  conditions: some(
    'hires',
    { zh: '招用了领取失业保险金人员', en: 'hired a recipient of unemployment benefit' },
    placement,
    qualifies,
  ),
  amount: {
    is: 'for_the_people_named',
    of: each('hires', (at) =>
      when(
        qualifies(at),
        times(
          numberOf({ zh: '人数', en: 'people' }, 'persons', [at('count')], (count) => count ?? 0),
          monthsPaid(at),
          numberOf(
            { zh: '当地失业保险金月标准', en: 'local standard of the benefit per month' },
            'fen',
            ['parameter:unemploymentBenefitStandardPerMonth'],
            (standard) => standard,
          ),
        ),
      ),
    ),
  },
  fund: unemploymentInsuranceFund,
  papers: [
    { zh: '按合同期限确定补助月数的规定', en: 'the rule on months paid by length of the contract' },
    { zh: '当地失业保险金标准', en: 'the local standard of unemployment benefit' },
  ],
  readings: ['R-20', 'R-23'],
  remarks: [noPapersListed],
});

export const workCostDeduction = rule({
  id: 'art19.work-cost-deduction',
  name: { zh: '核算家庭收入时扣减必要就业成本', en: 'cost of working left out of household income' },
  cites: [deduction],
  subject: 'person',
  inForce,
  conditions: all(
    null,
    any(
      {
        zh: '领取失业保险金人员或最低生活保障对象',
        en: 'receives unemployment benefit or the minimum living allowance',
      },
      isBenefitRecipient,
      isTrue(
        { zh: '最低生活保障对象', en: 'receives the minimum living allowance' },
        deduction,
        'person.receivesMinimumLivingAllowance',
      ),
    ),
    any(
      { zh: '实现就业或自主创业', en: 'took work or starts a business' },
      isTrue({ zh: '实现就业', en: 'took work' }, deduction, 'person.newlyEmployed'),
      isTrue({ zh: '自主创业', en: 'starts a business' }, deduction, 'person.startingOwnBusiness'),
    ),
  ),
  amount: {
    is: 'at_most',
    of: numberOf(
      { zh: '必要就业成本', en: 'necessary cost of working' },
      'fen',
      ['parameter:workCostDeduction'],
      (cost) => cost,
    ),
  },
  fund: noMoney,
  papers: [{ zh: '必要就业成本的标准', en: 'the standard of the necessary cost of working' }],
  readings: ['R-20'],
  remarks: [
    {
      zh: '从家庭收入中扣减，不是发放给个人的补贴',
      en: 'taken off the income of the household, not paid to anybody',
    },
    noPapersListed,
  ],
});
