/** The wire rows of the two views, text-exact: every column arrives as text or null, under the view's own name. */
import { z } from 'zod';
import { creditCode, idNumber } from '../identifiers.records.js';
import { isoDay } from '../day.records.js';
import { readableText } from '../text.records.js';

export const entityKinds = {
  公司: 'company',
  个体工商户: 'individual_business',
  分支机构: 'branch',
  农民专业合作社: 'cooperative',
  事业单位: 'public_institution',
} as const;
export const ownerships = {
  私营: 'private',
  国有: 'state',
  集体: 'collective',
  外商投资: 'foreign',
  混合所有: 'mixed',
} as const;
/** Only where the ownership is 国有. */
export const stateLevels = { 中央: 'central', 省属: 'provincial', 市属: 'municipal', 县属: 'county' } as const;
export const entityStates = { 存续: 'open', 经营异常: 'abnormal', 吊销: 'revoked', 注销: 'cancelled' } as const;
export const memberKinds = { 政府机构: 'state', 法人: 'organization', 自然人: 'natural_person' } as const;

const filled = readableText(400);
/** Shanghai wall time without a zone; some exchange machines keep the day alone. */
const changeTime = z.string().regex(/^\d{4}-\d\d-\d\d( \d\d:\d\d:\d\d(\.\d{1,6})?)?$/);

/** One row of the view. The order of the keys is the order of the view's columns. */
export const marketEntityRow = z.strictObject({
  credit_code: creditCode,
  /** Old 15-place registration number, kept for firms from before 2015. */
  registration_no: z.string().length(15).nullable(),
  entity_name: filled,
  entity_kind: wordOf(entityKinds),
  ownership: wordOf(ownerships),
  state_level: wordOf(stateLevels).nullable(),
  investor: filled.nullable(),
  /** GB/T 4754 code, such as `I6510`. */
  industry: z.string().regex(/^[A-T]\d{2,4}$/),
  /** GB/T 2260 code, such as `410902`. */
  region: z.string().regex(/^\d{6}$/),
  address: filled,
  legal_rep_name: filled,
  legal_rep_id: idNumber.nullable(),
  /** 万元 with up to six decimals (the sixth is one fen); null for sole traders without capital. */
  registered_capital: z
    .string()
    .regex(/^\d{1,9}(\.\d{1,6})?$/)
    .nullable(),
  established_on: isoDay,
  entity_state: wordOf(entityStates),
  last_modified: changeTime,
});

/** One row of the members' view. */
export const marketEntityMemberRow = z
  .strictObject({
    credit_code: creditCode,
    /** Numbers the members of one firm; a member that left keeps its number for itself. */
    member_no: z.string().regex(/^\d{1,9}$/),
    member_kind: wordOf(memberKinds),
    /** Name and code of a natural person are never selected. */
    member_name: filled.nullable(),
    /** Credit code; null where the register has none (abroad, before 2015). */
    member_code: creditCode.nullable(),
    /** Percent, exact to the second decimal. */
    share_percent: z.string().regex(/^(100(\.0+)?|\d{1,2}(\.\d{1,2}0*)?)$/),
    last_modified: changeTime,
  })
  .refine((row) => row.member_kind === '自然人' || row.member_name !== null, {
    path: ['member_name'],
    params: { code: 'missing-name' },
    message: 'a member that is no natural person has a name',
  });

/** A row as the view gives it. */
export type MarketEntityWire = z.input<typeof marketEntityRow>;
/** A row that was checked, identifiers in their normal form. */
export type MarketEntityRow = z.output<typeof marketEntityRow>;
/** Columns of the view, in order. */
export const marketEntityColumns = Object.keys(marketEntityRow.shape) as (keyof MarketEntityRow)[];
export type MarketEntityMemberWire = z.input<typeof marketEntityMemberRow>;
export type MarketEntityMemberRow = z.output<typeof marketEntityMemberRow>;
export const marketEntityMemberColumns = Object.keys(marketEntityMemberRow.shape) as (keyof MarketEntityMemberRow)[];

function wordOf<T extends Record<string, string>>(list: T) {
  return z.enum(Object.keys(list) as [keyof T & string, ...(keyof T & string)[]]);
}
