/** Every fact that a request may state: name and kind. Any other name is refused, so that a misspelt fact is never "not known". */

import { education, hire, retirement, worker } from './fact-names-of-people.js';

/**
 * A flag, a civil day, a month, a month that may also be told by one of its days, money (yuan outside, fen inside), a count, a
 * rate, free text, or one word of a list.
 */
export type FactKind =
  | 'flag'
  | 'day'
  | 'month'
  | 'month-or-day'
  | 'money'
  | 'count'
  | 'rate'
  | 'text'
  | readonly string[];

const LEVELS = ['national', 'provincial', 'city'] as const;
const COURSES = ['awareness', 'start_or_improve_business', 'practice'] as const;

export const factKinds = {
  ...under('person.', {
    ...retirement,
    ...education,
    graduatesInYear: 'count',
    isUniversityGraduate: 'flag',
    isVeteran: 'flag',
    isDischargedSoldier: 'flag',
    yearsOfMilitaryService: 'count',
    otherWorkYears: 'count',
    meetsGovernmentPlacementConditions: 'flag',
    isUnemployed: 'flag',
    isRegisteredUnemployed: 'flag',
    registeredUnemployedSince: 'day',
    continuouslyUnemployedSince: 'day',
    isReceivingUnemploymentBenefit: 'flag',
    unemploymentBenefitEndsOn: 'day',
    unemploymentBenefitMonthsLeft: 'count',
    unemploymentBenefitPerMonth: 'money',
    recognisedHardToEmploy: 'flag',
    inSpecialHardship: 'flag',
    disabled: 'flag',
    receivesMinimumLivingAllowance: 'flag',
    isOlderWorker: 'flag',
    lostLand: 'flag',
    zeroEmploymentFamily: 'flag',
    isReleasedPrisoner: 'flag',
    isReturningMigrantWorker: 'flag',
    isMigrantWorker: 'flag',
    holdsEmploymentStartupCertificate: 'flag',
    holdsOldEmploymentUnemploymentCertificate: 'flag',
    receivedNationalStudentLoan: 'flag',
    isProfessionalTechnicalStaff: 'flag',
    inProfessionalTechnicalWork: 'flag',
    institutionConsents: 'flag',
    employmentContractSignedOrAmended: 'flag',
    leaveFrom: 'day',
    startingOwnBusiness: 'flag',
    newlyEmployed: 'flag',
    ownSocialInsurancePaidThisYear: 'money',
  }),
  ...under('enterprise.', {
    registeredOn: 'day',
    foundedByPerson: 'flag',
    hasBusinessLicence: 'flag',
    operatingNormally: 'flag',
    isStartup: 'flag',
    newlyFoundedByStartupGroup: 'flag',
    founderCountedInPayroll: 'flag',
    isModernAgricultureUnit: 'flag',
    'employees[].count': 'count',
    'employees[].contractMonths': 'count',
    'employees[].employmentRegistered': 'flag',
    'employees[].socialInsuranceMonthsPaid': 'count',
    locatedInIncubationPark: 'flag',
    enteredParkOn: 'day',
    layoffRateLastYear: 'rate',
    tookMeasuresToAvoidLayoffs: 'flag',
    unemploymentInsurancePaidAsRequired: 'flag',
    unemploymentPremiumsPaidLastYear: 'money',
    stabilisationSpending: 'money',
    startedOperatingOn: 'day',
  }),
  ...under('employer.', {
    kind: [
      'enterprise',
      'individual_business',
      'state_organ',
      'institution',
      'social_organisation',
      'private_non_enterprise_unit',
    ],
    size: ['micro', 'small', 'medium', 'large'],
    headcount: 'count',
    disabledEmployees: 'count',
  }),
  ...under('worker.', worker),
  ...under('hire.', hire),
  ...under('hires[].', {
    ...worker,
    ...hire,
    count: 'count',
    labourContract: 'flag',
    socialInsurancePaid: 'flag',
    monthsAlreadySubsidised: 'count',
    isUniversityGraduate: 'flag',
    graduationDate: 'day',
    wasReceivingUnemploymentBenefitWhenHired: 'flag',
    tookLumpSumOn: 'day',
  }),
  ...under('employment.', {
    kind: 'text',
    startedOn: 'day',
    employmentRegistered: 'flag',
    socialInsurancePaidAsRequired: 'flag',
    paidPerMonth: 'money',
    monthsClaimed: 'count',
  }),
  ...under('history.', {
    firstApprovedOn: 'day',
    monthsAlreadySubsidised: 'count',
    hiresAlreadySubsidised: 'count',
    openingSubsidyAlreadyPaid: 'flag',
    openingSubsidyPaidAmount: 'money',
    unemployedStartupGrantAlreadyPaid: 'flag',
    unemploymentBenefitLumpSumAlreadyPaid: 'flag',
    operatingSubsidyPaidThisSubsidyYear: 'money',
    pooledAmountAlreadyPaid: 'money',
    subsidyYearsAlreadyPaid: 'count',
    'subsidisedCourseKinds[]': COURSES,
  }),
  // The star stands for any other name: further kinds of cost are accepted and do not count.
  ...under('costs.months[].', {
    month: 'month',
    propertyManagement: 'money',
    cleaning: 'money',
    rent: 'money',
    utilities: 'money',
    '*': 'money',
  }),
  ...under('course.', {
    kind: COURSES,
    completed: 'flag',
    completedOn: 'day',
  }),
  ...under('fee.', { kind: 'text', administrative: 'flag', amount: 'money' }),
  ...under('loan.', { requested: 'money' }),
  ...under('park.', {
    recognised: 'flag',
    recognisedLevel: LEVELS,
    recognisedOn: 'day',
    'awardsAlreadyPaid[]': LEVELS,
    providesLoanGuarantee: 'flag',
    enterprisesSuccessfullyIncubatedNotYetRewarded: 'count',
  }),
  ...under('projects[].', { resident: 'flag', guaranteedLoan: 'money', purchasesThisYear: 'count' }),
  ...under('project.', {
    'financing[].kind': ['angel', 'venture', 'bank_loan'],
    'financing[].amount': 'money',
    purchasesAlreadyPaid: 'money',
  }),
  ...under('provider.', {
    kind: ['incubation_platform', 'startup_service_institution'],
    inPublicBudget: 'flag',
  }),
  ...under('clients[].', { sessionsThisYear: 'count' }),
  ...under('unit.', {
    isInternshipUnit: 'flag',
    recognisedLevel: LEVELS,
    'awardsAlreadyPaid[]': LEVELS,
    'previousYear.internsCompleted': 'count',
    'previousYear.internsRetained': 'count',
    workIrregular: 'flag',
    qualityLow: 'flag',
    serious: 'flag',
  }),
  ...under('interns[].', { count: 'count', months: 'count' }),
  ...under('post.', {
    inKeyPovertyCounty: 'flag',
    unitLevel: ['county', 'township', 'village'],
    serviceFrom: 'day',
    serviceTo: 'day',
    assessmentPassed: 'flag',
  }),
  ...under('tuition.', { paidPerYear: 'money', years: 'count' }),
  ...under('community.', { recognisedLevel: LEVELS, 'awardsAlreadyPaid[]': LEVELS }),
  ...under('household.', {
    isZeroEmploymentFamily: 'flag',
    receivesMinimumLivingAllowance: 'flag',
    isRecognisedHardshipHousehold: 'flag',
    membersEmployed: 'count',
  }),
  ...under('exam.', {
    kind: ['civil_service', 'public_institution', 'other'],
    grassrootsExperienceRequired: 'flag',
    workYearsRequired: 'count',
  }),
} as const satisfies Record<string, FactKind>;

