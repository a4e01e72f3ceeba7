import { Migration } from '@mikro-orm/migrations';

/** Versions of the keys and who reads with which, phones out of the facts, and a record of what was erased. */
export class KeysAndRetention extends Migration {
  override up(): void {
    this.addSql(
      `alter table vault_check add column profile text not null default 'standard' check (profile in ('standard', 'sm'))`,
    );

    // Of a key nothing stands here but a keyed hash of a fixed word, by which another key under the same number is known.
    this.addSql(`create table key_version (
      version smallint primary key check (version between 1 and 255),
      state text not null check (state in ('added', 'writing', 'leaving', 'left', 'dropped')),
      key_check text not null,
      added_at timestamptz(3) not null,
      writes_since timestamptz(3),
      left_at timestamptz(3)
    )`);
    this.addSql(
      `create unique index key_version_one_of_each on key_version (state) where state in ('added', 'writing', 'leaving')`,
    );
    // Each process that seals or looks up says what it goes by: nobody writes with a version before all read with it.
    this.addSql(`create table key_reader (
      reader text primary key,
      writes smallint not null,
      other smallint,
      seen_at timestamptz(3) not null
    )`);
    // How far sealing again is, place by place; version 0: phones that older releases left in the facts.
    this.addSql(`create table reseal (
      version smallint not null,
      place text not null,
      position jsonb,
      rows bigint not null default 0,
      unreadable bigint not null default 0,
      done boolean not null default false,
      primary key (version, place)
    )`);
    this.addSql(`insert into reseal (version, place) values (0, 'fact'), (0, 'fact_history')`);

    this.addSql(`create table person_number (
      stream_id smallint not null references source_state,
      record_key bytea not null,
      kind text not null check (kind in ('phone', 'account')),
      blind_index bytea not null,
      sealed bytea not null,
      key_version smallint not null,
      primary key (stream_id, record_key, kind)
    )`);
    this.addSql(`create index person_number_blind_index_index on person_number (blind_index)`);

    this.addSql(`create table erasure (
      erasure_id uuid primary key default uuidv7(),
      at timestamptz(3) not null,
      what text not null,
      before timestamptz(3) not null,
      days integer not null,
      rows bigint not null check (rows > 0)
    )`);
    this.addSql(`create trigger erasure_append_only before update or delete or truncate on erasure
      for each statement execute function refuse_change()`);
    // What was sealed goes, that it stood there stays.
    for (const table of ['work_item', 'publicity_candidate', 'objection'])
      this.addSql(`alter table ${table} alter column sealed drop not null`);
  }
}
