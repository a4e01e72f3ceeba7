import { Migration } from '@mikro-orm/migrations';

/** Article 11 behind the page: notices filed version by version, proposed hires, objections, exemptions, and their histories. */
export class Recruitment extends Migration {
  override up(): void {
    // The first release kept a few words per notice, for demonstration: no filing, no posts, nothing that could be carried over.
    this.addSql(`drop table notice`);

    this.addSql(`create table notice (
      notice_id uuid primary key default uuidv7(),
      credit_code text not null,
      bureau text not null,
      state text not null default 'draft',
      version integer not null default 0,
      notice_no text,
      closes_at timestamptz(3),
      published_at timestamptz(3),
      paused_at timestamptz(3),
      pause_reason text,
      withdrawal jsonb,
      conclusion jsonb,
      hired jsonb,
      stage_results jsonb not null default '[]',
      post_ids jsonb not null default '{}',
      created_by text not null,
      created_at timestamptz(3) not null,
      changed_at timestamptz(3) not null,
      constraint notice_notice_no_unique unique (notice_no),
      constraint notice_is_public check ((version > 0) = (notice_no is not null and published_at is not null and closes_at is not null))
    )`);
    this.addSql(`create index notice_bureau_state_index on notice (bureau, state, notice_id)`);
    this.addSql(`create index notice_credit_code_index on notice (credit_code, notice_id)`);
    // What the clock must move.
    this.addSql(`create index notice_closes_at_index on notice (closes_at) where state = 'published'`);

    // Texts are kept as they were written, in their own order: the public records are made of them.
    this.addSql(`create table notice_version (
      notice_id uuid not null references notice,
      version integer not null,
      state text not null default 'draft',
      revision integer not null default 1,
      content json not null,
      employer json,
      saved_by text not null,
      saved_at timestamptz(3) not null,
      amend_reason text,
      justification text,
      returned jsonb,
      answers jsonb,
      submitted_by text,
      submitted_at timestamptz(3),
      reviewed_by text,
      filing_number text,
      filed_at timestamptz(3),
      publish_at timestamptz(3),
      official_url text,
      official_published_at timestamptz(3),
      official_checked_at timestamptz(3),
      official_verdict text check (official_verdict in ('same', 'differs', 'unreachable')),
      published_at timestamptz(3),
      primary key (notice_id, version),
      constraint notice_version_filed check (state not in ('filed', 'published') or (filing_number is not null and filed_at is not null and employer is not null)),
      constraint notice_version_published check ((state = 'published') = (published_at is not null))
    )`);
    this.addSql(
      `create unique index notice_version_one_on_its_way on notice_version (notice_id) where state in ('draft', 'submitted', 'returned', 'filed')`,
    );
    this.addSql(`create index notice_version_publish_at_index on notice_version (publish_at) where state = 'filed'`);

    this.addSql(`create table publicity_batch (
      batch_id uuid primary key default uuidv7(),
      notice_id uuid not null references notice,
      state text not null default 'draft',
      recusal_statement boolean not null default false,
      counts jsonb not null default '[]',
      saved_by text not null,
      saved_at timestamptz(3) not null,
      return_reason text,
      submitted_by text,
      submitted_at timestamptz(3),
      posted_at timestamptz(3),
      working_days integer,
      first_day date,
      last_day date,
      ends_at timestamptz(3),
      list_hash text,
      taken_down_at timestamptz(3),
      cancel_reason text,
      constraint publicity_batch_posted check (state not in ('public', 'ended') or (posted_at is not null and ends_at is not null and list_hash is not null)),
      constraint publicity_batch_taken_down check ((state = 'ended') <= (taken_down_at is not null))
    )`);
    this.addSql(`create index publicity_batch_notice_id_index on publicity_batch (notice_id)`);
    this.addSql(`create index publicity_batch_ends_at_index on publicity_batch (ends_at) where state = 'public'`);
    // Names stand here alone, sealed.
    this.addSql(`create table publicity_candidate (
      batch_id uuid not null references publicity_batch,
      place integer not null,
      post_code text not null,
      sealed bytea not null,
      removed_at timestamptz(3),
      primary key (batch_id, place)
    )`);

    this.addSql(`create table objection (
      objection_id uuid primary key default uuidv7(),
      batch_id uuid not null references publicity_batch,
      notice_id uuid not null references notice,
      receipt text not null,
      channel text not null check (channel in ('online', 'phone', 'letter', 'visit')),
      sealed bytea not null,
      state text not null default 'received',
      received_at timestamptz(3) not null,
      decided_at timestamptz(3),
      finding text,
      removed_places jsonb,
      constraint objection_receipt_unique unique (receipt),
      constraint objection_decided check ((state in ('received', 'acknowledged')) = (decided_at is null))
    )`);
    this.addSql(`create index objection_notice_id_index on objection (notice_id)`);
    this.addSql(`create index objection_batch_id_index on objection (batch_id)`);

    // A register entry and no content: not the post, not the people, not a number in any public series.
    this.addSql(`create table exemption (
      exemption_id uuid primary key default uuidv7(),
      bureau text not null,
      credit_code text not null,
      kind text not null check (kind in ('classified', 'other_special')),
      basis text not null,
      level text not null,
      posts integer not null check (posts > 0),
      expires_on date not null,
      proposal_id uuid not null references proposal,
      recorded_at timestamptz(3) not null,
      constraint exemption_proposal_id_unique unique (proposal_id)
    )`);
    this.addSql(`create index exemption_bureau_index on exemption (bureau, recorded_at)`);

    // One log an aggregate, each entry sealed onto the one before it.
    this.addSql(`create table recruitment_history (
      aggregate text not null check (aggregate in ('notice', 'publicity', 'objection')),
      aggregate_id uuid not null,
      seq integer not null,
      at timestamptz(3) not null,
      move text not null,
      from_state text not null,
      to_state text not null,
      version integer,
      actor text not null,
      party text not null,
      reason text,
      detail jsonb,
      previous_hash text not null,
      hash text not null,
      primary key (aggregate, aggregate_id, seq)
    )`);
    this
      .addSql(`create trigger recruitment_history_append_only before update or delete or truncate on recruitment_history
      for each statement execute function refuse_change()`);

    // Numbers without gaps, a series a bureau, year and kind.
    this.addSql(`create table number_series (
      series text primary key,
      last integer not null
    )`);

    // What a key was used for: the same again gives the same, something else is refused.
    this.addSql(`create table used_key (
      client text not null,
      key text not null,
      request_hash text not null,
      result_id uuid not null,
      used_at timestamptz(3) not null,
      primary key (client, key)
    )`);
  }
}