/** Objects inside a subject: left out as a whole, they are named once by their own path. */
export const objectsOfFacts = ['person.education', 'worker.education', 'hires[].education', 'unit.previousYear'];

export type FactPath = keyof typeof factKinds;

/** A list of facts: of groups (`hires`) or of single values (`park.awardsAlreadyPaid`). */
export type ListName = FactPath extends infer P ? (P extends `${infer L}[]${string}` ? L : never) : never;

/** What an element of a list has: the names of its members, or '' where it is a single value. */
export type MemberOf<L extends ListName> = FactPath extends infer P
  ? P extends `${L}[].${infer M}`
    ? M
    : P extends `${L}[]`
      ? ''
      : never
  : never;

/** The value of a fact inside the module: days as day numbers, a month as its first day, money as fen; null is "known to be none". */
export type FactValue<P extends FactPath> = ValueOf<(typeof factKinds)[P]>;

type ValueOf<K> = K extends 'flag'
  ? boolean | null
  : K extends 'text'
    ? string | null
    : K extends readonly (infer Word)[]
      ? Word | null
      : number | null;

function under<P extends string, const T extends Record<string, FactKind>>(prefix: P, facts: T) {
  return Object.fromEntries(Object.entries(facts).map(([name, kind]) => [prefix + name, kind])) as {
    readonly [K in keyof T & string as `${P}${K}`]: T[K];
  };
}
