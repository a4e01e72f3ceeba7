/** One person's facts on one day, seen through the questions of one rule: what each argument is, or what it can still be. */
import { dayOf, FIRST_DAY, LAST_DAY } from './civil-date.js';
import type { CivilDay } from './civil-date.js';
import { forEachCombination } from './combinations.js';
import { ELSEWHERE } from './condition.js';
import { firstDifferent } from './halving.js';
import type { Argument, Question } from './condition.js';
import { inForceOn } from './dated.js';
import { domainOf, kindOf } from './fact.js';
import type { Domain, Facts, Parameters, Value } from './fact.js';
import { parameterKinds } from './parameter-names.js';
import { Refusal } from './refusal.js';
import { ANSWER, type Spend } from './spend.js';

/** Days on which a law that rules read has turned; the search for turning points never jumps over one. */
export const LAW_TURNS: readonly CivilDay[] = [dayOf(2025, 1, 1)]; // retirement age

export interface Circumstances {
  readonly assessOn: CivilDay;
  readonly facts: Facts;
  readonly parameters: Parameters;
  readonly spend?: Spend;
}

type Cell = { readonly open: null; readonly value: Value } | { readonly open: Domain };

/** What an argument is on the day of the decision. */
export function cellOf(argument: Argument, { assessOn, facts, parameters }: Circumstances): Cell {
  if (argument === 'assessOn') return { open: null, value: assessOn };
  if (argument === ELSEWHERE) return { open: { values: [false, true] } };
  if (argument.startsWith('parameter:'))
    return parameterCell(argument.slice('parameter:'.length), assessOn, parameters);
  const fact = facts.get(argument);
  if (fact?.is === 'known') return { open: null, value: fact.value };
  return { open: domainOf(argument, fact, [FIRST_DAY, LAST_DAY]) };
}

/** `name`, or `name@day` for its value on another day than that of the decision. */
function parameterCell(argument: string, assessOn: CivilDay, parameters: Parameters): Cell {
  const [name = '', day] = argument.split('@');
  const value = inForceOn(parameters.get(name) ?? [], day === undefined ? assessOn : Number(day))?.value ?? null;
  if (value !== null) return { open: null, value };
  const kinds: Readonly<Record<string, unknown>> = parameterKinds;
  // Not even a rate has a bound that the policy gives.
  return { open: Array.isArray(kinds[name]) ? anySchedule : { from: 0, to: Infinity, orNone: false } };
}

/** A schedule that is not known: it may give nothing, or without end. */
const anySchedule: Domain = { values: [[], [{ atLeastMonths: 0, payMonths: Infinity }]] };

/** What thousands of open facts come to is of use to nobody, and each of them is a step deep in the diagram. */
const MOST_OPEN = 5000;

/** The values at which the open arguments of some questions must be tried: ends of ranges and every turning point. */
export class Possibilities {
  /** Open arguments in the rule's order, by path. */
  readonly open: readonly string[];
  private readonly points = new Map<string, readonly Value[]>();
  private readonly places = new Map<string, number>();
  /** Open arguments that can take any number of a range; what sources disagree about takes no other value than theirs. */
  private readonly ranges = new Set<string>();

  constructor(
    questions: readonly Question<unknown>[],
    turning: readonly Question<boolean>[],
    private readonly circumstances: Circumstances,
    measured: readonly Question<unknown>[] = [],
  ) {
    const read = questions.flatMap(({ reads }) => reads);
    circumstances.spend?.(read.length * ANSWER);
    for (const argument of read) {
      const { open } = cellOf(argument, circumstances);
      if (!open || this.points.has(argument)) continue;
      this.points.set(argument, firstPoints(open));
      if ('from' in open) this.ranges.add(argument);
    }
    this.open = [...this.points.keys()];
    if (this.open.length > MOST_OPEN)
      throw new Refusal('facts', `未知的事实超过${MOST_OPEN}项`, `more than ${MOST_OPEN} facts are not known`);
    this.open.forEach((path, place) => this.places.set(path, place));
    if (this.ranges.size > 0 && this.rangesMeet(questions, turning)) this.addTurningPoints(turning);
    for (const question of measured) this.addMiddles(question);
  }

  /** The place of an open argument in the rule's order; -1 when it is known. */
  variableOf(argument: Argument): number {
    return this.places.get(argument) ?? -1;
  }

  /** The values to try for an argument: one if it is known. */
  valuesOf(argument: Argument): readonly Value[] {
    const points = this.points.get(argument);
    if (points) return points;
    const cell = cellOf(argument, this.circumstances);
    return cell.open ? firstPoints(cell.open) : [cell.value];
  }

  /** Nothing and "without end" hide what else an amount hangs on: a number without limit is tried at some middle, too. */
  private addMiddles({ reads }: Question<unknown>): void {
    for (const argument of reads) {
      const points = this.points.get(argument);
      if (!points?.includes(Infinity) || points.length > MOST_ENDS) continue;
      const ends = points.filter((point) => typeof point === 'number' && point !== Infinity) as number[];
      const middle = Math.max(...ends) + (isMoney(argument) ? SOME_MONEY : 2);
      this.points.set(argument, [...ends, middle, ...points.filter((point) => !ends.includes(point as number))]);
    }
  }

