/** What the commerce register says: every firm until its row vanishes. */
import { firmsPerBlock } from './block.js';
import { dayText, shanghaiText } from './calendar.js';
import { spoilCheckCharacter } from './disagreement.js';
import { changesAfterDay0 } from './firm.js';
import { respell } from './names.js';
import { rowsOf } from './picture.js';
import type { PictureRow } from './picture.js';
import type { Population } from './population.js';
import { eventDayOf, writtenAt } from './world.js';
import type { MarketEntityWire } from '../commerce/commerce.records.js';

const kinds = {
  company: '公司',
  individual_business: '个体工商户',
  branch: '分支机构',
  cooperative: '农民专业合作社',
  public_institution: '事业单位',
} as const;
const ownerships = {
  private: '私营',
  state: '国有',
  collective: '集体',
  foreign: '外商投资',
  mixed: '混合所有',
} as const;
const levels = { central: '中央', provincial: '省属', municipal: '市属', county: '县属' } as const;
const states = { open: '存续', abnormal: '经营异常', revoked: '吊销', cancelled: '注销' } as const;

/** The view's rows so many days after day 0. A vanished firm is simply not there; `row` is never null. */
export function commerceRows(population: Population, offsetDays: number): Generator<PictureRow<MarketEntityWire>> {
  return rowsOf(population.firms, (index) => marketEntity(population, index, offsetDays));
}

/** One firm by credit code, or null. */
export function commerceRow(
  population: Population,
  creditCode: string,
  offsetDays: number,
): PictureRow<MarketEntityWire> | null {
  const index = population.indexOfCreditCode(creditCode);
  const row = index === null ? undefined : marketEntity(population, index, offsetDays)[0];
  return row?.key === creditCode ? row : null;
}

/** The legal representative's ID number has a wrong check character: one firm of every fifth block. */
export function spoiltAtCommerce(firm: number): boolean {
  return firm % firmsPerBlock === 18 && Math.floor(firm / firmsPerBlock) % 5 === 0;
}

function marketEntity(population: Population, index: number, offsetDays: number): PictureRow<MarketEntityWire>[] {
  const { world } = population;
  const firm = population.firmAt(index, offsetDays);
  const change = changesAfterDay0(index);
  const eventDay = eventDayOf(world, 'firm', index);
  const happened = eventDay <= world.today + offsetDays;
  if (happened && change === 'vanished') return [];
  const founder = population.personAt(firm.founder);
  const changedAt = writtenAt(
    world,
    happened && change === 'moved' ? eventDay : firm.establishedOn,
    'market entity',
    index,
  );
  const row: MarketEntityWire = {
    credit_code: firm.creditCode,
    registration_no: firm.registrationNumber,
    entity_name: firm.name,
    entity_kind: kinds[firm.entityKind],
    ownership: ownerships[firm.ownership],
    state_level: firm.stateLevel === null ? null : levels[firm.stateLevel],
    investor: firm.investor,
    industry: firm.industry,
    region: firm.region,
    address: firm.address,
    // One firm of each block has its head's name in another spelling.
    legal_rep_name: index % firmsPerBlock === 17 ? respell(founder.name) : founder.name,
    legal_rep_id: spoiltAtCommerce(index) ? spoilCheckCharacter(founder.idNumber) : founder.idNumber,
    registered_capital: firm.capitalFen === null ? null : (firm.capitalFen / 1_000_000).toFixed(6),
    established_on: dayText(firm.establishedOn),
    entity_state: states[firm.state],
    last_modified: shanghaiText(changedAt).slice(0, 19).replace('T', ' '),
  };
  return [{ key: firm.creditCode, changedAt, row }];
}
