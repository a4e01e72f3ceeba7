/** Item 5: a newly founded business that brings at least five jobs; founder and business share one limit. */
import { amountIfGiven, atMost, each, fixed, less, numberOf, times, when } from '../amount.js';
import { all, decidedElsewhere, ifGiven, ifRead, isTrue, nothing, reaches, requires } from '../condition.js';
import type { Element } from '../condition.js';
import { paidAtTheCeiling } from '../definitions/ceiling.js';
import { rule } from '../entitlement.js';
import type { Pool } from '../entitlement.js';
import { fundNotStated, inForce, noPapersListed } from './policy.js';

const FEWEST_JOBS = 5;
const MOST_YEARS = 3;
const FULL_YEAR = 12;
const PER_JOB = 50_000;
const MOST_PER_FOUNDER = 1_000_000;
const cite = { item: 5, sentence: 10 };
const period = { item: 5, sentence: 11 };
const cites = [cite, period];

const qualifies = (at: Element<'enterprise.employees'>) =>
  all(
    null,
    isTrue({ zh: '已办理就业登记', en: 'the employment is registered' }, cite, at('employmentRegistered'), ['R-07']),
    requires(
      { zh: '签订1年以上劳动合同', en: 'a contract of at least one year' },
      cite,
      [at('contractMonths')],
      (months) => (months ?? 0) >= FULL_YEAR,
      ['R-01', 'R-07'],
    ),
    requires(
      { zh: '缴纳社会保险费满1年', en: 'a full year of contributions' },
      cite,
      [at('socialInsuranceMonthsPaid')],
      (months) => (months ?? 0) >= FULL_YEAR,
      ['R-07', 'R-35'],
    ),
    ifRead(
      'R-35',
      'consecutive',
      decidedElsewhere({ zh: '12个月连续缴费', en: 'the twelve months are consecutive' }, cite),
      nothing,
    ),
  );

/** The founder brings no job to others, and is listed among the staff only where the payroll says so. */
const qualifyingJobs = less(
  each('enterprise.employees', (at) =>
    when(
      qualifies(at),
      numberOf({ zh: '带动就业人数', en: 'jobs brought' }, 'persons', [at('count')], (count) => count ?? 0),
    ),
  ),
  amountIfGiven(
    'enterprise.founderCountedInPayroll',
    numberOf({ zh: '创业者本人', en: 'the founder' }, 'persons', ['enterprise.founderCountedInPayroll'], (counted) =>
      counted === true ? 1 : 0,
    ),
    fixed(0, null, 'persons'),
  ),
);

const newBusinessWithJobs = all(
  null,
  isTrue(
    { zh: '城乡创业群体新创办的企业', en: 'newly founded by one of the start-up groups' },
    cite,
    'enterprise.newlyFoundedByStartupGroup',
    ['R-41'],
  ),
  isTrue({ zh: '正常经营', en: 'the business operates normally' }, cite, 'enterprise.operatingNormally'),
  reaches({ zh: '带动就业5人以上', en: 'at least five qualifying jobs' }, cite, qualifyingJobs, FEWEST_JOBS, [
    'R-01',
    'R-07',
  ]),
  requires(
    { zh: '已享受补贴不满3年', en: 'fewer than three years were subsidised' },
    period,
    ['history.subsidyYearsAlreadyPaid'],
    (years) => (years ?? 0) < MOST_YEARS,
    ['R-01'],
  ),
);

const pool: Pool = {
  name: { zh: '两项补贴合计10万元的限额', en: 'the 100,000 that both subsidies share' },
  cite,
  fen: 10_000_000,
  paid: 'history.pooledAmountAlreadyPaid',
  members: ['art05.startup-social-insurance-subsidy', 'art05.job-creation-subsidy'],
};

export const startupSocialInsuranceSubsidy = rule({
  id: 'art05.startup-social-insurance-subsidy',
  name: { zh: '创业社会保险补贴', en: 'social insurance subsidy for founders' },
  cites,
  subject: 'person',
  inForce,
  conditions: all(
    null,
    newBusinessWithJobs,
    // Who asks as the founder is taken for the founder; a register that says otherwise is heard, but not asked.
    ifGiven(
      'enterprise.foundedByPerson',
      isTrue(
        { zh: '企业由本人创办', en: 'the business was founded by the person' },
        cite,
        'enterprise.foundedByPerson',
      ),
    ),
  ),
  amount: {
    is: 'for_the_year',
    of: paidAtTheCeiling(
      atMost(
        numberOf(
          { zh: '本年度本人实缴社会保险费', en: "the founder's own contributions paid this year" },
          'fen',
          ['person.ownSocialInsurancePaidThisYear'],
          (paid) => paid ?? 0,
        ),
        fixed(MOST_PER_FOUNDER, { zh: '每年最高', en: 'at most a year' }),
      ),
    ),
  },
  pool,
  route: 'own-insurance',
  fund: fundNotStated,
  readings: ['R-06', 'R-08', 'R-12', 'R-20', 'R-26', 'R-33'],
  remarks: [noPapersListed],
});

export const jobCreationSubsidy = rule({
  id: 'art05.job-creation-subsidy',
  name: { zh: '创业带动就业补贴', en: 'subsidy for jobs brought by a new business' },
  cites,
  subject: 'enterprise',
  inForce,
  conditions: newBusinessWithJobs,
  amount: {
    is: 'for_the_year',
    of: times(qualifyingJobs, fixed(PER_JOB, { zh: '每带动1人每年', en: 'per job and year' })),
  },
  pool,
  fund: fundNotStated,
  readings: ['R-06', 'R-12', 'R-20', 'R-26'],
  remarks: [noPapersListed],
});
