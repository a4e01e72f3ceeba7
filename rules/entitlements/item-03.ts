/** Item 3: keeping jobs. */
import { amountIfRead, atMost, numberOf } from '../amount.js';
import { all, any, decidedElsewhere, isTrue, requires } from '../condition.js';
import { rule } from '../entitlement.js';
import { floorShare, fractionOf } from '../money.js';
import { inForce, noMoney, noPapersListed, unemploymentInsuranceFund } from './policy.js';

const rates = { item: 3, sentence: 1 };
const stabilisation = { item: 3, sentence: 2 };
const spending = { item: 3, sentence: 3 };
const resettlement = { item: 3, sentence: 6 };

const shareOfPremiums = numberOf(
  { zh: '上年度失业保险费按比例返还', en: "a share of last year's unemployment premiums" },
  'fen',
  ['enterprise.unemploymentPremiumsPaidLastYear', 'parameter:stabilisationRefundRate'],
  (premiums, rate) => floorShare(premiums ?? 0, fractionOf(rate)),
);

export const jobStabilisationSubsidy = rule({
  id: 'art03.job-stabilisation-subsidy',
  name: { zh: '失业保险稳岗补贴', en: 'job stabilisation subsidy of unemployment insurance' },
  cites: [stabilisation, spending],
  subject: 'enterprise',
  inForce,
  conditions: all(
    null,
    isTrue(
      { zh: '依法参加失业保险并缴费', en: 'insured against unemployment, premiums paid by law' },
      stabilisation,
      'enterprise.unemploymentInsurancePaidAsRequired',
    ),
    isTrue(
      { zh: '采取有效措施稳定岗位', en: 'took effective measures against layoffs' },
      stabilisation,
      'enterprise.tookMeasuresToAvoidLayoffs',
    ),
    any(
      { zh: '未裁员或少裁员', en: 'no layoffs, or few' },
      requires(
        { zh: '上年度未裁员', en: 'no layoffs last year' },
        stabilisation,
        ['enterprise.layoffRateLastYear'],
        (rate) => (rate ?? 0) === 0,
      ),
      requires(
        { zh: '上年度裁员率不高于规定上限', en: 'a layoff rate last year not above the limit' },
        stabilisation,
        ['enterprise.layoffRateLastYear', 'parameter:stabilisationLayoffRateLimit'],
        (rate, limit) => (rate ?? 0) <= limit,
        ['R-24'],
      ),
    ),
  ),
  amount: {
    is: 'for_the_year',
    of: amountIfRead(
      'R-32',
      'not-above-what-was-spent',
      atMost(
        shareOfPremiums,
        numberOf(
          { zh: '稳岗实际支出', en: 'really spent on keeping jobs' },
          'fen',
          ['enterprise.stabilisationSpending'],
          (spent) => spent ?? 0,
        ),
      ),
      shareOfPremiums,
    ),
  },
  fund: unemploymentInsuranceFund,
  papers: [{ zh: '失业保险稳岗补贴年度总额', en: 'the total set for the stabilisation subsidy' }],
  readings: ['R-20', 'R-24', 'R-32'],
  remarks: [
    {
      zh: '只可用于职工生活补助、缴纳社会保险费、转岗培训、技能提升培训等',
      en: "mainly for employees' living aid, contributions, training for another post and training of skills",
    },
    { zh: '先支后补，据实列支，总额控制', en: 'paid after the spending, by real cost, within a total' },
    noPapersListed,
  ],
});

export const resettlementMoneyPriority = rule({
  id: 'art03.resettlement-money-priority',
  name: {
    zh: '淘汰落后产能奖励资金等优先用于职工安置',
    en: 'award and land money of closing firms first for their workers',
  },
  cites: [resettlement],
  subject: 'enterprise',
  inForce,
  conditions: decidedElsewhere(
    {
      zh: '企业获得淘汰落后产能奖励资金，或兼并重组土地补偿费',
      en: 'the firm receives an award for closing old capacity, or land money for a merger',
    },
    resettlement,
  ),
  fund: noMoney,
  papers: [{ zh: '淘汰落后产能和兼并重组政策', en: 'the policies on closing old capacity and on mergers' }],
  readings: ['R-20'],
  remarks: [
    {
      zh: '是资金使用要求：先用于职工安置',
      en: 'a duty on the use of money: the resettlement of workers comes first',
    },
  ],
});

export const unemploymentPremiumRate = rule({
  id: 'art03.unemployment-premium-rate',
  name: { zh: '失业保险费率（动态调整）', en: 'rate of unemployment premiums, adjusted over time' },
  cites: [rates],
  subject: 'employer',
  inForce,
  // A rate that is not known is not nothing: the outcome stays open until its paper is entered.
  conditions: requires(
    { zh: '当日执行的失业保险费率已定', en: 'a rate of unemployment premiums applies on the day' },
    rates,
    ['parameter:unemploymentPremiumRate'],
    (rate) => rate > 0,
  ),
  fund: noMoney,
  papers: [{ zh: '失业保险费率文件', en: 'the papers on the rate of unemployment premiums' }],
  readings: ['R-20'],
});
