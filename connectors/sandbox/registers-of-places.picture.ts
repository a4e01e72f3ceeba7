/** What the employment system registers of firms, places and bodies; block by block, so that persons and firms of a block find theirs. */
import { firmsPerBlock } from './block.js';
import { dayText, plusMonths, shanghaiText } from './calendar.js';
import type { DayNumber } from './calendar.js';
import { key, optional } from './employment-row.js';
import type { Rows } from './employment-row.js';
import { changesAfterDay0 } from './firm.js';
import type { Firm } from './firm.js';
import { districts } from './numbering.js';
import { isInternshipUnit, recognisedOn, trainingBodyOf } from './places.js';
import type { Population } from './population.js';
import { eventDayOf, writtenAt } from './world.js';
import type { EmploymentRow } from '../employment/employment.records.js';

type Registers = 'internship-units' | 'parks' | 'park-residents' | 'communities' | 'welfare-posts' | 'training-bodies';

/** One firm of the population as the registers see it on a day. */
interface Seen {
  population: Population;
  firm: Firm;
  block: number;
  offset: number;
  now: DayNumber;
  eventDay: DayNumber;
}

type Fields<S extends Registers> = Omit<EmploymentRow<S>, 'key' | 'name' | 'updatedAt'>;

function see(population: Population, index: number, offsetDays: number): Seen {
  const { world } = population;
  return {
    population,
    firm: population.firmAt(index, offsetDays),
    block: Math.floor(index / firmsPerBlock),
    offset: index % firmsPerBlock,
    now: world.today + offsetDays,
    eventDay: eventDayOf(world, 'firm', index),
  };
}

/** What stands in each register because of one firm; the first firm of a block stands for the block. */
export const registersOfPlaces: {
  [S in Registers]: (population: Population, firm: number, offsetDays: number) => Rows<S>;
} = {
  'internship-units': (...asked) => internshipUnits(see(...asked)),
  parks: (...asked) => parks(see(...asked)),
  'park-residents': (...asked) => residents(see(...asked)),
  communities: (...asked) => communities(see(...asked)),
  'welfare-posts': (...asked) => welfarePosts(see(...asked)),
  'training-bodies': (...asked) => trainingBodies(see(...asked)),
};

function rowOf<S extends Registers>(
  { population, firm }: Seen,
  rowKey: string,
  name: string,
  changed: DayNumber,
  fields: Fields<S>,
): Rows<S>[number] {
  const changedAt = writtenAt(population.world, changed, rowKey.slice(0, 1), firm.index);
  const row = { key: rowKey, name, updatedAt: shanghaiText(changedAt), ...fields };
  return { key: rowKey, changedAt, row: row as unknown as EmploymentRow<S> };
}

const periodFrom = (from: DayNumber) => ({ validFrom: dayText(from), validTo: null });

/** The two large firms of a block; on its event day every other one offers one place more. */
function internshipUnits(seen: Seen): Rows<'internship-units'> {
  const { firm, now, eventDay } = seen;
  if (!isInternshipUnit(firm.index)) return [];
  const from = firm.establishedOn + 400;
  const more = firm.index % 2 === 0 && eventDay <= now;
  const fields = { creditCode: firm.creditCode, region: firm.region, posts: more ? 6 : 5, ...periodFrom(from) };
  return [rowOf<'internship-units'>(seen, key('U', firm.index, 1), firm.name, more ? eventDay : from, fields)];
}

const parkOf = (block: number) => key('P', (block - (block % 4)) * firmsPerBlock, 1);

/** Every fourth block has a park; every other of these is run by the city's own firm, the rest by no firm at all. */
function parks(seen: Seen): Rows<'parks'> {
  const { firm, block, offset } = seen;
  if (offset !== 0 || block % 4 !== 0) return [];
  const from = firm.establishedOn + 900;
  return [
    rowOf<'parks'>(seen, parkOf(block), `示范创业孵化园${block / 4 + 1}号`, from, {
      kind: block % 8 === 0 ? '01' : '02',
      region: firm.region,
      address: firm.address.replace(/\d+号$/, '1号'),
      areaSquareMetres: 3000 + (block % 50) * 100,
      creditCode: block % 8 === 0 ? firm.creditCode : null,
      ...periodFrom(from),
    }),
  ];
}

/** Three shops of each block sit in the park of its four blocks. What vanishes from the business register is taken out, too. */
function residents(seen: Seen): Rows<'park-residents'> {
  const { population, firm, block, offset, now, eventDay } = seen;
  if (offset !== 14 && offset !== 16 && offset !== 18) return [];
  const from = firm.establishedOn + 30;
  if (from > now) return [];
  const told = rowOf<'park-residents'>(seen, key('Q', firm.index, 1), firm.name, from, {
    creditCode: firm.creditCode,
    park: parkOf(block),
    areaSquareMetres: 20 + (firm.index % 7) * 5,
    rentFreeUntil: offset === 18 ? null : optional(plusMonths(from, 36) - 1),
    ...periodFrom(from),
  });
  if (changesAfterDay0(firm.index) !== 'vanished' || eventDay > now) return [told];
  return [{ ...told, changedAt: writtenAt(population.world, eventDay, 'Q', firm.index), row: null }];
}

const communityCode = (block: number) => districts[block % 6]! + String(block + 1).padStart(6, '0');

/** The firm that stands for a community's block, by the community's code. */
export const firstFirmOfCommunity = (code: string): number =>
  (Number(/^\d{6}(\d{6})$/.exec(code)?.[1] ?? Number.NaN) - 1) * firmsPerBlock;

/** A block of persons is a community; every tenth comes to count as one of full employment on its event day. */
function communities(seen: Seen): Rows<'communities'> {
  const { population, block, offset, now, eventDay } = seen;
  if (offset !== 0) return [];
  const reached = block % 10 === 3 && eventDay <= now;
  return [
    rowOf<'communities'>(
      seen,
      communityCode(block),
      `示范社区第${block + 1}`,
      reached ? eventDay : population.world.historyStart - 1,
      {
        kind: block % 3 === 0 ? '02' : '01',
        region: districts[block % 6]!,
        fullEmploymentSince: reached ? dayText(eventDay) : null,
      },
    ),
  ];
}

/** One kind of posts a community, every third employed by the community itself; on its event day one more is filled. */
function welfarePosts(seen: Seen): Rows<'welfare-posts'> {
  const { population, firm, block, offset, now, eventDay } = seen;
  if (offset !== 0) return [];
  const from = population.world.today - 300;
  const filled = eventDay <= now;
  return [
    rowOf<'welfare-posts'>(seen, key('W', firm.index, 1), '保洁员', filled ? eventDay : from, {
      community: communityCode(block),
      creditCode: block % 3 === 2 ? null : firm.creditCode,
      posts: 4,
      filled: filled ? 3 : 2,
      monthlyFen: 180_000,
      ...periodFrom(from),
    }),
  ];
}

/** One small company of each block, recognised two months after its founding. */
function trainingBodies(seen: Seen): Rows<'training-bodies'> {
  const { population, firm, block } = seen;
  if (firm.index !== trainingBodyOf(block)) return [];
  const from = recognisedOn(population.world, firm.index);
  return [
    rowOf<'training-bodies'>(seen, key('K', firm.index, 1), firm.name, from, {
      creditCode: firm.creditCode,
      region: firm.region,
      kinds: ['01', '03'],
      ...periodFrom(from),
    }),
  ];
}
