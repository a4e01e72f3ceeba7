import { Migration } from '@mikro-orm/migrations';

/** What people do with runs and streams, each act with who and why; and runs that a person stopped. */
export class SyncActs extends Migration {
  override up(): void {
    this.addSql(`create table sync_act (
      act_id uuid primary key default uuidv7(),
      act text not null check (act in ('cancel', 'retry', 'pause', 'resume')),
      stream_id smallint not null references source_state,
      run_id uuid,
      acted_by text not null,
      reason text not null,
      acted_at timestamptz(3) not null,
      idempotency_key text,
      constraint sync_act_idempotency_key_unique unique (idempotency_key),
      constraint sync_act_run_check check ((run_id is not null) = (act in ('cancel', 'retry')))
    )`);
    this.addSql(`create index sync_act_run_id_index on sync_act (run_id, act_id) where run_id is not null`);
    this.addSql(`alter table sync_run
      drop constraint sync_run_state_check,
      add constraint sync_run_state_check check (state in ('queued', 'running', 'held', 'done', 'failed', 'cancelled'))`);
  }
}
