/** What social insurance says: insured persons, spells of unemployment benefit, every month's contributions, and who takes part in what. */
import { firstOf, monthOf, monthText } from './calendar.js';
import type { MonthNumber } from './calendar.js';
import { spoilCheckCharacter } from './disagreement.js';
import { compact, filedIdNumber, insuranceCodes } from './filed.js';
import { firmAt } from './firm.js';
import { insuranceKinds, lifeOf } from './life.js';
import type { InsuredSpan } from './life.js';
import { respell } from './names.js';
import { districts } from './numbering.js';
import { participations } from './participation.picture.js';
import { rowsOf } from './picture.js';
import type { PictureRow } from './picture.js';
import type { Person, Population } from './population.js';
import { Draw } from './random.js';
import { wageFenOf } from './wage.js';
import { eventDayOf, writtenAt } from './world.js';
import type { SocialInsuranceStream, SocialInsuranceWire } from '../social-insurance/social-insurance.records.js';

type Rows<S extends SocialInsuranceStream> = PictureRow<SocialInsuranceWire<S>>;

/** Rows of a stream as the office holds them so many days after day 0, person by person; withdrawn ones have `op` D. */
export function socialInsuranceRows<S extends SocialInsuranceStream>(
  population: Population,
  stream: S,
  offsetDays: number,
): Generator<Rows<S>> {
  const pictures: { [K in SocialInsuranceStream]: (index: number) => Iterable<Rows<K>> } = {
    persons: (index) => insuredPerson(population, index, offsetDays),
    'unemployment-benefits': (index) => benefits(population, index, offsetDays),
    contributions: (index) => contributions(population, population.personAt(index), offsetDays),
    participation: (index) => participations(population.world, population.personAt(index), offsetDays),
  };
  return rowsOf(population.persons, pictures[stream]);
}

function insuredPerson(population: Population, index: number, offsetDays: number): Rows<'persons'>[] {
  const { world } = population;
  const person = population.personAt(index);
  const { insured, benefit, event } = lifeOf(world, person, offsetDays);
  // The snapshot holds whoever was insured within the history or drew benefit.
  const since = monthOf(world.historyStart);
  if (benefit === null && !insured.some((span) => span.to === null || span.to >= since)) return [];
  const { planted } = person;
  const id_number = planted.has('check-character-insurance')
    ? spoilCheckCharacter(person.idNumber)
    : filedIdNumber(person);
  const row: SocialInsuranceWire<'persons'> = {
    id_number,
    name: planted.has('former-name')
      ? person.formerName!
      : planted.has('name-spelling')
        ? respell(person.name)
        : person.name,
    sex: index % 50 === 3 ? '' : person.male ? '1' : '2',
    birth_date: planted.has('birth-date-digit') ? otherDay(person.birthDate) : person.birthDate.replaceAll('-', ''),
    household_region: planted.has('household-region')
      ? districts[(districts.indexOf(person.householdRegion as '410902') + 1) % 6]!
      : person.householdRegion,
    // The number left at the first registration; corrections reach the employment office alone.
    phone: index % 10 === 0 ? '' : person.phone,
  };
  // Whoever is hired may be new here, or known from long ago.
  const first = firstOf(insured[0]?.from ?? monthOf(benefit!.from));
  const changed = event?.kind === 'hired' ? event.day : Math.min(first, world.today - 1);
  return [{ key: id_number, changedAt: writtenAt(world, changed, 'insured person', index), row }];
}

/** The birth date with another last digit; 1 to 9 exist in every month. */
function otherDay(birthDate: string): string {
  const compacted = birthDate.replaceAll('-', '');
  const last = Number(compacted.slice(-1));
  const tens = Number(compacted.slice(-2, -1));
  if (tens === 3) return `${compacted.slice(0, 6)}2${last === 0 ? 0 : 1}`;
  return compacted.slice(0, -1) + (last < 8 ? Math.max(1, last + 1) : last - 1);
}

