/** What the employment system says: most people of working age, their registrations, designations and payments. */
import { blockSize } from './block.js';
import { dayText, monthText, shanghaiText } from './calendar.js';
import type { DayNumber } from './calendar.js';
import { spoilCheckCharacter } from './disagreement.js';
import { key, optional, stamp } from './employment-row.js';
import type { Rows } from './employment-row.js';
import { firmAt } from './firm.js';
import { lifeOf } from './life.js';
import type { Spell } from './life.js';
import { rowsOf } from './picture.js';
import type { PictureRow } from './picture.js';
import type { Person, Population } from './population.js';
import { eventDayOf } from './world.js';
import { registersOfPersons } from './registers-of-persons.picture.js';
import { firstFirmOfCommunity, registersOfPlaces } from './registers-of-places.picture.js';
import type { EmploymentRow, EmploymentStream } from '../employment/employment.records.js';

const schoolTypes = {
  university: '01',
  vocational_school: '02',
  technician_school: '03',
  technician_college_senior_class: '04',
  technician_college_preparatory_class: '05',
  special_education_vocational_class: '06',
  overseas: '07',
  none: '99',
} as const;
const registrationKinds = { employee: '01', flexible: '02', unemployed: '03' } as const;
const hardshipCategories = {
  disabled: '01',
  minimum_living_allowance: '02',
  older_worker: '03',
  lost_land: '04',
  zero_employment_family: '05',
  long_term_unemployed: '06',
} as const;

/** Rows of a stream as the system holds them so many days after day 0, person by person or firm by firm; deleted ones come as null. */
export function employmentRows<S extends EmploymentStream>(
  population: Population,
  stream: S,
  offsetDays: number,
): Generator<PictureRow<EmploymentRow<S>>> {
  return rowsOf(countOf(population, stream), (index) => pictures[stream](population, index, offsetDays));
}

/** One row by its key, or null: the key leads to the person, firm or block by arithmetic. */
export function employmentRow<S extends EmploymentStream>(
  population: Population,
  stream: S,
  key: string,
  offsetDays: number,
): PictureRow<EmploymentRow<S>> | null {
  const index =
    stream === 'job-seekers'
      ? population.indexOfIdNumber(key)
      : stream === 'communities'
        ? firstFirmOfCommunity(key)
        : Math.floor(Number(/^(?:[A-Z]\d\d|\d{6})(\d{10})$/.exec(key)?.[1] ?? Number.NaN) / 10);
  if (index === null || !(index >= 0 && index < countOf(population, stream))) return null;
  return pictures[stream](population, index, offsetDays).find((row) => row.key === key) ?? null;
}

/** Registers of places go firm by firm, all others person by person. */
const countOf = ({ firms, persons }: Population, stream: EmploymentStream) =>
  stream in registersOfPlaces ? firms : persons;

const of =
  <S extends EmploymentStream>(about: (population: Population, person: Person, offsetDays: number) => Rows<S>) =>
  (population: Population, index: number, offsetDays: number) =>
    about(population, population.personAt(index), offsetDays);

const pictures: { [S in EmploymentStream]: (population: Population, index: number, offsetDays: number) => Rows<S> } = {
  'job-seekers': of(jobSeekers),
  registrations: of(registrations),
  hardship: of(hardships),
  'benefit-grants': of(grants),
  certificates: of(registersOfPersons.certificates),
  trainings: of(registersOfPersons.trainings),
  'startup-loans': of(registersOfPersons['startup-loans']),
  internships: of(registersOfPersons.internships),
  'rural-labour': of(registersOfPersons['rural-labour']),
  households: of(registersOfPersons.households),
  ...registersOfPlaces,
};

/** Retired persons, children and a few others never came to the employment office. */
export function knownToEmployment(person: Person): boolean {
  return person.role !== 'retired' && person.role !== 'outside' && person.slot !== 24 && person.slot !== 109;
}

