/** A year's working days are written over as a whole; who loaded them and when stays with them. */
import type pg from 'pg';
import type { WorkYear } from '../../rules/recruitment/working-days.js';

/** False where nothing was written: an example does not take the place of what was announced. */
export async function writeWorkYear(
  db: pg.Pool | pg.ClientBase,
  { year, papers, daysOff, workDays, example }: WorkYear,
  loadedBy: string,
  now: Date,
): Promise<boolean> {
  const written = await db.query(
    `insert into work_calendar_year (year, days_off, work_days, papers, example, loaded_by, loaded_at)
     values ($1, $2::date[], $3::date[], $4::jsonb, $5, $6, $7)
     on conflict (year) do update set days_off = excluded.days_off, work_days = excluded.work_days, papers = excluded.papers,
       example = excluded.example, loaded_by = excluded.loaded_by, loaded_at = excluded.loaded_at
     where work_calendar_year.example or not excluded.example`,
    [year, daysOff, workDays, JSON.stringify(papers), example, loadedBy, now],
  );
  return written.rowCount === 1;
}
