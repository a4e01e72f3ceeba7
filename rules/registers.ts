/** What registers say that the unified record does not show: kept as facts, each with its source and its history. */
import type { Day, Fen, Month } from './units.js';
import type { InsuranceKind } from './vocabulary.js';

/** 股东及出资: one member of a firm and its share, as the commerce register has it. Of a natural person only the share is known. */
export interface MembershipFact {
  kind: 'membership';
  /** `state` is an authority that holds public money's share: a government, a finance or state-assets office. */
  memberKind: 'state' | 'organization' | 'natural_person';
  memberName: string | null;
  memberCode: string | null;
  /** In hundredths of a percent: the register writes two decimals, and whole numbers add up to exactly a half or a whole. */
  shareBasisPoints: number;
}

/** 个人所得税扣缴申报: what one employer declared to have paid one person as wages for one month. */
export interface WithholdingFact {
  kind: 'withholding';
  employerCode: string;
  month: Month;
  incomeFen: Fen;
}

/** 参保登记: how long one person takes part in one insurance, through an employer or as a flexible worker (`employerCode` null). */
export interface ParticipationFact {
  kind: 'participation';
  employerCode: string | null;
  insurance: InsuranceKind;
  from: Day;
  /** Last day, null while it lasts. */
  to: Day | null;
  /** 参保缴费, 暂停缴费, 终止参保. */
  state: 'paying' | 'suspended' | 'ended';
}

/** 就业创业证, or the older 就业失业登记证, which stays valid (art. 20). Its number is the row's key and not taken over. */
export interface CertificateFact {
  kind: 'certificate';
  form: 'employment_and_entrepreneurship' | 'employment_and_unemployment_registration';
  region: string;
  issuedOn: Day;
  state: 'valid' | 'cancelled';
}

/** 职业培训: one person in one course. */
export interface TrainingFact {
  kind: 'training';
  course: string;
  courseKind: 'skills' | 'on_the_job' | 'entrepreneurship';
  /** 培训机构. */
  bodyCode: string | null;
  from: Day;
  to: Day | null;
  hours: number;
  outcome: 'running' | 'completed' | 'not_completed';
}

/** 创业担保贷款: one secured loan to a founder. */
export interface StartupLoanFact {
  kind: 'startup-loan';
  lender: string;
  enterpriseCode: string | null;
  amountFen: Fen;
  grantedOn: Day;
  dueOn: Day;
  repaidOn: Day | null;
  /** 贴息: public money pays the interest. */
  interestSubsidised: boolean;
}

/** 就业见习: a graduate's time at an internship unit (item 11). */
export interface InternshipFact {
  kind: 'internship';
  unitCode: string;
  position: string;
  from: Day;
  to: Day | null;
  monthlyAllowanceFen: Fen;
  outcome: 'running' | 'hired' | 'left';
}

/** 农村劳动力: where somebody from a village works, with which skill and which wish (item 13). */
export interface RuralLabourFact {
  kind: 'rural-labour';
  homeRegion: string;
  worksWhere: 'home' | 'own_county' | 'own_city' | 'own_province' | 'other_province';
  worksRegion: string | null;
  skill: string | null;
  wish: 'none' | 'work_nearby' | 'work_elsewhere' | 'return_and_found';
}

/** 零就业家庭, 低保家庭: one member of a household that has help coming (items 8 and 12). */
export interface HouseholdMemberFact {
  kind: 'household-member';
  /** The register's number of the household: who has the same is of one. */
  household: string;
  householdKind: 'zero_employment' | 'minimum_living_allowance';
  relation: 'head' | 'spouse' | 'child' | 'parent' | 'other';
  from: Day;
  to: Day | null;
}

/** 就业见习单位: a firm that may take interns. */
export interface InternshipUnitFact {
  kind: 'internship-unit';
  name: string;
  region: string;
  posts: number;
  from: Day;
  to: Day | null;
}

/** 创业孵化基地, 创业园区 (item 6). It is no legal person: the fact is about its operator, where it has one. */
export interface ParkFact {
  kind: 'park';
  /** The register's own key, by which residents name it. */
  park: string;
  name: string;
  parkKind: 'incubator' | 'park';
  region: string;
  address: string;
  areaSquareMetres: number;
  from: Day;
  to: Day | null;
}

/** 入驻企业: a firm in a park. */
export interface ParkResidentFact {
  kind: 'park-resident';
  park: string;
  areaSquareMetres: number;
  rentFreeUntil: Day | null;
  from: Day;
  to: Day | null;
}

/** 社区: about no person and no firm; its code is in the body. */
export interface CommunityFact {
  kind: 'community';
  /** 统计用区划代码, twelve digits. */
  community: string;
  name: string;
  communityKind: 'urban' | 'village';
  region: string;
  fullEmploymentSince: Day | null;
}

/** 公益性岗位: posts of one kind that one unit has in one community (item 12); about the unit, where one employs. */
export interface WelfarePostFact {
  kind: 'welfare-post';
  title: string;
  community: string;
  posts: number;
  filled: number;
  monthlyFen: Fen;
  from: Day;
  to: Day | null;
}

/** 培训机构: a body whose courses are recognised (item 18). */
export interface TrainingBodyFact {
  kind: 'training-body';
  name: string;
  region: string;
  courseKinds: TrainingFact['courseKind'][];
  from: Day;
  to: Day | null;
}

export type RegisterFact =
  | MembershipFact
  | WithholdingFact
  | ParticipationFact
  | CertificateFact
  | TrainingFact
  | StartupLoanFact
  | InternshipFact
  | RuralLabourFact
  | HouseholdMemberFact
  | InternshipUnitFact
  | ParkFact
  | ParkResidentFact
  | CommunityFact
  | WelfarePostFact
  | TrainingBodyFact;
