/** Dated parameters, checked name by name; the module's own files pass through the same door as a request's. */
import type { CivilDay } from './civil-date.js';
import type { Dated } from './dated.js';
import type { Parameters, ParameterValue, Step } from './fact.js';
import type { FactKind } from './fact-names.js';
import { parameterKinds } from './parameter-names.js';
import type { ParameterKind } from './parameter-names.js';
import { parseDayAt, parseTextAt, parseValue } from './parse-value.js';
import { asList, asObject, asObjectOf, Refusal, within } from './refusal.js';

/** A value a month for thirty years; every entry is a day on which a decision may turn. */
const MOST_ENTRIES = 360;

const kinds: ReadonlyMap<string, ParameterKind> = new Map(Object.entries(parameterKinds));

/** Parameters by name (`employerRates.pension` for a member); `source` is noted where an entry names no paper. */
export function parseParameters(value: unknown, source: string): Parameters {
  const parameters = new Map<string, Dated<ParameterValue>[]>();
  for (const [name, given] of Object.entries(asObject(value, 'parameters'))) {
    const path = within('parameters', name);
    const kind = kinds.get(name);
    if (!kind) throw new Refusal(path, '未知的参数名', 'unknown parameter');
    parameters.set(name, []);
    for (const { from, value, source: paper, at } of entriesOf(given, path, source))
      for (const [member, parsed] of valuesOf(value, kind, at)) {
        const key = member === '' ? name : `${name}.${member}`;
        parameters.set(key, [...(parameters.get(key) ?? []), { from, value: parsed, source: paper }]);
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
    const paper = entry.source === undefined ? source : parseTextAt(entry.source, `${at}.source`);
    return { from, value: entry.value, source: paper, at: `${at}.value` };
  });
}

const isDated = (entry: unknown) =>
  typeof entry === 'object' && entry !== null && ('value' in entry || 'from' in entry);

/** The values of a parameter by member; a schedule stands under the parameter's own name, its lines in rising order. */
function valuesOf(value: unknown, kind: ParameterKind, at: string): [member: string, value: ParameterValue | null][] {
  if (value === undefined) throw new Refusal(at, '缺少', 'is required');
  if (isFactKind(kind)) return [['', numberAt(value, kind, at)]];
  if (isSteps(kind)) return [['', value === null ? null : stepsAt(value, kind[0], at)]];
  if (value === null) return Object.keys(kind).map((member) => [member, null]);
  return Object.entries(membersAt(value, kind, at));
}

function stepsAt(value: unknown, members: Readonly<Record<string, FactKind>>, at: string): readonly Step[] {
  const names = Object.keys(members);
  const [first = ''] = names;
  return asList(value, at).map((line, i, lines) => {
    const step = membersAt(line, members, `${at}[${i}]`);
    for (const name of names)
      if (typeof step[name] !== 'number') throw new Refusal(within(`${at}[${i}]`, name), '缺少', 'is required');
    const before = i === 0 ? null : membersAt(lines[i - 1], members, `${at}[${i - 1}]`)[first];
    if (before !== null && before !== undefined && before >= (step[first] ?? 0))
      throw new Refusal(within(`${at}[${i}]`, first), '应逐项递增', 'lines must rise');
    return step;
  });
}

function membersAt(value: unknown, kinds: Readonly<Record<string, FactKind>>, at: string): Step {
  const members = Object.entries(asObjectOf(value, at, Object.keys(kinds))).map(([name, member]) => [
    name,
    numberAt(member, kinds[name] ?? 'rate', within(at, name)),
  ]);
  return Object.fromEntries(members) as Step;
}

function numberAt(value: unknown, kind: FactKind, at: string): number | null {
  const parsed = parseValue(value, kind, at);
  if (parsed === null || typeof parsed === 'number') return parsed;
  throw new Refusal(at, '应为数', 'a number is expected');
}

const isFactKind = (kind: ParameterKind): kind is FactKind => typeof kind === 'string';
const isSteps = (kind: ParameterKind): kind is readonly [Readonly<Record<string, FactKind>>] => Array.isArray(kind);
