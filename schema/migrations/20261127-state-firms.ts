import { Migration } from '@mikro-orm/migrations';

/** The members of firms as a stream, the bureaus of the city, and the dated register of state firms. */
export class StateFirms extends Migration {
  override up(): void {
    this.addSql(
      `insert into source_state (stream_id, source, stream) values (22, 'commerce', 'market-entity-members')`,
    );

    this.addSql(`create table bureau (region text primary key, name text not null, website text)`);
    this.addSql(`insert into bureau (region, name) values
      ('410900', '濮阳市人力资源和社会保障局'), ('410902', '华龙区人力资源和社会保障局'),
      ('410922', '清丰县人力资源和社会保障局'), ('410923', '南乐县人力资源和社会保障局'),
      ('410926', '范县人力资源和社会保障局'), ('410927', '台前县人力资源和社会保障局'),
      ('410928', '濮阳县人力资源和社会保障局')`);

    // The credit code stands in the key beside a range, so an index of ranges must know text. PostgreSQL trusts a database's owner
    // with this extension.
    this.addSql(`create extension if not exists btree_gist`);
    this.addSql(`create table state_firm (
      credit_code text not null,
      valid daterange not null check (not lower_inf(valid)),
      name text not null,
      level text not null check (level in ('central', 'provincial', 'municipal', 'county')),
      holding text not null check (holding in ('wholly', 'controlled', 'branch')),
      investor text,
      region text not null,
      bureau text not null references bureau,
      evidence jsonb not null,
      proposal_id uuid not null references proposal,
      recorded_at timestamptz(3) not null,
      primary key (credit_code, valid without overlaps),
      constraint state_firm_proposal_id_unique unique (proposal_id)
    )`);
    this.addSql(`create function keep_state_firm() returns trigger language plpgsql as $$
      begin
        if (to_jsonb(new) - 'valid') <> (to_jsonb(old) - 'valid') or lower(new.valid) <> lower(old.valid) or not new.valid <@ old.valid
        then raise exception 'an entry of the register is only ended'; end if;
        return new;
      end $$`);
    this.addSql(
      `create trigger state_firm_only_ended before update on state_firm for each row execute function keep_state_firm()`,
    );
    this.addSql(
      `create trigger state_firm_kept before delete or truncate on state_firm for each statement execute function refuse_change()`,
    );
    this.addSql(
      `create index proposal_state_firm_index on proposal ((payload ->> 'creditCode')) where kind = 'state-firm'`,
    );
  }
}
