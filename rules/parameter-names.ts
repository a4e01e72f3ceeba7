/** Every dated parameter that the policy names without giving it: name and kind. Any other name is refused. */
import type { FactKind } from './fact-names.js';

/** One value, an object of values, or (in a list of one element) a list of such objects. */
export type ParameterKind =
  | FactKind
  | { readonly [member: string]: FactKind }
  | readonly [{ readonly [member: string]: FactKind }];

export const parameterKinds = {
  employerRates: { pension: 'rate', medical: 'rate', unemployment: 'rate' },
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
  unemploymentPremiumRate: 'rate',
  disabilityQuotaRate: 'rate',
  stateFirmReserveRate: 'rate',
  disabilityHiringSubsidy: 'money',
  employmentServiceSubsidy: 'money',
  vocationalTrainingStandard: 'money',
} as const satisfies Record<string, ParameterKind>;

export type ParameterName = keyof typeof parameterKinds;
