/** The files of a snapshot: records as they are stored, a line each, and as tables for spreadsheets. */
import { stringify } from 'csv-stringify/sync';
import { noticeColumns, postColumns } from '../rules/recruitment/open-columns.js';
import type { Cell } from '../rules/recruitment/open-columns.js';
import type { PublicNotice, PublicPost } from '../rules/recruitment/public-record.js';
import type { SnapshotFile } from '../schema/snapshot/snapshot.writes.js';

type Kind = SnapshotFile['kind'];

const lines = (kind: Kind): SnapshotFile => ({
  name: `${kind}s.ndjson`,
  kind,
  head: '',
  write: (bodies) => bodies.map((body) => `${body}\n`).join(''),
});

function table<T>(kind: Kind, columns: Readonly<Record<string, (record: T) => Cell>>): SnapshotFile {
  // A spreadsheet would run a cell that begins like a formula: an apostrophe before it stops that.
  const rowsOf = (rows: Cell[][]) => stringify(rows, { escape_formulas: true, record_delimiter: 'windows' });
  const rowOf = (record: T) => Object.values(columns).map((cell) => cell(record));
  return {
    name: `${kind}s.csv`,
    kind,
    // Without the mark of UTF-8, spreadsheets read Chinese as something else.
    head: `\uFEFF${rowsOf([Object.keys(columns)])}`,
    write: (bodies) => rowsOf(bodies.map((body) => rowOf(JSON.parse(body) as T))),
  };
}

export const snapshotFiles: readonly SnapshotFile[] = [
  lines('notice'),
  table<PublicNotice>('notice', noticeColumns),
  lines('post'),
  table<PublicPost>('post', postColumns),
];
