/** What happened to a person: registrations, insured months, designations, benefits and payments, up to a day. */
import { firmsPerBlock } from './block.js';
import { civil, firstOf, monthOf, plusMonths } from './calendar.js';
import type { DayNumber, MonthNumber } from './calendar.js';
import { establishedOn } from './firm.js';
import type { Person } from './person.js';
import { Draw } from './random.js';
import { eventDayOf } from './world.js';
import type { World } from './world.js';
import type { EmploymentFact, Fen, HardshipFact, InsuranceKind } from '../../rules/vocabulary.js';

/** One registration at the employment system; `number` makes its key and never changes. */
export interface Spell {
  number: number;
  form: EmploymentFact['form'];
  firm: number | null;
  from: DayNumber;
  to: DayNumber | null;
  contractTo: DayNumber | null;
  reason: string | null;
  /** Last day on which the row changed. */
  changed: DayNumber;
}
/** Months insured through a firm, or as a flexible worker (`firm` null). */
export interface InsuredSpan {
  firm: number | null;
  from: MonthNumber;
  to: MonthNumber | null;
}
export interface Grant {
  number: number;
  entitlement: string;
  fund: string;
  from: MonthNumber;
  to: MonthNumber;
  amountFen: Fen;
  paidOn: DayNumber;
  firstApprovedOn: DayNumber | null;
}
export interface Life {
  spells: Spell[];
  insured: InsuredSpan[];
  hardship: { category: HardshipFact['category']; from: DayNumber; to: DayNumber | null } | null;
  benefit: { from: DayNumber; monthsGranted: number; monthsDrawn: number; monthlyFen: Fen } | null;
  grants: Grant[];
  event: { kind: 'hired' | 'left' | 'new-phone'; day: DayNumber } | null;
}

export const insuranceKinds = {
  employee: ['pension', 'medical', 'unemployment'],
  flexible: ['pension', 'medical'],
} as const satisfies Record<string, readonly InsuranceKind[]>;

/** The person's life as far as it has happened `offsetDays` after day 0. */
export function lifeOf(world: World, person: Person, offsetDays: number): Life {
  const draw = new Draw(world.seed, 'life', person.index);
  const now = world.today + offsetDays;
  const life: Life = { spells: [], insured: [], hardship: null, benefit: null, grants: [], event: null };
  switch (person.role) {
    case 'employee':
      liveAsEmployee(world, person, draw, life);
      break;
    case 'hard-to-employ':
    case 'young-flexible':
    case 'flexible':
      liveFlexibly(world, person, draw, life);
      break;
    case 'benefit-receiver':
    case 'hardship-jobless':
    case 'jobless':
      liveJobless(world, person, draw, life, now);
      break;
    case 'founder':
      liveAsFounder(world, person, draw, life);
      break;
    case 'student':
    case 'retired':
    case 'outside':
      break;
  }
  letTheEventHappen(world, person, life, now);
  return life;
}

/** The first month that is paid in full: nobody is insured before the work begins. */
const insuredSince = (day: DayNumber) => monthOf(day - 1) + 1;

const adult = (person: Person) => civil(person.birthYear + 18, 12, 31);

function spell(
  number: number,
  form: Spell['form'],
  firm: number | null,
  from: DayNumber,
  to: DayNumber | null,
  reason: string | null,
): Spell {
  return { number, form, firm, from, to, contractTo: null, reason, changed: to ?? from };
}

/** An earlier job at one of the block's three old firms, ended by `end`. */
function earlierJob(world: World, person: Person, draw: Draw, life: Life, end: DayNumber): void {
  // Two jobs at one firm would blur the months of both.
  const offset = draw.between(0, 2);
  const first = person.block * firmsPerBlock;
  const firm = first + (first + offset === person.employer ? (offset + 1) % 3 : offset);
  const from = Math.max(adult(person), establishedOn(world, firm) + 5, end - draw.between(200, 1200));
  if (from >= end - 30) return;
  const reason = draw.pick(['合同期满', '本人辞职', '协商解除']);
  life.spells.push({ ...spell(1, 'employee', firm, from, end, reason), contractTo: end });
  life.insured.push({ firm, from: insuredSince(from), to: monthOf(end) });
}

function liveAsEmployee(world: World, person: Person, draw: Draw, life: Life): void {
  const firm = person.employer!;
  const wish = world.today - (draw.chance(0.65) ? draw.between(20, 330) : draw.between(391, 3000));
  const from = Math.min(world.today - 5, Math.max(wish, establishedOn(world, firm) + 5, adult(person)));
  if (draw.chance(0.5)) earlierJob(world, person, draw, life, from - draw.between(5, 60));
  const years = draw.pick([1, 2, 3, 3]);
  let contractTo = from;
  while (contractTo < world.today) contractTo = plusMonths(contractTo, years * 12);
  life.spells.push({
    ...spell(2, 'employee', firm, from, null, null),
    contractTo: draw.chance(0.2) ? null : contractTo - 1,
  });
  life.insured.push({ firm, from: insuredSince(from), to: null });
}

const categories = [
  'older_worker',
  'disabled',
  'minimum_living_allowance',
  'lost_land',
  'zero_employment_family',
  'long_term_unemployed',
] as const;

