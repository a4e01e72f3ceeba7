import { Migration } from '@mikro-orm/migrations';

/** The access log: events by month that nobody may change, and beside them the numbered, signed tree that a stranger can check. */
export class AccessLog extends Migration {
  override up(): void {
    this.addSql(`alter table access_event rename to access_event_before`);
    this.addSql(`alter table access_event_before rename constraint access_event_pkey to access_event_before_pkey`);
    this.addSql(`drop index access_event_client_at_index`);
    // By id: a uuidv7 begins with its millisecond, and so a month is a range of ids and an id is unique over all months.
    this.addSql(`create table access_event (
      event_id uuid not null default uuidv7(),
      at timestamptz(3) not null default now(),
      client text not null,
      audience text not null,
      purpose text not null,
      basis text,
      agreement_id uuid,
      operation text not null,
      fields text not null,
      outcome text not null,
      person_id uuid,
      credit_code text,
      target uuid,
      salt uuid not null default gen_random_uuid(),
      primary key (event_id)
    ) partition by range (event_id)`);
    this.addSql(`create index access_event_client_at_index on access_event (client, at)`);
    this.addSql(`create schema access_month`);
    this.addSql(`create table access_month.other partition of access_event default`);

    // Waiting for the sealer. Whoever commits late is in here late: what is not sealed yet is known as a set, never by time.
    this.addSql(`create table access_pending (event_id uuid primary key)`);
    // With its owner's rights: whoever may add an event need not reach the queue.
    this
      .addSql(`create function await_seal() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
      begin insert into access_pending select event_id from added; return null; end $$`);
    this.addSql(`create trigger access_event_awaits_seal after insert on access_event referencing new table as added
      for each statement execute function await_seal()`);

    // One row: whoever seals holds it.
    this.addSql(`create table access_log (
      single boolean primary key default true check (single),
      log_id uuid not null default gen_random_uuid()
    )`);
    this.addSql(`insert into access_log default values`);
    this.addSql(`create table access_leaf (
      number bigint primary key,
      event_id uuid not null,
      leaf bytea not null,
      subject text,
      constraint access_leaf_event_id_unique unique (event_id)
    )`);
    this.addSql(
      `create index access_leaf_subject_number_index on access_leaf (subject, number) where subject is not null`,
    );
    // Roots of whole subtrees of 2^8, 2^16, … leaves: a proof needs a few hundred hashes, however long the log is.
    this.addSql(`create table access_node (
      level smallint not null,
      place bigint not null,
      hash bytea not null,
      primary key (level, place)
    )`);
    this.addSql(`create table access_seal (
      seal bigint primary key,
      at timestamptz(3) not null,
      size bigint not null,
      root bytea not null,
      previous_root bytea not null,
      profile text not null,
      key_id text not null,
      signature bytea not null
    )`);
    this.addSql(`create index access_seal_size_seal_index on access_seal (size, seal)`);
    this.addSql(`create table access_anchor (
      anchor_id uuid primary key default uuidv7(),
      at timestamptz(3) not null default now(),
      seal bigint not null,
      size bigint not null,
      place text not null,
      outcome text not null check (outcome in ('kept', 'failed')),
      receipt text not null
    )`);
    this.addSql(`create index access_anchor_place_at_index on access_anchor (place, at)`);

    for (const table of ['access_log', 'access_leaf', 'access_node', 'access_seal', 'access_anchor'])
      this.addSql(`create trigger ${table}_append_only before update or delete or truncate on ${table}
        for each statement execute function refuse_change()`);
    // For each row: a trigger of the parent's rows holds in every month too, also for who names the month itself.
    this.addSql(`create trigger access_event_append_only before update or delete on access_event
      for each row execute function refuse_change()`);
    this.addSql(`create trigger access_event_kept before truncate on access_event
      for each statement execute function refuse_change()`);
    this.addSql(`create trigger other_kept before truncate on access_month.other
      for each statement execute function refuse_change()`);

    // With its owner's rights: the role that answers requests may make no table.
    this
      .addSql(`create function open_access_month(day date) returns void language plpgsql security definer set search_path = public, pg_temp as $$
      declare
        month text := 'm' || to_char(day, 'YYYY_MM');
        first date := date_trunc('month', day)::date;
        low text := lpad(to_hex((extract(epoch from first::timestamp at time zone 'Asia/Shanghai') * 1000)::bigint), 12, '0');
        high text := lpad(to_hex((extract(epoch from (first + interval '1 month')::timestamp at time zone 'Asia/Shanghai') * 1000)::bigint), 12, '0');
      begin
        if to_regclass('access_month.' || month) is not null then return; end if;
        execute format('create table access_month.%I partition of access_event for values from (%L) to (%L)', month,
          format('%s-%s-0000-0000-000000000000', left(low, 8), right(low, 4)), format('%s-%s-0000-0000-000000000000', left(high, 8), right(high, 4)));
        execute format('create trigger %I before truncate on access_month.%I for each statement execute function refuse_change()', month || '_kept', month);
      exception when check_violation or duplicate_table then
        -- Events of this month stand among the others already, or another worker was first: both are whole.
        null;
      end $$`);
    // The content of a whole month goes after three years, all of it sealed; numbers and leaves stay. Nobody can ask for less.
    this
      .addSql(`create function erase_access_months() returns integer language plpgsql security definer set search_path = public, pg_temp as $$
      declare month text; waiting boolean; erased integer := 0;
      begin
        for month in select child.relname from pg_inherits join pg_class child on child.oid = inhrelid
          where inhparent = 'access_event'::regclass and child.relname ~ '^m[0-9]{4}_[0-9]{2}$'
            and to_date(substr(child.relname, 2), 'YYYY_MM') + interval '37 months' < current_date
        loop
          execute format('select exists (select from access_month.%I event where not exists (select from access_leaf leaf where leaf.event_id = event.event_id))', month) into waiting;
          continue when waiting;
          execute format('drop table access_month.%I', month);
          erased := erased + 1;
        end loop;
        return erased;
      end $$`);
    this.addSql(`select open_access_month(current_date), open_access_month((current_date + interval '1 month')::date)`);
    this
      .addSql(`insert into access_event (event_id, at, client, audience, purpose, agreement_id, operation, fields, outcome, person_id, credit_code)
      select event_id, at, client, audience, purpose, agreement_id, operation, fields, outcome, person_id, credit_code from access_event_before`);
    // Whoever was allowed to add events still is.
    this.addSql(`do $$
      declare granted record;
      begin
        for granted in select grantee, privilege_type from information_schema.role_table_grants
          where table_name = 'access_event_before' and privilege_type in ('SELECT', 'INSERT') and grantee <> current_user
        loop execute format('grant %s on access_event to %I', granted.privilege_type, granted.grantee); end loop;
      end $$`);
    this.addSql(`drop table access_event_before`);
  }
}
