import { Migration } from '@mikro-orm/migrations';

/** Whoever follows a run is told that it moved, in the transaction that moved it; heartbeats are no move. */
export class RunProgress extends Migration {
  override up(): void {
    this.addSql(`create function tell_sync_run() returns trigger language plpgsql as $$
      begin perform pg_notify('sync_run', new.run_id::text); return null; end $$`);
    this.addSql(`create trigger sync_run_told after update on sync_run for each row
      when ((old.state, old.attempt, old.rows_read, old.expected_rows) is distinct from (new.state, new.attempt, new.rows_read, new.expected_rows))
      execute function tell_sync_run()`);
  }
}
