import { Migration } from '@mikro-orm/migrations';

/** What was known of a founder on a past day is found by the firms as they stood then. */
export class FactsAsKnown extends Migration {
  override up(): void {
    this.addSql(
      `create index fact_history_credit_code_index on fact_history (credit_code) where credit_code is not null`,
    );
    this.addSql(
      `create index fact_history_related_person_id_index on fact_history (related_person_id) where related_person_id is not null`,
    );
  }
}
