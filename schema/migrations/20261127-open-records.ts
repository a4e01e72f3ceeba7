import { Migration } from '@mikro-orm/migrations';

/** What the public is told: a log of changes with dense numbers, and the records, words and daily digests that it comes to. */
export class OpenRecords extends Migration {
  override up(): void {
    // Appended by whoever changes something, numbered after commit: no number can become visible after a higher one.
    this.addSql(`create table open_change (
      change_id bigint generated always as identity primary key,
      number bigint,
      at timestamptz(3) not null,
      kind text not null,
      reason text,
      remark text,
      record_id uuid,
      record_kind text check (record_kind in ('notice', 'post')),
      notice_id uuid,
      version integer,
      day date,
      body text,
      sha256 bytea,
      findable jsonb,
      was_findable jsonb,
      constraint open_change_number_unique unique (number),
      constraint open_change_of_record check ((record_id is null) = (record_kind is null or day is null)),
      constraint open_change_hashed check ((body is null) = (sha256 is null) and (body is null) = (findable is null))
    )`);
    this.addSql(`create index open_change_waiting_index on open_change (change_id) where number is null`);
    this.addSql(
      `create index open_change_record_id_number_index on open_change (record_id, number) where record_id is not null`,
    );
    // Only its number and what was there before it may be added, once.
    this.addSql(`create function keep_open_change() returns trigger language plpgsql as $$
      begin
        if old.number is not null or new.number is null or (new.at, new.kind, new.reason, new.remark, new.record_id, new.record_kind, new.notice_id, new.version, new.day, new.body, new.findable)
          is distinct from (old.at, old.kind, old.reason, old.remark, old.record_id, old.record_kind, old.notice_id, old.version, old.day, old.body, old.findable)
        then raise exception 'a change is only numbered, once'; end if;
        return new;
      end $$`);
    this.addSql(
      `create trigger open_change_only_numbered before update on open_change for each row execute function keep_open_change()`,
    );
    this.addSql(
      `create trigger open_change_kept before delete or truncate on open_change for each statement execute function refuse_change()`,
    );
    this.addSql(`create function tell_open_change() returns trigger language plpgsql as $$
      begin perform pg_notify('open_change', ''); return null; end $$`);
    this.addSql(
      `create trigger open_change_told after insert or update on open_change for each statement execute function tell_open_change()`,
    );

    // One row: whoever numbers holds it.
    this.addSql(`create table open_log (
      single boolean primary key default true check (single),
      last_number bigint not null default 0
    )`);
    this.addSql(`insert into open_log default values`);

    // A text as its characters and pairs of characters, by code point: words of two are found without a dictionary.
    this.addSql(`create function search_grams(text) returns text[] language sql immutable parallel safe return (
      select coalesce(array_agg(gram), '{}') from (
        select character as gram from string_to_table($1, null) as character
        union
        select character || next from string_to_array($1, null) as characters, unnest(characters, characters[2:]) as pair(character, next)
      ) grams where position(E'\\n' in gram) = 0
    )`);

    // The log folded up to its last number; "place" is the number that first published a record: lists go by it, newest first.
    this.addSql(`create table open_record (
      record_id uuid primary key,
      record_kind text not null,
      notice_id uuid not null,
      place bigint not null,
      number bigint not null,
      version integer not null,
      day date not null,
      body text not null,
      sha256 bytea not null,
      findable jsonb not null,
      words tsvector not null generated always as (array_to_tsvector(search_grams(findable ->> 'text'))) stored,
      constraint open_record_place_unique unique (place)
    )`);
    this.addSql(`create index open_record_record_kind_place_index on open_record (record_kind, place)`);
    this.addSql(`create index open_record_words_index on open_record using gin (words)`);
    this.addSql(`create index open_record_notice_id_index on open_record (notice_id)`);

    // The XOR of the SHA-256 of a day's records: anybody can compute it again, in any order.
    this.addSql(`create function bits(bytea) returns bit(256) language sql immutable parallel safe return
      coalesce(('x' || encode($1, 'hex'))::bit(256), repeat('0', 256)::bit(256))`);
    this.addSql(`create table open_day (
      day date not null,
      record_kind text not null,
      records integer not null,
      digest bit(256) not null,
      primary key (day, record_kind)
    )`);
  }
}
