import { Migration } from '@mikro-orm/migrations';

/** A run may read again what was put aside, all of a stream or what had one fault. */
export class PutAsideReadAgain extends Migration {
  override up(): void {
    this.addSql(`alter table sync_run add column fault_code text,
      drop constraint sync_run_scope_check,
      add constraint sync_run_scope_check check (scope in ('ALL', 'CHANGES', 'RANGE', 'KEY', 'QUARANTINE'))`);
    // Nobody kept the order of the columns in its file: such a line cannot be read again.
    this.addSql(`update work_item set location = location || '{"columns": "?"}' from source_state
      where work_item.stream_id = source_state.stream_id and source = 'social-insurance' and kind = 'quarantine'`);
    // A key that was no key, or the name of a field that was not agreed, may have been somebody's ID number.
    this.addSql(`update work_item set location = regexp_replace(location::text, '[0-9]{17}[0-9Xx]', '?', 'g')::jsonb,
        field = regexp_replace(field, '[0-9]{17}[0-9Xx]', '?', 'g')
      where kind = 'quarantine' and concat(location::text, field) ~ '[0-9]{17}[0-9Xx]'`);
    this.addSql(
      `create index work_item_open_quarantine_index on work_item (stream_id, work_item_id) where kind = 'quarantine' and state = 'open'`,
    );
  }
}
