/** Facts of a request, checked name by name against the table of facts; what is written there in four ways becomes one. */
import type { CivilDay } from './civil-date.js';
import { factKinds } from './fact-names.js';
import type { FactKind } from './fact-names.js';
import type { Fact, Facts, Value } from './fact.js';
import { parseDayAt, parseTextAt, parseValue } from './parse-value.js';
import { asList, asObject, asObjectOf, Refusal, within } from './refusal.js';
import type { Json } from './refusal.js';

type Shape =
  | { readonly is: 'fact'; readonly kind: FactKind }
  | { readonly is: 'list'; of: Shape }
  | { readonly is: 'group'; readonly members: Map<string, Shape> };

const shapeOfFacts = buildShape();
const REQUEST = { source: 'request', observedOn: null };
const ORDERED: readonly FactKind[] = ['day', 'month', 'month-or-day', 'money', 'count', 'rate'];
const MOST_CANDIDATES = 8;

/** `knownAt`: of a fact with a history, only what was recorded up to that day; null: all of it. */
export function parseFacts(value: unknown, knownAt: CivilDay | null): Facts {
  const facts = new Map<string, Fact>();
  read(value, shapeOfFacts, 'facts', '', knownAt, facts);
  return facts;
}

function read(
  value: unknown,
  shape: Shape,
  at: string,
  path: string,
  knownAt: CivilDay | null,
  facts: Map<string, Fact>,
): void {
  if (shape.is === 'fact') {
    const fact = parseFact(value, shape.kind, at, knownAt);
    if (fact) facts.set(path, fact);
  } else if (path !== '' && isHistory(value)) {
    const recorded = parseHistory(value, at, knownAt, (entry, place) => {
      const known = new Map<string, Fact>();
      read(entry, shape, place, path, knownAt, known);
      return known;
    });
    for (const [name, fact] of recorded ?? []) facts.set(name, fact);
  } else if (shape.is === 'list') {
    // The length stands under the list's own path, so that an empty list is not a list left out.
    const elements = value === null ? [] : asList(value, at);
    facts.set(`${path}[]`, { is: 'known', value: elements.length, ...REQUEST });
    elements.forEach((element, i) => read(element, shape.of, `${at}[${i}]`, `${path}[${i}]`, knownAt, facts));
  } else if (value === null && path !== '') {
    for (const [name, member] of shape.members)
      if (name !== '*') read(null, member, within(at, name), within(path, name), knownAt, facts);
  } else {
    for (const [name, member] of Object.entries(asObject(value, at))) {
      const known = shape.members.get(name) ?? shape.members.get('*');
      if (!known) throw new Refusal(within(at, name), '未知的事实名', 'unknown fact');
      read(member, known, within(at, name), within(path, name), knownAt, facts);
    }
  }
}

function parseFact(value: unknown, kind: FactKind, at: string, knownAt: CivilDay | null): Fact | null {
  if (typeof value !== 'object' || value === null)
    return { is: 'known', value: parseValue(value, kind, at), ...REQUEST };
  const form = asObjectOf(value, at, ['conflict', 'between', 'history']);
  if (Object.keys(form).length !== 1)
    throw new Refusal(
      at,
      '应恰有 conflict、between、history 之一',
      'exactly one of conflict, between, history is expected',
    );
  if ('conflict' in form) return parseConflict(form.conflict, kind, `${at}.conflict`);
  if ('between' in form) return parseRange(form.between, kind, `${at}.between`);
  return parseHistory(form, at, knownAt, (entry, place) => parseFact(entry, kind, place, null));
}

/** Sources that say the same do not disagree. */
function parseConflict(value: unknown, kind: FactKind, at: string): Fact {
  const list = asList(value, at, MOST_CANDIDATES);
  if (list.length === 0) throw new Refusal(at, '至少一项', 'at least one element is expected');
  const candidates = list.map((element, i) => {
    const { source, value } = asObjectOf(element, `${at}[${i}]`, ['source', 'value']);
    if (value === undefined) throw new Refusal(`${at}[${i}].value`, '缺少', 'is required');
    return {
      value: parseValue(value, kind, `${at}[${i}].value`),
      source: source === undefined ? 'unnamed' : parseTextAt(source, `${at}[${i}].source`),
      observedOn: null,
    };
  });
  return oneOf(candidates);
}

/** One fact of what several sources say. */
export function oneOf(candidates: readonly { value: Value; source: string | null; observedOn: string | null }[]): Fact {
  const [first] = candidates;
  const agreed = first && candidates.every((candidate) => candidate.value === first.value);
  return agreed ? { is: 'known', ...first } : { is: 'one-of', candidates };
}

function parseRange(value: unknown, kind: FactKind, at: string): Fact {
  if (!ORDERED.includes(kind)) throw new Refusal(at, '该事实没有范围', 'this fact has no range');
  const ends = asList(value, at);
  if (ends.length !== 2) throw new Refusal(at, '应为两端', 'two ends are expected');
  const [from, to] = ends.map((end, i) => parseValue(end, kind, `${at}[${i}]`));
  if (typeof from !== 'number' || typeof to !== 'number' || from > to)
    throw new Refusal(at, '前端不应大于后端', 'the first end must not be after the second');
  return from === to ? { is: 'known', value: from, ...REQUEST } : { is: 'between', from, to, ...REQUEST };
}

/** A list or an object can have a history as a whole; a kind of cost of that name would be a number. */
const isHistory = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && 'history' in value && Array.isArray(value.history);

/** The last entry that was recorded by then; two entries of one day would leave it to chance. */
function parseHistory<T>(
  value: Json,
  at: string,
  knownAt: CivilDay | null,
  parse: (entry: unknown, place: string) => T,
): T | null {
  const form = asObjectOf(value, at, ['history']);
  const days = new Set<CivilDay>();
  let latest: { day: CivilDay; recorded: T } | null = null;
  asList(form.history, `${at}.history`).forEach((element, i) => {
    const place = `${at}.history[${i}]`;
    const entry = asObjectOf(element, place, ['recordedOn', 'value']);
    const day = parseDayAt(entry.recordedOn, `${place}.recordedOn`);
    if (days.has(day)) throw new Refusal(`${place}.recordedOn`, '同日重复记录', 'recorded twice on one day');
    days.add(day);
    if (entry.value === undefined) throw new Refusal(`${place}.value`, '缺少', 'is required');
    const nested = typeof entry.value === 'object' && entry.value !== null && 'history' in entry.value;
    if (nested) throw new Refusal(`${place}.value`, '历史不可嵌套', 'a history within a history');
    const recorded = parse(entry.value, `${place}.value`);
    const inTime = knownAt === null || day <= knownAt;
    if (inTime && (!latest || day > latest.day)) latest = { day, recorded };
  });
  return (latest as { recorded: T } | null)?.recorded ?? null;
}

function buildShape(): Shape {
  const root: Shape = { is: 'group', members: new Map() };
  for (const [path, kind] of Object.entries(factKinds)) {
    let at: Shape = root;
    const steps = path.replaceAll('[]', '.[]').split('.');
    steps.forEach((step, i) => {
      const next = steps[i + 1];
      const made: Shape =
        next === undefined
          ? { is: 'fact', kind }
          : next === '[]'
            ? { is: 'list', of: { is: 'group', members: new Map() } }
            : { is: 'group', members: new Map() };
      if (at.is === 'list') {
        if (made.is === 'fact') at.of = made;
        at = at.of;
      } else if (at.is === 'group') {
        const known = at.members.get(step) ?? made;
        at.members.set(step, known);
        at = known;
      }
    });
  }
  return root;
}
