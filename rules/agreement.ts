/** What an agreement with a client says, and what of it is good for a demonstration alone. */
import { parseDay } from './civil-date.js';
import { asList, asObjectOf, Refusal } from './refusal.js';
import type { Day } from './units.js';
import { type Access, hasMask, isField } from './visibility.js';
import type { PersonDocument } from './vocabulary.js';

/** Why a client may ask, and the law that lets it. */
export interface Purpose {
  code: string;
  basis: string;
}

/** Registers that a person stands on, by the record; an agreement may be about those on some of them alone. */
export const populations = ['unemployed', 'hard-to-employ', 'benefit-recipients', 'insured', 'founders'] as const;
export type Population = (typeof populations)[number];

export interface AgreementTerms {
  client: string;
  beginsOn: Day;
  /** Last day. */
  endsOn: Day | null;
  purposes: Purpose[];
  /** The purpose of a request that names none; null when each request must name one. */
  defaultPurpose: string | null;
  /** Rights by field, such as `{"Person.name": "masked"}`; what is not listed is absent. */
  fields: Record<string, Access>;
  /** What the codes of the regions begin with, `4109` for a whole city; empty: everywhere. */
  regions: string[];
  /** Persons on any of these registers; empty: everybody. */
  populations: Population[];
  /** Look-ups a day. */
  dailyLimit: number;
  /** Whether personal data is asked for by trusted documents alone. */
  trustedDocuments: boolean;
  /** Whether a token counts only with the client's own key. */
  tokenBinding: boolean;
}

/** Values that nobody may agree on but a demo, on one machine and with invented persons: by what it must be let off, and where they stand. */
export const agreementRelaxations = {
  'any-document': 'trustedDocuments',
  'any-token': 'tokenBinding',
  'default-purpose': 'defaultPurpose',
  'no-end': 'endsOn',
} as const;
export type AgreementRelaxation = keyof typeof agreementRelaxations;
/** What a hub is let off: nothing but in a demo. */
export type LetOff = Pick<ReadonlySet<AgreementRelaxation>, 'has'>;

/** The members whose value is relaxed further than is let off here. */
export function relaxedIn(
  { trustedDocuments, tokenBinding, defaultPurpose, endsOn }: Omit<AgreementTerms, 'fields' | 'purposes'>,
  letOff: LetOff,
): string[] {
  const needed: Record<AgreementRelaxation, boolean> = {
    'any-document': !trustedDocuments,
    'any-token': !tokenBinding,
    'default-purpose': defaultPurpose !== null,
    'no-end': endsOn === null,
  };
  const names = Object.keys(agreementRelaxations) as AgreementRelaxation[];
  return names.filter((name) => needed[name] && !letOff.has(name)).map((name) => agreementRelaxations[name]);
}

/** Purposes that begin so are investigations; looks for them alone may be shown to their persons later, at most so many days. */
export const investigationPrefix = 'investigation-';
export const mostHeldDays = 366;

/** The registers that this person stands on. */
export function populationsOf(record: PersonDocument): Population[] {
  const on: Record<Population, boolean> = {
    unemployed: record.employments.some(({ form }) => form === 'unemployed'),
    'hard-to-employ': record.hardships.length > 0,
    'benefit-recipients': record.unemploymentBenefits.length > 0,
    insured: record.contributions.length > 0,
    founders: record.enterprises.length > 0,
  };
  return populations.filter((population) => on[population]);
}

const members = [
  'client',
  'beginsOn',
  'endsOn',
  'purposes',
  'defaultPurpose',
  'fields',
  'regions',
  'populations',
  'dailyLimit',
  'trustedDocuments',
  'tokenBinding',
];

