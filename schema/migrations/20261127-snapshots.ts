import { Migration } from '@mikro-orm/migrations';

/** Daily snapshots of the public records, as files in parts; and what feeds and site maps look records up by. */
export class Snapshots extends Migration {
  override up(): void {
    this.addSql(`create table open_snapshot (
      day date primary key,
      number bigint not null,
      created_at timestamptz(3) not null,
      manifest jsonb not null
    )`);
    // One gzip stream a file, cut into parts: nobody ever holds a whole file in memory.
    this.addSql(`create table open_snapshot_part (
      day date not null,
      file text not null,
      part integer not null,
      bytes bytea not null,
      primary key (day, file, part),
      constraint open_snapshot_part_day_foreign foreign key (day) references open_snapshot (day)
        on delete cascade deferrable initially deferred
    )`);
    // Gzip cannot be made smaller.
    this.addSql(`alter table open_snapshot_part alter column bytes set storage external`);
    this.addSql(
      `create index open_change_gone_index on open_change (record_kind, at) where body is null and record_id is not null`,
    );
    this.addSql(`create index open_record_listed_index on open_record (place)
      where record_kind = 'notice' or findable @> '{"facets": {"state": ["open"]}}'`);
  }
}
