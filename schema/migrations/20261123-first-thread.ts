import { Migration } from '@mikro-orm/migrations';

/** Everything that the first thread through the house remembers. The entities beside the nouns describe the same tables; a test compares. */
export class FirstThread extends Migration {
  override up(): void {
    // Identity: the ID number stands here alone, as a keyed index for finding and sealed for showing.
    this.addSql(`create table person_identifier (
      blind_index bytea primary key,
      sealed bytea not null,
      key_version smallint not null,
      person_id uuid not null default uuidv7(),
      constraint person_identifier_person_id_unique unique (person_id)
    )`);

    this.addSql(
      `create table vault_check (single boolean primary key default true check (single), hash text not null)`,
    );

    this.addSql(`create table source_state (
      stream_id smallint primary key,
      source text not null,
      stream text not null,
      fence bigint not null default 0,
      high_water jsonb,
      data_as_of timestamptz(3),
      records_begin_on date,
      live_rows bigint not null default 0,
      constraint source_state_source_stream_unique unique (source, stream)
    )`);
    this.addSql(`insert into source_state (stream_id, source, stream) values
      (1, 'employment', 'job-seekers'), (2, 'employment', 'registrations'), (3, 'employment', 'hardship'), (4, 'employment', 'benefit-grants'),
      (11, 'tax', 'taxpayers'), (21, 'commerce', 'market-entities'),
      (31, 'social-insurance', 'persons'), (32, 'social-insurance', 'unemployment-benefits'), (33, 'social-insurance', 'contributions')`);

    // record_key is a keyed hash of the source's key, content_hash one of the plain row: neither says anything without the hub's keys.
    const factColumns = `
      stream_id smallint not null,
      record_key bytea not null,
      content_hash bytea not null,
      person_id uuid,
      credit_code text,
      related_person_id uuid,
      version text,
      as_of timestamptz(3) not null,
      recorded_at timestamptz(3) not null,
      run_id uuid not null,
      absent_since timestamptz(3),
      body text not null`;
    this.addSql(`create table fact (${factColumns}, primary key (stream_id, record_key))`);
    this.addSql(`create index fact_person_id_index on fact (person_id) where person_id is not null`);
    this.addSql(`create index fact_credit_code_index on fact (credit_code) where credit_code is not null`);
    this.addSql(
      `create index fact_related_person_id_index on fact (related_person_id) where related_person_id is not null`,
    );
    this.addSql(
      `create table fact_history (${factColumns}, superseded_at timestamptz(3) not null, primary key (stream_id, record_key, superseded_at))`,
    );
    this.addSql(`create index fact_history_person_id_index on fact_history (person_id) where person_id is not null`);

    this.addSql(`create table sync_run (
      run_id uuid primary key default uuidv7(),
      stream_id smallint not null references source_state,
      scope text not null check (scope in ('ALL', 'CHANGES', 'RANGE', 'KEY')),
      range_from timestamptz(3), range_to timestamptz(3),
      sealed_key bytea,
      dry_run boolean not null default false,
      requested_by text not null,
      reason text not null,
      idempotency_key text,
      state text not null default 'queued' check (state in ('queued', 'running', 'done', 'failed')),
      attempt integer not null default 0,
      fence bigint,
      position jsonb,
      expected_rows bigint,
      rows_read bigint not null default 0,
      rows_new bigint not null default 0,
      rows_changed bigint not null default 0,
      rows_unchanged bigint not null default 0,
      rows_stale bigint not null default 0,
      rows_duplicate bigint not null default 0,
      rows_retired bigint not null default 0,
      rows_rejected bigint not null default 0,
      data_as_of timestamptz(3),
      queued_at timestamptz(3) not null default now(),
      started_at timestamptz(3),
      heartbeat_at timestamptz(3),
      finished_at timestamptz(3),
      error_kind text,
      error text,
      constraint sync_run_idempotency_key_unique unique (idempotency_key),
      constraint sync_run_rows_balance check (rows_read = rows_new + rows_changed + rows_unchanged + rows_stale + rows_duplicate + rows_retired + rows_rejected)
    )`);
    this.addSql(`create index sync_run_stream_id_run_id_index on sync_run (stream_id, run_id)`);
    this.addSql(`create index sync_run_state_index on sync_run (state) where state in ('queued', 'running')`);

    // Append only: what a batch changed, waiting for its record to be built again.
    this.addSql(`create table touched_entity (
      touched_id bigint generated always as identity primary key,
      person_id uuid,
      credit_code text
    )`);

    this.addSql(
      `create index touched_entity_person_id_index on touched_entity (person_id) where person_id is not null`,
    );
    this.addSql(
      `create index touched_entity_credit_code_index on touched_entity (credit_code) where credit_code is not null`,
    );

    this.addSql(`create table work_item (
      work_item_id uuid primary key default uuidv7(),
      kind text not null,
      stream_id smallint not null references source_state,
      subject_hash bytea not null,
      code text not null,
      field text,
      reason text not null,
      location jsonb not null,
      sealed bytea not null,
      state text not null default 'open' check (state in ('open', 'closed')),
      times integer not null default 1,
      first_seen_at timestamptz(3) not null,
      last_seen_at timestamptz(3) not null,
      run_id uuid not null,
      constraint work_item_case_unique unique (kind, stream_id, subject_hash, code)
    )`);

    this.addSql(`create table person_record (
      person_id uuid primary key,
      name_keys text[] not null,
      document text not null,
      changes_on date,
      built_at timestamptz(3) not null
    )`);
    this.addSql(
      `create index person_record_changes_on_index on person_record (changes_on) where changes_on is not null`,
    );
    this.addSql(`create table organization_record (
      credit_code text primary key,
      document text not null,
      built_at timestamptz(3) not null
    )`);
    this.addSql(`create table entitlement_decision (
      person_id uuid not null,
      rule text not null,
      outcome text not null,
      amount_fen bigint,
      decided_on date not null,
      changes_on date,
      primary key (person_id, rule)
    )`);

    this.addSql(`create table agreement (
      agreement_id uuid primary key default uuidv7(),
      client text not null,
      version integer not null,
      begins_on date not null,
      ends_on date,
      purposes jsonb not null,
      default_purpose text,
      fields jsonb not null,
      daily_limit integer not null,
      constraint agreement_client_version_unique unique (client, version)
    )`);
    this.addSql(`create table access_event (
      event_id uuid primary key default uuidv7(),
      at timestamptz(3) not null default now(),
      client text not null,
      audience text not null,
      purpose text not null,
      agreement_id uuid,
      operation text not null,
      fields text not null,
      outcome text not null,
      person_id uuid,
      credit_code text
    )`);
    this.addSql(`create index access_event_client_at_index on access_event (client, at)`);

    this.addSql(`create table notice (
      notice_id uuid primary key default uuidv7(),
      credit_code text not null,
      employer_name text not null,
      title text not null,
      body text not null,
      region text not null,
      headcount integer not null,
      apply_url text not null,
      apply_until date not null,
      state text not null default 'filed' check (state in ('filed', 'published', 'withdrawn')),
      filed_by text not null,
      filed_at timestamptz(3) not null default now(),
      published_at timestamptz(3)
    )`);
    this.addSql(
      `create index notice_published_at_index on notice (published_at desc, notice_id desc) where state = 'published'`,
    );
  }
}
