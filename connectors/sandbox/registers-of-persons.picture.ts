/** What the employment system registers of a person beside the core: certificates, courses, loans, internships, rural labour. */
import { civil, dayText, plusMonths, shanghaiText, yearOf } from './calendar.js';
import type { DayNumber } from './calendar.js';
import { key, optional, stamp } from './employment-row.js';
import type { Rows } from './employment-row.js';
import { establishedOn, firmAt } from './firm.js';
import { householdRows } from './households.picture.js';
import { employerIn, lifeOf } from './life.js';
import type { Life } from './life.js';
import { internshipUnitOf, recognisedOn, trainingBodyOf } from './places.js';
import type { Person, Population } from './population.js';
import { Draw } from './random.js';
import { eventDayOf } from './world.js';
import type { EmploymentRow } from '../employment/employment.records.js';

type Registers = 'certificates' | 'trainings' | 'startup-loans' | 'internships' | 'rural-labour' | 'households';

/** One person as the registers see him or her on a day. */
interface Seen {
  population: Population;
  person: Person;
  life: Life;
  now: DayNumber;
}

function see(population: Population, person: Person, offsetDays: number): Seen {
  // Whose row went stale was not looked at again in any register.
  const days = person.planted.has('stale-registration') ? 0 : offsetDays;
  return { population, person, now: population.world.today + days, life: lifeOf(population.world, person, days) };
}

export const registersOfPersons: {
  [S in Registers]: (population: Population, person: Person, offsetDays: number) => Rows<S>;
} = {
  certificates: (...asked) => certificates(see(...asked)),
  trainings: (...asked) => trainings(see(...asked)),
  'startup-loans': (...asked) => loans(see(...asked)),
  internships: (...asked) => internships(see(...asked)),
  'rural-labour': (...asked) => ruralLabour(see(...asked)),
  households: householdRows,
};

function rowOf<S extends Registers>(
  { population, person }: Seen,
  rowKey: string,
  changed: DayNumber,
  fields: Omit<EmploymentRow<S>, 'key' | 'idNumber' | 'name' | 'updatedAt'>,
): Rows<S>[number] {
  const changedAt = stamp(population, person, changed, `row ${rowKey}`);
  const common = { key: rowKey, idNumber: person.idNumber, name: person.name, updatedAt: shanghaiText(changedAt) };
  return { key: rowKey, changedAt, row: { ...common, ...fields } as EmploymentRow<S> };
}

/** Whoever registered has one. Issued before 2015 it is of the old kind; one that got lost is cancelled and another issued. */
function certificates(seen: Seen): Rows<'certificates'> {
  const { population, person, life, now } = seen;
  const { world } = population;
  const registered = life.spells[0]?.from;
  if (registered === undefined) return [];
  const old = person.birthYear < 1985 && person.index % 5 === 0;
  const issuedOn = old ? civil(2011 + (person.index % 4), 3, 1) + (person.index % 90) : registered;
  const number = (which: number) => person.householdRegion + String(person.index * 10 + which).padStart(10, '0');
  const write = (which: number, issued: DayNumber, cancelled: DayNumber | null, form: '01' | '02') =>
    rowOf<'certificates'>(seen, number(which), cancelled ?? issued, {
      form,
      region: person.householdRegion,
      issuedOn: dayText(issued),
      state: cancelled === null ? '1' : '2',
    });
  const eventDay = eventDayOf(world, 'person', person.index);
  const lost = person.index % 50 === 21 && eventDay <= now;
  const rows = [write(1, issuedOn, lost ? eventDay : null, old ? '02' : '01')];
  if (lost) rows.push(write(2, eventDay, null, '01'));
  // Entered twice; the copy is deleted when somebody looks again.
  if (person.planted.has('double-registration')) {
    const deleted = eventDay <= now;
    const copy = write(8, issuedOn, null, '01');
    rows.push(deleted ? { ...copy, changedAt: stamp(population, person, eventDay, 'copy'), row: null } : copy);
  }
  return rows;
}

const courses = ['电工', '焊工', '养老护理', '育婴', '中式烹调', '电子商务'] as const;

/** Whom the ledger paid for a course has completed it; every third of the jobless is at one or was; some founders learnt to found. */
function trainings(seen: Seen): Rows<'trainings'> {
  const { population, person, life, now } = seen;
  const { world } = population;
  const draw = new Draw(world.seed, 'training', person.index);
  const body = trainingBodyOf(person.block);
  const write = (from: DayNumber, days: number, kind: '01' | '03', passes: boolean): Rows<'trainings'> => {
    const to = from + days <= now ? from + days : null;
    if (from > now) return [];
    return [
      rowOf<'trainings'>(seen, key('T', person.index, 1), to ?? from, {
        course: kind === '03' ? '创办企业' : draw.pick(courses),
        kind,
        // Courses from before the body was recognised were somebody else's.
        creditCode: recognisedOn(world, body) <= from ? firmAt(world, body, 0).creditCode : null,
        startDate: dayText(from),
        endDate: optional(to),
        hours: days * 4,
        outcome: to === null ? '0' : passes ? '1' : '2',
      }),
    ];
  };
  const paid = life.grants.find((grant) => grant.entitlement === 'art18.vocational-training-subsidy');
  if (paid) return write(paid.paidOn - 14, 10, '01', true);
  const jobless = life.spells.find((spell) => spell.number === 2 && spell.form === 'unemployed');
  if (jobless && person.founded === null && person.index % 3 === 0)
    return write(jobless.from + draw.between(20, 60), 60, '01', draw.chance(0.9));
  if (person.founded !== null && person.index % 2 === 0)
    return write(establishedOn(world, person.founded.firm) - 95, 20, '03', true);
  return [];
}

