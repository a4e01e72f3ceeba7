/** The register's two views: what is selected of each, in which order, and what becomes of a row. */
import type { z } from 'zod';
import type { SourceRow, StreamDescriptor } from '../connector.js';
import {
  marketEntityColumns,
  marketEntityMemberColumns,
  marketEntityMemberRow,
  marketEntityRow,
} from './commerce.records.js';
import { translateMarketEntity, translateMember } from './commerce.translate.js';

/** A row as it arrives: nothing is known of it yet. */
export type RawRow = Record<string, string | null>;

export interface View {
  name: string;
  stream: StreamDescriptor;
  /** `expression AS column`, for each column. */
  select: string;
  /** The columns by which rows come, `last_modified` first: a pull that broke off goes on behind their last values. */
  order: readonly ['last_modified', ...string[]];
  /** The row in the hub's words, or what is wrong with it. */
  read(row: RawRow): SourceRow | z.ZodError;
}

/** `last_modified` may be the day alone: a row changed later on the same day keeps its value. */
export const overlapMs = 24 * 3_600_000;

const text = (column: string) => `${column}::text AS ${column}`;
/** Data minimisation begins in the statement: a person's name and ID number do not leave the register. */
const notOfPersons = (column: string) => `CASE WHEN member_kind <> '自然人' THEN ${column}::text END AS ${column}`;
const personal = new Set<string>(['member_name', 'member_code']);

export const views: readonly View[] = [
  {
    name: 'v_market_entity',
    stream: { stream: 'market-entities', title: '市场主体', overlapMs, canLookUp: true },
    select: marketEntityColumns.map(text).join(', '),
    order: ['last_modified', 'credit_code'],
    read: readBy(marketEntityRow, translateMarketEntity),
  },
  {
    name: 'v_market_entity_member',
    stream: { stream: 'market-entity-members', title: '股东及出资', overlapMs, canLookUp: true },
    select: marketEntityMemberColumns
      .map((column) => (personal.has(column) ? notOfPersons(column) : text(column)))
      .join(', '),
    order: ['last_modified', 'credit_code', 'member_no'],
    read: readBy(marketEntityMemberRow, translateMember),
  },
];

function readBy<T>(shape: z.ZodType<T>, translate: (row: T) => SourceRow): View['read'] {
  return (row) => {
    const parsed = shape.safeParse(row);
    return parsed.success ? translate(parsed.data) : parsed.error;
  };
}
