import { Migration } from '@mikro-orm/migrations';

/** Documents that clients may ask by their ids, and what the API's processes tell each other of costs. */
export class TrustedDocuments extends Migration {
  override up(): void {
    this.addSql(`create table trusted_document (
      client text not null,
      document_id text not null check (document_id ~ '^sha256:[0-9a-f]{64}$'),
      text text not null check (length(text) between 1 and 10000),
      added_at timestamptz(3) not null,
      added_by text not null,
      removed_at timestamptz(3),
      removed_by text,
      primary key (client, document_id),
      check ((removed_at is null) = (removed_by is null))
    )`);
    // Of use for a minute: a crash may lose it, and no write of it waits for a disk.
    this.addSql(`create unlogged table cost_spent (
      minute timestamptz(3) not null,
      purse text not null,
      process uuid not null,
      cost double precision not null,
      primary key (minute, purse, process)
    )`);
  }
}
