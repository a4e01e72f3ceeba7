/** What a recruitment notice (招聘公告) says: the words in which a firm files it. Article 11 of 濮政〔2016〕1号 asks for it, article 17 widens it. */
import type { Day, Fen, Instant } from '../units.js';

/** Why it is published: item 11 (graduates of state firms) or item 17 (open recruitment of state firms and institutions). */
export const bases = ['article-11', 'article-17'] as const;
export const noticeKinds = ['campus', 'spring', 'special', 'supplement'] as const;
/** Who counts as a fresh graduate beside the years of graduation. */
export const deemedGraduates = ['unplaced', 'grassroots_project', 'veteran', 'overseas'] as const;
export const channelKinds = ['online', 'onsite', 'mail'] as const;
/** In the order in which they may follow each other. */
export const stageKinds = ['qualification', 'written', 'interview', 'physical', 'background'] as const;
export const employmentTypes = ['labour_contract', 'dispatch'] as const;
export const payPeriods = ['month', 'year'] as const;
export const requirementKinds = ['certificate', 'language', 'skill', 'other'] as const;

export type Basis = (typeof bases)[number];
export type NoticeKind = (typeof noticeKinds)[number];
export type DeemedGraduate = (typeof deemedGraduates)[number];
export type ChannelKind = (typeof channelKinds)[number];
export type StageKind = (typeof stageKinds)[number];
export type EmploymentType = (typeof employmentTypes)[number];
export type PayPeriod = (typeof payPeriods)[number];
export type RequirementKind = (typeof requirementKinds)[number];

export interface NoticeContent {
  title: string;
  basis: Basis;
  kind: NoticeKind;
  /** The papers that the recruitment rests on. */
  legalBasis: { title: string; documentNo: string | null; url: string | null }[];
  overview: string | null;
  website: string | null;
  eligibility: Eligibility;
  /** 困难群体计划: how many openings are planned for groups in hardship. Never tied to a person. */
  reservedQuota: number | null;
  application: Application;
  stages: Stage[];
  /** Where marks and results are published: the channel of the notice. */
  resultsUrl: string;
  substitution: { allowed: boolean; withinWorkingDays: number | null };
  publicityPlan: { workingDays: number; url: string | null };
  terms: { contractMonths: number; probationMonths: number; benefits: string };
  /** 回避要求. */
  recusal: string;
  /** At least one channel outside the recruiting department. */
  supervision: { organization: string; phone: string | null; email: string | null }[];
  contact: { department: string; phone: string; email: string | null; hours: string | null };
  alsoPublishedAt: string[];
  attachments: { name: string; url: string; bytes: number; sha256: string; htmlUrl: string }[];
  posts: PostContent[];
}

export interface Eligibility {
  /** Graduated from … to …, both days included. */
  graduatedFrom: Day;
  graduatedTo: Day;
  deemed: DeemedGraduate[];
  /** One sentence each. */
  general: string[];
  exclusions: string[];
}

export interface Application {
  opensAt: Instant;
  closesAt: Instant;
  channels: { kind: ChannelKind; address: string }[];
  documents: { name: string; copies: number; purpose: string | null }[];
  feeFen: Fen;
  feeBasis: string | null;
}

export interface Stage {
  kind: StageKind;
  /** First day of the stage. */
  on: Day;
  place: string | null;
  /** Share in the final mark; null where the stage is passed or failed. */
  weightPercent: number | null;
  /** 开考比例: candidates per opening, such as 3 for 1:3. */
  minRatio: number | null;
}

export interface PostContent {
  /** 岗位代码, unique within the notice. */
  code: string;
  title: string;
  occupation: string;
  duties: string;
  unit: string;
  /** GB/T 2260 codes. */
  places: string[];
  openings: number;
  /** Least level, GB/T 4658. */
  educationLevel: string;
  /** GB/T 6864. */
  degree: string | null;
  /** Codes of the Ministry of Education's catalogues; an empty list says 不限, any. */
  majors: string[];
  age: { most: number; on: Day; reason: string } | null;
  requirements: { kind: RequirementKind; text: string; must: boolean }[];
  /** Must be 0 where graduates are wanted. */
  experienceMonths: number;
  physical: { text: string; standard: string } | null;
  employmentType: EmploymentType;
  pay: Pay;
  workHours: string | null;
  startsOn: Day | null;
  /** Item 14: a post kept for veterans and discharged soldiers. */
  reservedForVeterans: boolean;
}

/** A range, or where that cannot be said a basis in words; never neither. */
export interface Pay {
  minFen: Fen | null;
  maxFen: Fen | null;
  period: PayPeriod;
  /** Payments a year. */
  months: number;
  basis: string | null;
}

/** A notice on its way: whatever is not filled in yet is left out or null. */
export type Draft<T> = T extends readonly (infer E)[]
  ? Draft<E>[] | null
  : T extends object
    ? { [K in keyof T]?: Draft<T[K]> | null }
    : T | null;
export type NoticeDraft = Draft<NoticeContent> & object;
export type PostDraft = Draft<PostContent> & object;

/** Who recruits, as the register of state firms and the business register say it on the day of filing. */
export interface Employer {
  creditCode: string;
  name: string;
  level: 'central' | 'provincial' | 'municipal' | 'county';
  investor: string | null;
  /** GB/T 4754, as the business register has it. */
  industry: string | null;
  region: string;
  /** Region code of the responsible bureau (同级人社部门). */
  bureau: string;
}
