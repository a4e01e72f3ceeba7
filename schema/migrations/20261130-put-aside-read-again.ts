import { Migration } from '@mikro-orm/migrations';

/** A run may read again what was put aside, all of a stream or what had one fault. */
export class PutAsideReadAgain extends Migration {
  override up(): void {
    this.addSql(`alter table sync_run add column fault_code text,
      drop constraint sync_run_scope_check,
      add constraint sync_run_scope_check check (scope in ('ALL', 'CHANGES', 'RANGE', 'KEY', 'QUARANTINE'))`);
    this.addSql(
      `create index work_item_open_quarantine_index on work_item (stream_id, work_item_id) where kind = 'quarantine' and state = 'open'`,
    );
  }
}
