/** A firm as it truly is, from its index alone. */
import { firmsPerBlock, indexOfSlot, staffOfFirm } from './block.js';
import { civil } from './calendar.js';
import type { DayNumber } from './calendar.js';
import { companyName, cooperativeName, shopName, stateFirmName } from './names.js';
import { districts } from './numbering.js';
import { Draw } from './random.js';
import { eventDayOf } from './world.js';
import type { World } from './world.js';
import type { Fen, OrganizationFact, TaxpayerFact } from '../../rules/vocabulary.js';

/** Why a firm stands in the plan: what the two founder's entitlements should find. */
export type FoundingStory =
  | 'graduate' // eligible for the opening subsidy
  | 'student' // enrolled, eligible
  | 'too-fresh' // founded less than three months ago
  | 'paid-before'
  | 'graduation-unknown'
  | 'graduated-long-ago'
  | 'tax-abnormal'
  | 'closed'
  | 'benefit' // founded while receiving unemployment benefit
  | 'benefit-ended'
  | 'ordinary';

export interface Firm {
  index: number;
  story: FoundingStory;
  creditCode: string;
  registrationNumber: string | null;
  name: string;
  entityKind: OrganizationFact['entityKind'];
  ownership: OrganizationFact['ownership'];
  stateLevel: OrganizationFact['stateLevel'];
  investor: string | null;
  /** Section letter and four digits. */
  industry: string;
  region: string;
  address: string;
  /** Index of the legal representative. */
  founder: number;
  capitalFen: Fen | null;
  establishedOn: DayNumber;
  state: OrganizationFact['state'];
  taxState: TaxpayerFact['state'];
  vatKind: TaxpayerFact['vatKind'];
  revenueFen: Fen | null;
  headcount: number | null;
  /** Still pays contributions although commerce has cancelled it (planted). */
  cancelledYetInsuring: boolean;
}

const places: Record<string, string> = {
  '410900': '濮阳市',
  '410902': '濮阳市华龙区',
  '410922': '清丰县',
  '410923': '南乐县',
  '410926': '范县',
  '410927': '台前县',
  '410928': '濮阳县',
};

/** The founding stories by offset in the block; offset 13 changes from block to block. */
const stories: Partial<Record<number, FoundingStory>> = {
  3: 'graduate',
  4: 'graduate',
  5: 'paid-before',
  11: 'student',
  12: 'graduation-unknown',
  14: 'benefit',
  15: 'benefit-ended',
};
const changingStories: readonly FoundingStory[] = [
  'too-fresh',
  'graduated-long-ago',
  'tax-abnormal',
  'closed',
  'graduate',
];

export function storyOf(firm: number): FoundingStory {
  const offset = firm % firmsPerBlock;
  if (offset === 13) return changingStories[Math.floor(firm / firmsPerBlock) % changingStories.length]!;
  return stories[offset] ?? 'ordinary';
}

export function establishedOn(world: World, firm: number): DayNumber {
  const draw = new Draw(world.seed, 'founding', firm);
  const offset = firm % firmsPerBlock;
  const story = storyOf(firm);
  if (story === 'ordinary') return world.today - (offset < 3 ? draw.between(3300, 9000) : draw.between(120, 3600));
  if (story === 'too-fresh') return world.today - draw.between(10, 70);
  if (story === 'benefit' || story === 'benefit-ended') return world.today - draw.between(40, 300);
  if (story === 'student') return world.today - draw.between(110, 300);
  return world.today - draw.between(110, 900);
}

type Kind = Pick<Firm, 'entityKind' | 'ownership' | 'stateLevel' | 'investor' | 'name' | 'industry'>;

function kindOf(draw: Draw, firm: number, place: string): Kind {
  const offset = firm % firmsPerBlock;
  const block = Math.floor(firm / firmsPerBlock);
  if (offset === 0) {
    const level = (['municipal', 'county', 'provincial', 'central'] as const)[block % 4]!;
    const branch = (level === 'central' || level === 'provincial') && block % 8 < 4;
    const named = stateFirmName(draw, level, branch, place);
    return { ...named, entityKind: branch ? 'branch' : 'company', ownership: 'state', stateLevel: level };
  }
  const common = { stateLevel: null, investor: null };
  if (offset === 10)
    return { ...cooperativeName(draw, place), ...common, entityKind: 'cooperative', ownership: 'collective' };
  if (offset > 10)
    return { ...shopName(draw, place), ...common, entityKind: 'individual_business', ownership: 'private' };
  const ownership = offset === 2 ? (['private', 'foreign', 'mixed', 'collective'] as const)[block % 4]! : 'private';
  return { ...companyName(draw, place), ...common, entityKind: 'company', ownership };
}

/** The firm as it is `offsetDays` after day 0. */
export function firmAt(world: World, index: number, offsetDays: number): Firm {
  const draw = new Draw(world.seed, 'firm', index);
  const block = Math.floor(index / firmsPerBlock);
  const offset = index % firmsPerBlock;
  const story = storyOf(index);
  const municipal = offset === 0 && block % 4 !== 1;
  const region = municipal ? '410900' : draw.pick(districts);
  const kind = kindOf(draw, index, places[region]!);
  const happened = eventDayOf(world, 'firm', index) <= world.today + offsetDays;
  const founded = establishedOn(world, index);
  const shop = kind.entityKind === 'individual_business';
  const staff = staffOfFirm[offset]!;
  const reportsYear = founded < civil(world.year, 1, 1);
  const cancelledYetInsuring = offset === 9 && block % 4 === 0;
  const closed = story === 'closed' || (story === 'ordinary' && offset > 20 && draw.chance(0.05));
  const kindDigit = shop ? '2' : kind.entityKind === 'cooperative' ? '3' : '1';
  const old = founded < civil(2015, 10, 1);
  const street = `${places[region]}${draw.pick(['金堤路', '黄河路', '中原路', '昆吾路', '建设路'])}`;
  const house = draw.between(1, 400);
  return {
    index,
    story,
    ...kind,
    creditCode: world.firmNumbers.creditCode(index, kindDigit, region),
    registrationNumber: old ? `${region}${String(index).padStart(9, '0')}` : null,
    region,
    // A move to another house is the change that most firms see after day 0.
    address: `${street}${happened && changesAfterDay0(index) === 'moved' ? house + 1 : house}号`,
    founder: indexOfSlot(world.seed, world.persons, block, offset)!,
    capitalFen: shop ? null : draw.between(1, 50) * 10_000_000 * (offset < 3 ? 10 : 1),
    establishedOn: founded,
    state: cancelledYetInsuring
      ? 'cancelled'
      : closed
        ? offset % 2 === 0
          ? 'revoked'
          : 'cancelled'
        : draw.chance(0.02) && story === 'ordinary'
          ? 'abnormal'
          : 'open',
    taxState: closed ? 'cancelled' : story === 'tax-abnormal' ? 'abnormal' : 'normal',
    vatKind: offset < 3 ? 'general' : 'small_scale',
    revenueFen: reportsYear ? draw.between(5, 90) * 1_000_000 * (staff + 1) * (offset < 3 ? 10 : 1) : null,
    headcount: reportsYear ? staff + 1 : null,
    cancelledYetInsuring,
  };
}

/** What the event day brings to a firm: 4 in 100 sole traders vanish from the register, most others move. */
export function changesAfterDay0(firm: number): 'vanished' | 'moved' | 'none' {
  const turn = (firm * 7 + Math.floor(firm / firmsPerBlock)) % 25;
  if (turn === 0 && firm % firmsPerBlock > 15) return 'vanished';
  return turn < 12 ? 'moved' : 'none';
}
