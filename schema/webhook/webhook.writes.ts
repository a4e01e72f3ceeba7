/** What the owner of a webhook may do with it. A delivery under way is left to settle: see webhook-delivery.writes. */
import type pg from 'pg';
import type { RecordFilter } from '../../rules/recruitment/post-filter.js';
import { transact } from '../database.js';
import { jsonHash } from '../json-hash.js';
import type { Vault } from '../vault.js';
import { secretsIn, webhookColumns } from './webhook.reads.js';
import type { WebhookRow } from './webhook.reads.js';

export const webhooksOfPlatform = 10;
/** Removed ones too: each one that is registered is a row for a month, and a message to an address that nobody has proved yet. */
export const registeredADay = 100;
/** That sign beside the present one. */
export const oldSecretsAtOnce = 4;
const dayMs = 86_400_000;
const keepDays = 30;

export interface NewWebhook {
  platformId: string;
  url: string;
  filter: RecordFilter | null;
  kinds: readonly string[] | null;
  /** Only what changes from now on, else everything since the beginning. */
  fromNow: boolean;
  idempotencyKey: string;
  sealedSecret: Buffer;
}

/** A webhook with its secret, which is told to nobody but who registers it or lost the answer to that. */
export interface Registered {
  webhook: WebhookRow;
  sealedSecret: Buffer | null;
}

/** The same key with the same request gives the same webhook again; the same key with another one is refused. */
export function registerWebhook(
  db: pg.Pool,
  asked: NewWebhook,
  now: Date,
): Promise<Registered | { not: 'conflict' | 'limit' | 'daily-limit' | 'revoked' }> {
  const { platformId, url, filter, kinds, fromNow, idempotencyKey, sealedSecret } = asked;
  const request = jsonHash({ url, filter, kinds, fromNow });
  const dayAgo = new Date(now.getTime() - dayMs);
  return transact(db, async (client) => {
    // One registration of a platform at a time, and none after it was turned away, however long the request was under way.
    const allowed = await client.query(
      'select from platform where platform_id = $1 and revoked_at is null for update',
      [platformId],
    );
    if (allowed.rowCount === 0) return { not: 'revoked' };
    const known = await client.query<WebhookRow & { request: string; secret: Buffer | null }>(
      `select ${webhookColumns}, request_hash as request,
         case when sealed_old_secret is null and registered_at > $3 then sealed_secret end as secret
       from webhook where platform_id = $1 and idempotency_key = $2`,
      [platformId, idempotencyKey, dayAgo],
    );
    if (known.rows[0]) {
      const { request: before, secret, ...webhook } = known.rows[0];
      return before === request ? { webhook, sealedSecret: secret } : { not: 'conflict' };
    }
    const today = await client.query<{ count: number }>(
      'select count(*) from webhook where platform_id = $1 and registered_at > $2',
      [platformId, dayAgo],
    );
    if (today.rows[0]!.count >= registeredADay) return { not: 'daily-limit' };
    const made = await client.query<WebhookRow>(
      `insert into webhook (platform_id, url, filter, kinds, cursor, sealed_secret, registered_at, idempotency_key, request_hash)
       select $1, $2, $3, $4, case when $5 then last_number else 0 end, $6, $7, $8, $9 from open_log
       where (select count(*) from webhook where platform_id = $1 and state <> 'removed') < $10
       returning ${webhookColumns}`,
      [
        platformId,
        url,
        filter && JSON.stringify(filter),
        kinds,
        fromNow,
        sealedSecret,
        now,
        idempotencyKey,
        request,
        webhooksOfPlatform,
      ],
    );
    return made.rows[0] ? { webhook: made.rows[0], sealedSecret } : { not: 'limit' };
  });
}

/** What the owner changes. Whatever changes what is sent begins the message under way anew, under another id. */
export interface WebhookChange {
  url?: string;
  filter?: RecordFilter | null;
  kinds?: readonly string[] | null;
  state?: 'active' | 'paused' | 'removed';
  /** Deliver what comes after this number. */
  cursor?: number;
}

