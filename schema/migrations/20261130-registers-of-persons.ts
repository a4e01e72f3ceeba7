import { Migration } from '@mikro-orm/migrations';

/** What the employment system registers of persons beside the core: certificates, courses, loans, internships, rural labour, households. */
export class RegistersOfPersons extends Migration {
  override up(): void {
    this.addSql(`insert into source_state (stream_id, source, stream) values
      (5, 'employment', 'certificates'), (6, 'employment', 'trainings'), (7, 'employment', 'startup-loans'),
      (8, 'employment', 'internships'), (9, 'employment', 'rural-labour'), (10, 'employment', 'households')`);
  }
}
