/** The posts table (岗位表): from the cells of a sheet to posts, with everything that is wrong in it at its row and column; and back. */
import type { Text } from '../condition.js';
import { type CodeNames, codeNamesOf } from './code-names.js';
import type { CodeLists } from './codes.js';
import type { PostDraft } from './notice.js';
import { type Cell, textOf } from './post-cells.js';
import { columns } from './post-columns.js';
import { postOf, type PostPath, type PostRow, rowOf } from './post-row.js';
import { type Header, payColumns, readHeader } from './posts-header.js';
import type { Problem } from './problems.js';
import { letters, type Place, tableProblem, type TableProblem, wholeTable } from './table-problem.js';

export const mostPosts = 500;

export interface PostsTable {
  posts: PostDraft[];
  problems: TableProblem[];
  /** Where a part of a post stands, such as `posts[2].pay.minFen`. */
  placeOf: (path: string) => Place;
}

/** Reads all there is and says everything that is wrong at once. */
export function readPostsTable(cells: readonly (readonly Cell[])[], lists: CodeLists): PostsTable {
  const header = readHeader(cells);
  const problems = [...header.problems];
  const posts: PostDraft[] = [];
  const rows: number[] = [];
  const placeOf = placesIn(header, rows);
  if (header.row === 0) return { posts, problems, placeOf };

  const names = codeNamesOf(lists);
  const rowOfCode = new Map<string, number>();
  for (const [at, line] of cells.entries()) {
    if (at < header.row || !holdsPost(line, header)) continue;
    const post = `posts[${posts.length}]`;
    rows.push(at + 1);
    const report = (path: PostPath, rule: string, text: Text) =>
      problems.push(tableProblem(placeOf(`${post}.${path}`), `${post}.${path}`, rule, text));
    const row = readRow(line, header, names, report);
    posts.push(postOf(row));
    if (row.code === undefined) continue;
    const earlier = rowOfCode.get(row.code);
    if (earlier === undefined) rowOfCode.set(row.code, at + 1);
    else report('code', 'table.code-twice', codeTwice(earlier));
  }
  if (posts.length === 0) problems.push(tableProblem(wholeTable, 'posts', 'table.empty', noPosts));
  if (posts.length > mostPosts) problems.push(tableProblem(wholeTable, 'posts', 'table.too-many', tooMany));
  return { posts, problems, placeOf };
}

/** Problems of the posts themselves, each at its cell. A cell that could not be read is told about once. */
export function atCells(problems: readonly Problem[], { problems: known, placeOf }: PostsTable): TableProblem[] {
  const told = new Set(known.map(({ path }) => path).filter((path) => path !== ''));
  return problems
    .filter(({ path }) => !told.has(path))
    .map(({ path, rule, text, severity }) => tableProblem(placeOf(path), path, rule, text, severity));
}

/** Read again, it gives the same posts. */
export function writePostsTable(posts: readonly PostDraft[], lists: CodeLists): Cell[][] {
  const names = codeNamesOf(lists);
  const lines = posts.map((post) => {
    const row = rowOf(post);
    return columns.map((column) => column.write(row, { names, education: row.educationLevel ?? null }));
  });
  return [columns.map(({ header }) => header), ...lines];
}

/** The empty table, and what goes into each column. */
export function postsTableTemplate(): { table: Cell[][]; guide: Cell[][] } {
  return {
    table: [columns.map(({ header }) => header)],
    guide: [
      ['列', '是否必填', '填写说明', 'how to fill it in'],
      ...columns.map(({ header, required, hint }) => [header, required ? '必填' : '选填', hint.zh, hint.en]),
    ],
  };
}

function placesIn({ found }: Header, rows: readonly number[]): PostsTable['placeOf'] {
  return (path) => {
    const [, index, part = ''] = /^posts\[(\d+)\]\.?(.*)$/.exec(path) ?? [];
    const member = part.replace(/\[.*$/, '');
    const column =
      columns.find((one) => one.path === member) ?? columns.find((one) => one.path.startsWith(`${member}.`));
    const place = found.find((one) => one.column === column);
    return {
      row: rows[Number(index)] ?? null,
      column: place ? letters(place.at) : null,
      header: column?.header ?? null,
    };
  };
}

/** The sum below the posts, or a remark on the table. */
const endRow = /^(合计|总计|小计|共计|(备?注|说明|填表说明)[:：])/;

function holdsPost(line: readonly Cell[], { found }: Header): boolean {
  const first = line.find((cell) => !isBlank(cell));
  if (typeof first === 'string' && endRow.test(first.replace(/\s/g, ''))) return false;
  return found.some(({ at }) => !isBlank(line[at]));
}

const isBlank = (cell: Cell | undefined): boolean =>
  cell === undefined || cell === null || (typeof cell === 'string' && cell.trim() === '');

function readRow(
  line: readonly Cell[],
  { found }: Header,
  names: CodeNames,
  report: (path: PostPath, rule: string, text: Text) => void,
): PostRow {
  const row: PostRow = {};
  const filled = new Set<PostPath>();
  for (const { column, at } of found) {
    const cell = textOf(line[at] ?? null, column.takesDates);
    if ('value' in cell && cell.value === null) continue;
    filled.add(column.path);
    const beside = { names, education: row.educationLevel ?? null };
    const refused = 'refused' in cell ? cell.refused : column.read(cell.value!, beside, row);
    if (refused) report(column.path, 'table.value', refused);
  }
  const wanted = new Set(found.filter(({ column }) => column.required).map(({ column }) => column.path));
  const others = together.filter((group) => group.some((path) => filled.has(path)));
  if (!filled.has('pay.basis') && found.some(({ column }) => payColumns.includes(column.path))) others.push(payRange);
  for (const path of others.flat()) wanted.add(path);
  for (const { path, hint } of columns)
    if (wanted.has(path) && !filled.has(path)) report(path, 'required', needed(hint));
  return row;
}

const payRange: readonly PostPath[] = ['pay.minFen', 'pay.maxFen'];
/** One of them takes the others. */
const together: readonly (readonly PostPath[])[] = [
  ['age.most', 'age.on', 'age.reason'],
  ['physical.text', 'physical.standard'],
  payRange,
];

const needed = (hint: Text): Text => ({
  zh: `必填，现在是空的（合并的单元格请取消合并后逐行填写）：${hint.zh}`,
  en: `needed but empty (split merged cells and fill in every row): ${hint.en}`,
});
const codeTwice = (row: number): Text => ({
  zh: `与第 ${row} 行的岗位代码相同，请改为不重复的代码`,
  en: `the code of row ${row} again: codes must differ`,
});
const noPosts: Text = { zh: '表头下面没有岗位', en: 'no posts stand below the header' };
const tooMany: Text = {
  zh: `岗位超过 ${mostPosts} 个，请分成几个公告报送`,
  en: `more than ${mostPosts} posts: file them in several notices`,
};
