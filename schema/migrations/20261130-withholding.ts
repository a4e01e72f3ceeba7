import { Migration } from '@mikro-orm/migrations';

/** Wages that employers declare to the tax bureau as a stream; and which streams records are built from. */
export class Withholding extends Migration {
  override up(): void {
    // Of a stream that feeds no record the facts are kept, and nobody's record is built again for them.
    this.addSql(`alter table source_state add column feeds_record boolean not null default false`);
    this.addSql(`update source_state set feeds_record = true`);
    this.addSql(`insert into source_state (stream_id, source, stream) values (12, 'tax', 'withholding')`);
  }
}
