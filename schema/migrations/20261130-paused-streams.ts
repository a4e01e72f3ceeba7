import { Migration } from '@mikro-orm/migrations';

/** Streams of which nothing is begun until somebody has them go on. */
export class PausedStreams extends Migration {
  override up(): void {
    this.addSql(`alter table source_state add column pause_act uuid references sync_act`);
  }
}
