/** The wire row of `v_market_entity`, text-exact: every column arrives as text or null, under the view's own name. */
import { z } from 'zod';

/** 主体类型 as the register writes it. */
export const entityKinds = ['公司', '个体工商户', '分支机构', '农民专业合作社', '事业单位'] as const;
/** 所有制 as the register writes it. */
export const ownerships = ['私营', '国有', '集体', '外商投资', '混合所有'] as const;
/** 国有层级, only where the ownership is 国有. */
export const stateLevels = ['中央', '省属', '市属', '县属'] as const;
/** 登记状态. */
export const registerStates = ['存续', '经营异常', '吊销', '注销'] as const;

const filled = z.string().min(1).max(400);

/** One row of the view. The order of the keys is the order of the view's columns. */
export const marketEntityRow = z.strictObject({
  /** 统一社会信用代码; its check character is judged apart, so that the reason can be named. */
  credit_code: z.string().length(18),
  /** Old 15-place registration number, kept for firms from before 2015. */
  registration_no: z.string().length(15).nullable(),
  entity_name: filled,
  entity_kind: z.enum(entityKinds),
  ownership: z.enum(ownerships),
  state_level: z.enum(stateLevels).nullable(),
  investor: filled.nullable(),
  /** GB/T 4754 code, such as `I6510`. */
  industry: z.string().regex(/^[A-T]\d{2,4}$/),
  /** GB/T 2260 code, such as `410902`. */
  region: z.string().regex(/^\d{6}$/),
  address: filled,
  legal_rep_name: filled,
  legal_rep_id: z.string().min(1).max(18).nullable(),
  /** 万元 with up to six decimals (the last one is one fen); null for sole traders without capital. */
  registered_capital: z
    .string()
    .regex(/^\d{1,9}(\.\d{1,6})?$/)
    .nullable(),
  established_on: z.iso.date(),
  entity_state: z.enum(registerStates),
  /** Shanghai wall time without a zone; some exchange machines keep the day alone. */
  last_modified: z.string().regex(/^\d{4}-\d\d-\d\d( \d\d:\d\d:\d\d(\.\d{1,6})?)?$/),
});
export type MarketEntityRow = z.infer<typeof marketEntityRow>;
/** Columns of the view, in order. */
export const marketEntityColumns = Object.keys(marketEntityRow.shape) as (keyof MarketEntityRow)[];
