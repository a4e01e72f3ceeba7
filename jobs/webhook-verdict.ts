/** What follows from an attempt: acknowledged, again later, or given up. */
import type { Verdict } from '../schema/webhook/webhook-delivery.writes.js';
import type { Reply } from './post-message.js';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
/** After each failure of one message; 75 hours and a half in all, then it is given up. */
export const pauses = [
  5 * second,
  5 * minute,
  30 * minute,
  ...[2, 5, 10, 14, 20, 24].map((hours) => hours * hour),
] as const;
const longestAsked = 24 * hour;
/** A crowd that failed together does not come again together. */
const jitter = 0.1;

/** `failures`: those of this message before. `chance`: 0 to 1. */
export function judgeReply(
  { status, fault, retryAfter }: Omit<Reply, 'body'>,
  failures: number,
  now: Date,
  chance: number,
): Verdict {
  if (fault === null) return { is: 'acknowledged' };
  if (status === 410) return { is: 'gone' };
  const pause = pauses[failures];
  if (pause === undefined) return { is: 'failed' };
  const asked = status === 429 || status === 503 ? pauseAsked(retryAfter, now) : 0;
  return { is: 'again', at: new Date(now.getTime() + Math.max(pause * (1 + jitter * chance), asked)) };
}

/** Retry-After in seconds or as a date; at most a day, for nobody may stop a webhook for ever by it. */
function pauseAsked(retryAfter: string | null, now: Date): number {
  if (retryAfter === null) return 0;
  const ms = /^\d{1,9}$/.test(retryAfter) ? Number(retryAfter) * second : Date.parse(retryAfter) - now.getTime();
  return Number.isNaN(ms) ? 0 : Math.min(ms, longestAsked);
}
