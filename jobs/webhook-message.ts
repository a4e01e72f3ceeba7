/** What a webhook is sent: thin, below 20 kB, in the form of Standard Webhooks. The same changes always give the same bytes. */
import { Webhook } from 'standardwebhooks';
import { toldThrough } from '../rules/recruitment/told-through.js';
import type { ToldKind } from '../rules/recruitment/told-through.js';
import type { ThinChange, WebhookRow } from '../schema/webhook/webhook.reads.js';

/** Changes in one message at most, and the bytes that they may take beside what is around them. */
const most = 50;
const bytesOfChanges = 19_500;

type Follower = Pick<WebhookRow, 'filter' | 'kinds'>;

/** Null: the follower has not asked for it. */
export function toldTo({ filter, kinds }: Follower, change: ThinChange): ToldKind | null {
  const kind = toldThrough(filter, change);
  return kind !== null && (kinds === null || kinds.includes(kind)) ? kind : null;
}

export interface Batch {
  /** Every change up to this number is told or none of the follower's business. */
  to: number;
  /** Null: nothing is to be told. */
  body: string | null;
}

/** As many of the changes as one message holds; `upTo` is the number up to which they are complete. */
export function batchOf(follower: Follower, changes: readonly ThinChange[], upTo: number, publicUrl: string): Batch {
  const told: string[] = [];
  let bytes = 0;
  let to = upTo;
  let at = '';
  for (const change of changes) {
    const kind = toldTo(follower, change);
    if (kind === null) continue;
    const text = JSON.stringify(thin(change, kind, publicUrl));
    bytes += Buffer.byteLength(text) + 1;
    if (told.length === most || bytes > bytesOfChanges) {
      to = change.number - 1;
      break;
    }
    told.push(text);
    at = change.at.toISOString();
  }
  if (told.length === 0) return { to, body: null };
  const body = `{"type":"recruitment.changes","timestamp":"${at}","data":{"changes":[${told.join(',')}],"nextCursor":"${cursorOf(to)}"}}`;
  return { to, body };
}

function thin(
  { number, at, reason, recordKind, recordId, noticeId, version, sha256 }: ThinChange,
  kind: ToldKind,
  publicUrl: string,
) {
  return {
    cursor: cursorOf(number),
    at: at.toISOString(),
    kind: kind.toUpperCase(),
    reason: reason?.toUpperCase() ?? null,
    recordKind: recordKind?.toUpperCase() ?? null,
    recordId,
    noticeId,
    version,
    // What has left a filter is not followed any further.
    sha256: kind === 'left_filter' ? null : sha256,
    url: recordKind && `${publicUrl}/recruitment/${recordKind}s/${recordId}`,
  };
}

/** The cursor of `recruitmentChanges`, so that either can go on where the other stopped. */
export const cursorOf = (number: number) => Buffer.from(`changes:${number}`).toString('base64url');

/** An endpoint proves that it wants these messages by sending the challenge back. */
export function verification(challenge: string, registeredAt: Date): string {
  return JSON.stringify({ type: 'webhook.verify', timestamp: registeredAt.toISOString(), data: { challenge } });
}

/** Signed with each secret, the newest first: a receiver that has changed over, or not yet, finds its own. */
export function signed(id: string, body: string, secrets: readonly string[], now: Date): Record<string, string> {
  return {
    'content-type': 'application/json',
    'user-agent': 'puyang-job-market-hub',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, now, body)).join(' '),
  };
}
