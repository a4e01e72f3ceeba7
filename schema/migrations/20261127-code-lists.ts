import { Migration } from '@mikro-orm/migrations';

/** Code lists with their editions. The samples that the hub ships are not copied here. */
export class CodeLists extends Migration {
  override up(): void {
    this.addSql(`create table code_list (
      name text not null check (name in ('region', 'industry', 'occupation', 'major', 'education', 'degree')),
      edition text not null,
      source text not null,
      sample boolean not null,
      rows integer not null check (rows between 1 and 50000),
      sha256 text not null,
      loaded_by text not null,
      loaded_at timestamptz(3) not null,
      primary key (name, edition)
    )`);
    this.addSql(`create table code (
      name text not null,
      edition text not null,
      code text collate "C" not null,
      label text not null,
      parent text,
      primary key (name, edition, code),
      foreign key (name, edition) references code_list
    )`);
  }
}
