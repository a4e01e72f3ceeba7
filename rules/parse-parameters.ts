/** Dated parameters, checked name by name; the module's own files pass through the same door as a request's. */
import type { CivilDay } from './civil-date.js';
import type { Dated } from './dated.js';
import type { Parameters } from './fact.js';
import type { FactKind } from './fact-names.js';
import { parameterKinds } from './parameter-names.js';
import type { ParameterKind } from './parameter-names.js';
import { parseDayAt, parseValue } from './parse-value.js';
import { asList, asObject, asObjectOf, Refusal, within } from './refusal.js';

/** A value a month for thirty years; every entry is a day on which a decision may turn. */
const MOST_ENTRIES = 360;

const kinds: ReadonlyMap<string, ParameterKind> = new Map(Object.entries(parameterKinds));

/** Parameters by name (`employerRates.pension` for a member); `source` is noted where an entry names no paper. */
export function parseParameters(value: unknown, source: string): Parameters {
  const parameters = new Map<string, Dated<number>[]>();
  for (const [name, given] of Object.entries(asObject(value, 'parameters'))) {
    const path = within('parameters', name);
    const kind = kinds.get(name);
    if (!kind) throw new Refusal(path, '未知的参数名', 'unknown parameter');
    parameters.set(name, []);
    for (const { from, value, source: paper, at } of entriesOf(given, path, source))
      for (const [member, number] of numbersOf(value, kind, at)) {
        const key = member === '' ? name : `${name}.${member}`;
        parameters.set(key, [...(parameters.get(key) ?? []), { from, value: number, source: paper }]);
      }
  }
  return parameters;
}

interface Entry {
  from: CivilDay | null;
  value: unknown;
  source: string;
  at: string;
}

function entriesOf(given: unknown, path: string, source: string): Entry[] {
  const dated = Array.isArray(given) && given.every((entry) => isDated(entry));
  if (!dated) return [{ from: null, value: given, source, at: path }];
  const days = new Set<CivilDay>();
  return asList(given, path, MOST_ENTRIES).map((element, i) => {
    const at = `${path}[${i}]`;
    const entry = asObjectOf(element, at, ['from', 'value', 'source']);
    const from = parseDayAt(entry.from, `${at}.from`);
    if (days.has(from)) throw new Refusal(`${at}.from`, '同一起始日重复', 'two values from one day');
    days.add(from);
    const paper = entry.source === undefined ? source : String(parseValue(entry.source, 'text', `${at}.source`));
    return { from, value: entry.value, source: paper, at: `${at}.value` };
  });
}

const isDated = (entry: unknown) =>
  typeof entry === 'object' && entry !== null && ('value' in entry || 'from' in entry);

/** The numbers of a value, by member; a list of steps is checked, and kept for the rules that will read it. */
function numbersOf(value: unknown, kind: ParameterKind, at: string): [member: string, number: number | null][] {
  if (value === undefined) throw new Refusal(at, '缺少', 'is required');
  if (isFactKind(kind)) return [['', numberAt(value, kind, at)]];
  if (value === null) return [];
  if (isSteps(kind)) {
    const [members] = kind;
    return asList(value, at).flatMap((step, i) => memberNumbers(step, members, `${at}[${i}]`, `${i}.`));
  }
  return memberNumbers(value, kind, at, '');
}

function memberNumbers(value: unknown, kinds: Readonly<Record<string, FactKind>>, at: string, prefix: string) {
  return Object.entries(asObjectOf(value, at, Object.keys(kinds))).map(([name, member]): [string, number | null] => [
    prefix + name,
    numberAt(member, kinds[name] ?? 'rate', within(at, name)),
  ]);
}

function numberAt(value: unknown, kind: FactKind, at: string): number | null {
  const parsed = parseValue(value, kind, at);
  if (parsed === null || typeof parsed === 'number') return parsed;
  throw new Refusal(at, '应为数', 'a number is expected');
}

const isFactKind = (kind: ParameterKind): kind is FactKind => typeof kind === 'string';
const isSteps = (kind: ParameterKind): kind is readonly [Readonly<Record<string, FactKind>>] => Array.isArray(kind);
