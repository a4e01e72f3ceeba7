/** What an argument is or can still be, and the values and days at which questions turn. */
import { firstDifferent } from '../../rules/halving.js';
import { describe, expect, it, test } from 'vitest';
import { FIRST_DAY, LAST_DAY, parseDay } from '../../rules/civil-date.js';
import { ask, ELSEWHERE } from '../../rules/condition.js';
import type { Argument, Question } from '../../rules/condition.js';
import type { Fact, Parameters } from '../../rules/fact.js';
import { answersTo, cellOf, firstPoints, LAW_TURNS, Possibilities, turningDaysOf } from '../../rules/situation.js';
import type { Circumstances } from '../../rules/situation.js';

const origin = { source: 'tax', observedOn: null };
const known = (value: number | string | boolean): Fact => ({ is: 'known', value, ...origin });
const between = (from: number, to: number): Fact => ({ is: 'between', from, to, ...origin });
const oneOf = (...values: number[]): Fact => ({
  is: 'one-of',
  candidates: values.map((value) => ({ value, ...origin })),
});
const today = parseDay('2016-09-01')!;
const law = parseDay('2025-01-01')!;
const on = (facts: Record<string, Fact> = {}, parameters: Parameters = new Map()): Circumstances => ({
  assessOn: today,
  facts: new Map(Object.entries(facts)),
  parameters,
});

const [months, paid, registered] = [
  'employment.monthsClaimed',
  'employment.paidPerMonth',
  'enterprise.registeredOn',
] as const;
const atLeast = (path: Argument, least: number): Question<boolean> => ({
  reads: [path],
  answer: ([value]) => typeof value === 'number' && value >= least,
});

describe('an argument', () => {
  it('is the day itself, a known fact, or open', () => {
    const facts = { [months]: known(3), [paid]: between(2, 9) };
    expect(cellOf('assessOn', on())).toEqual({ open: null, value: today });
    expect(cellOf(months, on(facts))).toEqual({ open: null, value: 3 });
    expect(cellOf(paid, on(facts))).toEqual({ open: { from: 2, to: 9, orNone: false } });
    expect(cellOf(registered, on())).toEqual({ open: { from: FIRST_DAY, to: LAST_DAY, orNone: true } });
    expect(cellOf(ELSEWHERE, on())).toEqual({ open: { values: [false, true] } });
  });

  it('of the parameters is the value of the day, or of the day it names', () => {
    const dated = [
      { from: null, value: 1, source: null },
      { from: today, value: 2, source: null },
      { from: today + 1, value: null, source: null },
    ];
    const own = on({}, new Map([['startupAgeMonths', dated]]));
    expect(cellOf('parameter:startupAgeMonths', own)).toEqual({ open: null, value: 2 });
    const onDay = (day: number) => cellOf(`parameter:startupAgeMonths@${day}` as 'parameter:startupAgeMonths', own);
    expect(onDay(today - 1)).toEqual({ open: null, value: 1 });
    const anyNumber = { open: { from: 0, to: Infinity, orNone: false } };
    expect(onDay(today + 1)).toEqual(anyNumber);
    expect(cellOf('parameter:stabilisationRefundRate', own)).toEqual(anyNumber);
    expect(cellOf('parameter:placementSubsidyMonthsByContractLength', own)).toEqual({
      open: { values: [[], [{ atLeastMonths: 0, payMonths: Infinity }]] },
    });
  });
});

test('a domain is tried at its ends, and at both sides of a law that turned within', () => {
  expect(LAW_TURNS).toEqual([law]);
  expect(firstPoints({ values: [true, false, true] })).toEqual([true, false]);
  expect(firstPoints({ from: 0, to: Infinity, orNone: false })).toEqual([0, Infinity]);
  expect(firstPoints({ from: 5, to: 5, orNone: false })).toEqual([5]);
  expect(firstPoints({ from: 5, to: 9, orNone: true })).toEqual([5, 9, null]);
  expect(firstPoints({ from: law - 2, to: law + 1, orNone: false })).toEqual([law - 2, law - 1, law, law + 1]);
  expect(firstPoints({ from: law - 1, to: law + 1, orNone: false })).toEqual([law - 1, law, law + 1]);
  expect(firstPoints({ from: law, to: law + 1, orNone: false })).toEqual([law, law + 1]);
  expect(firstPoints({ from: law - 2, to: law, orNone: false })).toEqual([law - 2, law - 1, law]);
});

