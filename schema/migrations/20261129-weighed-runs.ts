import { Migration } from '@mikro-orm/migrations';

/** A run is weighed before it changes anything, and held for a person's decision when it would change too much. */
export class WeighedRuns extends Migration {
  override up(): void {
    // weighed: what the rows would do, null until that is known; allowed: up to how much a person let through.
    this.addSql(`alter table sync_run
      add column weighed jsonb,
      add column allowed jsonb,
      add column rows_withheld bigint not null default 0,
      drop constraint sync_run_state_check,
      add constraint sync_run_state_check check (state in ('queued', 'running', 'held', 'done', 'failed')),
      drop constraint sync_run_rows_balance,
      add constraint sync_run_rows_balance check (rows_read = rows_new + rows_changed + rows_unchanged + rows_stale + rows_duplicate
        + rows_retired + rows_rejected + rows_withheld)`);
  }
}
