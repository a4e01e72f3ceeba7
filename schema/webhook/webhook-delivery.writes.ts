/**
 * How one message at a time leaves a webhook: taken by one worker under a lease, noted before it is sent, settled after. A worker
 * that dies between leaves the lease to run out, and the next one sends the same message again.
 */
import type pg from 'pg';
import type { RecordFilter } from '../../rules/recruitment/post-filter.js';
import { transact } from '../database.js';
import type { WebhookFault } from './webhook.reads.js';

export interface TakenWebhook {
  id: string;
  url: string;
  filter: RecordFilter | null;
  kinds: readonly string[] | null;
  round: number;
  isVerified: boolean;
  cursor: number;
  pendingTo: number | null;
  attempts: number;
  registeredAt: Date;
  sealedSecret: Buffer;
  /** Those before it, while they still sign. */
  sealedOldSecret: Buffer | null;
  /** Names the lease: whoever lost it settles nothing. */
  attemptId: string;
}

/**
 * Null: nothing is due, or another worker has it. An address that has not proved itself is somebody's who never asked for this:
 * however often the owner changes or resumes the webhook, it hears of it at most every five seconds.
 */
export async function takeWebhook(db: pg.Pool, id: string, now: Date, leasedUntil: Date): Promise<TakenWebhook | null> {
  const taken = await db.query<TakenWebhook>({
    name: 'take-webhook',
    text: `update webhook set attempt_id = uuidv7(), leased_until = $3
      where webhook_id = $1 and state = 'active' and (leased_until is null or leased_until <= $2)
        and (next_attempt_at is null or next_attempt_at <= $2)
        and (verified_at is not null or ($2::timestamptz - interval '5 seconds' < (
          select started_at from webhook_attempt attempt where attempt.webhook_id = $1 order by attempt.attempt_id desc limit 1)) is not true)
      returning webhook_id as id, url, filter, kinds, round, verified_at is not null as "isVerified", cursor, pending_to as "pendingTo",
        attempts, registered_at as "registeredAt", sealed_secret as "sealedSecret", case when old_secret_until > $2 then sealed_old_secret end as "sealedOldSecret",
        attempt_id as "attemptId"`,
    values: [id, now, leasedUntil],
  });
  return taken.rows[0] ?? null;
}

export type Lease = Pick<TakenWebhook, 'id' | 'round' | 'attemptId'>;

const ofLease = 'webhook_id = $1 and attempt_id = $2';
const release = `update webhook set attempt_id = null, leased_until = null where ${ofLease}`;

/** Nothing of what follows the cursor concerns this webhook, up to a number. */
export async function passChanges(db: pg.Pool, { id, round, attemptId }: Lease, upTo: number): Promise<void> {
  await transact(db, async (client) => {
    await client.query(
      `update webhook set cursor = $4, pending_to = null, attempts = 0, next_attempt_at = null where ${ofLease} and round = $3`,
      [id, attemptId, round, upTo],
    );
    await client.query(release, [id, attemptId]);
  });
}

export interface BegunAttempt {
  messageId: string;
  /** The changes that it tells; null for a verification. */
  changes: { after: number; to: number } | null;
}

/** False: the webhook was changed or the lease lost since it was taken; nothing may be sent. */
export function beginAttempt(
  db: pg.Pool,
  { id, round, attemptId }: Lease,
  { messageId, changes }: BegunAttempt,
  now: Date,
): Promise<boolean> {
  return transact(db, async (client) => {
    const pending = await client.query(
      `update webhook set pending_to = $4 where ${ofLease} and round = $3 and state = 'active'`,
      [id, attemptId, round, changes?.to ?? null],
    );
    if (pending.rowCount === 0) {
      await client.query(release, [id, attemptId]);
      return false;
    }
    await client.query(
      `insert into webhook_attempt (attempt_id, webhook_id, message_id, after_number, to_number, started_at) values ($1, $2, $3, $4, $5, $6)`,
      [attemptId, id, messageId, changes?.after ?? null, changes?.to ?? null, now],
    );
    return true;
  });
}

/** What follows from an attempt. */
export type Verdict = { is: 'acknowledged' } | { is: 'again'; at: Date } | { is: 'failed' } | { is: 'gone' };

export interface SettledAttempt {
  durationMs: number;
  status: number | null;
  fault: WebhookFault | null;
  verdict: Verdict;
}

/** Notes how an attempt ended. The webhook follows, but for one whose owner has meanwhile changed what is sent. */
export async function settleAttempt(
  db: pg.Pool,
  { id, round, attemptId }: Lease,
  { durationMs, status, fault, verdict }: SettledAttempt,
  now: Date,
): Promise<void> {
  const again = verdict.is === 'again' ? verdict.at : null;
  await transact(db, async (client) => {
    await client.query(
      `update webhook set
         verified_at = case when $4 = 'acknowledged' then coalesce(verified_at, $5) else verified_at end,
         cursor = case when $4 = 'acknowledged' then coalesce(pending_to, cursor) else cursor end,
         pending_to = case when $4 = 'acknowledged' then null else pending_to end,
         attempts = case when $4 = 'acknowledged' then 0 else attempts + 1 end,
         next_attempt_at = $6,
         state = case when $4 in ('failed', 'gone') then $4 else state end
       where ${ofLease} and round = $3 and state in ('active', 'paused')`,
      [id, attemptId, round, verdict.is, now, again],
    );
    await client.query(release, [id, attemptId]);
    await client.query(
      `update webhook_attempt set duration_ms = $2, status = $3, fault = $4, next_attempt_at = $5 where attempt_id = $1`,
      [attemptId, durationMs, status, fault, again],
    );
  });
}

/** The worker ends with the attempt under way: that counts as none, and the next worker sends the message again. */
export async function abandonAttempt(db: pg.Pool, { id, attemptId }: Lease): Promise<void> {
  await db.query(release, [id, attemptId]);
}
