/** A record takes no more applications from its closing time on, whether or not the job that says so has run. */
import type { PublicNotice, PublicPost, PostState } from './public-record.js';

/** The state that ends by the clock, and what it ends in. */
export const takesApplications = { notice: 'published', post: 'open' } as const;
export const closedState = 'closed';

export function postAt<T extends Pick<PublicPost, 'state' | 'closesAt'>>(post: T, now: string): T {
  const state: PostState = closedState;
  return post.state === takesApplications.post && post.closesAt <= now ? { ...post, state } : post;
}

export function noticeAt<T extends Pick<PublicNotice, 'state' | 'application'>>(notice: T, now: string): T {
  const isOver = notice.state === takesApplications.notice && notice.application.closesAt <= now;
  return isOver ? { ...notice, state: closedState } : notice;
}
