/** A person as he or she truly is, from the index alone. */
import { blockSize, firmOffsetOf, firmsPerBlock, roleOf, slotOf } from './block.js';
import type { Role } from './block.js';
import { civil, yearOf } from './calendar.js';
import type { DayNumber } from './calendar.js';
import { establishedOn, storyOf } from './firm.js';
import type { FoundingStory } from './firm.js';
import { personName, schools } from './names.js';
import { districts } from './numbering.js';
import { Draw } from './random.js';
import type { World } from './world.js';
import { disagreementsOf } from './disagreement.js';
import type { Disagreement } from './disagreement.js';
import type { Day, SchoolType } from '../../rules/vocabulary.js';

export interface Person {
  index: number;
  block: number;
  slot: number;
  role: Role;
  idNumber: string;
  name: string;
  /** Before a change of name. */
  formerName: string | null;
  male: boolean;
  birthYear: number;
  birthDate: Day;
  householdRegion: string;
  phone: string;
  education: { schoolType: SchoolType; graduated: boolean; school: string | null; graduationDate: DayNumber | null };
  /** Index and story of the firm whose legal representative the person is. */
  founded: { firm: number; story: FoundingStory } | null;
  /** Index of the firm that employs the person on day 0. */
  employer: number | null;
  planted: ReadonlySet<Disagreement>;
}

export function personAt(world: World, index: number): Person {
  const draw = new Draw(world.seed, 'person', index);
  const block = Math.floor(index / blockSize);
  const slot = slotOf(world.seed, world.persons, index);
  const role = roleOf(slot);
  const firm = block * firmsPerBlock + slot;
  const founded = role === 'founder' ? { firm, story: storyOf(firm) } : null;
  const male = draw.chance(0.51);
  const schooling = schoolingOf(world, draw, role, founded, index, male);
  const idNumber = world.personNumbers.idNumber(index, schooling.birthYear, male);
  const planted = disagreementsOf(world.seed, block, slot, schooling.birthYear);
  const name = personName(draw, male);
  const phone = `16600${String(draw.between(0, 999_999)).padStart(6, '0')}`;
  return {
    index,
    block,
    slot,
    role,
    idNumber,
    name,
    formerName: planted.has('former-name') ? Array.from(name)[0]! + Array.from(personName(draw, !male)).at(-1)! : null,
    male,
    birthYear: schooling.birthYear,
    birthDate: `${idNumber.slice(6, 10)}-${idNumber.slice(10, 12)}-${idNumber.slice(12, 14)}`,
    householdRegion: draw.chance(0.9) ? idNumber.slice(0, 6) : draw.pick(districts),
    phone,
    education: schooling.education,
    founded,
    employer: role === 'employee' ? block * firmsPerBlock + firmOffsetOf(slot) : null,
    planted,
  };
}

function schoolingOf(world: World, draw: Draw, role: Role, founded: Person['founded'], index: number, male: boolean) {
  const suitable = (year: number) => world.personNumbers.suitableYear(index, year);
  const story = founded?.story;
  if (role === 'student' || story === 'student')
    return { birthYear: suitable(world.year - 18), education: educated('university', null, draw) };
  if (role === 'young-flexible' || (story !== undefined && graduateStories.has(story))) {
    const started = story === undefined ? world.today - 400 : establishedOn(world, founded!.firm);
    const year = yearOf(started) - (story === 'graduated-long-ago' ? draw.between(7, 10) : draw.between(1, 2));
    const type = draw.chance(0.8) ? 'university' : 'vocational_school';
    return { birthYear: suitable(year - 20), education: educated(type, civil(year, 6, 30), draw) };
  }
  const birthYear = suitable(world.year - ageOf(draw, role, male));
  const dice = draw.next();
  const type: SchoolType =
    dice < 0.3
      ? 'university'
      : dice < 0.5
        ? 'vocational_school'
        : dice < 0.56
          ? 'technician_school'
          : dice < 0.6
            ? 'technician_college_senior_class'
            : 'none';
  const year = birthYear + (type === 'university' ? 22 : 19);
  if (type === 'none' || year >= world.year) return { birthYear, education: educated('none', null, draw) };
  return { birthYear, education: educated(type, civil(year, 6, 30), draw) };
}

const graduateStories: ReadonlySet<FoundingStory> = new Set<FoundingStory>([
  'graduate',
  'too-fresh',
  'paid-before',
  'graduation-unknown',
  'graduated-long-ago',
  'tax-abnormal',
  'closed',
]);

/** No graduation day means: still enrolled. */
function educated(schoolType: SchoolType, graduationDate: DayNumber | null, draw: Draw): Person['education'] {
  const list = schools[schoolType as keyof typeof schools] as readonly string[] | undefined;
  return {
    schoolType,
    graduated: schoolType === 'none' || graduationDate !== null,
    school: list ? draw.pick(list) : null,
    graduationDate,
  };
}

/** At least so old; the digits of the ID number may add up to three years. */
function ageOf(draw: Draw, role: Role, male: boolean): number {
  // Old enough for 大龄, young enough to be five years from retirement.
  if (role === 'hard-to-employ') return male ? draw.between(45, 50) : draw.between(36, 40);
  if (role === 'retired') return draw.between(60, 85);
  if (role === 'outside') return draw.chance(0.6) ? draw.between(1, 14) : draw.between(20, 55);
  if (role === 'founder') return draw.between(26, 52);
  // The working ages: widest from 25 to 45.
  return 20 + Math.floor((draw.next() + draw.next()) * (male ? 18 : 15));
}
