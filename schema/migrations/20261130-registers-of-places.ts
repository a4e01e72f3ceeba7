import { Migration } from '@mikro-orm/migrations';

/** What the employment system registers of firms, places and bodies. */
export class RegistersOfPlaces extends Migration {
  override up(): void {
    this.addSql(`insert into source_state (stream_id, source, stream) values
      (41, 'employment', 'internship-units'), (42, 'employment', 'parks'), (43, 'employment', 'park-residents'),
      (44, 'employment', 'communities'), (45, 'employment', 'welfare-posts'), (46, 'employment', 'training-bodies')`);
  }
}
