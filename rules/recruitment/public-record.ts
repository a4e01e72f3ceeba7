/**
 * What the public is told: one record a notice and one a post, each a plain object whose JSON text is kept, hashed and served
 * as it is. No name of a person exists in it. A post's record holds what its notice says of it, so that it stands alone, but
 * not the notice's version: an amendment elsewhere leaves it as it was.
 */
import type { Day, Instant } from '../units.js';
import type { PublicNoticeState } from './life-cycle.js';
import type { Employer, NoticeContent, PostContent, StageKind } from './notice.js';
import { officialText, postText } from './official-text.js';
import type { NameOfCode } from './official-text.js';

/** The licence that every record carries; a record without one cannot be reused by anybody. */
export const licence = 'https://creativecommons.org/licenses/by/4.0/';

/** Of one stage, when it is over: counts alone. */
export interface StageResult {
  stage: StageKind;
  on: Day;
  expected: number | null;
  present: number;
  passed: number;
}

/** 拟聘公示 in counts: who is proposed stands on the page alone, and there only in its time. */
export interface PublicityCounts {
  id: string;
  state: 'public' | 'ended';
  postedAt: Instant;
  firstDay: Day;
  lastDay: Day;
  posts: { post: string; proposed: number }[];
}

/** Everything about a notice that its public records are made of. */
export interface NoticeStanding {
  id: string;
  noticeNo: string;
  version: number;
  state: PublicNoticeState;
  content: NoticeContent;
  employer: Employer;
  filing: { number: string; acceptedAt: Instant };
  officialUrl: string;
  officialPublishedAt: Instant;
  publishedAt: Instant;
  /** Of the last version; equal to `publishedAt` for the first. */
  amendedAt: Instant;
  amendReason: string | null;
  /** Why it is paused, while it is. */
  pauseReason: string | null;
  /** With the time that a pause has taken added to it. */
  closesAt: Instant;
  stageResults: readonly StageResult[];
  publicity: readonly PublicityCounts[];
  openObjections: number;
  /** Openings filled by post code, once the notice is concluded. */
  hired: Readonly<Record<string, number>> | null;
  /** Ids of posts by code; they stay over all versions. */
  postIds: Readonly<Record<string, string>>;
}

export type PostState = 'open' | 'paused' | 'closed' | 'filled' | 'partly_filled' | 'cancelled';
export type PublicNotice = ReturnType<typeof publicNotice>;
export type PublicPost = ReturnType<typeof publicPost>;

/** `hash` is SHA-256 in hex of a text's UTF-8 bytes. */
export function publicNotice(standing: NoticeStanding, nameOf: NameOfCode, hash: (text: string) => string) {
  const { content, employer } = standing;
  const { posts, application, ...said } = content;
  const text = officialText(content, employer, nameOf);
  return {
    id: standing.id,
    noticeNo: standing.noticeNo,
    version: standing.version,
    state: standing.state,
    employer,
    filing: standing.filing,
    ...said,
    application: { ...application, closesAt: standing.closesAt },
    totalOpenings: posts.reduce((sum, post) => sum + post.openings, 0),
    posts: posts.map(({ code }) => standing.postIds[code]!),
    stageResults: standing.stageResults,
    publicity: standing.publicity,
    openObjections: standing.openObjections,
    hired: standing.hired,
    publishedAt: standing.publishedAt,
    amendedAt: standing.amendedAt,
    amendReason: standing.amendReason,
    pauseReason: standing.pauseReason,
    officialUrl: standing.officialUrl,
    officialPublishedAt: standing.officialPublishedAt,
    path: `/recruitment/notices/${standing.id}`,
    text,
    textSha256: hash(text),
    licence,
  };
}

export function publicPost(
  standing: NoticeStanding,
  post: PostContent,
  nameOf: NameOfCode,
  hash: (text: string) => string,
) {
  const { content, employer } = standing;
  const text = postText(post, nameOf);
  const id = standing.postIds[post.code]!;
  return {
    id,
    state: postState(standing, post),
    ...post,
    employer,
    notice: {
      id: standing.id,
      noticeNo: standing.noticeNo,
      title: content.title,
      basis: content.basis,
      kind: content.kind,
      filingNumber: standing.filing.number,
    },
    eligibility: content.eligibility,
    opensAt: content.application.opensAt,
    closesAt: standing.closesAt,
    channels: content.application.channels,
    contact: content.contact,
    publishedAt: standing.publishedAt,
    path: `/recruitment/posts/${id}`,
    text,
    textSha256: hash(text),
    licence,
  };
}

function postState({ state, hired }: NoticeStanding, { code, openings }: PostContent): PostState {
  if (state === 'published') return 'open';
  if (state === 'paused') return 'paused';
  if (state !== 'concluded' || hired === null) return 'closed';
  const filled = hired[code] ?? 0;
  if (filled === 0) return 'cancelled';
  return filled < openings ? 'partly_filled' : 'filled';
}
