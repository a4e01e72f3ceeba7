/** Situations near a rule's cases in which some facts are open, each with all that it can still be. */
import fc from 'fast-check';
import { ELSEWHERE } from '../../rules/condition.js';
import type { Entitlement } from '../../rules/entitlement.js';
import { domainOf, kindOf } from '../../rules/fact.js';
import type { Fact, Value } from '../../rules/fact.js';
import { planOf } from '../../rules/judge.js';
import { cellOf } from '../../rules/situation.js';
import { readBy } from './completions.js';
import type { OpenFacts } from './completions.js';
import { casesOf, placeOf, situationsOf, valuesByPlace } from './situations.js';
import type { Situation } from './situations.js';

const origin = { source: null, observedOn: null };
const known = (value: Value): Fact => ({ is: 'known', value, ...origin });
const oneOf = (...values: readonly Value[]): Fact => ({
  is: 'one-of',
  candidates: values.map((value) => ({ value, ...origin })),
});

/** Null where what a rule reads cannot be tried value by value: a list left out, a parameter that nobody knows. */
export function openedSituationsOf(rule: Entitlement): fc.Arbitrary<{ situation: Situation; open: OpenFacts } | null> {
  const values = valuesByPlace(casesOf(rule.id));
  const opening = fc.record({ path: fc.nat(), other: fc.nat(), width: fc.integer({ min: 0, max: 3 }) });
  return fc
    .tuple(situationsOf(rule.id), fc.array(opening, { minLength: 1, maxLength: 5 }), fc.nat())
    .map(([situation, openings, pick]) => {
      const facts = new Map(situation.facts);
      const given = { ...situation, facts };
      const paths = [...facts.keys()].filter((path) => !path.endsWith('[]') && !path.endsWith('.sex'));
      for (const { path, other, width } of paths.length === 0 ? [] : openings) {
        const at = paths[path % paths.length]!;
        const some = values.get(placeOf(at)) ?? [];
        facts.set(at, opened(at, facts.get(at)!, some[other % Math.max(1, some.length)] ?? null, width));
      }
      narrow(facts);
      return fill(rule, given, values, pick) ? { situation: given, open: openIn(given.facts, rule, given) } : null;
    });
}

function opened(path: string, fact: Fact, other: Value, width: number): Fact {
  if (fact.is !== 'known') return fact;
  const kind = kindOf(path);
  if (kind === 'flag') return oneOf(true, false);
  if (hasSteps(path) && width > 0 && typeof fact.value === 'number')
    return { is: 'between', from: fact.value, to: fact.value + width, ...origin };
  return fact.value === other ? fact : oneOf(fact.value, other);
}

const MOST_WIDE = 4;

/**
 * Rates have no steps. Known limit: the steps of an amount between the ends of a range are not looked for, neither where a share
 * is rounded down to the fen nor where the months of a contract are counted between two open days.
 */
const hasSteps = (path: string) =>
  (kindOf(path) === 'day' || kindOf(path) === 'count') && !/^hires.*contract(?:From|To)$/.test(path);

/** A wide range becomes its two ends, so that every value can be tried. */
function narrow(facts: Map<string, Fact>): void {
  for (const [path, fact] of facts)
    if (fact.is === 'between' && (fact.to - fact.from > MOST_WIDE || !hasSteps(path)))
      facts.set(path, oneOf(fact.from, fact.to));
}

/** Tells what the rule reads and nobody told, but for what has few values. Telling one fact can make another one read. */
function fill(
  rule: Entitlement,
  situation: Situation,
  values: ReturnType<typeof valuesByPlace>,
  pick: number,
): boolean {
  const facts = situation.facts as Map<string, Fact>;
  for (;;) {
    const read = readBy(planOf(rule, { facts: new Map(facts), choices: {} }));
    const open = [...read].filter((path) => !facts.has(path) && path !== ELSEWHERE && cellOf(path, situation).open);
    const wide = open.filter((path) => !(kindOf(path) === 'flag' || typeof kindOf(path) === 'object'));
    const [first] = wide;
    if (first === undefined) return !open.some((path) => path.endsWith('[]'));
    if (first.endsWith('[]') || first.startsWith('parameter:')) return false;
    const some = values.get(placeOf(first)) ?? [0];
    facts.set(first, known(some[pick % some.length]!));
  }
}

function openIn(facts: ReadonlyMap<string, Fact>, rule: Entitlement, situation: Situation): OpenFacts {
  const open = new Map<string, readonly Value[]>();
  for (const path of readBy(planOf(rule, { facts, choices: {} }))) {
    const { open: domain } = cellOf(path, situation);
    if (!domain || path === ELSEWHERE) continue;
    const all = domainOf(path, facts.get(path), [0, 0]);
    open.set(
      path,
      'values' in all
        ? [...new Set(all.values)]
        : Array.from({ length: all.to - all.from + 1 }, (_, i) => all.from + i),
    );
  }
  return open;
}
