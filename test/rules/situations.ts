/** The cases as the engine sees them, and situations near them: facts exchanged for others that the cases know, or for a neighbour. */
import fc from 'fast-check';
import { parseDay } from '../../rules/civil-date.js';
import { withRetirementCategory } from '../../rules/definitions/retirement-date.js';
import { kindOf } from '../../rules/fact.js';
import type { Fact, Facts, Parameters, Value } from '../../rules/fact.js';
import { parseFacts } from '../../rules/parse-facts.js';
import { parseParameters } from '../../rules/parse-parameters.js';
import type { Circumstances } from '../../rules/situation.js';
import { caseFiles, requestOf } from './case-files.js';

export interface Situation extends Circumstances {
  readonly facts: Facts;
  readonly parameters: Parameters;
}

const known = (value: Value): Fact => ({ is: 'known', value, source: null, observedOn: null });

/** The cases of a rule. */
export function casesOf(id: string): Situation[] {
  const file = caseFiles.find(({ rule }) => rule === id);
  if (!file) throw new Error(`no cases for ${id}`);
  return file.cases.map((one) => {
    const request = requestOf(file, one);
    return {
      assessOn: parseDay(request.assessOn)!,
      facts: withRetirementCategory(
        parseFacts(request.facts, request.knownAt === undefined ? null : parseDay(request.knownAt)),
      ),
      parameters: parseParameters(request.parameters, 'test'),
    };
  });
}

/** The same place in every element of a list. */
export const placeOf = (path: string) => path.replaceAll(/\[\d+\]/g, '[#]');

/** What the cases of a rule say of each place, with the neighbours of numbers and days. */
export function valuesByPlace(cases: readonly Situation[]): Map<string, readonly Value[]> {
  const values = new Map<string, Set<Value>>();
  for (const { facts } of cases)
    for (const [path, fact] of facts) {
      if (path.endsWith('[]')) continue;
      const at = values.get(placeOf(path)) ?? new Set();
      values.set(placeOf(path), at);
      const steps = ['day', 'money', 'count'].includes(String(kindOf(path))) ? [0, -1, 1] : [0];
      for (const value of valuesIn(fact))
        for (const step of steps) at.add(typeof value === 'number' ? Math.max(0, value + step) : value);
    }
  return new Map([...values].map(([place, some]) => [place, [...some]]));
}

function valuesIn(fact: Fact): Value[] {
  if (fact.is === 'known') return [fact.value];
  return fact.is === 'between' ? [fact.from, fact.to] : fact.candidates.map(({ value }) => value);
}

/** Places of a situation that may be told anew: those of its own lists' elements, and all others that the cases know. */
export function pathsFor(facts: Facts, places: Iterable<string>): string[] {
  return [...places].flatMap((place) => {
    const [list, rest] = place.split('[#]');
    if (rest === undefined) return [place];
    const length = facts.get(`${list}[]`);
    const count = length?.is === 'known' ? Number(length.value) : 0;
    return Array.from({ length: count }, (_, i) => `${list}[${i}]${rest}`);
  });
}

/** A case of the rule with some facts exchanged, added or taken away, and one list with an element more. */
export function situationsOf(id: string): fc.Arbitrary<Situation> {
  const cases = casesOf(id);
  const values = valuesByPlace(cases);
  const days = [...new Set(cases.map(({ assessOn }) => assessOn))].filter((day) => day >= parseDay('2016-01-06')!);
  const edit = fc.record({ path: fc.nat(), value: fc.nat(), leaveOut: fc.nat(9).map((n) => n === 0) });
  return fc
    .record({
      base: fc.constantFrom(...cases),
      assessOn: fc.constantFrom(...days),
      parameters: fc.constantFrom(...cases.map(({ parameters }) => parameters)),
      copied: fc.boolean(),
      edits: fc.array(edit, { maxLength: 5 }),
    })
    .map(({ base, assessOn, parameters, copied, edits }) => {
      const facts = new Map(copied ? withOneMore(base.facts) : base.facts);
      for (const { path, value, leaveOut } of edits) {
        const paths = pathsFor(facts, values.keys());
        if (paths.length === 0) continue;
        const at = paths[path % paths.length]!;
        const some = values.get(placeOf(at))!;
        if (leaveOut) facts.delete(at);
        else facts.set(at, known(some[value % some.length]!));
      }
      return { assessOn, facts, parameters };
    });
}

const MOST_ELEMENTS = 2;

/** Each short list of groups with its first element twice. */
function withOneMore(facts: Facts): Facts {
  const more = new Map(facts);
  for (const [path, length] of facts) {
    if (!path.endsWith('[]') || length.is !== 'known' || length.value === 0 || length.value === null) continue;
    const count = Number(length.value);
    const first = `${path.slice(0, -2)}[0].`;
    const members = [...facts].filter(([member]) => member.startsWith(first));
    if (members.length === 0 || count >= MOST_ELEMENTS) continue;
    more.set(path, known(count + 1));
    for (const [member, fact] of members) more.set(member.replace('[0]', `[${count}]`), fact);
  }
  return more;
}
