/**
 * The rows of the provincial employment system as they come over the wire: the source's own field names and codes,
 * text kept exactly as sent. What each field means stands in NOTES.md.
 */
import { z } from 'zod';
import { creditCode } from '../identifiers.records.js';
import { codeOf, common, day, fen, instant, key, month, region, text } from './fields.records.js';
import { registersOfPersons } from './registers-of-persons.records.js';
import { registersOfPlaces } from './registers-of-places.records.js';

export const schoolTypes = {
  '01': 'university',
  '02': 'vocational_school',
  '03': 'technician_school',
  '04': 'technician_college_senior_class',
  '05': 'technician_college_preparatory_class',
  '06': 'special_education_vocational_class',
  '07': 'overseas',
  '99': 'none',
} as const;

export const registrationKinds = { '01': 'employee', '02': 'flexible', '03': 'unemployed' } as const;

export const hardshipCategories = {
  '01': 'disabled',
  '02': 'minimum_living_allowance',
  '03': 'older_worker',
  '04': 'lost_land',
  '05': 'zero_employment_family',
  '06': 'long_term_unemployed',
} as const;

const jobSeeker = z.strictObject({
  ...common,
  sex: z.enum(['0', '1', '2', '9']),
  birthDate: day.nullable(),
  householdRegion: region.nullable(),
  phone: z.string().min(1).max(30).nullable(),
  education: z
    .strictObject({
      schoolType: codeOf(schoolTypes),
      status: z.enum(['0', '1']),
      school: text.nullable(),
      graduationDate: day.nullable(),
    })
    .nullable(),
});

const registration = z.strictObject({
  ...common,
  kind: codeOf(registrationKinds),
  creditCode: creditCode.nullable(),
  startDate: day,
  endDate: day.nullable(),
  contractStart: day.nullable(),
  contractEnd: day.nullable(),
  reason: z.literal('').or(text).nullable(),
});

const hardship = z.strictObject({
  ...common,
  category: codeOf(hardshipCategories),
  validFrom: day,
  validTo: day.nullable(),
});

const benefitGrant = z.strictObject({
  ...common,
  entitlementId: z.string().regex(/^art\d{2}(\.[a-z0-9-]+)+$/),
  fund: text,
  fromMonth: month,
  toMonth: month,
  amountFen: fen,
  paidOn: day,
  firstApprovedOn: day.nullable(),
});

/** A row that was deleted at the source. */
export const tombstone = z.strictObject({ key, deletedAt: instant });

/** The schema of each stream's rows. */
export const employmentRows = {
  'job-seekers': jobSeeker,
  registrations: registration,
  hardship,
  'benefit-grants': benefitGrant,
  ...registersOfPersons,
  ...registersOfPlaces,
};

export type EmploymentStream = keyof typeof employmentRows;
/** One row after its check: identifiers are in their normal form. */
export type EmploymentRow<S extends EmploymentStream = EmploymentStream> = z.infer<(typeof employmentRows)[S]>;
export type Tombstone = z.infer<typeof tombstone>;
