/** What the three subsidies of employers in item 2 have in common: contract and insurance, the least contribution, the months. */
import { atMost, eachMonth, fixed, less, named, numberOf, times, when } from '../amount.js';
import type { Amount } from '../amount.js';
import { all, isTrue } from '../condition.js';
import type { Condition } from '../condition.js';
import { contractOf, eachHire, forEachPerson, isInList, someHire } from '../definitions/hire.js';
import type { HireAt } from '../definitions/hire.js';
import { rule } from '../entitlement.js';
import type { Entitlement } from '../entitlement.js';
import { floorShare, fractionOf, plusFraction } from '../money.js';
import type { NumberParameter } from '../parameter-names.js';
import { askTheBureau, fundNotStated, inForce } from './policy.js';

const cite = { item: 2, sentence: 1 };

export const contractAndInsurance = (at: HireAt): readonly Condition[] => [
  contractOf(at, 12, { zh: '签订1年以上劳动合同', en: 'a labour contract of a year or more' }, cite),
  isTrue({ zh: '已办理就业登记', en: 'the employment is registered' }, cite, at('employmentRegistered')),
  isTrue(
    { zh: '按规定缴纳社会保险费', en: 'social insurance is paid as required' },
    cite,
    at('socialInsurancePaidAsRequired'),
  ),
];

/** The least that an employer pays for one person in one month; rounded once, not for each insurance. */
const leastContribution = (named: <N extends NumberParameter>(name: N) => `parameter:${N}`): Amount =>
  numberOf(
    { zh: '每月企业缴纳部分最低标准', en: "per month: the least of the employer's part" },
    'fen',
    [
      named('minimumContributionBasePerMonth'),
      named('employerRates.pension'),
      named('employerRates.medical'),
      named('employerRates.unemployment'),
    ],
    (base, ...rates: number[]) => floorShare(base, rates.map(fractionOf).reduce(plusFraction)),
  );

/** How a claim is told: by its first and last month, or by the number of its months. */
export type ClaimedBy = 'first-and-last-month' | 'number-of-months';
type MostMonths = (at: HireAt, claimedBy: ClaimedBy) => Amount;

/** Months beyond the most are cut. A claim by its first and last month is paid at what each month was due. */
const paidFor = (at: HireAt, mostMonths: MostMonths): Amount =>
  eachMonth(
    at('claimFrom'),
    at('claimTo'),
    (month) =>
      times(
        atMost(fixed(1), less(mostMonths(at, 'first-and-last-month'), fixed(month.number - 1))),
        leastContribution((name) => month.parameter(name)),
      ),
    times(
      named(
        { zh: '补贴月数', en: 'months paid' },
        'months',
        atMost(
          numberOf(null, 'months', [at('monthsClaimed')], (claimed) => claimed ?? 0),
          mostMonths(at, 'number-of-months'),
        ),
      ),
      leastContribution((name) => `parameter:${name}`),
    ),
  );

interface Written
  extends
    Pick<Entitlement, 'id' | 'name'>,
    Partial<Pick<Entitlement, 'papers' | 'remarks' | 'until' | 'noUntilIfRead'>> {
  readonly employer: Condition;
  readonly qualifies: (at: HireAt) => Condition;
  readonly mostMonths: MostMonths;
}

export const employerSubsidy = ({ employer, qualifies, mostMonths, remarks = [], ...written }: Written) =>
  rule({
    ...written,
    cites: [cite, { item: 2, sentence: 3 }],
    subject: 'employer',
    inForce,
    conditions: all(
      null,
      employer,
      someHire({ zh: '至少一名被招用人员符合条件', en: 'at least one of the hires qualifies' }, cite, qualifies),
    ),
    amount: {
      is: 'for_the_months_claimed',
      of: eachHire((at) => {
        const paid = paidFor(at, mostMonths);
        return isInList(at) ? when(qualifies(at), forEachPerson(at, paid)) : paid;
      }),
    },
    route: 'employer-insurance',
    documents: [
      { zh: '劳动合同', en: 'labour contracts' },
      { zh: '员工花名册', en: 'staff roster' },
      { zh: '社会保险费缴费凭证', en: 'proof of the contributions paid' },
    ],
    fund: fundNotStated,
    readings: ['R-04', 'R-05', 'R-12', 'R-20', 'R-26', 'R-29', 'R-34'],
    remarks: [
      ...remarks,
      askTheBureau(
        '原文未列明材料，所列为通常所需；险种按养老、医疗、失业计',
        'the text lists no papers, those named are the usual ones; pension, medical and unemployment insurance count',
      ),
    ],
  });
