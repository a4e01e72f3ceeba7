/** Small invented records of persons, as they are stored. */
import type { PersonDocument, Source } from '../../rules/vocabulary.js';

export const asOf = '2026-10-01T02:00:00.000Z';
export const told = (source: Source) => ({ source, asOf });

/** An attribute with the values that lost. */
export const attribute = <T>(value: T, source: Source, ...others: { value: T; source: Source; asOf: string }[]) => ({
  value,
  source,
  asOf,
  rule: 'test',
  others,
});

/** Every register that an absence can be read from, complete since before the policy. */
export const everything = Object.fromEntries(
  [
    'employment/registrations',
    'employment/hardship',
    'employment/benefit-grants',
    'commerce/market-entities',
    'social-insurance/unemployment-benefits',
    'social-insurance/contributions',
  ].map((stream) => [stream, '2016-01-01']),
);

export const nobody: PersonDocument = {
  id: 'x',
  name: null,
  sex: null,
  birthDate: null,
  householdRegion: null,
  education: null,
  employments: [],
  hardships: [],
  grants: [],
  contributions: [],
  unemploymentBenefits: [],
  enterprises: [],
  recordsBeginOn: {},
};

type One<K extends 'employments' | 'contributions' | 'grants' | 'unemploymentBenefits' | 'enterprises'> =
  PersonDocument[K][number];

export const registration = (
  form: One<'employments'>['form'],
  from: string,
  to: string | null = null,
  employerCode: string | null = null,
): One<'employments'> => ({
  form,
  employerCode,
  from,
  to,
  contractFrom: null,
  contractTo: null,
  reason: null,
  ...told('employment'),
});

export const contribution = (
  month: string,
  employerCode: string | null = null,
  changes: Partial<One<'contributions'>> = {},
): One<'contributions'> => ({
  employerCode,
  month,
  insurance: 'pension',
  baseFen: 400_000,
  employerFen: 0,
  ownFen: 90_000,
  paidOn: `${month}-20`,
  ...told('social-insurance'),
  ...changes,
});

export const grant = (
  entitlement: string,
  fromMonth: string,
  toMonth = fromMonth,
  changes: Partial<One<'grants'>> = {},
): One<'grants'> => ({
  entitlement,
  fund: 'f',
  fromMonth,
  toMonth,
  amountFen: 500_000,
  paidOn: `${toMonth}-25`,
  firstApprovedOn: null,
  ...told('employment'),
  ...changes,
});

export const benefit = (from: string, monthsDrawn: number, monthsGranted: number): One<'unemploymentBenefits'> => ({
  from,
  monthsDrawn,
  monthsGranted,
  monthlyFen: 160_000,
  ...told('social-insurance'),
});

export const firm: One<'enterprises'> = {
  creditCode: 'c',
  name: 'n',
  entityKind: 'company',
  establishedOn: '2026-03-01',
  state: 'open',
  taxState: 'normal',
  taxAsOf: asOf,
  ...told('commerce'),
};

/** A graduate of last year with a firm, known to every register. */
export const founder: PersonDocument = {
  ...nobody,
  education: attribute(
    { schoolType: 'university', status: 'graduated', school: null, graduationDate: '2025-06-30' },
    'employment',
  ),
  enterprises: [firm],
  recordsBeginOn: everything,
};
