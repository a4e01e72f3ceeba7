import { Migration } from '@mikro-orm/migrations';

/** Looks of an investigation are shown to their persons later; content that had no month of its own goes in time, too. */
export class AccessHolds extends Migration {
  override up(): void {
    this.addSql(`create table access_hold (
      hold_id uuid primary key references proposal,
      client text not null,
      purpose text not null check (starts_with(purpose, 'investigation-')),
      case_number text not null,
      begins_at timestamptz(3) not null default now(),
      until timestamptz(3) not null
    )`);
    this.addSql(`create index access_hold_client_purpose_index on access_hold (client, purpose)`);
    this.addSql(`create trigger access_hold_append_only before update or delete or truncate on access_hold
      for each statement execute function refuse_change()`);

    // As before; and from the table of the others whatever is as old and sealed, row by row, with its guard down for that alone.
    this
      .addSql(`create or replace function erase_access_months() returns integer language plpgsql security definer set search_path = public, pg_temp as $$
      declare month text; waiting boolean; erased integer := 0; bound text; old uuid;
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
        bound := lpad(to_hex((extract(epoch from current_date - interval '37 months') * 1000)::bigint), 12, '0');
        old := format('%s-%s-0000-0000-000000000000', left(bound, 8), right(bound, 4));
        if exists (select from access_month.other event join access_leaf using (event_id) where event.event_id < old) then
          alter table access_month.other disable trigger access_event_append_only;
          delete from access_month.other event using access_leaf leaf where leaf.event_id = event.event_id and event.event_id < old;
          alter table access_month.other enable trigger access_event_append_only;
          erased := erased + 1;
        end if;
        return erased;
      end $$`);
  }
}
