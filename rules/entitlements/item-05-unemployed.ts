/** Item 5: somebody starts a business while receiving unemployment benefit. */
import { amountIfGiven, fixed, numberOf, times } from '../amount.js';
import { all, ifGiven, isNotTrue, isTrue, requires } from '../condition.js';
import { isReceivingUnemploymentBenefit } from '../definitions/benefit-recipient.js';
import { rule } from '../entitlement.js';
import { askTheBureau, businessLicence, fundNotStated, inForce, unemploymentInsuranceFund } from './policy.js';

const cite = { item: 5, sentence: 5 };
const documents = [businessLicence, { zh: '其他有效证明', en: 'other valid proof' }];

export const bothFiveThousands = askTheBureau(
  '开业补贴与失业人员创业补助能否同领，原文未禁止',
  'nothing in the text bars the opening subsidy and the grant for the unemployed together',
);

/** The licence proves the business; a register that says otherwise is heard, but not asked. */
const startsBusinessOnBenefit = all(
  null,
  isReceivingUnemploymentBenefit(cite),
  isTrue({ zh: '已领取工商营业执照', en: 'the business is licensed' }, cite, 'enterprise.hasBusinessLicence'),
  ifGiven(
    'enterprise.foundedByPerson',
    isTrue({ zh: '企业由本人创办', en: 'the business was founded by the person' }, cite, 'enterprise.foundedByPerson'),
  ),
  ifGiven(
    'enterprise.registeredOn',
    requires(
      { zh: '企业已注册登记', en: 'the business is registered' },
      cite,
      ['enterprise.registeredOn', 'assessOn'],
      (registeredOn, assessOn) => registeredOn !== null && registeredOn <= assessOn,
    ),
  ),
);

export const unemployedStartupGrant = rule({
  id: 'art05.unemployed-startup-grant',
  name: { zh: '失业人员一次性创业补助', en: 'one-off start-up grant for the unemployed' },
  cites: [cite],
  subject: 'person',
  inForce,
  conditions: all(
    null,
    startsBusinessOnBenefit,
    isNotTrue(
      { zh: '未领取过该项补助', en: 'the grant was not paid before' },
      cite,
      'history.unemployedStartupGrantAlreadyPaid',
    ),
  ),
  amount: { is: 'once', of: fixed(500_000, { zh: '一次性', en: 'once' }) },
  documents,
  fund: unemploymentInsuranceFund,
  readings: ['R-20', 'R-41'],
  remarks: [
    {
      zh: '可同时一次性领取剩余期限的失业保险金',
      en: 'the rest of the unemployment benefit may be taken at once at the same time',
    },
    bothFiveThousands,
  ],
});

export const unemploymentBenefitLumpSum = rule({
  id: 'art05.unemployment-benefit-lump-sum',
  name: { zh: '一次性领取剩余期限失业保险金', en: 'the rest of the unemployment benefit at once' },
  cites: [cite],
  subject: 'person',
  inForce,
  conditions: all(
    null,
    startsBusinessOnBenefit,
    isNotTrue(
      { zh: '未一次性领取过失业保险金', en: 'the benefit was not taken at once before' },
      cite,
      'history.unemploymentBenefitLumpSumAlreadyPaid',
    ),
    requires(
      { zh: '失业保险金尚有剩余期限', en: 'months of benefit are left' },
      cite,
      ['person.unemploymentBenefitMonthsLeft'],
      (months) => (months ?? 0) > 0,
    ),
  ),
  amount: {
    is: 'once',
    of: times(
      numberOf(
        { zh: '剩余月数', en: 'months left' },
        'months',
        ['person.unemploymentBenefitMonthsLeft'],
        (months) => months ?? 0,
      ),
      amountIfGiven(
        'person.unemploymentBenefitPerMonth',
        numberOf(
          { zh: '本人每月失业保险金', en: "the person's own benefit per month" },
          'fen',
          ['person.unemploymentBenefitPerMonth'],
          (perMonth) => perMonth ?? 0,
        ),
        numberOf(
          { zh: '失业保险金月标准', en: 'standard of the benefit per month' },
          'fen',
          ['parameter:unemploymentBenefitStandardPerMonth'],
          (standard) => standard,
        ),
      ),
    ),
  },
  documents,
  fund: fundNotStated,
  readings: ['R-20', 'R-26', 'R-41'],
  remarks: [
    {
      zh: '本人每月失业保险金未知时，按当地标准计算',
      en: "where the person's own benefit is not known the dated standard is taken instead",
    },
    {
      zh: '一次性领取后不再是领取失业保险金人员，此后受雇不再产生就业安置补助',
      en: 'receipt ends with it: a later employer gets no placement subsidy for this person',
    },
  ],
});
