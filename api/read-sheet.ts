/**
 * The cells of one sheet of a workbook (ECMA-376 part 1, 18), read as XML. Not by read-excel-file: version 9.3 turns a rare
 * character that is written as a reference (&#134071;) into another one, and makes as many rows and columns as a file declares.
 */
import type { Cell } from '../rules/recruitment/post-cells.js';
import { HubError } from './errors.js';
import { type Archive, damaged } from './unpack-workbook.js';
import { type Attributes, readBook, readDateStyles, readParts, readStrings, unescape, walk } from './workbook-parts.js';

export const mostRows = 600;
export const mostColumns = 60;
/** A few strings that many cells share could become a huge answer. */
const mostCharacters = 2_000_000;

/** The sheet of that name, else the first that is shown. A formula gives the value that was computed last. */
export async function readSheet(archive: Archive, wanted: string): Promise<Cell[][]> {
  const parts = await readParts(archive);
  const { relation, epoch } = await readBook(archive, wanted);
  const sheet = parts.get(relation);
  if (sheet?.type !== 'worksheet' || !archive.paths.has(sheet.path)) throw damaged();
  const pathOf = (type: string) => [...parts.values()].find((part) => part.type === type)?.path ?? `xl/${type}.xml`;
  const strings = await readStrings(archive, pathOf('sharedStrings'));
  const dateStyles = await readDateStyles(archive, pathOf('styles'));
  return readCells(archive, sheet.path, (type, style, text) => {
    if (type === 's') return strings[Number(text)] ?? null;
    if (type === 'str' || type === 'inlineStr') return unescape(text);
    if (type === 'b') return text === '1';
    if (type === 'e') return text;
    if (type === 'd') return new Date(text);
    const number = Number(text);
    if (Number.isNaN(number)) throw damaged();
    return dateStyles.has(style) ? new Date(epoch + Math.round(number * 86_400_000)) : number;
  });
}

type ValueOf = (type: string | undefined, style: string | undefined, text: string) => Cell;

async function readCells(archive: Archive, path: string, valueOf: ValueOf): Promise<Cell[][]> {
  const rows: Cell[][] = [];
  let [row, column, characters] = [0, 0, 0];
  let cell: Attributes | null = null;
  let text: string | null = null;
  let [isTaken, isPhonetic, isFormula] = [false, false, false];

  function put(value: Cell): void {
    if (value === null || value === '') return;
    if (row > mostRows || column > mostColumns) throw tooWide();
    if (typeof value === 'string' && (characters += value.length) > mostCharacters) throw tooWide();
    while (rows.length < row) rows.push([]);
    const line = rows[row - 1]!;
    while (line.length < column) line.push(null);
    line[column - 1] = value;
  }

  await walk(archive, path, {
    open(name, attributes) {
      if (name === 'row') {
        row = attributes['r'] === undefined ? row + 1 : whole(attributes['r']);
        column = 0;
      } else if (name === 'c') {
        cell = attributes;
        text = null;
        isFormula = false;
        const [, letters, digits] = /^([A-Z]{1,3})(\d+)$/.exec(attributes['r'] ?? '') ?? [];
        if (attributes['r'] !== undefined && letters === undefined) throw damaged();
        if (digits !== undefined) row = whole(digits);
        column = letters === undefined ? column + 1 : numberOf(letters);
      } else if (name === 'f') isFormula = true;
      else if (name === 'rPh') isPhonetic = true;
      else if (cell && (name === 'v' || name === 't')) {
        isTaken = !isPhonetic;
        if (isTaken) text ??= '';
      }
    },
    text(more) {
      if (isTaken) text += more;
    },
    close(name) {
      if (name === 'v' || name === 't') isTaken = false;
      else if (name === 'rPh') isPhonetic = false;
      else if (name === 'c' && cell) {
        // A formula that nothing has computed yet says so: an empty cell would mean something else.
        if (text) put(valueOf(cell['t'], cell['s'], text));
        else if (isFormula && text === null) put('#N/A');
        cell = null;
      }
    },
  });
  return rows;
}

const whole = (digits: string): number => {
  if (!/^[1-9]\d{0,6}$/.test(digits)) throw damaged();
  return Number(digits);
};
const numberOf = (letters: string): number =>
  Array.from(letters).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);

const tooWide = () =>
  new HubError(
    'LIMIT_EXCEEDED',
    `工作表最多 ${mostRows} 行、${mostColumns} 列、${mostCharacters} 字有内容，请删去岗位以外的内容`,
    `a sheet has at most ${mostRows} rows, ${mostColumns} columns and ${mostCharacters} characters: remove what is not about posts`,
  );
