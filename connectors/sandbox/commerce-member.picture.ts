/** What the commerce register says of who owns a firm: branches and sole traders have no members, everybody else has some. */
import { blockSize, firmsPerBlock } from './block.js';
import { shanghaiText } from './calendar.js';
import { rowsOf } from './picture.js';
import type { PictureRow } from './picture.js';
import type { Firm, Population } from './population.js';
import { eventDayOf, writtenAt } from './world.js';
import type { MarketEntityMemberWire } from '../commerce/commerce.records.js';

type Member = Pick<MarketEntityMemberWire, 'member_kind' | 'member_name' | 'member_code'> & { percent: number };

/** The members of every firm so many days after day 0, firm by firm. */
export function memberRows(population: Population, offsetDays: number): Generator<PictureRow<MarketEntityMemberWire>> {
  return rowsOf(population.firms, (index) => membersOfFirm(population, index, offsetDays));
}

function membersOfFirm(
  population: Population,
  index: number,
  offsetDays: number,
): PictureRow<MarketEntityMemberWire>[] {
  const { world } = population;
  const firm = population.firmAt(index, offsetDays);
  const eventDay = eventDayOf(world, 'firm', index);
  const sold = isSoldAfterDay0(firm) && eventDay <= world.today + offsetDays;
  const changedAt = writtenAt(world, sold ? eventDay : firm.establishedOn, 'market entity member', index);
  return membersOf(population, firm, sold).map(({ percent, ...member }, i) => ({
    key: `${firm.creditCode}/${i + 1}`,
    changedAt,
    row: {
      credit_code: firm.creditCode,
      member_no: String(i + 1),
      ...member,
      share_percent: percent.toFixed(2),
      last_modified: shanghaiText(changedAt).slice(0, 19).replace('T', ' '),
    },
  }));
}

const turnOf = (firm: Firm) => Math.floor(firm.index / firmsPerBlock) % 16;

/** One mixed firm of every sixteen blocks: on its event day the city buys more than half of it. */
export function isSoldAfterDay0(firm: Firm): boolean {
  return firm.ownership === 'mixed' && turnOf(firm) === 6;
}

function membersOf(population: Population, firm: Firm, sold: boolean): Member[] {
  if (firm.entityKind === 'branch' || firm.entityKind === 'individual_business') return [];
  const person = (index: number, percent: number): Member => {
    const { name, idNumber } = population.personAt(index);
    return { member_kind: '自然人', member_name: name, member_code: idNumber, percent };
  };
  switch (firm.ownership) {
    case 'state':
      return [authority(firm.investor!, 100)];
    case 'mixed':
      return mixed(population, firm, sold, (percent) => person(firm.founder, percent));
    case 'foreign':
      return [company('示范环球投资有限公司', null, 60), person(firm.founder, 40)];
    case 'collective':
      return [company('示范农村集体经济组织', null, 50), person(firm.founder, 50)];
    case 'private': {
      const partner = Math.floor(firm.index / firmsPerBlock) * blockSize;
      if (partner === firm.founder || firm.index % 2 === 0) return [person(firm.founder, 100)];
      return [person(firm.founder, 66.67), person(partner, 33.33)];
    }
  }
}

/** By turns: the city holds most of it, the city holds less than half, a city firm holds most of it, city and city firm together do. */
function mixed(population: Population, firm: Firm, sold: boolean, founder: (percent: number) => Member): Member[] {
  const block = Math.floor(firm.index / firmsPerBlock);
  // Mixed firms stand two blocks behind a firm of the city itself.
  const { name, creditCode } = population.firmAt((block - 2) * firmsPerBlock);
  switch (turnOf(firm)) {
    case 2:
      return [authority('濮阳市财政局', 60), founder(40)];
    case 6:
      return sold ? [authority('濮阳市财政局', 55), founder(45)] : [authority('濮阳市财政局', 40), founder(60)];
    case 10:
      return [company(name, creditCode, 51), founder(49)];
    default:
      return [company(name, creditCode, 30), authority('濮阳市财政局', 25), founder(45)];
  }
}

function authority(name: string, percent: number): Member {
  return { member_kind: '政府机构', member_name: name, member_code: null, percent };
}

function company(name: string, code: string | null, percent: number): Member {
  return { member_kind: '法人', member_name: name, member_code: code, percent };
}
