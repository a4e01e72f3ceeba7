/** What the employment system knows of zero-employment and allowance households: the recognised person and one who lives with him or her. */
import { indexOfSlot } from './block.js';
import { dayText, shanghaiText } from './calendar.js';
import type { DayNumber } from './calendar.js';
import { key, optional, stamp } from './employment-row.js';
import type { Rows } from './employment-row.js';
import { lifeOf } from './life.js';
import type { Person, Population } from './population.js';

interface Household {
  head: number;
  kind: '01' | '02';
  from: DayNumber;
  to: DayNumber | null;
}

/** Slots of heads, and how far behind each stands the registered jobless person of the same household. */
const heads: readonly { first: number; end: number; partnerBehind: number }[] = [
  { first: 110, end: 120, partnerBehind: 40 },
  { first: 134, end: 139, partnerBehind: 6 },
];

export function householdRows(population: Population, person: Person, offsetDays: number): Rows<'households'> {
  const { world } = population;
  const { block, slot } = person;
  const at = (of: number) => indexOfSlot(world.seed, world.persons, block, of);
  for (const { first, end, partnerBehind } of heads) {
    const headSlot = slot >= first && slot < end ? slot : slot - partnerBehind;
    if (headSlot < first || headSlot >= end) continue;
    const [head, partner] = [at(headSlot), at(headSlot + partnerBehind)];
    const household = head === null ? null : householdOf(population, population.personAt(head), partner, offsetDays);
    return household === null ? [] : [rowOf(population, person, household)];
  }
  return [];
}

/** A zero-employment household begins when both are without work, and ends when the first of them works. */
function householdOf(
  population: Population,
  head: Person,
  partnerIndex: number | null,
  offsetDays: number,
): Household | null {
  const life = lifeOf(population.world, head, offsetDays);
  const category = life.hardship?.category;
  if (category !== 'zero_employment_family' && category !== 'minimum_living_allowance') return null;
  const { from, to } = life.hardship!;
  if (category === 'minimum_living_allowance') return { head: head.index, kind: '02', from, to };
  const partner = partnerIndex === null ? null : population.personAt(partnerIndex);
  const partnerLife = partner && lifeOf(population.world, partner, offsetDays);
  const jobless = partnerLife?.spells.find((spell) => spell.form === 'unemployed');
  const begins = Math.max(from, jobless?.from ?? from);
  const works = [...life.spells, ...(partnerLife?.spells ?? [])]
    .filter((spell) => spell.form !== 'unemployed' && (spell.to === null || spell.to >= begins))
    .map((spell) => spell.from - 1);
  const ends = [...works, ...(to === null ? [] : [to])];
  const household = {
    head: head.index,
    kind: '01' as const,
    from: begins,
    to: ends.length > 0 ? Math.min(...ends) : null,
  };
  return household.to !== null && household.to < household.from ? null : household;
}

function rowOf(
  population: Population,
  person: Person,
  { head, kind, from, to }: Household,
): Rows<'households'>[number] {
  const changedAt = stamp(population, person, to === null ? from : to + 1, 'household');
  const row = {
    key: key('F', person.index, 1),
    idNumber: person.idNumber,
    name: person.name,
    updatedAt: shanghaiText(changedAt),
    household: `JT${String(head).padStart(10, '0')}`,
    kind,
    relation: person.index === head ? ('01' as const) : ('02' as const),
    validFrom: dayText(from),
    validTo: optional(to),
  };
  return { key: row.key, changedAt, row };
}
