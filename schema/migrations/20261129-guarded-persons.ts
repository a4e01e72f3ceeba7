import { Migration } from '@mikro-orm/migrations';

/** Persons at whom officers do not look without a case number; who settled an alarm; and what of a day's look-ups all processes have taken. */
export class GuardedPersons extends Migration {
  override up(): void {
    this.addSql(`create table guarded_person (
      guard_id uuid primary key default uuidv7(),
      person_id uuid not null,
      officer text,
      until date not null,
      reason text not null,
      guarded_by text not null,
      guarded_at timestamptz(3) not null
    )`);
    this.addSql(`create index guarded_person_person_index on guarded_person (person_id, until)`);
    this.addSql(`create table look_up_lot (
      client text not null,
      day date not null,
      taken bigint not null,
      primary key (client, day)
    )`);
    this.addSql(`alter table work_item add column settled_by text, add column finding text`);
  }
}