function jobSeekers(population: Population, person: Person, offsetDays: number): Rows<'job-seekers'> {
  if (!knownToEmployment(person)) return [];
  const { event } = lifeOf(population.world, person, offsetDays);
  const changedAt = stamp(
    population,
    person,
    event?.kind === 'new-phone' ? event.day : population.world.historyStart - 1,
    'job-seeker',
  );
  const idNumber = person.planted.has('check-character-employment')
    ? spoilCheckCharacter(person.idNumber)
    : person.idNumber;
  const { schoolType, graduated, school, graduationDate } = person.education;
  const unlisted = person.planted.has('unlisted-code');
  return [
    {
      key: idNumber,
      changedAt,
      row: {
        key: idNumber,
        idNumber,
        name: person.name,
        updatedAt: shanghaiText(changedAt),
        sex: person.male ? '1' : '2',
        birthDate: person.birthDate,
        householdRegion: person.householdRegion,
        phone: event?.kind === 'new-phone' ? `16611${person.phone.slice(5)}` : person.phone,
        education: {
          schoolType: unlisted ? ('88' as '99') : schoolTypes[schoolType],
          status: graduated ? '1' : '0',
          school,
          graduationDate: graduationUnknown(person) ? null : optional(graduationDate),
        },
      },
    },
  ];
}

/** Certificates from before the register was electronic, the planted founder, and 1 in 40 others: the day is not on file. */
export function graduationUnknown(person: Person): boolean {
  if (person.founded !== null && person.founded.story !== 'ordinary')
    return person.founded.story === 'graduation-unknown';
  return person.birthYear < 1975 || person.index % 40 === 7;
}

function registrations(population: Population, person: Person, offsetDays: number): Rows<'registrations'> {
  const { world } = population;
  const now = world.today + offsetDays;
  const life = lifeOf(world, person, offsetDays);
  const rows: Rows<'registrations'> = [];
  const write = (spell: Spell, number: number, changed: DayNumber) => {
    const changedAt = stamp(population, person, changed, `registration ${number}`);
    const row: EmploymentRow<'registrations'> = {
      key: key('R', person.index, number),
      idNumber: person.idNumber,
      name: person.name,
      updatedAt: shanghaiText(changedAt),
      kind: registrationKinds[spell.form],
      creditCode: spell.firm === null ? null : firmAt(world, spell.firm, 0).creditCode,
      startDate: dayText(spell.from),
      endDate: optional(spell.to),
      contractStart: spell.form === 'employee' ? dayText(spell.from) : null,
      contractEnd: optional(spell.contractTo),
      reason: spell.reason,
    };
    rows.push({ key: row.key, changedAt, row });
    return row;
  };
  if (person.planted.has('stale-registration')) {
    const from = world.historyStart - 30 - (person.index % blockSize);
    write(
      {
        number: 9,
        form: 'unemployed',
        firm: null,
        from,
        to: null,
        contractTo: null,
        reason: '失业登记',
        changed: from,
      },
      9,
      from,
    );
    return rows;
  }
  for (const spell of life.spells) {
    const row = write(spell, spell.number, spell.changed);
    if (spell.number === 2 && person.planted.has('impossible-date'))
      row.startDate = `${row.startDate.slice(0, 4)}-02-30`;
  }
  const current = life.spells.find((spell) => spell.number === 2);
  if (current && person.planted.has('double-registration')) {
    const deletedOn = eventDayOf(world, 'person', person.index);
    write({ ...current, to: null }, 8, now >= deletedOn ? deletedOn : current.from);
    if (now >= deletedOn) rows.at(-1)!.row = null;
  }
  return rows;
}

function hardships(population: Population, person: Person, offsetDays: number): Rows<'hardship'> {
  const { hardship } = lifeOf(population.world, person, offsetDays);
  if (hardship === null) return [];
  const changedAt = stamp(population, person, hardship.to ?? hardship.from, 'hardship');
  const row: EmploymentRow<'hardship'> = {
    key: key('H', person.index, 1),
    idNumber: person.idNumber,
    name: person.name,
    updatedAt: shanghaiText(changedAt),
    category: hardshipCategories[hardship.category],
    validFrom: dayText(hardship.from),
    validTo: optional(hardship.to),
  };
  return [{ key: row.key, changedAt, row }];
}

function grants(population: Population, person: Person, offsetDays: number): Rows<'benefit-grants'> {
  return lifeOf(population.world, person, offsetDays).grants.map((grant) => {
    const changedAt = stamp(population, person, grant.paidOn, 'grant');
    const row: EmploymentRow<'benefit-grants'> = {
      key: key('B', person.index, grant.number),
      idNumber: person.idNumber,
      name: person.name,
      updatedAt: shanghaiText(changedAt),
      entitlementId: grant.entitlement,
      fund: grant.fund,
      fromMonth: monthText(grant.from),
      toMonth: monthText(grant.to),
      amountFen: grant.amountFen,
      paidOn: dayText(grant.paidOn),
      firstApprovedOn: optional(grant.firstApprovedOn),
    };
    return { key: row.key, changedAt, row };
  });
}
