/** An edition of a code list is loaded as a whole: all of it or nothing. */
import type pg from 'pg';
import type { CodeList } from '../../rules/recruitment/codes.js';
import { transact } from '../database.js';

const rowsPerStatement = 5000;

/** `unchanged` writes nothing: the same file was loaded before, said to be the same. */
export function writeCodeList(
  db: pg.Pool,
  { name, edition, source, sample, codes }: CodeList,
  load: { sha256: string; loadedBy: string },
  now: Date,
  onRows: (rows: number) => void = () => {},
): Promise<'added' | 'replaced' | 'unchanged'> {
  return transact(db, async (client) => {
    const written = await client.query<{ added: boolean }>(
      `insert into code_list (name, edition, source, sample, rows, sha256, loaded_by, loaded_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)
       on conflict (name, edition) do update set source = excluded.source, sample = excluded.sample, rows = excluded.rows,
         sha256 = excluded.sha256, loaded_by = excluded.loaded_by, loaded_at = excluded.loaded_at
       where (code_list.sha256, code_list.source, code_list.sample) <> (excluded.sha256, excluded.source, excluded.sample)
       returning old.name is null as added`,
      [name, edition, source, sample, codes.size, load.sha256, load.loadedBy, now],
    );
    const [row] = written.rows;
    if (!row) return 'unchanged';
    await client.query('delete from code where (name, edition) = ($1, $2)', [name, edition]);
    const all = [...codes.values()];
    for (let from = 0; from < all.length; from += rowsPerStatement) {
      const some = all.slice(from, from + rowsPerStatement);
      await client.query(
        `insert into code (name, edition, code, label, parent)
         select $1, $2, * from unnest($3::text[], $4::text[], $5::text[])`,
        [name, edition, some.map(({ code }) => code), some.map((one) => one.name), some.map(({ parent }) => parent)],
      );
      onRows(from + some.length);
    }
    return row.added ? 'added' : 'replaced';
  });
}
