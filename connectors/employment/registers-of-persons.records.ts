/** What the employment system registers of persons beside the core and the four streams that records are built from. */
import { z } from 'zod';
import { creditCode } from '../identifiers.records.js';
import { codeOf, common, day, fen, region, text } from './fields.records.js';

export const certificateForms = {
  '01': 'employment_and_entrepreneurship',
  '02': 'employment_and_unemployment_registration',
} as const;
export const certificateStates = { '1': 'valid', '2': 'cancelled' } as const;
export const courseKinds = { '01': 'skills', '02': 'on_the_job', '03': 'entrepreneurship' } as const;
export const courseOutcomes = { '0': 'running', '1': 'completed', '2': 'not_completed' } as const;
export const internshipOutcomes = { '0': 'running', '1': 'hired', '2': 'left' } as const;
export const workPlaces = {
  '00': 'home',
  '01': 'own_county',
  '02': 'own_city',
  '03': 'own_province',
  '04': 'other_province',
} as const;
export const wishes = { '00': 'none', '01': 'work_nearby', '02': 'work_elsewhere', '03': 'return_and_found' } as const;
export const householdKinds = { '01': 'zero_employment', '02': 'minimum_living_allowance' } as const;
export const relations = { '01': 'head', '02': 'spouse', '03': 'child', '04': 'parent', '09': 'other' } as const;

const certificate = z.strictObject({
  ...common,
  /** The certificate's number: region of issue and ten digits. */
  key: z.string().regex(/^\d{16}$/),
  form: codeOf(certificateForms),
  region,
  issuedOn: day,
  state: codeOf(certificateStates),
});

const training = z.strictObject({
  ...common,
  course: text,
  kind: codeOf(courseKinds),
  /** Of the training body. */
  creditCode: creditCode.nullable(),
  startDate: day,
  endDate: day.nullable(),
  hours: z.int().nonnegative().max(10_000),
  outcome: codeOf(courseOutcomes),
});

const startupLoan = z.strictObject({
  ...common,
  lender: text,
  /** Of the firm that was founded with it. */
  creditCode: creditCode.nullable(),
  amountFen: fen,
  grantedOn: day,
  dueOn: day,
  repaidOn: day.nullable(),
  interestSubsidised: z.enum(['0', '1']),
});

const internship = z.strictObject({
  ...common,
  /** Of the internship unit. */
  creditCode,
  position: text,
  startDate: day,
  endDate: day.nullable(),
  monthlyAllowanceFen: fen,
  outcome: codeOf(internshipOutcomes),
});

const ruralLabour = z.strictObject({
  ...common,
  homeRegion: region,
  worksWhere: codeOf(workPlaces),
  worksRegion: region.nullable(),
  skill: text.nullable(),
  wish: codeOf(wishes),
});

const householdMember = z.strictObject({
  ...common,
  household: z.string().regex(/^JT\d{10}$/),
  kind: codeOf(householdKinds),
  relation: codeOf(relations),
  validFrom: day,
  validTo: day.nullable(),
});

export const registersOfPersons = {
  certificates: certificate,
  trainings: training,
  'startup-loans': startupLoan,
  internships: internship,
  'rural-labour': ruralLabour,
  households: householdMember,
};
