import { Migration } from '@mikro-orm/migrations';

/** Working days of years that were announced after the release, or corrected since. */
export class WorkCalendar extends Migration {
  override up(): void {
    this.addSql(`create table work_calendar_year (
      year integer primary key,
      days_off date[] not null,
      work_days date[] not null,
      papers jsonb not null check (jsonb_array_length(papers) > 0),
      example boolean not null,
      loaded_by text not null,
      loaded_at timestamptz(3) not null
    )`);
  }
}
