/** 参保缴费 month by month: who paid for which month, and what that says against a registration. Month and day of payment are two things. */
import { addMonths } from './civil-date.js';
import type { CivilDay } from './civil-date.js';
import type { Told } from './fact-sheet.js';
import { firstDay, firstOfMonth, monthOf, monthsBetween } from './record-time.js';
import type { ContributionFact, Day, EmploymentFact, Month, PersonDocument, Sourced } from './vocabulary.js';

export const contributionsStream = 'social-insurance/contributions';
/** A month may be paid until the end of the next. */
const monthsOfGrace = 1;
/** One month paid late or not is only late; three in a row put a registration in dispute: the last that are due. */
const monthsOfDoubt = [0, 1, 2];
/** Months from the one that is paid for to the one in which it is due. */
export const monthsUntilDue = 1 + monthsOfGrace;

type Contribution = Sourced<Omit<ContributionFact, 'kind'>>;

const isPaid = ({ paidOn }: Contribution, knownOn: Day) => paidOn !== null && paidOn <= knownOn;

/** Contributions that were paid up to a day, by the month that they are for. A month noticed and not paid is in arrears. */
export function paidMonths(record: PersonDocument, knownOn: Day): Map<Month, Contribution[]> {
  const months = new Map<Month, Contribution[]>();
  for (const contribution of record.contributions) {
    if (!isPaid(contribution, knownOn)) continue;
    const month = months.get(contribution.month);
    if (month) month.push(contribution);
    else months.set(contribution.month, [contribution]);
  }
  return months;
}

/** Whole months that are due on a day, of work that began on another, as far back as the register reaches; null: it does not. */
export function monthsDue(record: PersonDocument, from: CivilDay, on: CivilDay): Month[] | null {
  const begin = firstDay(record, contributionsStream, from);
  return begin === null ? null : monthsBetween(begin, addMonths(on, -monthsOfGrace));
}

/** What the last months due say against a registration. */
export interface Contradiction {
  insuredAs: 'employee' | 'flexible' | 'nothing';
  told: readonly Told[];
}

/**
 * The main dispute between employment and social insurance: at work by registration, and for months no contribution of that
 * employer; unemployed or flexible by registration, and for months an employer pays. Null: no contradiction.
 */
export function contradictionOf(
  record: PersonDocument,
  { form, employerCode }: Pick<EmploymentFact, 'form' | 'employerCode'>,
  from: CivilDay,
  on: CivilDay,
  knownOn: Day,
): Contradiction | null {
  const begin = firstDay(record, contributionsStream, from);
  const due = monthsOfDoubt.map((back) => monthOf(firstOfMonth(on, -monthsUntilDue - back)));
  if (begin === null || due.some((month) => month <= monthOf(begin))) return null;
  const months = paidFor(due, record.contributions, knownOn);
  const everyMonth = (payer: (contribution: Contribution) => boolean) => months.every((month) => month.some(payer));
  const own = (contribution: Contribution) => contribution.employerCode === null;
  const told = months.flat();
  if (form === 'employee') {
    if (employerCode === null || told.some((contribution) => contribution.employerCode === employerCode)) return null;
    if (everyMonth((contribution) => !own(contribution))) return { insuredAs: 'employee', told };
    if (everyMonth(own)) return { insuredAs: 'flexible', told };
    return told.length === 0 ? { insuredAs: 'nothing', told } : null;
  }
  if (form === 'flexible' && told.some(own)) return null;
  return everyMonth((contribution) => !own(contribution)) ? { insuredAs: 'employee', told } : null;
}

/** The contributions paid for each of some months. The record lists them newest first: what is older is not looked at. */
function paidFor(months: readonly Month[], contributions: readonly Contribution[], knownOn: Day): Contribution[][] {
  const found = months.map((): Contribution[] => []);
  const oldest = months.at(-1) ?? '';
  for (const contribution of contributions) {
    if (contribution.month < oldest) break;
    if (isPaid(contribution, knownOn)) found[months.indexOf(contribution.month)]?.push(contribution);
  }
  return found;
}
