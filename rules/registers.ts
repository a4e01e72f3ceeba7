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

export type RegisterFact = MembershipFact | WithholdingFact | ParticipationFact;
