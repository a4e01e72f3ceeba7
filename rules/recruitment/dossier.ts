/** A notice with its versions as those who work on it see it, and what a move asks for and comes to. */
import type { Fen, Instant } from '../units.js';
import type { ChangeReason, Told } from './changes.js';
import type { CodeLists } from './codes.js';
import type { FilingMove, FilingState, NoticeMove, NoticeState, Party, PublicityState } from './life-cycle.js';
import type { Employer, NoticeContent, NoticeDraft } from './notice.js';
import type { Problem } from './problems.js';
import type { StageResult } from './public-record.js';
import type { TimeLimits } from './time-limits.js';

/** A reviewer's reason or a firm's answer, at a place in the content. */
export interface Remark {
  path: string;
  text: string;
}

export interface Version {
  version: number;
  state: FilingState;
  /** Raised by each save: who saves over an older one is told. */
  revision: number;
  /** A whole notice once it was submitted. */
  content: NoticeDraft;
  employer: Employer | null;
  savedBy: string;
  savedAt: Instant;
  amendReason: string | null;
  justification: string | null;
  returned: Remark[] | null;
  answers: Remark[] | null;
  submittedBy: string | null;
  submittedAt: Instant | null;
  reviewedBy: string | null;
  filingNumber: string | null;
  filedAt: Instant | null;
  publishAt: Instant | null;
  officialUrl: string | null;
  officialPublishedAt: Instant | null;
  officialCheckedAt: Instant | null;
  /** What the last look at the bureau's own page found. */
  officialVerdict: 'same' | 'differs' | 'unreachable' | null;
  publishedAt: Instant | null;
}

export interface Batch {
  id: string;
  state: PublicityState;
  counts: { post: string; proposed: number }[];
}

export interface Dossier {
  id: string;
  creditCode: string;
  bureau: string;
  state: NoticeState;
  /** The published version; 0 before the first. */
  version: number;
  noticeNo: string | null;
  closesAt: Instant | null;
  publishedAt: Instant | null;
  pausedAt: Instant | null;
  pauseReason: string | null;
  withdrawal: { reason: ChangeReason; text: string } | null;
  conclusion: { hired: Record<string, number>; resultUrl: string } | null;
  hired: Record<string, number> | null;
  stageResults: StageResult[];
  postIds: Record<string, string>;
  createdBy: string;
  /** On its way: the first text, or an amendment of the published one. */
  pending: Version | null;
  published: Version | null;
  batches: Batch[];
  openObjections: number;
}

export interface Actor {
  /** Name of the officer or employee. */
  client: string;
  parties: readonly Party[];
}

/** What some moves need beside a reason. */
export interface MoveInput {
  reasonCode: ChangeReason | null;
  justification: string | null;
  remarks: Remark[] | null;
  publishAt: Instant | null;
  officialUrl: string | null;
  officialPublishedAt: Instant | null;
  stage: StageResult | null;
  hired: { post: string; count: number }[] | null;
  resultUrl: string | null;
  decisionNo: string | null;
}

export type AnyNoticeMove = FilingMove | NoticeMove;
export interface MoveCommand {
  move: AnyNoticeMove;
  actor: Actor;
  /** Public where the move is. */
  reason: string | null;
  input: MoveInput;
}

/** What is true around a move. */
export interface Circumstances {
  now: Instant;
  codes: CodeLists;
  limits: TimeLimits;
  minimumWageFen: Fen | null;
  veteransPercent: number | null;
  /** How many persons the responsible bureau asks for. */
  persons: 1 | 2;
  /** On one machine, to look at: its own pages stand for the bureau's. */
  isDemo: boolean;
  /** As the registers have it today; null: not on the register of state firms. */
  employer: Employer | null;
}

/** What a move changes. A number is issued by whoever keeps the series. */
export interface Effect {
  is: 'done';
  from: NoticeState;
  to: NoticeState;
  notice?: Partial<Omit<Dossier, 'pending' | 'published' | 'batches'>>;
  pending?: Partial<Version>;
  issues?: 'filing-number' | 'notice-number';
  /** How the public is told; nothing is told of what goes on behind the page. */
  told?: Told;
  detail?: object;
}

export type Decided =
  | Effect
  | { is: 'illegal'; state: NoticeState; legal: string[] }
  | { is: 'not-yours'; by: readonly Party[] }
  | { is: 'same-person' }
  | { is: 'problems'; problems: readonly Problem[] };

export const noInput: MoveInput = {
  reasonCode: null,
  justification: null,
  remarks: null,
  publishAt: null,
  officialUrl: null,
  officialPublishedAt: null,
  stage: null,
  hired: null,
  resultUrl: null,
  decisionNo: null,
};

/** The public text: whole since it was submitted. */
export const contentOf = (version: Version): NoticeContent => version.content as NoticeContent;
