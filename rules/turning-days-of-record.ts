/** The days to come on which the facts of a record turn by the calendar alone. */
import { civilDate, dayOf, formatDay, parseDay } from './civil-date.js';
import type { CivilDay } from './civil-date.js';
import { daysOfSpell } from './facts-of-benefit.js';
import { contradictionOn, registrationOn } from './facts-of-work.js';
import { contributionsStream, monthsUntilDue } from './insured-months.js';
import { firstDay, firstOfMonth, monthOf } from './record-time.js';
import type { Day, PersonDocument } from './vocabulary.js';

/**
 * Days after `assessOn` on which the facts themselves turn, with nothing new recorded: designations and registrations that
 * begin or end, months of contributions that fall due or run out, months of benefit that run out, payments dated ahead, a
 * founder's new year of contributions, registers that begin. A day too many costs time, a day too few is wrong.
 */
export function turningDaysOfRecord(record: PersonDocument, assessOn: CivilDay): CivilDay[] {
  const today = formatDay(assessOn);
  const days = [
    ...Object.values(record.recordsBeginOn).map(parseDay),
    ...[...record.hardships, ...record.employments].flatMap(({ from, to }) => {
      const last = to === null ? null : parseDay(to);
      return [parseDay(from), last === null ? null : last + 1];
    }),
    ...record.employments.filter((work) => work.form === 'flexible').flatMap((work) => daysDue(record, work.from)),
    ...daysOfDispute(record, assessOn),
    ...record.unemploymentBenefits.flatMap(daysOfSpell),
    ...record.grants.map((grant) => parseDay(grant.paidOn)),
    // Read as text first: nearly all are past.
    ...record.contributions.map(({ paidOn }) => (paidOn !== null && paidOn > today ? parseDay(paidOn) : null)),
    ...newYears(record, assessOn),
  ];
  const ahead = days.filter((day): day is CivilDay => day !== null && day > assessOn);
  return [...new Set(ahead)].sort((a, b) => a - b);
}

/** Days on which months of work fall due, up to the first that nobody paid: after it nothing turns any more. */
function daysDue(record: PersonDocument, from: Day): CivilDay[] {
  const startedOn = parseDay(from);
  const begin = startedOn === null ? null : firstDay(record, contributionsStream, startedOn);
  if (begin === null) return [];
  const paid = new Set(record.contributions.filter((own) => own.employerCode === null).map(({ month }) => month));
  const days: CivilDay[] = [];
  for (let i = 1; ; i++) {
    days.push(firstOfMonth(begin, i + monthsUntilDue));
    if (!paid.has(monthOf(firstOfMonth(begin, i)))) return days;
  }
}

/** First days of months on which the last months due begin or cease to speak against a registration. */
function daysOfDispute(record: PersonDocument, assessOn: CivilDay): CivilDay[] {
  const begin = parseDay(record.recordsBeginOn[contributionsStream] ?? '');
  if (begin === null || record.employments.length === 0) return [];
  const begins = record.employments.map(({ from }) => parseDay(from) ?? begin);
  const months = record.contributions.slice(0, 1).map(({ month }) => parseDay(`${month}-01`) ?? begin);
  // From then on the same months, or none at all, are looked at for ever.
  const settled = firstOfMonth(Math.max(begin, ...begins, ...months), monthsUntilDue + 4);
  const days: CivilDay[] = [];
  for (let day = firstOfMonth(assessOn, 1); day <= settled; day = firstOfMonth(day, 1))
    if (saidAgainst(record, day - 1) !== saidAgainst(record, day)) days.push(day);
  return days;
}

function saidAgainst(record: PersonDocument, on: CivilDay): string | undefined {
  return contradictionOn(record, registrationOn(record, on), on)?.insuredAs;
}

/** Days on which a founder's sum of the year begins anew: after payments in it, and after the register has begun. */
function newYears(record: PersonDocument, assessOn: CivilDay): CivilDay[] {
  if (record.enterprises.length === 0) return [];
  const begin = record.recordsBeginOn[contributionsStream];
  const paid = record.contributions.flatMap(({ paidOn }) => (paidOn === null ? [] : [paidOn]));
  const years = new Set([begin, ...paid].flatMap((day) => (day === undefined ? [] : [Number(day.slice(0, 4))])));
  return [...years].filter((year) => year >= civilDate(assessOn).year).map((year) => dayOf(year + 1, 1, 1));
}
