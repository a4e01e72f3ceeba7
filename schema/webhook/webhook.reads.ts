/** Reads of webhooks: what their owner sees, whom a change concerns, and what the queue has lost. */
import type pg from 'pg';
import type { RecordFilter } from '../../rules/recruitment/post-filter.js';
import type { OpenChangeRow } from '../open-record/open-record.reads.js';
import type { Vault } from '../vault.js';

type Db = pg.Pool | pg.ClientBase;

/** Why an attempt failed, or an address is refused before one. */
export type WebhookFault =
  // The address itself.
  | 'address'
  | 'scheme'
  | 'credentials'
  | 'unresolved'
  | 'private'
  // What came of asking there.
  | 'connection'
  | 'timeout'
  | 'redirect'
  | 'status'
  | 'challenge';

export interface WebhookRow {
  id: string;
  url: string;
  filter: RecordFilter | null;
  kinds: readonly string[] | null;
  state: 'active' | 'paused' | 'failed' | 'gone' | 'removed';
  verifiedAt: Date | null;
  cursor: number;
  attempts: number;
  nextAttemptAt: Date | null;
  registeredAt: Date;
  /** Until when the secret before the present one signs too. */
  oldSecretUntil: Date | null;
}

export const webhookColumns = `webhook_id as id, url, filter, kinds, state, verified_at as "verifiedAt", cursor, attempts,
  next_attempt_at as "nextAttemptAt", registered_at as "registeredAt", old_secret_until as "oldSecretUntil"`;

/** One secret, or those that sign beside the present one, the newest first. */
export const secretsIn = (vault: Vault, sealed: Buffer): string[] => vault.open(sealed).split(' ');

/** All of one platform that are not removed, oldest first. */
export async function readWebhooks(db: Db, platformId: string): Promise<WebhookRow[]> {
  const found = await db.query<WebhookRow>(
    `select ${webhookColumns} from webhook where platform_id = $1 and state <> 'removed' order by webhook_id`,
    [platformId],
  );
  return found.rows;
}

export interface AttemptRow {
  id: string;
  messageId: string;
  afterNumber: number | null;
  toNumber: number | null;
  startedAt: Date;
  durationMs: number | null;
  status: number | null;
  fault: WebhookFault | null;
  nextAttemptAt: Date | null;
}

/** Newest first, older than the attempt `after`; none of another platform's webhook. */
export async function readAttempts(
  db: Db,
  webhook: { id: string; platformId: string },
  page: { after: string | null; limit: number },
): Promise<AttemptRow[]> {
  const found = await db.query<AttemptRow>(
    `select attempt.attempt_id as id, message_id as "messageId", after_number as "afterNumber", to_number as "toNumber", started_at as "startedAt",
       duration_ms as "durationMs", status, fault, attempt.next_attempt_at as "nextAttemptAt"
     from webhook_attempt attempt join webhook using (webhook_id)
     where webhook_id = $1 and platform_id = $2 and ($3::uuid is null or attempt.attempt_id < $3)
     order by attempt.attempt_id desc limit $4`,
    [webhook.id, webhook.platformId, page.after, page.limit],
  );
  return found.rows;
}

/** Webhooks that wait for nothing but a change. */
export async function readFollowers(db: Db): Promise<Pick<WebhookRow, 'id' | 'filter' | 'kinds'>[]> {
  const found = await db.query<Pick<WebhookRow, 'id' | 'filter' | 'kinds'>>({
    name: 'read-webhook-followers',
    text: `select webhook_id as id, filter, kinds from webhook
      where state = 'active' and verified_at is not null and next_attempt_at is null`,
  });
  return found.rows;
}

/** Webhooks for which there is something to do now. */
export async function readDueWebhooks(db: Db, now: Date): Promise<string[]> {
  const found = await db.query<{ id: string }>(
    `select webhook_id as id from webhook, open_log
     where state = 'active' and (leased_until is null or leased_until <= $1)
       and case when next_attempt_at is null then verified_at is null or cursor < last_number else next_attempt_at <= $1 end`,
    [now],
  );
  return found.rows.map(({ id }) => id);
}

/** A change without its body: a webhook tells what changed, and where to read it. */
export type ThinChange = Omit<OpenChangeRow, 'body' | 'remark' | 'day'>;

/** Changes after one number up to another, in their order. */
export async function readThinChanges(db: Db, after: number, upTo: number, limit: number): Promise<ThinChange[]> {
  const found = await db.query<ThinChange>({
    name: 'read-thin-changes',
    text: `select number, at, kind, reason, record_id as "recordId", record_kind as "recordKind", notice_id as "noticeId", version,
        encode(sha256, 'hex') as sha256, findable, was_findable as "wasFindable"
      from open_change where number > $1 and number <= $2 order by number limit $3`,
    values: [after, upTo, limit],
  });
  return found.rows;
}
