/** The wire rows of the social-insurance files, text-exact: every column is text, empty where the source knows nothing. */
import { z } from 'zod';

const digits = z.string().regex(/^\d{1,12}$/);
/** `20160106`, a day that exists. */
const day = z
  .string()
  .regex(/^\d{8}$/)
  .refine(isCalendarDay);
const idNumber = z.string().min(15).max(18);
/** `U` new or changed, `D` withdrawn (the rest of the row repeats what is withdrawn). */
const operation = z.enum(['U', 'D']);

/** `SI_PERSON_…`: insured persons, a snapshot each Sunday. */
export const personRow = z.strictObject({
  id_number: idNumber,
  name: z.string().min(1).max(100),
  /** GB/T 2261.1: 1 male, 2 female; empty when not known. */
  sex: z.enum(['1', '2', '']),
  birth_date: z.union([day, z.literal('')]),
  /** GB/T 2260 code or empty. */
  household_region: z.string().regex(/^(\d{6})?$/),
  phone: z.string().regex(/^[\d-]{0,20}$/),
});
export type PersonRow = z.infer<typeof personRow>;

/** `SI_UNEMPLOYMENT_BENEFIT_…`: one spell of benefit, changes only. */
export const unemploymentBenefitRow = z.strictObject({
  op: operation,
  id_number: idNumber,
  from_date: day,
  months_granted: z.string().regex(/^\d{1,2}$/),
  months_drawn: z.string().regex(/^\d{1,2}$/),
  monthly_fen: digits,
});
export type UnemploymentBenefitRow = z.infer<typeof unemploymentBenefitRow>;

/** `SI_CONTRIBUTION_…`: one month of one insurance, changes only. */
export const contributionRow = z.strictObject({
  op: operation,
  id_number: idNumber,
  /** Credit code of the employer; empty for flexible workers 灵活就业人员. */
  employer_code: z.union([z.string().length(18), z.literal('')]),
  /** `201601`. */
  month: z.string().regex(/^\d{4}(0[1-9]|1[0-2])$/),
  /** 险种: 110 pension, 210 unemployment, 310 medical, 410 work injury, 510 maternity. */
  insurance: z.enum(['110', '210', '310', '410', '510']),
  base_fen: digits,
  employer_fen: digits,
  own_fen: digits,
  /** Empty while it is owed. */
  paid_on: z.union([day, z.literal('')]),
});
export type ContributionRow = z.infer<typeof contributionRow>;

function isCalendarDay(text: string): boolean {
  const [year, month, date] = [Number(text.slice(0, 4)), Number(text.slice(4, 6)), Number(text.slice(6))];
  if (month < 1 || month > 12 || date < 1) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return date <= (month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31);
}