/** Takes terms apart that somebody proposes; a Refusal names the place. */
export function parseAgreement(value: unknown): AgreementTerms {
  const given = asObjectOf(value, '', members);
  const client = textOf(given['client'], 'client', 100);
  const beginsOn = dayOf(given['beginsOn'], 'beginsOn');
  const endsOn = given['endsOn'] == null ? null : dayOf(given['endsOn'], 'endsOn');
  if (endsOn !== null && endsOn < beginsOn)
    throw new Refusal('endsOn', '不能早于 beginsOn', 'must not be before beginsOn');
  const purposes = asList(given['purposes'], 'purposes', 20).map(purposeOf);
  const codes = purposes.map(({ code }) => code);
  if (codes.length === 0 || new Set(codes).size < codes.length)
    throw new Refusal('purposes', '须有至少一项，且不得重复', 'takes at least one, none of them twice');
  const defaultPurpose = given['defaultPurpose'] == null ? null : textOf(given['defaultPurpose'], 'defaultPurpose', 60);
  if (defaultPurpose !== null && !codes.includes(defaultPurpose))
    throw new Refusal('defaultPurpose', '须是 purposes 之一', 'must be one of the purposes');
  const dailyLimit = given['dailyLimit'];
  if (typeof dailyLimit !== 'number' || !Number.isInteger(dailyLimit) || dailyLimit < 1 || dailyLimit > mostADay)
    throw new Refusal('dailyLimit', `须为 1 至 ${mostADay} 的整数`, `must be a whole number from 1 to ${mostADay}`);
  return {
    client,
    beginsOn,
    endsOn,
    purposes,
    defaultPurpose,
    fields: fieldsOf(given['fields']),
    regions: asList(given['regions'] ?? [], 'regions', 50).map(regionOf),
    populations: asList(given['populations'] ?? [], 'populations', populations.length).map(populationOf),
    dailyLimit,
    trustedDocuments: yesOrNo(given['trustedDocuments'], 'trustedDocuments'),
    tokenBinding: yesOrNo(given['tokenBinding'], 'tokenBinding'),
  };
}

const mostADay = 1_000_000_000;

/** What no eye sees: two clients would look alike to who approves, and the database takes no NUL and no half of a character. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}]/u;

function textOf(value: unknown, path: string, most: number): string {
  if (
    typeof value === 'string' &&
    value.length <= most &&
    value.trim() === value &&
    value !== '' &&
    !unseen.test(value)
  )
    return value;
  throw new Refusal(
    path,
    `须为 1 至 ${most} 字，首尾无空格，且无不可见字符`,
    `must have 1 to ${most} characters, no blank around them and none that cannot be seen`,
  );
}

function dayOf(value: unknown, path: string): Day {
  if (typeof value === 'string' && parseDay(value) !== null) return value;
  throw new Refusal(path, '须为 1900 至 2199 年的日期', 'must be a day from 1900 to 2199, YYYY-MM-DD');
}

function purposeOf(value: unknown, place: number): Purpose {
  const path = `purposes[${place}]`;
  const { code, basis } = asObjectOf(value, path, ['code', 'basis']);
  if (typeof code !== 'string' || !/^[a-z][a-z0-9-]{1,59}$/.test(code))
    throw new Refusal(`${path}.code`, '须为小写字母、数字和连字符', 'takes small letters, digits and hyphens');
  return { code, basis: textOf(basis, `${path}.basis`, 200) };
}

function fieldsOf(value: unknown): Record<string, Access> {
  const given = Object.entries(asObjectOf(value, 'fields', Object.keys(value ?? {})));
  for (const [name, access] of given) {
    if (!isField(name)) throw new Refusal(`fields.${name.slice(0, 60)}`, '没有这个字段', 'there is no such field');
    if (access !== 'full' && access !== 'masked' && access !== 'absent')
      throw new Refusal(`fields.${name}`, '须为 full、masked 或 absent', 'must be full, masked or absent');
    if (access === 'masked' && !hasMask(name))
      throw new Refusal(`fields.${name}`, '没有遮盖形式', 'has no masked form: say full or absent');
  }
  return Object.fromEntries(given) as Record<string, Access>;
}

/** 410900 is kept as 4109: what the codes of everything in it begin with. */
function regionOf(value: unknown, place: number): string {
  if (typeof value === 'string' && /^[1-9]\d(\d{2}){0,2}(\d{3}){0,2}$/.test(value))
    return value.length > 6 ? value : value.replace(/(00)+$/, '');
  throw new Refusal(`regions[${place}]`, '须为行政区划代码', 'must be a region code');
}

function populationOf(value: unknown, place: number): Population {
  const known = populations.find((population) => population === value);
  if (known) return known;
  throw new Refusal(
    `populations[${place}]`,
    `须为 ${populations.join('、')} 之一`,
    `must be one of ${populations.join(', ')}`,
  );
}

function yesOrNo(value: unknown, path: string): boolean {
  if (typeof value === 'boolean') return value;
  throw new Refusal(path, '须为 true 或 false', 'must be true or false');
}
