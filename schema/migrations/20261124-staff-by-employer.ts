import { Migration } from '@mikro-orm/migrations';

/** The staff of an employer is found by the code in the registrations (stream 2): few rows, so that loads hardly feel it. */
export class StaffByEmployer extends Migration {
  override up(): void {
    this.addSql(`create index fact_employer_code_index on fact ((body::json ->> 'employerCode')) where stream_id = 2`);
  }
}
