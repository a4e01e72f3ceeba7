/** The wire rows of the social-insurance files, text-exact: every column is text, empty where the source knows nothing. */
import { z } from 'zod';
import { creditCode, idNumber } from '../identifiers.records.js';
import { isOfOurTimes, outOfRange } from '../day.records.js';
import { readableText } from '../text.records.js';

const digits = z.string().regex(/^\d{1,12}$/);
/** `20160106`, a day that exists. */
const day = z
  .string()
  .regex(/^\d{8}$/)
  .refine(isCalendarDay)
  .refine(isOfOurTimes, outOfRange);
/** `U` new or changed, `D` withdrawn (the rest of the row repeats what is withdrawn). */
const operation = z.enum(['U', 'D']);

/** 险种. */
export const insurances = {
  '110': 'pension',
  '210': 'unemployment',
  '310': 'medical',
  '410': 'work_injury',
  '510': 'maternity',
} as const;

/** `SI_PERSON_…`: insured persons, a snapshot each Sunday. */
const person = z.strictObject({
  id_number: idNumber,
  name: readableText(100),
  /** GB/T 2261.1: 1 male, 2 female. */
  sex: orEmpty(z.enum(['1', '2'])),
  birth_date: orEmpty(day),
  /** GB/T 2260 code. */
  household_region: orEmpty(z.string().regex(/^\d{6}$/)),
  phone: orEmpty(z.string().regex(/^[\d-]{1,20}$/)),
});

/** `SI_UNEMPLOYMENT_BENEFIT_…`: one spell of benefit, changes only. */
const unemploymentBenefit = z.strictObject({
  op: operation,
  id_number: idNumber,
  from_date: day,
  months_granted: z.string().regex(/^\d{1,2}$/),
  months_drawn: z.string().regex(/^\d{1,2}$/),
  monthly_fen: digits,
});

/** `SI_CONTRIBUTION_…`: one month of one insurance, changes only. */
const contribution = z.strictObject({
  op: operation,
  id_number: idNumber,
  /** Empty for flexible workers 灵活就业人员. */
  employer_code: orEmpty(creditCode),
  /** `201601`. */
  month: z
    .string()
    .regex(/^\d{4}(0[1-9]|1[0-2])$/)
    .refine(isOfOurTimes, outOfRange),
  insurance: z.enum(Object.keys(insurances) as (keyof typeof insurances)[]),
  base_fen: digits,
  employer_fen: digits,
  own_fen: digits,
  /** Empty while it is owed. */
  paid_on: orEmpty(day),
});

/** 参保状态. */
export const participationStates = { '1': 'paying', '2': 'suspended', '3': 'ended' } as const;

/** `SI_PARTICIPATION_…`: one spell of one person in one insurance, changes only. */
const participation = z.strictObject({
  op: operation,
  id_number: idNumber,
  /** Empty for flexible workers 灵活就业人员. */
  employer_code: orEmpty(creditCode),
  insurance: z.enum(Object.keys(insurances) as (keyof typeof insurances)[]),
  from_date: day,
  /** Last day; empty while it lasts. */
  to_date: orEmpty(day),
  state: z.enum(['1', '2', '3']),
});

/** The schema of each stream's rows; the keys of a schema are the columns of its file, in order. */
export const socialInsuranceRows = {
  persons: person,
  'unemployment-benefits': unemploymentBenefit,
  contributions: contribution,
  participation,
};
export type SocialInsuranceStream = keyof typeof socialInsuranceRows;
/** A row as the file gives it. */
export type SocialInsuranceWire<S extends SocialInsuranceStream = SocialInsuranceStream> = z.input<
  (typeof socialInsuranceRows)[S]
>;
/** A row that was checked: identifiers in their normal form, null for empty. */
export type SocialInsuranceRow<S extends SocialInsuranceStream = SocialInsuranceStream> = z.output<
  (typeof socialInsuranceRows)[S]
>;

/** Names of the streams in the file names. */
export const fileStreams: Record<SocialInsuranceStream, string> = {
  persons: 'PERSON',
  'unemployment-benefits': 'UNEMPLOYMENT_BENEFIT',
  contributions: 'CONTRIBUTION',
  participation: 'PARTICIPATION',
};

/** Empty text means "not known" and becomes null; anything else must suit the schema, which names its own fault. */
function orEmpty<T extends z.ZodType<string, string>>(schema: T) {
  return z
    .string()
    .transform((text) => (text === '' ? null : text))
    .pipe(schema.nullable());
}

function isCalendarDay(text: string): boolean {
  const [year, month, date] = [Number(text.slice(0, 4)), Number(text.slice(4, 6)), Number(text.slice(6))];
  if (month < 1 || month > 12 || date < 1) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return date <= [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]!;
}
