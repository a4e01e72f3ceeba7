/** Lists that the policy names without giving them and that no rule reads: a clerk looks a case up in them and states the fact. */
import type { FactKind } from '../fact-names.js';

const level = ['national', 'provincial', 'city'] as const;

export const referenceLists = {
  insurancesCounted: { insurance: ['pension', 'medical', 'unemployment', 'work_injury', 'maternity'] },
  hardToEmployCategories: { category: 'text' },
  enterpriseSizeStandard: {
    industry: 'text',
    size: ['micro', 'small', 'medium'],
    staffBelow: 'count',
    revenueBelow: 'money',
  },
  retirementTable: {
    category: ['male_60', 'female_55', 'female_50'],
    bornFrom: 'month',
    years: 'count',
    months: 'count',
  },
  landExpropriatedConditions: { condition: 'text' },
  jobSeekingSubsidyGroups: { group: 'text' },
  keyPovertyCounties: { county: 'text' },
  feeCatalogue: { kind: ['registration', 'licence', 'management'], fee: 'text' },
  totalBudgets: { fund: 'text', year: 'count', amount: 'money' },
  paymentCalendar: { rule: 'text', payBy: 'day' },
  workingDayCalendar: { day: 'day', working: 'flag' },
  recognisedPlaces: { kind: ['park', 'internship_unit', 'community'], place: 'text', level, recognisedOn: 'day' },
} as const satisfies Record<string, Record<string, FactKind>>;

export type ReferenceListName = keyof typeof referenceLists;