export interface OwnWebhook {
  id: string;
  platformId: string;
}

/** Null: the platform has no such webhook, or it stands in none of the states `from`. */
export async function changeWebhook(
  db: pg.Pool,
  { id, platformId }: OwnWebhook,
  from: readonly WebhookRow['state'][],
  change: WebhookChange,
  now: Date,
): Promise<WebhookRow | null> {
  const set = (name: keyof WebhookChange) => Object.hasOwn(change, name);
  const changed = await db.query<WebhookRow>(
    `update webhook set
       url = coalesce($4::text, url),
       filter = case when $5 then $6::jsonb else filter end,
       kinds = case when $7 then $8::text[] else kinds end,
       state = coalesce($9::text, case when ($4::text is not null or $10::bigint is not null) and state in ('failed', 'gone') then 'active' else state end),
       cursor = coalesce($10::bigint, cursor),
       round = case when $12::boolean or state in ('failed', 'gone') then round + 1 else round end,
       pending_to = case when $12::boolean or state in ('failed', 'gone') then null else pending_to end,
       attempts = 0, next_attempt_at = null,
       -- Another address has to prove itself, and one that was given up has to once more.
       verified_at = case when $4::text is null and state in ('active', 'paused') then verified_at end,
       sealed_secret = case when $9::text is distinct from 'removed' then sealed_secret end,
       sealed_old_secret = case when $9::text is distinct from 'removed' then sealed_old_secret end,
       removed_at = case when $9::text = 'removed' then $11::timestamptz end
     where webhook_id = $1 and platform_id = $2 and state = any($3)
     returning ${webhookColumns}`,
    [
      id,
      platformId,
      from,
      change.url ?? null,
      set('filter'),
      change.filter ? JSON.stringify(change.filter) : null,
      set('kinds'),
      change.kinds ?? null,
      change.state ?? null,
      change.cursor ?? null,
      now,
      set('url') || set('filter') || set('kinds') || set('cursor'),
    ],
  );
  return changed.rows[0] ?? null;
}

/**
 * For a day the secrets before sign too, so that the receiver can change over whenever it likes. All of them: whoever lost the
 * answer to a rotation rotates again, and the receiver still has the one before both.
 */
export function rotateSecret(
  db: pg.Pool,
  vault: Vault,
  { id, platformId }: OwnWebhook,
  secret: string,
  now: Date,
): Promise<WebhookRow | { not: 'found' | 'limit' }> {
  return transact(db, async (client) => {
    const found = await client.query<{ sealed: Buffer[] }>(
      `select array_remove(array[sealed_secret, case when old_secret_until > $3 then sealed_old_secret end], null) as sealed
       from webhook where webhook_id = $1 and platform_id = $2 and state <> 'removed' for update`,
      [id, platformId, now],
    );
    if (!found.rows[0]) return { not: 'found' };
    const before = found.rows[0].sealed.flatMap((sealed) => secretsIn(vault, sealed));
    if (before.length > oldSecretsAtOnce) return { not: 'limit' };
    const changed = await client.query<WebhookRow>(
      `update webhook set sealed_secret = $2, sealed_old_secret = $3, old_secret_until = $4 where webhook_id = $1 returning ${webhookColumns}`,
      [id, vault.seal(secret), vault.seal(before.join(' ')), new Date(now.getTime() + dayMs)],
    );
    return changed.rows[0]!;
  });
}

/** Attempts are kept for 30 days, and so are removed webhooks; secrets as long as they sign. */
export async function forgetOldAttempts(db: pg.Pool, now: Date): Promise<void> {
  const before = new Date(now.getTime() - keepDays * dayMs);
  await db.query('delete from webhook_attempt where started_at < $1', [before]);
  await db.query(`delete from webhook where state = 'removed' and removed_at < $1`, [before]);
  await db.query('update webhook set sealed_old_secret = null where old_secret_until <= $1', [now]);
}