function benefits(population: Population, index: number, offsetDays: number): Rows<'unemployment-benefits'>[] {
  const { world } = population;
  const person = population.personAt(index);
  const { benefit } = lifeOf(world, person, offsetDays);
  if (benefit === null || benefit.monthsDrawn === 0) return [];
  const from_date = compact(benefit.from);
  const id_number = filedIdNumber(person);
  const row: SocialInsuranceWire<'unemployment-benefits'> = {
    op: 'U',
    id_number,
    from_date,
    months_granted: String(benefit.monthsGranted),
    months_drawn: String(benefit.monthsDrawn),
    monthly_fen: String(benefit.monthlyFen),
  };
  const changed = firstOf(monthOf(benefit.from) + benefit.monthsDrawn - 1);
  return [{ key: `${id_number}|${from_date}`, changedAt: writtenAt(world, changed, 'benefit', index), row }];
}

/** Employer's and own part in thousandths of the base. Sample rates: the law's own are dated parameters of the rules. */
const rates = {
  employee: { pension: [160, 80], medical: [70, 20], unemployment: [7, 3] },
  flexible: { pension: [0, 200], medical: [0, 90], unemployment: [0, 0] },
} as const;

function* contributions(population: Population, person: Person, offsetDays: number): Generator<Rows<'contributions'>> {
  const { world } = population;
  const { insured } = lifeOf(world, person, offsetDays);
  const wageFen = wageFenOf(world, person.index);
  for (const span of insured) {
    const first = Math.max(span.from, monthOf(world.historyStart));
    const last = Math.min(span.to ?? Number.POSITIVE_INFINITY, monthOf(world.today + offsetDays));
    for (let month = first; month <= last; month++)
      yield* contributionsOf(population, person, span, month, wageFen, offsetDays);
  }
}

function* contributionsOf(
  { world }: Population,
  person: Person,
  span: InsuredSpan,
  month: MonthNumber,
  wageFen: number,
  offsetDays: number,
) {
  const now = world.today + offsetDays;
  const draw = new Draw(world.seed, `paid ${month}`, person.index);
  const hard = person.role === 'hard-to-employ';
  const payDay = firstOf(month) + draw.between(4, 24);
  // Two in a hundred months are paid one to three months late, one in two hundred not at all. Clear cases pay in time.
  const dice = hard ? 1 : draw.next();
  const paidOn = dice < 0.02 ? payDay + draw.between(30, 90) : payDay;
  const owed = dice >= 0.02 && dice < 0.025;
  const known = owed ? firstOf(month + 1) + 9 : paidOn;
  if (known > now) return;
  const form = span.firm === null ? 'flexible' : 'employee';
  const employer_code = span.firm === null ? '' : firmAt(world, span.firm, 0).creditCode;
  const id_number = filedIdNumber(person);
  const eventDay = eventDayOf(world, 'person', person.index);
  for (const kind of insuranceKinds[form]) {
    const [employerRate, ownRate] = rates[form][kind];
    const withdrawn =
      kind === 'medical' &&
      month === monthOf(world.today) - 2 &&
      eventDay <= now &&
      person.planted.has('withdrawn-contribution');
    const row: SocialInsuranceWire<'contributions'> = {
      op: withdrawn ? 'D' : 'U',
      id_number,
      employer_code,
      month: monthText(month).replace('-', ''),
      insurance: insuranceCodes[kind],
      base_fen: String(wageFen),
      employer_fen: String(Math.floor((wageFen * employerRate) / 1000)),
      own_fen: String(Math.floor((wageFen * ownRate) / 1000)),
      paid_on: owed ? '' : compact(paidOn),
    };
    const key = [id_number, employer_code || 'flexible', row.month, row.insurance].join('|');
    yield { key, changedAt: writtenAt(world, withdrawn ? eventDay : known, 'contribution', person.index), row };
  }
}
