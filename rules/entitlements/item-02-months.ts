/** 补贴期限 of item 2: three years; where retirement was near at the first approval, up to it; never beyond. */
import { less, numberOf, sum, when } from '../amount.js';
import type { Amount } from '../amount.js';
import { addYears, monthsBegunBetween } from '../civil-date.js';
import type { CivilDay } from '../civil-date.js';
import { requires } from '../condition.js';
import { gradualRetirementDate, retirementDate } from '../definitions/retirement-date.js';
import type { RetirementCategory } from '../definitions/retirement-date.js';

const MOST_MONTHS = 36;
const limit = { item: 2, sentence: 3 };

type Already = 'history.monthsAlreadySubsidised' | 'hires[].monthsAlreadySubsidised';

/** Whose retirement is meant, and the day from which the claimed months run. */
export interface Claimant {
  readonly birthDate: 'person.birthDate' | 'hires[].birthDate';
  readonly category: 'person.retirementCategory' | 'hires[].retirementCategory';
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

export const monthsLeft = (already: Already): Amount =>
  numberOf(null, 'months', [already], (months) => Math.max(0, MOST_MONTHS - (months ?? 0)));

/** The end follows the law in force at the end. */
export const monthsToRetirement = ({ birthDate, category, from }: Claimant): Amount =>
  numberOf(null, 'months', [birthDate, category, from], (birth, group, day) => monthsFrom(day, birth, group));

/** What is left of the three years, or where that is more and the extension holds, of the time to retirement. */
export function monthsLeftUpToRetirement(already: Already, claimant: Claimant): Amount {
  const left = monthsLeft(already);
  return sum(left, when(isExtended(claimant), less(monthsToRetirement(claimant), left)));
}

function monthsFrom(day: CivilDay | null, birth: CivilDay | null, category: RetirementCategory | null): number {
  return day === null || birth === null || category === null
    ? 0
    : monthsBegunBetween(day, gradualRetirementDate(birth, category));
}

/** "Less than" is strict, and the law of the first approval decides. Who was never approved is approved first on this day. */
export function retiresWithinFiveYears(
  birth: CivilDay | null,
  category: RetirementCategory | null,
  assessOn: CivilDay,
  firstApprovedOn: CivilDay | null,
): boolean {
  const first = Math.min(firstApprovedOn ?? assessOn, assessOn);
  return birth !== null && category !== null && addYears(first, 5) > retirementDate(birth, category, first);
}
