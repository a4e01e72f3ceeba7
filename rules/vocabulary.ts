/**
 * The hub's nouns as plain types: what connectors deliver, what the hub stores, and what rules read.
 * Days are ISO civil days in Asia/Shanghai (`2016-01-06`), months `2016-01`, instants ISO with offset, money integer fen.
 */
import type { RegisterFact } from './registers.js';
import type { Source } from './sources.js';
import type { Day, Fen, Instant, Month } from './units.js';

export type * from './registers.js';
export * from './sources.js';
export type * from './units.js';

export type Sex = 'male' | 'female';
export type SchoolType =
  | 'university'
  | 'vocational_school'
  | 'technician_school'
  | 'technician_college_senior_class'
  | 'technician_college_preparatory_class'
  | 'special_education_vocational_class'
  | 'overseas'
  | 'none';

/** 学历: the highest finished or current schooling. `graduationDate` is null when the source does not know it. */
export interface Education {
  schoolType: SchoolType;
  status: 'enrolled' | 'graduated';
  school: string | null;
  graduationDate: Day | null;
}

/** What one source says of a person (person core). A field that the source does not keep is absent; null means "none". */
export interface PersonFact {
  kind: 'person';
  name: string;
  sex?: Sex | null;
  birthDate?: Day | null;
  householdRegion?: string | null;
  education?: Education | null;
  phone?: string | null;
}

/** 就业登记 / 失业登记: one registration at the employment system. */
export interface EmploymentFact {
  kind: 'employment';
  /** `employee` at a firm, `flexible` 灵活就业, `unemployed` 失业登记. */
  form: 'employee' | 'flexible' | 'unemployed';
  employerCode: string | null;
  from: Day;
  /** Last day, null while it lasts. */
  to: Day | null;
  contractFrom: Day | null;
  contractTo: Day | null;
  reason: string | null;
}

/** 就业困难人员认定: a designation and the days on which it holds. */
export interface HardshipFact {
  kind: 'hardship';
  category:
    | 'disabled'
    | 'minimum_living_allowance'
    | 'older_worker'
    | 'lost_land'
    | 'zero_employment_family'
    | 'long_term_unemployed';
  from: Day;
  to: Day | null;
}

/** A subsidy that was already paid (the payment ledger). */
export interface BenefitGrantFact {
  kind: 'benefit-grant';
  /** Id of the entitlement, such as `art05.opening-subsidy`. */
  entitlement: string;
  fund: string;
  /** First and last month that the payment covers; the same for a one-off payment. */
  fromMonth: Month;
  toMonth: Month;
  amountFen: Fen;
  paidOn: Day;
  /** First approval 初次核定, where the ledger keeps it. */
  firstApprovedOn: Day | null;
}

export type InsuranceKind = 'pension' | 'medical' | 'unemployment' | 'work_injury' | 'maternity';

/** 社会保险缴费: one month of one insurance, through an employer or as a flexible worker (`employerCode` null). */
export interface ContributionFact {
  kind: 'contribution';
  employerCode: string | null;
  month: Month;
  insurance: InsuranceKind;
  baseFen: Fen;
  employerFen: Fen;
  ownFen: Fen;
  paidOn: Day | null;
}

/** 失业保险金: one spell of unemployment benefit. */
export interface UnemploymentBenefitFact {
  kind: 'unemployment-benefit';
  from: Day;
  monthsGranted: number;
  monthsDrawn: number;
  monthlyFen: Fen;
}

/** 市场主体: one firm or sole trader in the commerce register. The legal representative is a person of the hub. */
export interface OrganizationFact {
  kind: 'organization';
  name: string;
  entityKind: 'company' | 'individual_business' | 'branch' | 'cooperative' | 'public_institution';
  ownership: 'private' | 'state' | 'collective' | 'foreign' | 'mixed';
  stateLevel: 'central' | 'provincial' | 'municipal' | 'county' | null;
  investor: string | null;
  industry: string;
  region: string;
  address: string;
  legalRepresentativeName: string;
  registeredCapitalFen: Fen | null;
  establishedOn: Day;
  state: 'open' | 'abnormal' | 'revoked' | 'cancelled';
}

/** 纳税人: one taxpayer. Revenue and headcount of the last finished year. */
export interface TaxpayerFact {
  kind: 'taxpayer';
  name: string;
  state: 'normal' | 'abnormal' | 'cancelled';
  vatKind: 'general' | 'small_scale';
  industry: string;
  annualRevenueFen: Fen | null;
  headcount: number | null;
}

