import { Migration } from '@mikro-orm/migrations';

/** Decisions about a founder rest on the firm's counted staff too; a candidacy names the firm that it is about. */
export class StaffCounted extends Migration {
  override up(): void {
    this.addSql(`alter table entitlement_sheet add column staff text`);
    this.addSql(`create index entitlement_sheet_staff_index on entitlement_sheet (person_id) where staff is not null`);
    this.addSql(`alter table entitlement_candidate add column firm text`);
  }
}