/** Slots 110 to 119: seven clear cases, one lapsed recognition, one without contributions, one with months already paid. */
function liveFlexibly(world: World, person: Person, draw: Draw, life: Life): void {
  const hard = person.role === 'hard-to-employ';
  const from = world.today - (hard ? draw.between(420, 900) : draw.between(40, 390));
  if (draw.chance(0.5)) earlierJob(world, person, draw, life, from - draw.between(10, 200));
  life.spells.push(spell(2, 'flexible', null, from, null, null));
  if (person.slot !== 118 && person.slot < 127) life.insured.push({ firm: null, from: insuredSince(from), to: null });
  if (!hard) return;
  const recognised = from - draw.between(0, 60);
  life.hardship = {
    category: draw.pick(categories),
    from: recognised,
    to: person.slot === 117 ? world.today - draw.between(30, 200) : null,
  };
  if (person.slot !== 119) return;
  const paidOn = world.today - draw.between(40, 120);
  const to = monthOf(paidOn) - 1;
  life.grants.push({
    number: 1,
    entitlement: 'art02.flexible-employment-subsidy.hard-to-employ',
    fund: '就业专项资金',
    from: to - 5,
    to,
    amountFen: 6 * draw.between(36_000, 60_000),
    paidOn,
    firstApprovedOn: paidOn - 20,
  });
}

function liveJobless(world: World, person: Person, draw: Draw, life: Life, now: DayNumber): void {
  const receiver = person.role === 'benefit-receiver';
  const from = world.today - (receiver ? draw.between(20, 140) : draw.between(20, 700));
  if (receiver || draw.chance(0.8)) earlierJob(world, person, draw, life, from - draw.between(3, 30));
  life.spells.push(spell(2, 'unemployed', null, from, null, '失业登记'));
  if (receiver) {
    const start = firstOf(monthOf(from) + 1);
    const drawn = Math.max(0, Math.min(12, monthOf(now) - monthOf(start) + 1));
    life.benefit = { from: start, monthsGranted: 12, monthsDrawn: drawn, monthlyFen: 160_000 };
  }
  if (person.role === 'hardship-jobless')
    life.hardship = { category: draw.pick(categories), from: from + 10, to: null };
  if (person.slot >= 134 && person.slot < 138) {
    const paidOn = from + 15;
    life.grants.push({
      number: 1,
      entitlement: 'art18.vocational-training-subsidy',
      fund: '就业专项资金',
      from: monthOf(paidOn),
      to: monthOf(paidOn),
      amountFen: draw.between(60, 150) * 1000,
      paidOn,
      firstApprovedOn: null,
    });
  }
}

function liveAsFounder(world: World, person: Person, draw: Draw, life: Life): void {
  const { firm, story } = person.founded!;
  const founded = establishedOn(world, firm);
  const benefit = story === 'benefit' || story === 'benefit-ended';
  if (benefit) {
    // Receipt covers the day of the licence in the one story, and ended months before in the other.
    const start = firstOf(monthOf(founded - (story === 'benefit' ? draw.between(20, 100) : draw.between(300, 420))));
    const monthsDrawn = story === 'benefit' ? monthOf(founded) - monthOf(start) + 1 : 5;
    life.benefit = { from: start, monthsGranted: 12, monthsDrawn, monthlyFen: 160_000 };
    earlierJob(world, person, draw, life, start - 20);
    life.spells.push(spell(2, 'unemployed', null, start - 15, founded - 1, '自主创业'));
  } else if (story === 'ordinary' && draw.chance(0.5))
    earlierJob(world, person, draw, life, founded - draw.between(20, 300));
  if (person.slot < 6) life.insured.push({ firm, from: insuredSince(founded), to: null });
  if (story !== 'paid-before') return;
  const paidOn = founded + 100;
  life.grants.push({
    number: 1,
    entitlement: 'art05.opening-subsidy',
    fund: '就业专项资金',
    from: monthOf(paidOn),
    to: monthOf(paidOn),
    amountFen: 500_000,
    paidOn,
    firstApprovedOn: paidOn - 10,
  });
}

/** One thing happens to most people within 90 days of day 0. */
function letTheEventHappen(world: World, person: Person, life: Life, now: DayNumber): void {
  const day = eventDayOf(world, 'person', person.index);
  if (now < day) return;
  const draw = new Draw(world.seed, 'event', person.index);
  const current = life.spells.find((spell) => spell.to === null);
  if (person.role === 'jobless' && current && draw.chance(0.6)) {
    const firm = person.block * firmsPerBlock + draw.between(1, 2);
    current.to = day - 1;
    current.changed = day;
    life.spells.push({ ...spell(3, 'employee', firm, day, null, null), contractTo: plusMonths(day, 24) - 1 });
    life.insured.push({ firm, from: insuredSince(day), to: null });
    life.event = { kind: 'hired', day };
  } else if (person.role === 'employee' && current && draw.chance(0.2)) {
    current.to = day - 1;
    current.changed = day;
    current.reason = '本人辞职';
    for (const span of life.insured) span.to ??= monthOf(day);
    life.spells.push(spell(3, 'unemployed', null, day, null, '失业登记'));
    life.event = { kind: 'left', day };
  } else if (draw.chance(0.5)) life.event = { kind: 'new-phone', day };
}

/** The firm that employs the person by this life, or null. */
export function employerIn(life: Life): number | null {
  return life.spells.find((spell) => spell.form === 'employee' && spell.to === null)?.firm ?? null;
}