  /**
   * Whether one open number stands in two questions, or beside another open fact in the same, unless both are wholly open: only
   * then can a value between the ends tell what the ends do not.
   */
  private rangesMeet(questions: readonly Question<unknown>[], turning: readonly Question<boolean>[]): boolean {
    const asked = new Set(questions);
    const isOpen = (argument: Argument) => this.ranges.has(argument);
    // A sum that must reach a limit turns where no single question does.
    if (turning.some((question) => !asked.has(question) && question.reads.some(isOpen))) return true;
    const met = new Set<Argument>();
    for (const { reads } of questions) {
      const open = reads.filter(isOpen);
      const besides = reads.some((argument) => this.points.has(argument) && !isOpen(argument));
      const narrow = open.some((argument) => this.circumstances.facts.get(argument)?.is === 'between');
      const meet = open.length > 0 && (besides || (open.length > 1 && narrow));
      if (meet || open.some((argument) => met.has(argument))) return true;
      for (const argument of open) met.add(argument);
    }
    return false;
  }

  // Answers only rise or only fall in each number, so the ends of the others suffice: first the turns against what is known,
  // then, where two open numbers meet in one question, the turns of each against the points that the first round found.
  private addTurningPoints(turning: readonly Question<boolean>[]): void {
    for (const meeting of [false, true]) {
      const added = new Map<string, Set<number>>();
      for (const question of turning) {
        const numbers = question.reads.filter((argument) => this.ranges.has(argument));
        if (numbers.length > 1 !== meeting) continue;
        question.reads.forEach((argument, place) => {
          if (!numbers.includes(argument)) return;
          const found = added.get(argument) ?? new Set();
          added.set(argument, found);
          const points = this.valuesOf(argument).filter((point) => typeof point === 'number');
          this.turns(question, place, points, found);
        });
      }
      for (const [argument, found] of added) {
        const points = this.points.get(argument) ?? [];
        const numbers = new Set([...points.filter((point) => typeof point === 'number'), ...found]);
        this.points.set(argument, [
          ...[...numbers].sort((a, b) => a - b),
          ...points.filter((point) => typeof point !== 'number'),
        ]);
      }
    }
  }

  /** Adds both sides of every turn of the question between neighbouring points of one argument. */
  private turns(question: Question<unknown>, place: number, points: readonly number[], found: Set<number>): void {
    const lists = question.reads.map((argument, i) => (i === place ? [null] : this.valuesOf(argument)));
    forEachCombination(lists, (values) => {
      this.circumstances.spend?.(points.length * ANSWER);
      const at = (point: number) => question.answer(values.with(place, point));
      for (let i = 1; i < points.length; i++) {
        const turn = firstDifferent(at, points[i - 1] ?? 0, points[i] ?? 0);
        if (turn !== null) found.add(turn - 1).add(turn);
      }
    });
  }
}

/** The answers that a question can have while its facts are open: all of two, the ends of many. */
export function answersTo<R>(question: Question<R>, circumstances: Circumstances): Set<R> {
  const { reads, answer } = question;
  const values: Value[] = [];
  const answers = new Set<R>();
  const fill = (place: number): void => {
    const argument = reads[place];
    if (argument === undefined) {
      circumstances.spend?.(ANSWER);
      answers.add(answer(values));
      return;
    }
    const cell = cellOf(argument, circumstances);
    for (const value of cell.open ? firstPoints(cell.open) : [cell.value]) {
      values[place] = value;
      fill(place + 1);
    }
  };
  fill(0);
  return answers;
}

/**
 * Days after the day of the decision and up to `to` on which a question turns for some value of its open facts. Where sources
 * disagree each value has its day; a range has those of its ends and of the points at which the other questions turn.
 */
export function turningDaysOf(
  questions: readonly Question<boolean>[],
  circumstances: Circumstances,
  to: CivilDay,
): Set<CivilDay> {
  const isRange = (argument: Argument) => circumstances.facts.get(argument)?.is === 'between';
  const anyRange = questions.some((question) => question.reads.some(isRange));
  const possibilities = anyRange ? new Possibilities(questions, questions, circumstances) : null;
  const valuesOf = (argument: Argument): readonly Value[] => {
    const cell = cellOf(argument, circumstances);
    if (!cell.open) return [cell.value];
    if (possibilities && isRange(argument)) return possibilities.valuesOf(argument);
    return 'values' in cell.open ? cell.open.values : [cell.open.from, cell.open.to, null];
  };
  const days = new Set<CivilDay>();
  for (const question of questions) {
    const place = question.reads.indexOf('assessOn');
    if (place < 0) continue;
    forEachCombination(question.reads.map(valuesOf), (values) => {
      circumstances.spend?.(ANSWER);
      const day = firstDifferent((day) => question.answer(values.with(place, day)), circumstances.assessOn, to);
      if (day !== null) days.add(day);
    });
  }
  return days;
}

const SOME_MONEY = 10_000;
const MOST_ENDS = 4;

function isMoney(argument: string): boolean {
  const kinds: Readonly<Record<string, unknown>> = parameterKinds;
  const [parameter = ''] = argument.startsWith('parameter:') ? argument.slice('parameter:'.length).split('@') : [];
  return (parameter === '' ? kindOf(argument) : kinds[parameter]) === 'money';
}

/** The ends of a domain: every answer lies between those at the ends, or is one of them. */
export function firstPoints(domain: Domain): readonly Value[] {
  if ('values' in domain) return [...new Set(domain.values)];
  const turns = LAW_TURNS.flatMap((day) => [day - 1, day]);
  const inside = turns.filter((day) => day > domain.from && day < domain.to && domain.to !== Infinity);
  const points: Value[] = [...new Set([domain.from, ...inside, domain.to])];
  return domain.orNone ? [...points, null] : points;
}