test('by halving the first number with another answer is found', () => {
  const turnsAt = (turn: number) => (point: number) => point >= turn;
  for (const turn of [1, 2, 7, 99, 100]) expect(firstDifferent(turnsAt(turn), 0, 100)).toBe(turn);
  expect([firstDifferent(turnsAt(0), 0, 100), firstDifferent(turnsAt(101), 0, 100)]).toEqual([null, null]);
  expect(firstDifferent(turnsAt(1000), 0, Infinity)).toBe(1000);
  expect(firstDifferent((point) => point === Infinity, 0, Infinity)).toBe(2 ** 46);
});

test('the answers to a question are those at the ends of what is open', () => {
  expect(answersTo(atLeast(months, 3), on({ [months]: known(3) }))).toEqual(new Set([true]));
  expect(answersTo(atLeast(months, 3), on())).toEqual(new Set([false, true]));
  expect(answersTo(atLeast(months, 3), on({ [months]: oneOf(3, 5) }))).toEqual(new Set([true]));
  const product: Question<number> = { reads: [months, paid], answer: ([a, b]) => Number(a) * Number(b) };
  expect(answersTo(product, on({ [months]: between(1, 2), [paid]: oneOf(10, 100) }))).toEqual(
    new Set([10, 100, 20, 200]),
  );
  expect(answersTo({ reads: [], answer: () => 7 }, on())).toEqual(new Set([7]));
});

