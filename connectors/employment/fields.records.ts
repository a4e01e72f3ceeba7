/** The parts of which the employment system's rows are made. */
import { z } from 'zod';
import { idNumber } from '../identifiers.records.js';
import { isOfOurTimes, isoDay, outOfRange } from '../day.records.js';
import { readableText } from '../text.records.js';

export const day = isoDay;
export const month = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
  .refine(isOfOurTimes, outOfRange);
/** Always with an offset; the system writes +08:00. */
export const instant = z.iso.datetime({ offset: true });
export const text = readableText(200);
export const key = z.string().min(1).max(64);
/** GB/T 2260, six digits. */
export const region = z.string().regex(/^\d{6}$/);
export const fen = z.int().nonnegative();

/** What every row about a person carries. */
export const common = { key, idNumber, name: text, updatedAt: instant };

/** A code of a list. */
export function codeOf<T extends Record<string, string>>(list: T) {
  return z.enum(Object.keys(list) as [keyof T & string, ...(keyof T & string)[]]);
}
