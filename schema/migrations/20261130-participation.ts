import { Migration } from '@mikro-orm/migrations';

/** Who takes part in which insurance as a stream. */
export class Participation extends Migration {
  override up(): void {
    this.addSql(
      `insert into source_state (stream_id, source, stream) values (34, 'social-insurance', 'participation')`,
    );
  }
}
