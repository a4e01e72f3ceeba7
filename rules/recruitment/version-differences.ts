/** In what a version of a notice differs from the one before it, posts included: what was said, not what happened or follows from it. */
import { differencesOf } from './differences.js';
import type { Difference } from './differences.js';
import type { PublicNotice, PublicPost } from './public-record.js';

export interface VersionRecords {
  notice: PublicNotice;
  posts: readonly PublicPost[];
}

export function versionDifferences(before: VersionRecords, after: VersionRecords): Difference[] {
  return differencesOf(said(before), said(after));
}

function said({ notice, posts }: VersionRecords) {
  const { version: _1, state: _2, amendedAt: _3, amendReason: _4, pauseReason: _5, ...rest } = notice;
  const { text: _6, textSha256: _7, stageResults: _8, publicity: _9, openObjections: _10, hired: _11, ...words } = rest;
  return { ...words, posts: posts.map(ofPost) };
}

/** What a post takes over from its notice is told there. */
function ofPost(post: PublicPost) {
  const { id: _1, state: _2, employer: _3, notice: _4, eligibility: _5, opensAt: _6, closesAt: _7, ...rest } = post;
  const {
    channels: _8,
    contact: _9,
    publishedAt: _10,
    path: _11,
    text: _12,
    textSha256: _13,
    licence: _14,
    ...own
  } = rest;
  return own;
}
