/** Item 6: half of what a founder's firm pays in an incubation park, for 36 months from the month of entry. */
import { amountIfGiven, atMost, each, fixed, less, numberOf, shareOf, sum, when } from '../amount.js';
import { civilDate } from '../civil-date.js';
import type { CivilDay } from '../civil-date.js';
import { all, any, every, ifGiven, isTrue, requires, some } from '../condition.js';
import type { Condition, Element } from '../condition.js';
import { paidAtTheCeiling } from '../definitions/ceiling.js';
import { isInStudentStartupGroup } from '../definitions/student-startup-group.js';
import { rule } from '../entitlement.js';
import { askTheBureau, employmentSpecialFund, inForce, noPapersListed } from './policy.js';

const MOST_PER_YEAR = 1_000_000;
const SUBSIDY_YEARS = [1, 2, 3];
const LAST_MONTH = SUBSIDY_YEARS.length * 12;
const HALF = { numerator: 1, denominator: 2 };
const cite = { item: 6, sentence: 5 };

type MonthAt = Element<'costs.months'>;

/** The month of entry is month 1. What is in no month, or in no park, is in month 0: outside. */
function monthOfStay(month: CivilDay | null, enteredOn: CivilDay | null): number {
  if (month === null || enteredOn === null) return 0;
  const a = civilDate(enteredOn);
  const b = civilDate(month);
  return (b.year - a.year) * 12 + b.month - a.month + 1;
}

const fromMonth = (at: MonthAt, first: number) =>
  requires(
    { zh: `入园第${first}个月起`, en: `from month ${first} in the park` },
    cite,
    [at('month'), 'enterprise.enteredParkOn'],
    (month, enteredOn) => monthOfStay(month, enteredOn) >= first,
    ['R-09'],
  );
const upToMonth = (at: MonthAt, last: number) =>
  requires(
    { zh: `入园第${last}个月止`, en: `up to month ${last} in the park` },
    cite,
    [at('month'), 'enterprise.enteredParkOn'],
    (month, enteredOn) => monthOfStay(month, enteredOn) <= last,
    ['R-09'],
  );

const between = (at: MonthAt, first: number, last: number) => all(null, fromMonth(at, first), upToMonth(at, last));
const claimedBetween = (first: number, last: number): Condition =>
  some(
    'costs.months',
    { zh: `申请入园第${first}至${last}个月的费用`, en: `costs of months ${first} to ${last} in the park are claimed` },
    cite,
    (at) => between(at, first, last),
  );
const severalYearsClaimed = any(
  { zh: '申请不止一个补贴年度的费用', en: 'costs of more than one subsidy year are claimed' },
  all(null, claimedBetween(1, 12), claimedBetween(13, LAST_MONTH)),
  all(null, claimedBetween(13, 24), claimedBetween(25, LAST_MONTH)),
);

const paidBefore = numberOf(
  { zh: '该补贴年度已领取', en: 'paid already in that subsidy year' },
  'fen',
  ['history.operatingSubsidyPaidThisSubsidyYear'],
  (paid) => paid ?? 0,
);
/** What was paid before belongs to the first of the years claimed. */
const leftIn = (year: number) =>
  less(
    fixed(MOST_PER_YEAR, { zh: '年补贴限额', en: 'limit of a subsidy year' }),
    year === 1 ? paidBefore : when(nothingClaimedBefore(year), paidBefore),
  );
const nothingClaimedBefore = (year: number): Condition =>
  every(
    'costs.months',
    { zh: `未申请第${year}个补贴年度以前的费用`, en: `no costs before subsidy year ${year} are claimed` },
    cite,
    (at) => any(null, upToMonth(at, 0), fromMonth(at, 12 * year - 11)),
  );

const costsOf = (at: MonthAt) =>
  sum(
    numberOf({ zh: '物管', en: 'property management' }, 'fen', [at('propertyManagement')], (fen) => fen ?? 0),
    numberOf({ zh: '卫生', en: 'cleaning' }, 'fen', [at('cleaning')], (fen) => fen ?? 0),
    numberOf({ zh: '房租', en: 'rent' }, 'fen', [at('rent')], (fen) => fen ?? 0),
    numberOf({ zh: '水电', en: 'water and electricity' }, 'fen', [at('utilities')], (fen) => fen ?? 0),
  );
const halfIn = (year: number) =>
  each('costs.months', (at) => when(between(at, 12 * year - 11, 12 * year), shareOf(costsOf(at), HALF)));

/** On the day of founding; where that is not told, on the day of entry. Flags hold on the day that is tested. */
const founderInAGroup = any(
  { zh: '创办人属于扶持群体', en: 'the founder is in one of the groups' },
  ifGiven(
    'enterprise.registeredOn',
    isInStudentStartupGroup('enterprise.registeredOn'),
    isInStudentStartupGroup('enterprise.enteredParkOn'),
  ),
  isTrue({ zh: '退役军人', en: 'veteran' }, cite, 'person.isVeteran', ['R-37']),
  isTrue({ zh: '失业人员', en: 'unemployed' }, cite, 'person.isUnemployed', ['R-37']),
  isTrue({ zh: '返乡创业农民工', en: 'returning migrant worker' }, cite, 'person.isReturningMigrantWorker', ['R-37']),
  isTrue({ zh: '残疾人', en: 'disabled' }, cite, 'person.disabled', ['R-37']),
);

export const incubationOperatingSubsidy = rule({
  id: 'art06.incubation-operating-subsidy',
  name: { zh: '创业孵化运营补贴', en: 'operating subsidy in an incubation park' },
  cites: [cite],
  subject: 'person',
  inForce,
  conditions: all(
    null,
    founderInAGroup,
    // Who asks as the founder is taken for the founder; a register that says otherwise is heard, but not asked.
    ifGiven(
      'enterprise.foundedByPerson',
      isTrue({ zh: '实体由本人创办', en: 'the firm was founded by the person' }, cite, 'enterprise.foundedByPerson'),
    ),
    isTrue({ zh: '在创业孵化园区内', en: 'inside an incubation park' }, cite, 'enterprise.locatedInIncubationPark', [
      'R-41',
    ]),
    claimedBetween(1, LAST_MONTH),
    any(
      { zh: '年补贴限额还有余额', en: 'something is left of the limit of the subsidy year' },
      requires(
        { zh: '该补贴年度已领取不满1万元', en: 'less than 10,000 was paid in that subsidy year' },
        cite,
        ['history.operatingSubsidyPaidThisSubsidyYear'],
        (paid) => (paid ?? 0) < MOST_PER_YEAR,
        ['R-09'],
      ),
      severalYearsClaimed,
    ),
  ),
  amount: {
    is: 'for_the_months_claimed',
    of: paidAtTheCeiling(
      amountIfGiven(
        'costs.months[]',
        sum(...SUBSIDY_YEARS.map((year) => atMost(halfIn(year), leftIn(year)))),
        // Months that are not told are those of one subsidy year.
        atMost(halfIn(1), leftIn(1)),
      ),
    ),
  },
  fund: employmentSpecialFund,
  readings: ['R-05', 'R-10', 'R-20', 'R-33'],
  remarks: [
    {
      zh: '一次申请几个补贴年度的，已领取金额计入其中最早的年度',
      en: 'where several subsidy years are claimed, what was paid before counts for the first of them',
    },
    askTheBureau('物管、卫生、房租、水电以外的费用不计入', 'costs of other kinds do not count'),
    noPapersListed,
  ],
});
