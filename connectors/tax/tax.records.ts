/**
 * The rows of the tax bureau's registers as they come over the wire: every value is text, `null` is `xsi:nil`, and a field
 * that the document leaves out is absent. What each field means stands in NOTES.md.
 */
import { z } from 'zod';
import { isOfOurTimes, outOfRange } from '../day.records.js';
import { creditCode, idNumber } from '../identifiers.records.js';
import { readableText } from '../text.records.js';

export const registrationStates = { '01': 'normal', '02': 'abnormal', '03': 'cancelled' } as const;
export const vatKinds = { '1': 'general', '2': 'small_scale' } as const;

const number = z.string().regex(/^\d{1,15}$/);

/** Element names are the keys. */
const taxpayerRow = z.strictObject({
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

/** One person's wages of one month from one employer, as declared for the withheld income tax. */
const withholdingRow = z.strictObject({
  IdNumber: idNumber,
  /** 扣缴义务人: the employer. */
  CreditCode: creditCode,
  /** `2026-01`, the month for which wages were paid. */
  Month: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
    .refine(isOfOurTimes, outOfRange),
  WageIncomeFen: number,
  /** 1 in force, 2 withdrawn: the employer took the declaration back. */
  DeclarationState: z.enum(['1', '2']),
  ModifiedAt: z.iso.datetime({ offset: true }),
});

/** The schema of each stream's rows. */
export const taxRows = { taxpayers: taxpayerRow, withholding: withholdingRow };

export type TaxStream = keyof typeof taxRows;
/** A row as the document gives it. */
export type TaxWire<S extends TaxStream = TaxStream> = z.input<(typeof taxRows)[S]>;
/** A row that was checked: identifiers in their normal form. */
export type TaxRow<S extends TaxStream = TaxStream> = z.output<(typeof taxRows)[S]>;
