/** Every dated parameter that the policy names without giving it: name and kind. Any other name is refused. */
import type { FactKind } from './fact-names.js';

/** One value, an object of values, or (in a list of one element) a list of such objects. */
export type ParameterKind =
  | FactKind
  | { readonly [member: string]: FactKind }
  | readonly [{ readonly [member: string]: FactKind }];

export const parameterKinds = {
  employerRates: { pension: 'rate', medical: 'rate', unemployment: 'rate' },
  personalRates: { pension: 'rate', medical: 'rate', unemployment: 'rate' },
  minimumContributionBasePerMonth: 'money',
  flexibleMinimumContributionPerMonth: 'money',
  unemploymentBenefitStandardPerMonth: 'money',
  placementSubsidyMonthsByContractLength: [{ atLeastMonths: 'count', payMonths: 'count' }],
  stabilisationRefundRate: 'rate',
  stabilisationLayoffRateLimit: 'rate',
  startupTrainingStandard: { awareness: 'money', startOrImproveBusiness: 'money', practice: 'money' },
  jobSeekingStartupSubsidy: 'money',
  workCostDeduction: 'money',
  tuitionCompensationCapPerYear: 'money',
  startupAgeMonths: 'count',
  olderWorkerYearsBeforeRetirement: 'count',
  internshipMonths: 'count',
  internshipMinimumMonths: 'count',
  unemploymentPremiumRate: 'rate',
  disabilityQuotaRate: 'rate',
  stateFirmReserveRate: 'rate',
  disabilityQuotaLevyPerYear: 'money',
  disabilityHiringSubsidy: 'money',
  employmentServiceSubsidy: 'money',
  vocationalTrainingStandard: 'money',
} as const satisfies Record<string, ParameterKind>;

export type ParameterName = keyof typeof parameterKinds;

type NamesOf<K extends Record<string, ParameterKind>> = {
  [N in keyof K & string]: K[N] extends readonly [object]
    ? never
    : K[N] extends Readonly<Record<string, FactKind>>
      ? `${N}.${keyof K[N] & string}`
      : N;
}[keyof K & string];

/** What a rule can read as one number: a parameter, or a member of one. */
export type NumberParameter = NamesOf<typeof parameterKinds>;
/** Parameters that are a schedule of lines. */
export type StepsParameter = {
  [N in ParameterName]: (typeof parameterKinds)[N] extends readonly [object] ? N : never;
}[ParameterName];
