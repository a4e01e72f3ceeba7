/** The working-day calendar in use: the years that the release ships, overlaid by those that were loaded. */
import type pg from 'pg';
import { announcedYears } from '../../rules/recruitment/holidays.js';
import { workCalendar } from '../../rules/recruitment/working-days.js';
import type { WorkCalendar, WorkYear } from '../../rules/recruitment/working-days.js';

/** Who loaded it and when; null: shipped. */
export interface KnownWorkYear extends WorkYear {
  loadedBy: string | null;
  loadedAt: Date | null;
}

/** Every year in use, oldest first. A loaded year wins over a shipped one, but an example never over what was announced. */
export async function readWorkYears(db: pg.Pool | pg.ClientBase): Promise<KnownWorkYear[]> {
  const { rows } = await db.query<KnownWorkYear>(
    `select year, papers, days_off::text[] as "daysOff", work_days::text[] as "workDays", example,
       loaded_by as "loadedBy", loaded_at as "loadedAt" from work_calendar_year`,
  );
  const shipped = announcedYears.map((one) => ({ ...one, loadedBy: null, loadedAt: null }));
  const byYear = new Map<number, KnownWorkYear>(shipped.map((one) => [one.year, one]));
  for (const row of rows) if (!row.example || !byYear.has(row.year)) byYear.set(row.year, row);
  return [...byYear.values()].sort((a, b) => a.year - b.year);
}

export async function readWorkCalendar(db: pg.Pool | pg.ClientBase): Promise<WorkCalendar> {
  return workCalendar(await readWorkYears(db));
}
