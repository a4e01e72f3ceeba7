/** 补贴期限 of item 2: three years; where retirement was near at the first approval, up to it; never beyond. */
import { less, numberOf, sum, when } from '../amount.js';
import type { Amount } from '../amount.js';
import { addYears, monthsBegunBetween } from '../civil-date.js';
import type { CivilDay } from '../civil-date.js';
import { all, ask, requires } from '../condition.js';
import type { Condition } from '../condition.js';
import { gradualRetirementDate, retirementDate } from '../definitions/retirement-date.js';
import type { RetirementCategory } from '../definitions/retirement-date.js';

const MOST_MONTHS = 36;
const limit = { item: 2, sentence: 3 };

type Already = 'history.monthsAlreadySubsidised' | 'hires[].monthsAlreadySubsidised';

/** Whose retirement is meant, and the day from which the claimed months run. */
export interface Claimant {
  readonly birthDate: 'person.birthDate' | 'worker.birthDate' | 'hires[].birthDate';
  readonly category: 'person.retirementCategory' | 'worker.retirementCategory' | 'hires[].retirementCategory';
  readonly from: 'assessOn' | 'hires[].claimFrom';
}

export const hasMonthsLeft = (already: Already) =>
  requires(
    { zh: '已享受补贴不满36个月', en: 'fewer than 36 months were subsidised' },
    limit,
    [already],
    (months) => (months ?? 0) < MOST_MONTHS,
    ['R-01', 'R-34'],
  );

export const isBeforeRetirement = ({ birthDate, category, from }: Claimant) =>
  requires(
    { zh: '未到法定退休年龄', en: 'not yet retired by law' },
    limit,
    [birthDate, category, from],
    (birth, group, day) => monthsFrom(day, birth, group) > 0,
    ['R-19'],
  );

export const isExtended = ({ birthDate, category }: Claimant) =>
  requires(
    {
      zh: '初次核定时距法定退休年龄不足5年，可延长至退休',
      en: 'less than 5 years to retirement at first approval: extended to it',
    },
    limit,
    [birthDate, category, 'assessOn', 'history.firstApprovedOn'],
    retiresWithinFiveYears,
    ['R-18', 'R-19'],
  );

/** Who is extended has the right until retirement; of others months are counted, and no day ends them. */
export const untilRetirement = ({ birthDate, category }: Pick<Claimant, 'birthDate' | 'category'>) =>
  ask([birthDate, category, 'assessOn', 'history.firstApprovedOn'], (birth, group, assessOn, firstApprovedOn) =>
    birth !== null && group !== null && retiresWithinFiveYears(birth, group, assessOn, firstApprovedOn)
      ? gradualRetirementDate(birth, group)
      : null,
  );

export const monthsLeft = (already: Already): Amount =>
  numberOf(null, 'months', [already], (months) => Math.max(0, MOST_MONTHS - (months ?? 0)));

/** The end follows the law in force at the end. */
export const monthsToRetirement = ({ birthDate, category, from }: Claimant): Amount =>
  numberOf(null, 'months', [birthDate, category, from], (birth, group, day) => monthsFrom(day, birth, group));

/** What is left of the three years; where more is claimed and the extension holds, of the time to retirement. */
export function monthsLeftUpToRetirement(already: Already, claimant: Claimant, claimsMore: Condition): Amount {
  const left = monthsLeft(already);
  return sum(left, when(all(null, claimsMore, isExtended(claimant)), less(monthsToRetirement(claimant), left)));
}

const more = { zh: '申请月数多于剩余月数', en: 'more months are claimed than are left' };
const isMoreThanLeft = (claimed: number, already: number | null) => claimed > MOST_MONTHS - (already ?? 0);

export const claimsMore = (claimed: 'employment.monthsClaimed' | 'hires[].monthsClaimed', already: Already) =>
  requires(more, limit, [claimed, already], (months, before) => isMoreThanLeft(months ?? 0, before));

/** The same of a claim by its first and last month. */
export const claimsMoreByMonth = (from: 'hires[].claimFrom', to: 'hires[].claimTo', already: Already) =>
  requires(more, limit, [from, to, already], (first, last, before) =>
    isMoreThanLeft(first === null || last === null ? 0 : monthsBegunBetween(first, last + 1), before),
  );

function monthsFrom(day: CivilDay | null, birth: CivilDay | null, category: RetirementCategory | null): number {
  return day === null || birth === null || category === null
    ? 0
    : monthsBegunBetween(day, gradualRetirementDate(birth, category));
}

/** "Less than" is strict, and the law of the first approval decides. Who was never approved is approved first on this day. */
function retiresWithinFiveYears(
  birth: CivilDay | null,
  category: RetirementCategory | null,
  assessOn: CivilDay,
  firstApprovedOn: CivilDay | null,
): boolean {
  const first = Math.min(firstApprovedOn ?? assessOn, assessOn);
  return birth !== null && category !== null && addYears(first, 5) > retirementDate(birth, category, first);
}
