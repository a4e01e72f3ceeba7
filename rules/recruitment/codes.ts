/** Code lists (代码表) with their editions: what a code is called, what stands above it, and why one is refused. */
import type { Text } from '../condition.js';

export const codeListNames = ['region', 'industry', 'occupation', 'major', 'education', 'degree'] as const;
export type CodeListName = (typeof codeListNames)[number];

export interface Code {
  code: string;
  name: string;
  /** As the list itself gives it; null where the form of the code tells it. */
  parent: string | null;
}

/** One edition of a list. A sample is an excerpt: what it does not hold may be right all the same. */
export interface CodeList {
  name: CodeListName;
  /** Names its year, such as `GB/T 4754-2017`. */
  edition: string;
  source: string;
  sample: boolean;
  codes: ReadonlyMap<string, Code>;
}

/** The editions in use of every list, newest first. */
export type CodeLists = Readonly<Record<CodeListName, readonly CodeList[]>>;

interface Kind {
  title: Text;
  form: RegExp;
  example: string;
  /** What stands above a code of this form. */
  above: (code: string) => string | null;
}

const cut = (code: string, length: number) => (code.length > length ? code.slice(0, length) : null);

export const codeKinds: Readonly<Record<CodeListName, Kind>> = {
  region: {
    title: { zh: '行政区划代码（GB/T 2260）', en: 'region codes (GB/T 2260)' },
    form: /^[1-9]\d{5}$/,
    example: '410902',
    above: (code) =>
      code.endsWith('0000') ? null : code.endsWith('00') ? `${code.slice(0, 2)}0000` : `${code.slice(0, 4)}00`,
  },
  industry: {
    title: { zh: '国民经济行业代码（GB/T 4754）', en: 'industry codes (GB/T 4754)' },
    form: /^[A-T](\d{2,4})?$/,
    example: 'I6513',
    above: (code) => (code.length === 3 ? code.slice(0, 1) : cut(code, code.length - 1) || null),
  },
  occupation: {
    title: { zh: '职业代码（职业分类大典）', en: 'occupation codes (职业分类大典)' },
    form: /^[1-8](-\d{2}){0,3}$/,
    example: '2-02-10-03',
    above: (code) => (code.includes('-') ? code.slice(0, code.lastIndexOf('-')) : null),
  },
  major: {
    title: { zh: '专业代码（教育部专业目录）', en: 'codes of majors (catalogues of the Ministry of Education)' },
    // K and T mark controlled and special majors, J and Z crossing and self-set disciplines of graduate schools.
    form: /^\d{2}(\d{2}(\d{2}(TK?|K)?|[JZ]\d)?)?$/,
    example: '080901',
    above: (code) => cut(code, code.length > 4 ? 4 : 2),
  },
  education: {
    title: { zh: '学历代码（GB/T 4658）', en: 'codes of education (GB/T 4658)' },
    form: /^\d{2}$/,
    example: '21',
    above: (code) => (code.endsWith('0') ? null : `${code.slice(0, 1)}0`),
  },
  degree: {
    title: { zh: '学位代码（GB/T 6864）', en: 'codes of degrees (GB/T 6864)' },
    form: /^\d(\d{2})?$/,
    example: '408',
    above: (code) => cut(code, 1),
  },
};

export const isCodeForm = (name: CodeListName, code: string): boolean => codeKinds[name].form.test(code);

const yearOf = (edition: string) => edition.match(/(?:19|20)\d{2}/g)?.at(-1) ?? null;
export const namesItsYear = (edition: string): boolean => yearOf(edition) !== null;

/** Samples of a list count only until an edition of it is complete; of two lists of one edition the later counts. */
export function codeListsOf(lists: readonly CodeList[]): CodeLists {
  const editionsOf = (name: CodeListName) => {
    const all = [...new Map(lists.filter((list) => list.name === name).map((list) => [list.edition, list])).values()];
    const complete = all.filter(({ sample }) => !sample);
    return (complete.length > 0 ? complete : all).sort((a, b) =>
      (yearOf(a.edition) ?? '') < (yearOf(b.edition) ?? '') ? 1 : -1,
    );
  };
  return Object.fromEntries(codeListNames.map((name) => [name, editionsOf(name)])) as unknown as CodeLists;
}

/** A code in the newest edition that has it. */
export function findCode(
  lists: CodeLists,
  name: CodeListName,
  code: string,
): { code: string; name: string; edition: string } | null {
  const list = lists[name].find(({ codes }) => codes.has(code));
  return list ? { code, name: list.codes.get(code)!.name, edition: list.edition } : null;
}

/** What stands directly above a code: as the list says, else by the form of the code, else nothing. */
function above(lists: CodeLists, name: CodeListName, code: string): string | null {
  const given = lists[name].find(({ codes }) => codes.has(code))?.codes.get(code)?.parent;
  return given ?? (isCodeForm(name, code) ? codeKinds[name].above(code) : null);
}

/** The code itself and everything above it, lowest first. It takes no loaded list where the form of a code tells its parents. */
export function ancestorsOf(lists: CodeLists, name: CodeListName, code: string): readonly string[] {
  const path = [code];
  for (let up = above(lists, name, code); up !== null && !path.includes(up); up = above(lists, name, up)) path.push(up);
  return path;
}

/** The next code above that this list holds: an excerpt may leave out a level between. */
export function parentWithin({ name, codes }: CodeList, { code, parent }: Code): string | null {
  if (parent !== null) return parent;
  for (let up = codeKinds[name].above(code); up !== null; up = codeKinds[name].above(up)) if (codes.has(up)) return up;
  return null;
}

/** Why a code cannot be taken, and the way out; null when it can. Never repeats what was given. */
export function codeProblem(lists: CodeLists, name: CodeListName, code: string): Text | null {
  const { title, example } = codeKinds[name];
  if (!isCodeForm(name, code))
    return { zh: `不是${title.zh}，应形如 ${example}`, en: `none of the ${title.en}: they look like ${example}` };
  if (findCode(lists, name, code)) return null;
  const editions = lists[name].map(({ edition }) => edition);
  if (editions.length === 0)
    return {
      zh: `${title.zh}尚未载入，无法核对；请在服务器上用 hub codes import 导入`,
      en: `the ${title.en} are not loaded, so it cannot be checked; load them at the hub’s machine by hub codes import`,
    };
  if (lists[name].some(({ sample }) => sample))
    return {
      zh: `${title.zh}目前只有样本（${editions.join('、')}），其中没有这个代码；请在服务器上用 hub codes import 导入完整的代码表`,
      en: `of the ${title.en} only a sample is loaded (${editions.join(', ')}), and it lacks this code; load the whole list at the hub’s machine by hub codes import`,
    };
  return {
    zh: `${title.zh}（${editions.join('、')}）中没有这个代码，可用查询 codes 查找`,
    en: `there is no such code among the ${title.en} (${editions.join(', ')}); the query codes lists them`,
  };
}
