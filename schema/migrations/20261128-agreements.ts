import { Migration } from '@mikro-orm/migrations';

/** Agreements with their rows and their end; what rows are chosen by; and a role that reads records by agreements alone. */
export class Agreements extends Migration {
  override up(): void {
    this.addSql(`alter table agreement
      add column regions text[] not null default '{}',
      add column populations text[] not null default '{}',
      add column if not exists trusted_documents boolean not null default false,
      add column token_binding boolean not null default false,
      add column proposal_id uuid references proposal,
      add column recorded_at timestamptz(3) not null default now(),
      add column ended_at timestamptz(3),
      add column ended_by text,
      add column end_reason text`);
    this.addSql(`create function tell_agreement() returns trigger language plpgsql as $$
      begin perform pg_notify('agreement', ''); return null; end $$`);
    this.addSql(
      `create trigger agreement_told after insert or update on agreement for each statement execute function tell_agreement()`,
    );

    this.addSql(`alter table person_record
      add column region text not null default '', add column populations text[] not null default '{}'`);
    this.addSql(`update person_record set region = coalesce(document::jsonb #>> '{householdRegion,value}', ''),
      populations = array_remove(array[
        case when document::jsonb @? '$.employments[*] ? (@.form == "unemployed")' then 'unemployed' end,
        case when document::jsonb @? '$.hardships[0]' then 'hard-to-employ' end,
        case when document::jsonb @? '$.unemploymentBenefits[0]' then 'benefit-recipients' end,
        case when document::jsonb @? '$.contributions[0]' then 'insured' end,
        case when document::jsonb @? '$.enterprises[0]' then 'founders' end], null)`);
    this.addSql(`alter table organization_record add column region text not null default ''`);
    this.addSql(`update organization_record set region = coalesce(document::jsonb #>> '{region,value}', '')`);
    this.readByAgreement();

    // A case need not come from a source's row: an alarm has none.
    this.addSql(`alter table work_item alter column stream_id drop not null, alter column run_id drop not null,
      alter column sealed drop not null, drop constraint work_item_case_unique,
      add constraint work_item_case_unique unique nulls not distinct (kind, stream_id, subject_hash, code)`);
  }

  /**
   * The second wall. What partners read is read in this role: it holds no right to a record, only to these functions, which show
   * the rows of an agreement that is in force. The role belongs to the whole server; it may stand already.
   */
  private readByAgreement(): void {
    this.addSql(`do $$ begin
      if not exists (select from pg_roles where rolname = 'hub_reader') then create role hub_reader nologin; end if;
    exception when duplicate_object or unique_violation then null; end $$`);
    this.addSql(`do $$ begin
      if not pg_has_role(current_user, 'hub_reader', 'SET') then execute format('grant hub_reader to %I', current_user); end if;
    end $$`);
    const inForce = `agreement.begins_on <= one.on_day and (agreement.ends_on is null or agreement.ends_on >= one.on_day)
      and agreement.ended_at is null`;
    const inRegion = (region: string) =>
      `(agreement.regions = '{}' or exists (select from unnest(agreement.regions) as beginning where starts_with(${region}, beginning)))`;
    const settings = `volatile security definer set search_path = public, pg_temp`;
    // Volatile: it sees an agreement that ended while its caller waited.
    this
      .addSql(`create function persons_by_agreement(places bigint[], person_ids uuid[], name_keys text[], agreement_ids uuid[], on_days date[])
      returns table (place bigint, person_id uuid, document text) language plpgsql ${settings} as $$
      begin return query
        select one.place, record.person_id, record.document
        from unnest(places, person_ids, name_keys, agreement_ids, on_days) as one (place, person_id, name_key, agreement_id, on_day)
        join person_record record on record.person_id = one.person_id and record.name_keys @> array[one.name_key]
        join agreement on agreement.agreement_id = one.agreement_id
        where ${inForce} and ${inRegion('record.region')}
          and (agreement.populations = '{}' or agreement.populations && record.populations);
      end $$`);
    this.addSql(`create function organization_by_agreement(code text, wanted uuid, on_day date)
      returns table (credit_code text, document text) language plpgsql ${settings} as $$
      begin return query
        select record.credit_code, record.document
        from (select on_day) one, organization_record record, agreement
        where record.credit_code = code and agreement.agreement_id = wanted
          and ${inForce} and ${inRegion('record.region')};
      end $$`);
    this.addSql(`revoke all on function persons_by_agreement, organization_by_agreement from public`);
    this.addSql(`grant execute on function persons_by_agreement, organization_by_agreement to hub_reader`);
    this.addSql(`grant select (blind_index, person_id) on person_identifier to hub_reader`);
    this.addSql(`grant insert on access_event to hub_reader`);
  }
}
