/** Codes by what people call them: a cell may hold a code, a name of the lists, a usual short name, or code and name. */
import type { Text } from '../condition.js';
import { ancestorsOf, codeKinds, codeListNames, codeProblem, findCode, isCodeForm } from './codes.js';
import type { CodeListName, CodeLists } from './codes.js';

/** The first short name of a code is the one that is written. */
const shortNames: Partial<Record<CodeListName, Readonly<Record<string, string>>>> = {
  education: {
    研究生: '10',
    博士研究生: '11',
    博士: '11',
    硕士研究生: '14',
    硕士: '14',
    本科: '20',
    大学本科: '20',
    大专: '30',
    专科: '30',
    大学专科: '30',
    中专: '40',
    高中: '60',
    初中: '70',
  },
  degree: { 博士: '2', 硕士: '3', 学士: '4' },
};

/** Which catalogue of majors a least level of education speaks of, by the first digit of its code. */
const catalogues: Readonly<Record<string, RegExp>> = { 1: /研究生/, 2: /本科/, 3: /专科/ };

export interface CodeNames {
  /** `education` decides where two catalogues of majors share a name: 计算机类 is 0809 of 本科 and 5102 of 专科. */
  codeOf(list: CodeListName, text: string, education?: string | null): { code: string } | { refused: Text };
  /** The name where it leads back to the code, else the code. */
  nameOf(list: CodeListName, code: string, education?: string | null): string;
}

interface Named {
  code: string;
  edition: string;
}

export function codeNamesOf(lists: CodeLists): CodeNames {
  const indexes = new Map(codeListNames.map((list) => [list, indexOf(lists, list)]));

  function named(list: CodeListName, name: string, education: string | null): readonly string[] {
    const short = shortNames[list]?.[name];
    if (short !== undefined && findCode(lists, list, short)) return [short];
    const all = indexes.get(list)?.get(name) ?? [];
    const catalogue = list === 'major' && education !== null ? catalogues[education.charAt(0)] : undefined;
    const fitting = all.filter(({ edition }) => catalogue?.test(edition));
    const codes = [...new Set((fitting.length > 0 ? fitting : all).map(({ code }) => code))];
    // A group and its only member often share a name: the member says more.
    const lowest = codes.find((code) => codes.every((other) => ancestorsOf(lists, list, code).includes(other)));
    return lowest === undefined ? codes : [lowest];
  }

  const codeOf: CodeNames['codeOf'] = (list, text, education = null) => {
    const given = plain(text);
    const code = writtenCode(lists, list, given);
    if (code !== null) return { code };
    const level = given.replace(/(及|或|及其)?以上(学历|学位)?$/, '');
    for (const name of [given, level, level.replace(/(学历|学位)$/, '')]) {
      const codes = named(list, name, education);
      if (codes.length === 1) return { code: codes[0]! };
      if (codes.length > 1) return { refused: ambiguous(codes) };
    }
    return { refused: unknown(lists, list, given) };
  };

  return {
    codeOf,
    nameOf(list, code, education = null) {
      const short = Object.entries(shortNames[list] ?? {}).flatMap(([name, meant]) => (meant === code ? [name] : []));
      const full = findCode(lists, list, code)?.name;
      const leadsBack = (name: string) => {
        const found = codeOf(list, name, education);
        return 'code' in found && found.code === code;
      };
      return [...short, ...(full === undefined ? [] : [full])].find(leadsBack) ?? code;
    },
  };
}

/** Full width made half, no blanks: what two writings of one name have in common. */
export const plain = (text: string): string => text.normalize('NFKC').replace(/\s/g, '').toUpperCase();

/** Every name with its codes; a place also with the names above it, as in 濮阳市华龙区. */
function indexOf(lists: CodeLists, list: CodeListName): ReadonlyMap<string, readonly Named[]> {
  const index = new Map<string, Named[]>();
  const add = (name: string, named: Named) => void index.set(name, [...(index.get(name) ?? []), named]);
  for (const { edition, codes } of lists[list])
    for (const { code, name } of codes.values()) {
      let whole = plain(name);
      add(whole, { code, edition });
      if (list !== 'region') continue;
      for (const above of ancestorsOf(lists, list, code).slice(1)) {
        whole = plain(codes.get(above)?.name ?? '') + whole;
        add(whole, { code, edition });
      }
    }
  return index;
}

/** A code as it stands, without the zero that Excel takes from 0809, or beside its own name. */
function writtenCode(lists: CodeLists, list: CodeListName, given: string): string | null {
  const nameOf = (code: string) => findCode(lists, list, code)?.name;
  if (nameOf(given) !== undefined) return given;
  if (/^\d+$/.test(given) && nameOf(`0${given}`) !== undefined) return `0${given}`;
  const code = /[\dA-Z][\dA-Z-]*/.exec(given)?.[0];
  const name = code === undefined ? undefined : nameOf(code);
  const withoutBrackets = (text: string) => text.replace(/[()]/g, '');
  return name !== undefined && withoutBrackets(given.replace(code!, '')) === withoutBrackets(plain(name))
    ? code!
    : null;
}

const ambiguous = (codes: readonly string[]): Text => ({
  zh: `这个名称对应多个代码（${codes.slice(0, 5).join('、')}），请写代码`,
  en: `this name stands for several codes (${codes.slice(0, 5).join(', ')}): write the code`,
});

function unknown(lists: CodeLists, list: CodeListName, given: string): Text {
  const { title, example } = codeKinds[list];
  const problem = isCodeForm(list, given) ? codeProblem(lists, list, given) : null;
  if (problem) return problem;
  const partial = lists[list].every(({ sample }) => sample);
  return {
    zh: `${title.zh}中没有这个名称，请写代码（如 ${example}）或代码表中的名称${partial ? '；目前没有载入完整的代码表，请用 hub codes import 导入' : ''}`,
    en: `no such name among the ${title.en}: write a code such as ${example} or a name of the list${partial ? '; no whole list is loaded, load one by hub codes import' : ''}`,
  };
}
