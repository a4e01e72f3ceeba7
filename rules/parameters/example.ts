/** Invented values for the sandbox and for tests: the source of each says so, and so does every answer that rests on them. */
import { rulesForm } from '../parameter-papers.js';
import type { PaperEntry, PaperName } from '../parameter-papers.js';

const example = (from: string, value: unknown): PaperEntry => ({
  from,
  to: null,
  value,
  source: { document: 'sandbox example, not law', title: '沙箱示例值，不是政策规定' },
  enteredBy: null,
});

const since2016 = (value: unknown) => [example('2016-01-01', value)];

export const examplePapers = {
  employerRates: [
    example('2016-01-01', { pension: 0.2, medical: 0.08, unemployment: 0.01 }),
    example('2019-05-01', { pension: 0.16, medical: 0.08, unemployment: 0.007 }),
  ],
  personalRates: since2016({ pension: 0.08, medical: 0.02, unemployment: 0.003 }),
  minimumContributionBasePerMonth: [
    example('2016-01-01', 2800),
    example('2021-01-01', 3200),
    example('2024-01-01', 3800),
  ],
  flexibleMinimumContributionPerMonth: [example('2016-01-01', 700), example('2022-01-01', 860.01)],
  unemploymentBenefitStandardPerMonth: [example('2016-01-01', 1040), example('2022-01-01', 1600)],
  placementSubsidyMonthsByContractLength: since2016([
    { atLeastMonths: 12, payMonths: 3 },
    { atLeastMonths: 24, payMonths: 4 },
    { atLeastMonths: 36, payMonths: 6 },
  ]),
  stabilisationRefundRate: since2016(0.5),
  stabilisationLayoffRateLimit: since2016(0.055),
  startupTrainingStandard: since2016({ awareness: 200, startOrImproveBusiness: 1200, practice: 1800 }),
  jobSeekingStartupSubsidy: since2016(1500),
  workCostDeduction: since2016(300),
  tuitionCompensationCapPerYear: [example('2016-01-01', 8000), example('2024-09-01', 16000)],
  startupAgeMonths: since2016(36),
  olderWorkerYearsBeforeRetirement: since2016(10),
  internshipMonths: since2016(12),
  internshipMinimumMonths: since2016(3),
  unemploymentPremiumRate: [example('2016-01-01', 0.015), example('2017-01-01', 0.01)],
  disabilityQuotaRate: since2016(0.016),
  disabilityQuotaLevyPerYear: since2016(38_000),
  disabilityHiringSubsidy: since2016(5000),
  stateFirmReserveRate: since2016(0.05),
  employmentServiceSubsidy: since2016(120),
  vocationalTrainingStandard: since2016(1300),
  insurancesCounted: since2016([{ insurance: 'pension' }, { insurance: 'medical' }, { insurance: 'unemployment' }]),
  hardToEmployCategories: since2016([{ category: '示例类别甲' }, { category: '示例类别乙' }]),
  enterpriseSizeStandard: since2016([
    { industry: '示例行业', size: 'micro', staffBelow: 20, revenueBelow: 3_000_000 },
    { industry: '示例行业', size: 'small', staffBelow: 300, revenueBelow: 20_000_000 },
    { industry: '示例行业', size: 'medium', staffBelow: 1000, revenueBelow: 400_000_000 },
  ]),
  retirementTable: since2016([{ category: 'male_60', bornFrom: '1900-01', years: 60, months: 0 }]),
  landExpropriatedConditions: since2016([{ condition: '示例条件' }]),
  jobSeekingSubsidyGroups: since2016([{ group: '示例群体' }]),
  keyPovertyCounties: since2016([{ county: '示例县' }]),
  feeCatalogue: since2016([{ kind: 'registration', fee: '示例收费项目' }]),
  totalBudgets: since2016([{ fund: '就业专项资金', year: 2016, amount: 30_000_000 }]),
  paymentCalendar: since2016([{ rule: 'art05.opening-subsidy', payBy: '2016-12-20' }]),
  workingDayCalendar: since2016([{ day: '2016-10-08', working: true }]),
  recognisedPlaces: since2016([{ kind: 'park', place: '示例孵化园', level: 'city', recognisedOn: '2016-06-01' }]),
} satisfies Record<PaperName, readonly PaperEntry[]>;

export const exampleParameters = rulesForm(examplePapers);
