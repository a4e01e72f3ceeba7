import { Migration } from '@mikro-orm/migrations';

/** Machine clients by their public keys, people with their second factor, what a sign-in needs meanwhile, and the guard against replay. */
export class ClientsAndPeople extends Migration {
  override up(): void {
    // A name may be given again once its client was revoked: access events and agreements speak of names.
    this.addSql(`create table client (
      client_id uuid primary key default uuidv7(),
      name text not null,
      audience text not null check (audience in ('partner', 'employer')),
      credit_code text,
      keys jsonb not null,
      keys_since timestamptz(3) not null,
      added_at timestamptz(3) not null,
      added_by text not null,
      revoked_at timestamptz(3),
      revoked_by text,
      constraint client_of_employer check ((audience = 'employer') = (credit_code is not null)),
      constraint client_revoked check ((revoked_at is null) = (revoked_by is null))
    )`);
    this.addSql(`create unique index client_name_unique on client (name) where revoked_at is null`);

    this.addSql(`create table account (
      account_id uuid primary key default uuidv7(),
      login text not null,
      name text not null,
      audience text not null check (audience in ('staff', 'employer')),
      roles text[] not null,
      region text,
      credit_code text,
      subject text,
      passphrase text,
      sealed_totp bytea,
      last_totp_step bigint,
      enrol_hash bytea,
      enrol_until timestamptz(3),
      added_at timestamptz(3) not null,
      added_by text not null,
      dismissed_at timestamptz(3),
      dismissed_by text,
      constraint account_login_unique unique (login),
      constraint account_subject_unique unique (subject),
      constraint account_serves check (case audience when 'staff' then region is not null and credit_code is null else credit_code is not null and region is null end),
      constraint account_enrolled check ((passphrase is null) = (sealed_totp is null)),
      constraint account_enrols check ((enrol_hash is null) = (enrol_until is null)),
      constraint account_dismissed check ((dismissed_at is null) = (dismissed_by is null))
    )`);

    // Whoever is looked for, whether there is such an account or not: nothing tells them apart.
    this.addSql(`create table sign_in_failure (
      login_hash bytea primary key,
      failures integer not null,
      last_at timestamptz(3) not null
    )`);
    this.addSql(`create table web_session (
      session_hash bytea primary key,
      account_id uuid not null references account,
      signed_in_at timestamptz(3) not null,
      used_at timestamptz(3) not null,
      ends_at timestamptz(3) not null
    )`);
    // What the authorization server keeps for a while: codes, grants, interactions, used assertions. Sealed: an id among it opens a door.
    this.addSql(`create table sign_in_item (
      item_hash bytea primary key,
      kind text not null,
      sealed bytea not null,
      grant_hash bytea,
      uid_hash bytea,
      consumed_at timestamptz(3),
      ends_at timestamptz(3) not null
    )`);
    this.addSql(`create index sign_in_item_grant_hash_index on sign_in_item (grant_hash) where grant_hash is not null`);
    this.addSql(`create index sign_in_item_uid_hash_index on sign_in_item (uid_hash) where uid_hash is not null`);
    this.addSql(`create index sign_in_item_ends_at_index on sign_in_item (ends_at)`);

    // Written once for each request of a bound token, and needed for two minutes: not worth a log of its own. A crash
    // empties both tables together, and proofs from before are then refused.
    this.addSql(`create unlogged table used_proof (proof_hash bytea primary key, ends_at timestamptz(3) not null)`);
    this.addSql(`create index used_proof_ends_at_index on used_proof (ends_at)`);
    this.addSql(`create unlogged table used_proof_memory (
      is_only boolean primary key default true check (is_only),
      since timestamptz(3) not null
    )`);
    this.addSql(`insert into used_proof_memory (since) values (now())`);

    this.addSql(`alter table platform add column revoked_at timestamptz(3)`);

    this.addSql(`create function tell_access_changed() returns trigger language plpgsql as $$
      begin perform pg_notify('access_changed', ''); return null; end $$`);
    const changes = {
      client: 'insert or delete or update of keys, keys_since, revoked_at',
      account: 'delete or update of roles, region, credit_code, dismissed_at',
      platform: 'delete or update of key_hash, revoked_at',
    };
    for (const [table, change] of Object.entries(changes))
      this.addSql(`create trigger ${table}_access_changed after ${change} on ${table}
        for each statement execute function tell_access_changed()`);
  }
}
