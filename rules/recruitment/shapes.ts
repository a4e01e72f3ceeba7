/** How the unknown JSON of a draft is read: a shape takes what is right, brought to one form, and names what is not. It never throws. */
import { within } from '../refusal.js';
import type { CodeLists } from './codes.js';
import { said } from './findings.js';
import type { Findings } from './findings.js';

export interface Reading {
  readonly codes: CodeLists;
  readonly findings: Findings;
  /** Every text met on the way, for the linter. */
  readonly texts: WrittenText[];
}

export interface WrittenText {
  readonly path: string;
  readonly text: string;
  /** A link or an e-mail address: nothing in it is a sentence, yet it can be personal. */
  readonly address: boolean;
}

export interface Shape<T> {
  /** What stands for a value that was left out; without it, leaving it out is a problem. */
  readonly ifAbsent?: () => T;
  /** Null where the value could not be taken; then the findings say why. Inside an object such a null stands against its type. */
  readonly read: (value: unknown, path: string, reading: Reading) => T | null;
}

/** An empty text, and one of blanks, is nothing. */
export const isAbsent = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'string' && value.trim() === '');

export function take<T>(shape: Shape<T>, value: unknown, path: string, reading: Reading): T | null {
  if (!isAbsent(value)) return shape.read(value, path, reading);
  if (shape.ifAbsent) return shape.ifAbsent();
  reading.findings.error(path, 'required', said('尚未填写，请填写', 'is missing, fill it in'));
  return null;
}

export const optional = <T>(shape: Shape<T>): Shape<T | null> => ({ ...shape, ifAbsent: () => null });

/** For what a list of nothing says something: it must be given even so. */
export const given = <T>({ read }: Shape<T>): Shape<T> => ({ read });

/** Members that the shape does not know are left behind: a draft of another release may carry them. */
export function object<T extends object>(members: { readonly [K in keyof T]-?: Shape<T[K]> }): Shape<T> {
  const shapes = Object.entries<Shape<unknown>>(members);
  return {
    read(value, path, reading) {
      if (typeof value !== 'object' || value === null || Array.isArray(value))
        return wrongType(reading, path, '应为一组字段', 'an object is expected');
      const own = (name: string): unknown =>
        Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : null;
      return Object.fromEntries(
        shapes.map(([name, shape]) => [name, take(shape, own(name), within(path, name), reading)]),
      ) as T;
    },
  };
}

/** A list that may be empty may be left out, too. */
export function list<T>(of: Shape<T>, least: number, most: number): Shape<T[]> {
  const shape: Shape<T[]> = {
    read(value, path, reading) {
      if (!Array.isArray(value)) return wrongType(reading, path, '应为列表', 'a list is expected');
      if (value.length < least || value.length > most)
        reading.findings.error(
          path,
          'size',
          said(
            `应有${least}至${most}项，现有${value.length}项`,
            `${least} to ${most} are expected, not ${value.length}`,
          ),
        );
      // What is far too long is not looked into.
      const elements = value.slice(0, most).map((element, i) => take(of, element, `${path}[${i}]`, reading)) as T[];
      for (const [i, element] of elements.entries())
        if (typeof element === 'string' && elements.indexOf(element) < i)
          reading.findings.error(`${path}[${i}]`, 'duplicate', said('重复，请删去', 'stands twice, delete one'));
      return elements;
    },
  };
  return least === 0 ? { ...shape, ifAbsent: () => [] } : shape;
}

const unseen = /[\p{Cc}\p{Cf}\p{Cs}]/u;
const markup = /<!--|<\/?[a-z][a-z0-9]*(?:\s[^<>=]*=[^<>]*)?\s*\/?>/i;

/** A text, counted in characters and not in bytes: 𠮷 is one. `lines`: it may break. */
function text(least: number, most: number, lines: boolean): Shape<string> {
  return {
    read(value, path, { findings, texts }) {
      if (typeof value !== 'string') {
        findings.error(path, 'type', said('应为文字', 'a text is expected'));
        return null;
      }
      const tooLong = (length: number) => {
        findings.error(
          path,
          'length',
          said(
            `应为${least}至${most}字，现有${length}字`,
            `${least} to ${most} characters are expected, not ${length}`,
          ),
        );
      };
      if (value.length > 4 * most + 100) {
        tooLong(value.length);
        return null;
      }
      const unbroken = value.replaceAll(/\r\n?/g, '\n').replaceAll('\t', ' ').normalize('NFC').trim();
      if (unseen.test(lines ? unbroken.replaceAll('\n', '') : unbroken)) {
        const way = lines ? said('', '') : said('或换行', ' or a line break');
        findings.error(
          path,
          'control-characters',
          said(
            `含有不可见的控制字符${way.zh}，请删去后重新输入`,
            `holds unseen control characters${way.en}, type it anew`,
          ),
        );
        return null;
      }
      if (markup.test(unbroken))
        findings.error(path, 'markup', said('请用纯文字，不要带网页标记', 'plain text is expected, without markup'));
      const length = Array.from(unbroken).length;
      if (length < least || length > most) tooLong(length);
      texts.push({ path, text: unbroken, address: false });
      return unbroken;
    },
  };
}
export const line = (most: number, least = 1): Shape<string> => text(least, most, false);
export const prose = (most: number, least = 1): Shape<string> => text(least, most, true);

export function whole(least: number, most: number): Shape<number> {
  return {
    read(value, path, { findings }) {
      if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
      findings.error(
        path,
        'range',
        said(`应为${least}至${most}之间的整数`, `a whole number from ${least} to ${most} is expected`),
      );
      return null;
    },
  };
}

export function choice<const T extends string>(values: readonly T[]): Shape<T> {
  return {
    read(value, path, { findings }) {
      const chosen = values.find((one) => one === value);
      if (chosen !== undefined) return chosen;
      findings.error(path, 'choice', said(`应为 ${values.join('、')} 之一`, `one of ${values.join(', ')} is expected`));
      return null;
    },
  };
}

export const flag: Shape<boolean> = {
  read: (value, path, reading) =>
    typeof value === 'boolean' ? value : wrongType(reading, path, '应为是或否', 'true or false is expected'),
};

export function wrongType({ findings }: Reading, path: string, zh: string, en: string): null {
  findings.error(path, 'type', said(zh, en));
  return null;
}
