/** What is wrong in a posts table, and at which row and column: in words that name the place. */
import type { Text } from '../condition.js';
import type { Problem } from './problems.js';

/** The row as the program counts it, the column's letter, the header as the template has it; null: no one row or column. */
export interface Place {
  row: number | null;
  column: string | null;
  header: string | null;
}

export interface TableProblem extends Place, Omit<Problem, 'basis'> {}

export const wholeTable: Place = { row: null, column: null, header: null };

/** The text is led in by the place. */
export function tableProblem(
  place: Place,
  path: string,
  rule: string,
  text: Text,
  severity: Problem['severity'] = 'error',
): TableProblem {
  const { row, column, header } = place;
  const zh = [row && `第 ${row} 行`, column && `${column} 列`, header && `“${header}”`].filter((part) => part !== null);
  const en = [row && `row ${row}`, column && `column ${column}`, header && `“${header}”`].filter(
    (part) => part !== null,
  );
  const led = zh.length === 0 ? text : { zh: `${zh.join(' ')}：${text.zh}`, en: `${en.join(', ')}: ${text.en}` };
  return { ...place, path, rule, text: led, severity };
}

/** A to Z, AA, AB …, counted from 0. */
export function letters(at: number): string {
  const last = String.fromCharCode(65 + (at % 26));
  return at < 26 ? last : letters(Math.floor(at / 26) - 1) + last;
}
