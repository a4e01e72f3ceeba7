/** The papers of a parameter: its whole dated history, each value with the document in which it stands. Checked before it may count. */
import { formatDay, LAST_DAY, parseDay } from './civil-date.js';
import type { CivilDay } from './civil-date.js';
import { parameterKinds } from './parameter-names.js';
import type { ParameterKind, ParameterName } from './parameter-names.js';
import { referenceLists } from './parameters/reference-lists.js';
import type { ReferenceListName } from './parameters/reference-lists.js';
import { parseParameters } from './parse-parameters.js';
import { parseDayAt, parseValue } from './parse-value.js';
import { asList, asObject, asObjectOf, Refusal, within } from './refusal.js';
import type { Day } from './vocabulary.js';

export type PaperName = ParameterName | ReferenceListName;

export interface Paper {
  /** Its number, such as 濮人社〔2016〕12号. */
  readonly document: string;
  readonly title: string;
}

export interface PaperEntry {
  readonly from: Day;
  /** Last day; null: until the next entry, or until further notice. */
  readonly to: Day | null;
  /** As at the border: money in yuan; null: known to be not given. */
  readonly value: unknown;
  readonly source: Paper;
  readonly enteredBy: string | null;
}

/** An entry as `parseParameters` reads it. */
interface RulesEntry {
  from: Day;
  value: unknown;
  source: string;
}

const MOST_ENTRIES = 360;

export const paperNames: readonly PaperName[] = [
  ...(Object.keys(parameterKinds) as ParameterName[]),
  ...(Object.keys(referenceLists) as ReferenceListName[]),
];

export const isPaperName = (name: string): name is PaperName => (paperNames as readonly string[]).includes(name);

export function parsePaperName(name: string): PaperName {
  if (isPaperName(name)) return name;
  throw new Refusal(within('parameters', name), '未知的参数名', 'unknown parameter');
}

/** A parameter's whole history, oldest first; throws a Refusal that names the place. */
export function parsePapers(wanted: string, given: unknown): readonly PaperEntry[] {
  const name = parsePaperName(wanted);
  const path = `parameters.${name}`;
  const entries = asList(given, path, MOST_ENTRIES).map((entry, i) => parseEntry(entry, `${path}[${i}]`));
  if (entries.length === 0) throw new Refusal(path, '至少一项', 'at least one entry is expected');
  entries.forEach((entry, i) => {
    const before = entries[i - 1];
    if (before) checkOrder(before, entry, `${path}[${i}].from`);
    checkValue(name, entry.value, `${path}[${i}].value`);
  });
  if (isRead(name)) parseParameters(rulesForm({ [name]: entries }), '');
  return entries;
}

function parseEntry(given: unknown, at: string): PaperEntry {
  const entry = asObjectOf(given, at, ['from', 'to', 'value', 'source', 'enteredBy']);
  const from = parseDayAt(entry.from, `${at}.from`);
  const to = entry.to === undefined || entry.to === null ? null : parseDayAt(entry.to, `${at}.to`);
  if (to !== null && to < from) throw new Refusal(`${at}.to`, '早于起始日', 'is before the first day');
  if (entry.value === undefined) throw new Refusal(`${at}.value`, '缺少', 'is required');
  const source = asObjectOf(entry.source, `${at}.source`, ['document', 'title']);
  const enteredBy = entry.enteredBy ?? null;
  return {
    from: formatDay(from),
    to: to === null ? null : formatDay(to),
    value: entry.value,
    source: {
      document: line(source.document, 60, `${at}.source.document`),
      title: line(source.title, 120, `${at}.source.title`),
    },
    enteredBy: enteredBy === null ? null : line(enteredBy, 100, `${at}.enteredBy`),
  };
}

function line(value: unknown, most: number, at: string): string {
  if (typeof value === 'string' && value.trim() !== '' && value.length <= most && !/[\p{Cc}\p{Cs}]/u.test(value))
    return value;
  throw new Refusal(at, `应为1至${most}字的一行文本`, `one line of 1 to ${most} characters is expected`);
}

/** Every day from the first on stands in exactly one entry; a time without a value is an entry that says so. */
function checkOrder(before: PaperEntry, entry: PaperEntry, at: string): void {
  if (entry.from < before.from)
    throw new Refusal(at, '早于前一项，应由早到晚', 'is before the entry above: oldest first');
  if (entry.from === before.from || (before.to !== null && entry.from <= before.to))
    throw new Refusal(at, '与前一项重叠', 'overlaps the entry above');
  if (before.to !== null && entry.from !== formatDay(dayOf(before.to) + 1))
    throw new Refusal(
      at,
      '与前一项之间有空档',
      'leaves a gap after the entry above: say null for a time without value',
    );
}

/** What the rules' own door does not ask for: an object names each member, a list each column. */
function checkValue(name: PaperName, value: unknown, at: string): void {
  if (value === null) return;
  if (isRead(name)) {
    const kind: ParameterKind = parameterKinds[name];
    if (typeof kind === 'string') return;
    const [members, values] = isColumns(kind) ? [kind[0], asList(value, at)] : [kind, [value]];
    values.forEach((one, i) => checkMembers(one, Object.keys(members), isColumns(kind) ? `${at}[${i}]` : at));
    return;
  }
  const columns = referenceLists[name];
  asList(value, at).forEach((row, i) => {
    checkMembers(row, Object.keys(columns), `${at}[${i}]`);
    const cells = asObjectOf(row, `${at}[${i}]`, Object.keys(columns));
    for (const [column, kind] of Object.entries(columns)) {
      if (kind === 'text') line(cells[column], 200, `${at}[${i}].${column}`);
      else parseValue(cells[column], kind, `${at}[${i}].${column}`);
    }
  });
}

function checkMembers(value: unknown, members: readonly string[], at: string): void {
  const object = asObject(value, at);
  for (const member of members)
    if (!Object.hasOwn(object, member))
      throw new Refusal(within(at, member), '缺少；未知则写 null', 'is required: null where it is not known');
}

/** Papers as `parseParameters` reads them; lists that only people look things up in stay behind. */
export function rulesForm(papers: Readonly<Record<string, readonly PaperEntry[]>>): Record<string, RulesEntry[]> {
  const read = Object.entries(papers).filter(([name]) => isRead(name));
  return Object.fromEntries(
    read.map(([name, entries]) => {
      const begun = entries.map(({ from, value, source }) => ({
        from,
        value,
        source: sourceOf(source),
      }));
      // Where an entry in the middle ends, the next begins; the last one's end is written down.
      const last = entries.at(-1);
      if (!last || last.to === null || dayOf(last.to) >= LAST_DAY) return [name, begun];
      const end = { from: formatDay(dayOf(last.to) + 1), value: null, source: sourceOf(last.source) };
      return [name, [...begun, end]];
    }),
  );
}

/** A paper in one line. */
export const sourceOf = ({ document, title }: Paper): string => `${document}（${title}）`;

/** The entry in force on a day. */
export function entryOn(entries: readonly PaperEntry[], day: Day): PaperEntry | null {
  const begun = entries.findLast((entry) => entry.from <= day);
  return begun && (begun.to === null || day <= begun.to) ? begun : null;
}

const isRead = (name: string): name is ParameterName => Object.hasOwn(parameterKinds, name);
const isColumns = (kind: ParameterKind): kind is Extract<ParameterKind, readonly unknown[]> => Array.isArray(kind);
const dayOf = (day: Day): CivilDay => parseDay(day) ?? LAST_DAY;
