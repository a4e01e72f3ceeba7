import { Migration } from '@mikro-orm/migrations';

/** Parameters with their papers, the proposals by which two persons change them, and the settings of a bureau. */
export class ParametersWithPapers extends Migration {
  override up(): void {
    this.addSql(`create table setting (
      bureau text not null,
      name text not null,
      value jsonb not null,
      set_by text not null,
      set_at timestamptz(3) not null,
      primary key (bureau, name)
    )`);

    this.addSql(`create table proposal (
      proposal_id uuid primary key default uuidv7(),
      kind text not null,
      payload jsonb not null,
      payload_hash text not null,
      reason text not null,
      proposed_by text not null,
      proposed_at timestamptz(3) not null,
      expires_at timestamptz(3) not null,
      state text not null default 'open' check (state in ('open', 'approved', 'rejected', 'withdrawn')),
      persons smallint check (persons in (1, 2)),
      decided_by text,
      decided_at timestamptz(3),
      decision_reason text,
      constraint proposal_decided check ((state <> 'open') = (decided_by is not null and decided_at is not null)),
      constraint proposal_second_person check (state <> 'approved' or (persons is not null and (persons = 1 or decided_by <> proposed_by))),
      constraint proposal_in_time check (state <> 'approved' or decided_at < expires_at)
    )`);
    this.addSql(`create index proposal_state_index on proposal (state, proposal_id)`);

    // A version is the whole dated history of one parameter: with valid time inside and recorded time outside, past answers stay.
    this.addSql(`create table parameter_version (
      name text not null,
      version integer not null check (version > 0),
      entries jsonb not null,
      proposal_id uuid not null references proposal,
      recorded_at timestamptz(3) not null,
      primary key (name, version),
      constraint parameter_version_proposal_id_unique unique (proposal_id)
    )`);

    this.addSql(`create function refuse_change() returns trigger language plpgsql as $$
      begin raise exception '% is append only', tg_table_name; end $$`);
    this.addSql(`create trigger parameter_version_append_only before update or delete or truncate on parameter_version
      for each statement execute function refuse_change()`);
    this.addSql(`create function keep_proposal() returns trigger language plpgsql as $$
      begin
        if old.state <> 'open' or (new.proposal_id, new.kind, new.payload, new.payload_hash, new.reason, new.proposed_by, new.proposed_at, new.expires_at)
          is distinct from (old.proposal_id, old.kind, old.payload, old.payload_hash, old.reason, old.proposed_by, old.proposed_at, old.expires_at)
        then raise exception 'a proposal is only decided, once'; end if;
        return new;
      end $$`);
    this.addSql(
      `create trigger proposal_only_decided before update on proposal for each row execute function keep_proposal()`,
    );
    this.addSql(
      `create trigger proposal_kept before delete or truncate on proposal for each statement execute function refuse_change()`,
    );
  }
}
