/** What social insurance says of who takes part in which insurance, and since when. */
import { firstOf } from './calendar.js';
import { compact, filedIdNumber, insuranceCodes } from './filed.js';
import { firmAt } from './firm.js';
import { insuranceKinds, lifeOf } from './life.js';
import type { InsuredSpan } from './life.js';
import type { PictureRow } from './picture.js';
import type { Person } from './person.js';
import { eventDayOf, writtenAt } from './world.js';
import type { World } from './world.js';
import type { SocialInsuranceWire } from '../social-insurance/social-insurance.records.js';

type Row = PictureRow<SocialInsuranceWire<'participation'>>;

/** Every spell in every insurance, from the first month that is paid in full to the last; withdrawn ones have `op` D. */
export function* participations(world: World, person: Person, offsetDays: number): Generator<Row> {
  const now = world.today + offsetDays;
  const { insured } = lifeOf(world, person, offsetDays);
  for (const span of insured) {
    // An end in the same month as the work's beginning: nobody was insured.
    if (firstOf(span.from) > now || (span.to !== null && span.to < span.from)) continue;
    yield* spellOf(world, person, span, now);
  }
}

function* spellOf(world: World, person: Person, { firm, from, to }: InsuredSpan, now: number): Generator<Row> {
  const begins = firstOf(from);
  // The office hears of an end when the month is over.
  const ends = to === null || firstOf(to + 1) > now ? null : firstOf(to + 1) - 1;
  const employer = firm === null ? null : firmAt(world, firm, 0);
  const id_number = filedIdNumber(person);
  const employer_code = employer?.creditCode ?? '';
  const eventDay = eventDayOf(world, 'person', person.index);
  const write = (insurance: '110' | '210' | '310', first: number, changed: number, op: 'U' | 'D'): Row => {
    const from_date = compact(first);
    const row: SocialInsuranceWire<'participation'> = {
      op,
      id_number,
      employer_code,
      insurance,
      from_date,
      to_date: ends === null ? '' : compact(ends),
      state: ends === null ? '1' : employer?.taxState === 'cancelled' ? '3' : '2',
    };
    const key = [id_number, employer_code || 'flexible', insurance, from_date].join('|');
    return { key, changedAt: writtenAt(world, changed, 'participation', person.index), row };
  };
  const changed = ends === null ? begins : ends + 1;
  for (const kind of insuranceKinds[firm === null ? 'flexible' : 'employee'])
    yield write(insuranceCodes[kind], begins, changed, 'U');
  // Entered twice, a month early; the copy is withdrawn when somebody looks again.
  if (person.planted.has('double-registration') && firm === person.employer) {
    const withdrawn = eventDay <= now;
    yield write(insuranceCodes.pension, firstOf(from - 1), withdrawn ? eventDay : changed, withdrawn ? 'D' : 'U');
  }
}
