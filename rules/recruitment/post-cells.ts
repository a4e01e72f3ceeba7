/** How one cell of the posts table becomes a value, and a value a cell. Whatever a program made of the cell is undone here. */
import { formatDay, parseDay } from '../civil-date.js';
import type { Text } from '../condition.js';
import type { Day, Fen } from '../units.js';
import { plain } from './code-names.js';
import type { CodeNames } from './code-names.js';
import type { CodeListName } from './codes.js';
import { requirementWords } from './notice-words.js';
import { type PostContent, requirementKinds } from './notice.js';

/** What a program for tables keeps in a cell. */
export type Cell = string | number | boolean | Date | null;
export type Reading<T> = { value: T } | { refused: Text };

/** What a reading may need beside the cell. */
export interface Beside {
  names: CodeNames;
  /** The post's least level of education, where it is known. */
  education: string | null;
}

export interface Kind<T> {
  read(text: string, beside: Beside): Reading<T>;
  write(value: T, beside: Beside): string | number;
  /** A cell that the program holds for a date is one. */
  takesDates?: boolean;
}

const refused = (zh: string, en: string): { refused: Text } => ({ refused: { zh, en } });

/** The text of a cell, null for an empty one. */
export function textOf(cell: Cell, takesDates: boolean): Reading<string | null> {
  if (cell === null) return { value: null };
  if (cell instanceof Date)
    return takesDates
      ? { value: formatDay(Math.floor(cell.getTime() / 86_400_000)) }
      : refused(
          '表格程序把这一格变成了日期，请把格式设为文本后重填',
          'the program turned this cell into a date: format it as text and fill it in again',
        );
  // Fifteen digits are what a table shows; the rest are rests of its arithmetic, as in 8800.000000000002.
  if (typeof cell === 'number') return { value: String(Number(cell.toPrecision(15))) };
  if (typeof cell === 'boolean') return { value: cell ? '是' : '否' };
  const text = cell.replace(/\r\n?/g, '\n').trim();
  if (/^#(N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!|SPILL!|CALC!)$/.test(text))
    return refused('公式没有结果或出错，请改为填写数值', 'the formula has no result or failed: fill in its value');
  return { value: text === '' ? null : text };
}

export const text: Kind<string> = { read: (value) => ({ value }), write: (value) => value };

/** A whole number, with or without its unit; `none` are words for 0. */
export function whole(unit: RegExp, none: RegExp | null = null): Kind<number> {
  return {
    read(cell) {
      const given = plain(cell);
      if (none?.test(given)) return { value: 0 };
      const digits = /^(\d{1,6})(.*)$/.exec(given);
      if (digits && (digits[2] === '' || unit.test(digits[2]!))) return { value: Number(digits[1]) };
      return refused('应为整数，例如 3', 'a whole number is expected, such as 3');
    },
    write: (value) => value,
  };
}

/** Yuan, exactly: `6000.50`, `8,000`, `0.8万`. */
export const money: Kind<Fen> = {
  read(cell) {
    const given = plain(cell)
      .replace(/^¥/, '')
      .replace(/元(\/月|每月)?$/, '');
    const ungrouped = /^\d{1,3}(,\d{3})+(\.|万|$)/.test(given) ? given.replaceAll(',', '') : given;
    const [, yuan, decimals = '', tenThousand] = /^(\d{1,9})(?:\.(\d+?)0*)?(万)?$/.exec(ungrouped) ?? [];
    const places = tenThousand ? 6 : 2;
    if (yuan === undefined || decimals.length > places)
      return refused(
        '应为元，最多两位小数，例如 6000、6000.50、0.8万；上下限分两列填写，面议等写入薪酬说明',
        'yuan with at most two decimals are expected, such as 6000, 6000.50 or 0.8万; least and most go into two columns, words into 薪酬说明',
      );
    return { value: Number(yuan + decimals.padEnd(places, '0')) };
  },
  write: (fen) => fen / 100,
};

export const day: Kind<Day> = {
  takesDates: true,
  read(cell) {
    const given = plain(cell);
    const parts = /^(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|年(\d{1,2})月(\d{1,2})日?|(\d{2})(\d{2}))$/.exec(given);
    const [year, month, date] = parts?.slice(1).filter((part) => part !== undefined) ?? [];
    const value = `${year}-${month?.padStart(2, '0')}-${date?.padStart(2, '0')}`;
    return parseDay(value) === null
      ? refused('应为真实存在的日期，例如 2027-07-01', 'a day of the calendar is expected, such as 2027-07-01')
      : { value };
  },
  write: (value) => value,
};

export const yesNo: Kind<boolean> = {
  read(cell) {
    const given = plain(cell);
    if (/^(是|有|√|✓|Y|YES|TRUE|1)$/.test(given)) return { value: true };
    if (/^(否|无|不是|×|N|NO|FALSE|0)$/.test(given)) return { value: false };
    return refused('应为“是”或“否”', '是 (yes) or 否 (no) is expected');
  },
  write: (value) => (value ? '是' : '否'),
};

/** One of a few words; the first of a value is the one that is written. */
export function choice<T extends string>(words: Readonly<Record<T, readonly [string, ...string[]]>>): Kind<T> {
  const all = Object.entries(words) as [T, readonly [string, ...string[]]][];
  const offered = all.map(([, [word]]) => word);
  return {
    read(cell) {
      const given = plain(cell);
      const value = all.find(([, names]) => names.includes(given))?.[0];
      return value === undefined
        ? refused(`应为下列之一：${offered.join('、')}`, `one of these is expected: ${offered.join(', ')}`)
        : { value };
    },
    write: (value) => words[value][0],
  };
}

/** One code of a list; `none` are words for no demand. */
export function code(list: CodeListName): Kind<string> {
  return {
    read(cell, { names }) {
      const found = names.codeOf(list, cell);
      return 'code' in found ? { value: found.code } : found;
    },
    write: (value, { names }) => names.nameOf(list, value),
  };
}

/** Several codes, parted by 、 ; or a new line. `any`: the words for an empty list. */
export function codes(list: CodeListName, any: { read: RegExp; write: string } | null = null): Kind<string[]> {
  return {
    read(cell, { names, education }) {
      if (any?.read.test(plain(cell))) return { value: [] };
      const found = partsOf(cell).map((part) => names.codeOf(list, part, education));
      const wrong = found.findIndex((one) => 'refused' in one);
      if (wrong === -1) return { value: [...new Set(found.flatMap((one) => ('code' in one ? [one.code] : [])))] };
      const { refused: why } = found[wrong] as { refused: Text };
      if (found.length === 1) return { refused: why };
      return refused(`第 ${wrong + 1} 项：${why.zh}`, `item ${wrong + 1}: ${why.en}`);
    },
    write: (value, { names, education }) =>
      value.length === 0 && any ? any.write : value.map((one) => names.nameOf(list, one, education)).join('、'),
  };
}

const partsOf = (cell: string) =>
  cell
    .split(/[、，,；;\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');

type Requirement = PostContent['requirements'][number];
const kindNames = requirementKinds.map((kind) => [kind, requirementWords[kind].zh] as const);

/** One requirement a line: `证书：注册会计师（优先）`; without a kind 其他, without an end 必须. */
export const requirements: Kind<Requirement[]> = {
  read: (cell) => ({
    value: cell
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .map((line) => {
        const [, name, rest = line] = /^(\S{2})[：:]\s*(.*)$/s.exec(line) ?? [];
        const kind = kindNames.find(([, word]) => word === name)?.[0];
        const [, words, end] = /^(.*?)\s*[（(](必须|优先)[）)]$/s.exec(kind ? rest : line) ?? [];
        return { kind: kind ?? 'other', text: words ?? (kind ? rest : line), must: end !== '优先' };
      }),
  }),
  write: (value) =>
    value
      .map(({ kind, text: words, must }) => {
        const name = requirementWords[kind].zh;
        return `${name}：${words.replace(/\s*\n\s*/g, ' ')}（${must ? '必须' : '优先'}）`;
      })
      .join('\n'),
};
