import { Migration } from '@mikro-orm/migrations';

/** Job platforms that registered themselves, their webhooks, and what came of each attempt to deliver. */
export class Webhooks extends Migration {
  override up(): void {
    this.addSql(`create table platform (
      platform_id uuid primary key default uuidv7(),
      name text not null,
      sealed_contact bytea not null,
      key_hash bytea not null,
      registered_at timestamptz(3) not null,
      from_address bytea,
      constraint platform_key_hash_unique unique (key_hash)
    )`);
    this.addSql(`create index platform_from_address_index on platform (from_address) where from_address is not null`);

    // Changes up to "cursor" are acknowledged; a message about those up to "pending_to" is being delivered.
    this.addSql(`create table webhook (
      webhook_id uuid primary key default uuidv7(),
      platform_id uuid not null references platform,
      url text not null,
      filter jsonb,
      kinds text[],
      state text not null default 'active' check (state in ('active', 'paused', 'failed', 'gone', 'removed')),
      round integer not null default 1,
      verified_at timestamptz(3),
      sealed_secret bytea,
      sealed_old_secret bytea,
      old_secret_until timestamptz(3),
      cursor bigint not null,
      pending_to bigint,
      attempts integer not null default 0,
      next_attempt_at timestamptz(3),
      attempt_id uuid,
      leased_until timestamptz(3),
      registered_at timestamptz(3) not null,
      removed_at timestamptz(3),
      idempotency_key text not null,
      request_hash text not null,
      constraint webhook_idempotency_key_unique unique (platform_id, idempotency_key),
      constraint webhook_leased check ((attempt_id is null) = (leased_until is null)),
      constraint webhook_has_secret check ((sealed_secret is null) = (state = 'removed'))
    )`);

    this.addSql(`create table webhook_attempt (
      attempt_id uuid primary key,
      webhook_id uuid not null references webhook on delete cascade,
      message_id text not null,
      after_number bigint,
      to_number bigint,
      started_at timestamptz(3) not null,
      duration_ms integer,
      status integer,
      fault text,
      next_attempt_at timestamptz(3)
    )`);
    this.addSql(`create index webhook_attempt_webhook_id_attempt_id_index on webhook_attempt (webhook_id, attempt_id)`);
    this.addSql(`create index webhook_attempt_started_at_index on webhook_attempt (started_at)`);
  }
}
