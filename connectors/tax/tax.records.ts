/**
 * The rows of the tax bureau's register as they come over the wire: every value is text, `null` is `xsi:nil`, and a field
 * that the document leaves out is absent. What each field means stands in NOTES.md.
 */
import { z } from 'zod';
import { creditCode } from '../identifiers.records.js';
import { readableText } from '../text.records.js';

export const registrationStates = { '01': 'normal', '02': 'abnormal', '03': 'cancelled' } as const;
export const vatKinds = { '1': 'general', '2': 'small_scale' } as const;

const number = z.string().regex(/^\d{1,15}$/);

/** Element names are the keys. */
export const taxpayerRow = z.strictObject({
  CreditCode: creditCode,
  Name: readableText(200),
  RegistrationState: z.enum(['01', '02', '03']),
  VatKind: z.enum(['1', '2']),
  /** GB/T 4754, such as `I6510`. */
  Industry: z.string().regex(/^[A-T]\d{2,4}$/),
  /** Nil: not declared yet. Absent: this office does not keep it. Empty is a fault. */
  AnnualRevenueFen: number.nullable().optional(),
  Headcount: number.nullable().optional(),
  ModifiedAt: z.iso.datetime({ offset: true }),
});

export type TaxpayerRow = z.infer<typeof taxpayerRow>;
