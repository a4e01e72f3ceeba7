import { Migration } from '@mikro-orm/migrations';

/** What was corrected or withdrawn stands among all other changes; whoever asks for it asks for the newest. */
export class Corrections extends Migration {
  override up(): void {
    this.addSql(`create index open_change_correction_index on open_change (number)
      where record_kind = 'notice' and kind in ('amended', 'withdrawn', 'annulled')`);
  }
}