/** Every third founder: two years, and every other one that still owes pays back on the event day. */
function loans(seen: Seen): Rows<'startup-loans'> {
  const { population, person, now } = seen;
  const { world } = population;
  if (person.founded === null || person.index % 3 !== 0) return [];
  const draw = new Draw(world.seed, 'loan', person.index);
  const grantedOn = establishedOn(world, person.founded.firm) + draw.between(20, 90);
  if (grantedOn > now) return [];
  const dueOn = plusMonths(grantedOn, 24);
  const eventDay = eventDayOf(world, 'person', person.index);
  const early = draw.chance(0.5) ? Math.max(eventDay, grantedOn + 1) : dueOn;
  const repaidOn = Math.min(early, dueOn);
  const repaid = repaidOn <= now;
  return [
    rowOf<'startup-loans'>(seen, key('L', person.index, 1), repaid ? repaidOn : grantedOn, {
      lender: '示范农村商业银行',
      creditCode: firmAt(world, person.founded.firm, 0).creditCode,
      amountFen: draw.between(5, 20) * 1_000_000,
      grantedOn: dayText(grantedOn),
      dueOn: dayText(dueOn),
      repaidOn: repaid ? dayText(repaidOn) : null,
      interestSubsidised: draw.chance(0.8) ? '1' : '0',
    }),
  ];
}

/** Half a year: of graduates before they went their own way, and of young jobless ones now; who is hired meanwhile leaves. */
function internships(seen: Seen): Rows<'internships'> {
  const { population, person, life, now } = seen;
  const { world } = population;
  const { graduated, graduationDate } = person.education;
  if (!graduated || graduationDate === null) return [];
  const own = life.spells.find((spell) => spell.number === 2);
  const past = person.role === 'young-flexible';
  // Who has had a job is no intern any more; of the jobless the age says enough.
  if (past && life.spells.some((spell) => spell.number === 1)) return [];
  if (own === undefined || (!past && (person.role !== 'jobless' || yearOf(world.today) - person.birthYear >= 31)))
    return [];
  const from = past ? graduationDate + 60 : own.from + 15;
  if (from > now) return [];
  const unit = internshipUnitOf(person.block, person.index);
  const hired = life.event?.kind === 'hired' && !past ? life.event.day : null;
  const last = Math.min(from + 179, past ? own.from - 1 : Infinity, hired === null ? Infinity : hired - 1);
  if (last < from) return [];
  const to = last <= now ? last : null;
  const cutShort = hired !== null && to === hired - 1;
  return [
    rowOf<'internships'>(seen, key('I', person.index, 1), cutShort ? hired : (to ?? from), {
      creditCode: firmAt(world, unit, 0).creditCode,
      position: '见习助理',
      startDate: dayText(from),
      endDate: optional(to),
      monthlyAllowanceFen: 176_000,
      outcome: to === null ? '0' : cutShort && employerIn(life) === unit ? '1' : '2',
    }),
  ];
}

const skills = ['焊工', '电工', '瓦工', '家政服务', '缝纫', null] as const;

/** Every fourth adult from a county. Who works away is in no other stream of this system; one in ten of these is struck off. */
function ruralLabour(seen: Seen): Rows<'rural-labour'> {
  const { population, person, life, now } = seen;
  const { world } = population;
  const grown = yearOf(world.today) - person.birthYear >= 19;
  if (!grown || person.index % 4 !== 0 || person.householdRegion === '410902') return [];
  if (person.role === 'retired' || person.role === 'student' || person.role === 'founder') return [];
  const draw = new Draw(world.seed, 'rural', person.index);
  const employer = employerIn(life);
  const region = employer === null ? null : firmAt(world, employer, 0).region;
  const away = person.role === 'outside';
  const where = region === null ? (away ? '04' : '00') : region === person.householdRegion ? '01' : '02';
  const eventDay = eventDayOf(world, 'person', person.index);
  const moved = life.event?.kind === 'hired' || life.event?.kind === 'left' ? life.event.day : world.historyStart - 1;
  const told = rowOf<'rural-labour'>(seen, key('N', person.index, 1), moved, {
    homeRegion: person.householdRegion,
    worksWhere: where,
    worksRegion: away ? draw.pick(['440300', '330100', '310000']) : region,
    skill: draw.pick(skills),
    wish: away ? '03' : where === '00' ? draw.pick(['01', '02'] as const) : '00',
  });
  const struck = away && person.index % 40 === 0 && eventDay <= now;
  return [struck ? { ...told, changedAt: stamp(population, person, eventDay, 'struck off'), row: null } : told];
}