/** What a source says, in the hub's words. It never carries an ID number: who it is about stands in {@link Subject}. */
export type FactBody =
  | PersonFact
  | EmploymentFact
  | HardshipFact
  | BenefitGrantFact
  | ContributionFact
  | UnemploymentBenefitFact
  | OrganizationFact
  | RegisterFact
  | TaxpayerFact;

/**
 * Whom a fact is about. `idNumber` and `legalRepresentativeIdNumber` are in clear only here, between a connector and the vault:
 * the import turns them into person ids before anything is written.
 */
export interface Subject {
  idNumber?: string;
  creditCode?: string;
  legalRepresentativeIdNumber?: string;
}

/** One stored fact as it is read back for building a record. */
export interface StoredFact {
  source: Source;
  stream: string;
  /** The source's own statement of how old the value is. */
  asOf: Instant;
  body: FactBody;
  creditCode: string | null;
}

/** A value of the unified record with where it comes from; `others` are the values that lost, in order of rank. */
export interface Attribute<T> {
  value: T;
  source: Source;
  asOf: Instant;
  /** Name of the survivorship rule that chose it. */
  rule: string;
  others: { value: T; source: Source; asOf: Instant }[];
}

export type Sourced<T> = T & { source: Source; asOf: Instant };

/** 创办企业: a firm whose legal representative the person is, with what commerce and tax say of it. */
export interface FoundedEnterprise {
  creditCode: string;
  name: string;
  entityKind: OrganizationFact['entityKind'];
  establishedOn: Day;
  state: OrganizationFact['state'];
  taxState: TaxpayerFact['state'] | null;
  source: Source;
  asOf: Instant;
  taxAsOf: Instant | null;
}

/**
 * The unified record of one person, as stored: one document with canonical key order, no ID number in it.
 * Built by `buildRecord` from stored facts alone, so that the same facts give the same bytes.
 */
export interface PersonDocument {
  id: string;
  name: Attribute<string> | null;
  sex: Attribute<Sex> | null;
  birthDate: Attribute<Day> | null;
  householdRegion: Attribute<string> | null;
  education: Attribute<Education> | null;
  /** Newest first; so are all lists below. */
  employments: Sourced<Omit<EmploymentFact, 'kind'>>[];
  hardships: Sourced<Omit<HardshipFact, 'kind'>>[];
  grants: Sourced<Omit<BenefitGrantFact, 'kind'>>[];
  contributions: Sourced<Omit<ContributionFact, 'kind'>>[];
  unemploymentBenefits: Sourced<Omit<UnemploymentBenefitFact, 'kind'>>[];
  enterprises: FoundedEnterprise[];
  /**
   * Per stream (`employment/registrations`): since which day an absent record means "none".
   * A stream that was never read completely, or feeds no record, is left out: absence then means "not known".
   */
  recordsBeginOn: Record<string, Day>;
}

/** The unified record of one organization. */
export interface OrganizationDocument {
  creditCode: string;
  name: Attribute<string> | null;
  entityKind: Attribute<OrganizationFact['entityKind']> | null;
  ownership: Attribute<OrganizationFact['ownership']> | null;
  stateLevel: Attribute<NonNullable<OrganizationFact['stateLevel']>> | null;
  industry: Attribute<string> | null;
  region: Attribute<string> | null;
  address: Attribute<string> | null;
  legalRepresentativeName: Attribute<string> | null;
  establishedOn: Attribute<Day> | null;
  state: Attribute<OrganizationFact['state']> | null;
  taxState: Attribute<TaxpayerFact['state']> | null;
  vatKind: Attribute<TaxpayerFact['vatKind']> | null;
  annualRevenueFen: Attribute<Fen> | null;
  headcount: Attribute<number> | null;
}

/** Employees of one employer who are alike in what rules ask: counted, so that no person can be told. */
export interface StaffGroup {
  count: number;
  /** Whole months of the contract by its first and last day; null: no contract is filed. */
  contractMonths: number | 'open-ended' | null;
  /** Months since the hire for which this employer paid contributions. */
  monthsPaid: number;
  /** False where contributions are on record only since after the hire: then more may have been paid. */
  monthsPaidAreAll: boolean;
  /** The oldest statement that the group rests on. */
  asOf: Instant;
}
