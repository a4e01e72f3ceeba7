/** What rules came to is remembered by the values that they read: the same values have one key, others another. */
import { expect, it } from 'vitest';
import type { Fact, Facts } from '../../rules/fact.js';
import { ruleById } from '../../rules/index.js';
import { dayKey, factsKey, Memory } from '../../rules/memory.js';
import type { Outline } from '../../rules/memory.js';

const opening = ruleById('art05.opening-subsidy')!;
const training = ruleById('art07.student-startup-training-subsidy')!;
const said = { source: 'tax', observedOn: '2026-01-01' };
const is = (value: string | number | boolean | null): Fact => ({ is: 'known', value, ...said });
const key = (facts: Record<string, Fact>, rules = [opening]) =>
  factsKey(rules, (): Facts => new Map(Object.entries(facts)));
const registeredOn = (fact: Fact) => key({ 'enterprise.registeredOn': fact });

it('who says a fact is not in the key, nor a fact that no rule of it reads', () => {
  const other: Fact = { is: 'known', value: true, source: 'commerce', observedOn: null };
  expect(key({ 'enterprise.foundedByPerson': is(true) })).toBe(key({ 'enterprise.foundedByPerson': other }));
  expect(key({ 'loan.requested': is(true) })).toBe(key({}));
});

it('every other value, or none, is another key', () => {
  const between = (from: number, to: number): Fact => ({ is: 'between', from, to, ...said });
  const oneOf = (...values: number[]): Fact => ({
    is: 'one-of',
    candidates: values.map((value) => ({ value, ...said })),
  });
  const keys = [
    key({}),
    ...[is(1), is('1'), is(null), is('null'), is(12), between(1, 2), between(1, 3), oneOf(1, 2), oneOf(1, 3)].map(
      registeredOn,
    ),
    key({ 'enterprise.operatingNormally': is(1) }),
    key({}, [opening, opening]),
  ];
  expect(new Set(keys).size).toBe(keys.length);
  expect(registeredOn(oneOf(1, 2))).toBe(
    registeredOn({ is: 'one-of', candidates: [1, 2].map((value) => ({ value, source: 'x', observedOn: null })) }),
  );
});

it('each rule has its own facts, and each day its own key', () => {
  const facts = (rule: string): Facts => new Map(rule === opening.id ? [['enterprise.registeredOn', is(1)]] : []);
  expect(factsKey([opening], facts)).not.toBe(factsKey([opening], () => new Map()));
  expect(dayKey('k', 7)).not.toBe(dayKey('k', 8));
  expect(dayKey('k', 7)).not.toBe(dayKey('l', 7));
});

it('a list is not remembered, unless it is empty or left out', () => {
  const list = 'history.subsidisedCourseKinds[]';
  expect(key({ [list]: is(1) }, [training])).toBeNull();
  expect(key({ [list]: { is: 'between', from: 0, to: 0, ...said } }, [training])).toBeNull();
  expect(key({ [list]: is(0) }, [training])).toEqual(expect.any(String));
  expect(key({}, [training])).not.toBe(key({ [list]: is(0) }, [training]));
});

it('a newcomer beyond the limit begins it afresh', () => {
  const memory = new Memory(2);
  const outlines: Outline[] = [];
  for (const name of ['a', 'b']) memory.keep(name, outlines);
  expect([memory.recall('a'), memory.recall('b'), memory.recall('c')]).toEqual([outlines, outlines, undefined]);
  memory.keep('c', outlines);
  expect([memory.recall('a'), memory.recall('b'), memory.recall('c')]).toEqual([undefined, undefined, outlines]);
});
