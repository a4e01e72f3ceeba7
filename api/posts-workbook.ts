/** The posts table as a workbook: what is uploaded is read within bounds, what is downloaded can be uploaded again. */
import writeWorkbook, { type Row } from 'write-excel-file/node';
import type { CodeLists } from '../rules/recruitment/codes.js';
import type { PostDraft } from '../rules/recruitment/notice.js';
import type { Cell } from '../rules/recruitment/post-cells.js';
import {
  type PostsTable,
  postsTableTemplate,
  readPostsTable,
  writePostsTable,
} from '../rules/recruitment/posts-table.js';
import { readSheet } from './read-sheet.js';
import { openWorkbook } from './unpack-workbook.js';

const sheetName = '岗位表';

/** The sheet 岗位表, else the first one. Throws where the file cannot be read; what is wrong in its cells is in the answer. */
export async function readPostsWorkbook(bytes: Buffer, lists: CodeLists): Promise<PostsTable> {
  return readPostsTable(await readSheet(openWorkbook(bytes), sheetName), lists);
}

export function writePostsWorkbook(posts: readonly PostDraft[], lists: CodeLists): Promise<Buffer> {
  return toWorkbook(writePostsTable(posts, lists));
}

export function postsWorkbookTemplate(): Promise<Buffer> {
  return toWorkbook(postsTableTemplate().table);
}

function toWorkbook(table: Cell[][]): Promise<Buffer> {
  const { guide } = postsTableTemplate();
  return writeWorkbook([
    { sheet: sheetName, data: rowsOf(table), stickyRowsCount: 1, columns: table[0]!.map(() => ({ width: 14 })) },
    { sheet: '填写说明', data: rowsOf(guide), columns: [{ width: 16 }, { width: 10 }, { width: 70 }, { width: 70 }] },
  ]).toBuffer();
}

function rowsOf(cells: readonly (readonly Cell[])[]): Row[] {
  return cells.map((line, at) => line.map((cell) => (cell === null ? null : cellOf(cell, at === 0))));
}

/** Text is marked as text, lest the program that opens it make a number of 0809 and a date of 1-2. */
function cellOf(value: Exclude<Cell, null>, isHeader: boolean): Row[number] {
  if (typeof value !== 'string') return { value };
  // What looks like an escape of this format would be read as one.
  const words = value.replace(/_(?=x[\dA-Fa-f]{4}_)/g, '_x005F_');
  return { value: words, type: String, format: '@', wrap: true, ...(isHeader && { fontWeight: 'bold' as const }) };
}