describe('the values to try', () => {
  const valuesIn = (questions: Question<boolean>[], facts: Record<string, Fact> = {}, turning = questions) =>
    new Possibilities(questions, turning, on(facts));

  it('stand in the order in which the rule asks, open ones alone', () => {
    const tried = valuesIn([atLeast(paid, 1), atLeast(months, 1), atLeast(registered, 1)], { [months]: known(4) });
    expect(tried.open).toEqual([paid, registered]);
    expect([paid, registered, months].map((path) => tried.variableOf(path as Argument))).toEqual([0, 1, -1]);
    expect(tried.valuesOf(months)).toEqual([4]);
    expect(tried.valuesOf('hire.monthsClaimed')).toEqual([0, Infinity]);
  });

  it('are the ends where each number is asked once', () => {
    expect(valuesIn([atLeast(months, 6), atLeast(paid, 2)]).valuesOf(months)).toEqual([0, Infinity]);
  });

  it('are both sides of every turn where two questions ask for one number', () => {
    expect(valuesIn([atLeast(months, 6), atLeast(months, 12)]).valuesOf(months)).toEqual([0, 5, 6, 11, 12, Infinity]);
    expect(valuesIn([atLeast(registered, 100), atLeast(registered, 200)]).valuesOf(registered)).toEqual([
      FIRST_DAY,
      99,
      100,
      199,
      200,
      law - 1,
      law,
      LAST_DAY,
      null,
    ]);
    const disputed = valuesIn([atLeast(months, 6), atLeast(months, 12)], { [months]: oneOf(9, 3) });
    expect(disputed.valuesOf(months)).toEqual([9, 3]);
  });

  it('are turns also where another open fact stands beside the number', () => {
    const sooner: Question<boolean> = {
      reads: [months, 'person.disabled'],
      answer: ([count, disabled]) => Number(count) >= (disabled === true ? 3 : 6),
    };
    expect(valuesIn([sooner]).valuesOf(months)).toEqual([0, 2, 3, 5, 6, Infinity]);
    expect(valuesIn([sooner], { 'person.disabled': known(true) }).valuesOf(months)).toEqual([0, Infinity]);
  });

  it('are turns also of a sum that no single question asks for', () => {
    const one = atLeast(months, 6);
    expect(valuesIn([one], {}, [atLeast(months, 8)]).valuesOf(months)).toEqual([0, 7, 8, Infinity]);
    expect(valuesIn([one], {}, [atLeast(paid, 8)]).valuesOf(months)).toEqual([0, Infinity]);
    expect(valuesIn([one], {}, [one]).valuesOf(months)).toEqual([0, Infinity]);
  });

  it('are turns of each against the other where two numbers meet and one is a range', () => {
    const sum: Question<boolean> = { reads: [paid, months], answer: ([a, b]) => Number(a) + Number(b) >= 8 };
    const tried = valuesIn([sum], { [paid]: between(2, 9), [months]: between(1, 5) });
    expect([tried.valuesOf(paid), tried.valuesOf(months)]).toEqual([
      [2, 3, 6, 7, 9],
      [1, 5],
    ]);
    expect(valuesIn([sum]).valuesOf(paid)).toEqual([0, Infinity]);
  });

  it('of a number without limit that is measured are some middle, too', () => {
    const read = (path: Argument): Question<number> => ({ reads: [path], answer: Number });
    const measured = (path: Argument, facts: Record<string, Fact> = {}, turning: Question<boolean>[] = []) =>
      new Possibilities([read(path), ...turning], turning, on(facts), [read(path)]).valuesOf(path);
    for (const path of [paid, months, 'parameter:workCostDeduction', 'parameter:startupAgeMonths'] as const) {
      const points = measured(path).map(Number);
      const middles = points.slice(1, -1);
      expect([points[0], points.at(-1)]).toEqual([0, Infinity]);
      expect(middles.length).toBeGreaterThan(0);
      // A single fen would be lost in a share.
      const least = path === paid || path === 'parameter:workCostDeduction' ? 100 : 1;
      expect(middles.filter((middle) => middle < least || middle === Infinity)).toEqual([]);
    }
    expect(measured(paid, { [paid]: between(0, 5) })).toEqual([0, 5]);
    expect(measured(months, {}, [atLeast(months, 6)])).toEqual(expect.arrayContaining([0, 5, 6, Infinity]));
    expect(measured(months, { [months]: known(4) })).toEqual([4]);
  });
});

describe('the days to come', () => {
  const open = ask(['assessOn', registered], (day, since) => typeof since === 'number' && day >= since + 90);
  const days = (fact: Fact | null, to = today + 1000, questions: Question<boolean>[] = [open]) =>
    [...turningDaysOf(questions, on(fact ? { [registered]: fact } : {}), to)].sort((a, b) => a - b);

  it('are those on which a question turns, up to the last asked for', () => {
    expect(days(known(today))).toEqual([today + 90]);
    expect(days(known(today), today + 90)).toEqual([today + 90]);
    expect(days(known(today), today + 89)).toEqual([]);
    expect(days(known(today - 90))).toEqual([]);
    expect(days(known(today - 89))).toEqual([today + 1]);
    expect(days(known(today), today + 1000, [atLeast(registered, 1)])).toEqual([]);
  });

  it('are those of each value in dispute, and of the ends and turns of a range', () => {
    expect(days(oneOf(today, today + 5))).toEqual([today + 90, today + 95]);
    expect(days(between(today, today + 5))).toEqual([today + 90, today + 95]);
    const also = [open, atLeast(registered, today + 3)];
    expect(days(between(today, today + 5), today + 1000, also)).toEqual([90, 92, 93, 95].map((n) => today + n));
    const besides = [...also, atLeast(months, 1)];
    expect(days(between(today, today + 5), today + 1000, besides)).toEqual([90, 92, 93, 95].map((n) => today + n));
    expect(days(null)).toEqual([]);
  });
});
