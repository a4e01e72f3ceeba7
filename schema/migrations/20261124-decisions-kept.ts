import { Migration } from '@mikro-orm/migrations';

/** Decisions move from a row per rule to a row per person; beside it candidates and history. Everybody is decided anew. */
export class DecisionsKept extends Migration {
  override up(): void {
    this.addSql(`create table entitlement_basis (
      basis text primary key,
      rules_version text not null,
      parameter_version text not null,
      trace_format text not null,
      rules text[] not null,
      parameters text not null,
      first_used_on date not null
    )`);

    // Codes of regions and versions are compared byte by byte, so that the beginning of a code finds a range of the index.
    this.addSql(`create table entitlement_sheet (
      person_id uuid primary key,
      basis text collate "C" not null,
      region text collate "C" not null,
      changes_on date,
      decisions text not null
    )`);
    this.addSql(
      `create index entitlement_sheet_changes_on_index on entitlement_sheet (changes_on) where changes_on is not null`,
    );
    this.addSql(`create index entitlement_sheet_basis_index on entitlement_sheet (basis)`);

    this.addSql(`create table entitlement_candidate (
      rule text not null,
      person_id uuid not null,
      certainty text not null check (certainty in ('certain', 'one_fact_away')),
      region text collate "C" not null,
      amount_fen bigint,
      at_most_fen bigint,
      missing text,
      reasons text[] not null,
      decided_on date not null,
      primary key (rule, person_id)
    )`);
    this.addSql(
      `create index entitlement_candidate_page_index on entitlement_candidate (rule, certainty, region, person_id)`,
    );
    this.addSql(`create index entitlement_candidate_person_id_index on entitlement_candidate (person_id)`);

    this.addSql(`create table entitlement_change (
      change_id uuid primary key default uuidv7(),
      person_id uuid not null,
      rule text not null,
      region text collate "C" not null,
      changed_on date not null,
      from_outcome text,
      from_amount_fen bigint,
      to_outcome text not null,
      to_amount_fen bigint,
      causes text[] not null,
      basis text not null
    )`);
    this.addSql(`create index entitlement_change_changed_on_index on entitlement_change (changed_on, change_id)`);
    this.addSql(`create index entitlement_change_person_id_index on entitlement_change (person_id)`);

    this.addSql(`drop table entitlement_decision`);
    this.addSql(`drop index person_record_changes_on_index`);
    this.addSql(`alter table person_record drop column changes_on`);
    this.addSql(`insert into touched_entity (person_id) select person_id from person_record order by person_id`);
  }
}
