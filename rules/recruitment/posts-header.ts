/** The header of a posts table: in which row it stands and which column holds what, in whatever order. */
import { plain } from './code-names.js';
import type { Cell } from './post-cells.js';
import { type Column, columns } from './post-columns.js';
import type { PostPath } from './post-row.js';
import { letters, tableProblem, type TableProblem, wholeTable } from './table-problem.js';

export interface Header {
  /** The row as the program counts it, 0 where none was found. */
  row: number;
  /** In the order in which they are to be read. */
  found: readonly { column: Column; at: number }[];
  problems: TableProblem[];
}

/** Pay is a range or words: one of these columns must be there. */
export const payColumns: readonly PostPath[] = ['pay.minFen', 'pay.basis'];
/** How many rows may be looked at for it: a title usually stands above. */
const within = 10;
/** Fewer known headers are no header. */
const least = 3;
/** It counts the rows and says nothing about posts. */
const counting = '序号';

/** Blanks, stars, colons and what stands in brackets are the writer's taste. */
const nameOf = (cell: Cell | undefined): string =>
  typeof cell === 'string' ? plain(cell).replace(/\(.*?\)|[*:]/g, '') : '';

const byName = new Map(
  columns.flatMap((column) => [column.header, ...column.aliases].map((name) => [nameOf(name), column] as const)),
);

export function readHeader(cells: readonly (readonly Cell[])[]): Header {
  const known = cells.slice(0, within).map((line) => line.filter((cell) => byName.has(nameOf(cell))).length);
  const at = known.indexOf(Math.max(least, ...known));
  if (at === -1) return { row: 0, found: [], problems: [tableProblem(wholeTable, '', 'table.header', noHeader)] };

  const row = at + 1;
  const problems: TableProblem[] = [];
  const places = new Map<Column, number>();
  for (const [index, cell] of cells[at]!.entries()) {
    const name = nameOf(cell);
    const column = byName.get(name);
    const place = { row, column: letters(index), header: column?.header ?? null };
    if (column === undefined && name !== '' && name !== counting)
      problems.push(tableProblem(place, '', 'table.column-unknown', unknown, 'warning'));
    if (column === undefined) continue;
    if (places.has(column)) problems.push(tableProblem(place, '', 'table.column-twice', twice));
    else places.set(column, index);
  }
  const found = columns.flatMap((column) => (places.has(column) ? [{ column, at: places.get(column)! }] : []));
  const isPaid = found.some(({ column }) => payColumns.includes(column.path));
  for (const column of columns)
    if (!places.has(column) && (column.required || (!isPaid && column.path === payColumns[0])))
      problems.push(tableProblem({ row, column: null, header: column.header }, '', 'table.column-missing', missing));
  return { row, found, problems };
}

const noHeader = {
  zh: `前 ${within} 行中没有找到表头；请使用模板，或保留“岗位代码”“岗位名称”等列名`,
  en: `no header within the first ${within} rows; use the template, or keep names such as 岗位代码 and 岗位名称`,
};
const unknown = {
  zh: '不认识这一列的列名，这一列没有读入；列名见模板',
  en: 'the name of this column is not known, so it was not read; the template has the names',
};
const twice = { zh: '这一列出现了两次，请删去一列', en: 'this column is there twice: remove one' };
const missing = { zh: '缺少这一列，请按模板补上', en: 'this column is missing: add it as in the template' };
