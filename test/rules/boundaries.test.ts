/** Limits: a number that a question reads turns it once or never, and the cases stand on both sides of where it turns. */
import { expect, it } from 'vitest';
import { addMonths, dayOf } from '../../rules/civil-date.js';
import type { Argument, Question } from '../../rules/condition.js';
import { kindOf } from '../../rules/fact.js';
import type { Value } from '../../rules/fact.js';
import { definitions, entitlements } from '../../rules/index.js';
import { planOf } from '../../rules/judge.js';
import { parameterKinds } from '../../rules/parameter-names.js';
import { cellOf, LAW_TURNS } from '../../rules/situation.js';
import { nameOf, partsOfPlan } from './parts-of-rules.js';
import { casesOf } from './situations.js';

const everyRule = [...entitlements, ...definitions].map((rule) => [rule.id, rule] as const);
type Rule = (typeof everyRule)[0][1];

/** Ends and beginnings of months, leap days among them, for a hundred years. */
const days = Array.from({ length: 1200 }, (_, i) => dayOf(1940, i + 1, 1)).flatMap((first) => [
  first - 3,
  first - 2,
  first - 1,
  first,
  first + 27,
]);
const counts = [...Array.from({ length: 80 }, (_, i) => i), 120, 1200, 1_000_000];
const money = [0, 1, 2, 3, 99, 100, 101, 10_000, 499_999, 500_000, 500_001, 999_999, 1_000_000, 50_000_000, 1e12];
const rates = Array.from({ length: 201 }, (_, i) => i / 200);
const probes: Readonly<Record<string, readonly number[]>> = {
  day: days,
  'month-or-day': days,
  month: days,
  count: counts,
  money,
  rate: rates,
};

function kindOfArgument(argument: Argument): string {
  if (argument === 'assessOn') return 'day';
  if (!argument.startsWith('parameter:')) return String(kindOf(argument));
  const [object = '', member] = argument.slice('parameter:'.length).replace(/@.*/, '').split('.');
  const kind: unknown = (parameterKinds as Readonly<Record<string, unknown>>)[object];
  return String(member === undefined ? kind : (kind as Readonly<Record<string, unknown>>)[member]);
}

interface Asked {
  readonly question: Question<unknown>;
  readonly isCondition: boolean;
  /** The values by which the cases answer it, each once. */
  readonly tuples: Map<string, readonly Value[]>;
}

/** Every question that the cases of a rule ask, by its name. */
function asked(rule: Rule): Map<string, Asked> {
  const questions = new Map<string, Asked>();
  for (const { assessOn, facts, parameters } of casesOf(rule.id)) {
    const add = (name: string, question: Question<unknown>, isCondition: boolean) => {
      const cells = question.reads.map((argument) => cellOf(argument, { assessOn, facts, parameters }));
      const values = cells.flatMap((cell) => (cell.open === null ? [cell.value] : []));
      const known = questions.get(name) ?? { question, isCondition, tuples: new Map() };
      questions.set(name, known);
      if (values.length === cells.length) known.tuples.set(JSON.stringify(values), values);
    };
    for (const part of partsOfPlan(planOf(rule, { facts, choices: {} })))
      if (part.op !== 'reaches') add(nameOf(part), part.question, part.op === 'leaf');
    for (const question of [rule.until, rule.value]) if (question) add(question.reads.join(), question, false);
  }
  return questions;
}

const MOST_TUPLES = 8;

it.each(everyRule)('%s: an answer only rises or only falls in each number that it reads', (_, rule) => {
  const wrong: string[] = [];
  for (const [name, { question, tuples }] of asked(rule))
    question.reads.forEach((argument, place) => {
      const values = probes[kindOfArgument(argument)] ?? [];
      for (const tuple of [...tuples.values()].slice(0, MOST_TUPLES)) {
        const own = tuple[place];
        const near = typeof own === 'number' ? [own, ...neighbours(own, kindOfArgument(argument))] : [];
        const sorted = [...values, ...(kindOfArgument(argument) === 'rate' ? [] : near)].toSorted((a, b) => a - b);
        for (const stretch of betweenTurnsOfLaw(sorted)) {
          const answers = stretch.map((value) => Number(question.answer(tuple.with(place, value)) ?? Infinity));
          const steps = new Set(answers.slice(1).map((answer, i) => Math.sign(answer - (answers[i] ?? 0)) || 0));
          if (steps.has(1) && steps.has(-1)) wrong.push(`${name}: ${argument} in ${JSON.stringify(tuple)}`);
        }
      }
    });
  expect(wrong).toEqual([]);
});

function betweenTurnsOfLaw(sorted: readonly number[]): number[][] {
  const [turn = Infinity] = LAW_TURNS;
  return [sorted.filter((value) => value < turn), sorted.filter((value) => value >= turn)];
}

it.each(everyRule)('%s: the cases stand on both sides of each limit, a day or a unit apart', (_, rule) => {
  const seen = new Map<string, Set<string>>();
  for (const [name, { question, tuples, isCondition }] of asked(rule)) {
    for (const tuple of isCondition ? tuples.values() : []) {
      const answer = question.answer(tuple);
      question.reads.forEach((argument, place) => {
        const turns = (value: number) => question.answer(tuple.with(place, value)) !== answer;
        const kind = kindOfArgument(argument);
        const value = tuple[place];
        if (typeof value !== 'number' || argument.startsWith('parameter:') || kind === 'rate') return;
        if (!probes[kind]?.some(turns)) return;
        const sides = seen.get(name) ?? new Set();
        seen.set(name, sides);
        if (neighbours(value, kind).some(turns)) sides.add(String(answer));
      });
    }
  }
  const oneSided = [...seen].filter(([, sides]) => sides.size < 2);
  expect(
    oneSided.map(([name, sides]) => `${name}: ${sides.size === 0 ? 'neither side' : `${[...sides].join()} alone`}`),
  ).toEqual([]);
});

function neighbours(value: number, kind: string): number[] {
  if (kind === 'month') return [addMonths(value, -1), addMonths(value, 1)];
  return [value - 1, value + 1].filter((one) => kind.includes('day') || one >= 0);
}
