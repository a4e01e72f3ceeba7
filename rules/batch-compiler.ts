/** Conditions compiled into closures over an array of values. A leaf that several rules share is asked once. */
import type { CivilDay } from './civil-date.js';
import { choose } from './choose.js';
import type { Argument, Condition, Leaf, Question } from './condition.js';
import { ELSEWHERE } from './condition.js';
import type { Facts, Parameters, Value } from './fact.js';
import { readByCondition } from './facts-read-by.js';
import { readings } from './readings.js';
import type { ReadingChoices } from './readings.js';
import { answersTo, cellOf, firstPoints } from './situation.js';
import type { Circumstances } from './situation.js';
import { settle } from './settle.js';
import { withRetirementCategory } from './definitions/retirement-date.js';

export type Three = 1 | 2 | 3;
export const [NO, YES, OPEN] = [1, 2, 3] as const;
/** A branch that requires nothing: no part of its group. */
const NOTHING = 0;

/** Open: the fact is in dispute, a range, or not known at all. */
const open = Symbol('open');
type Slot = Value | typeof open | undefined;

/** One subject's facts in the places where the compiled rules read them. */
export interface Row {
  readonly slots: readonly Slot[];
  readonly facts: Facts;
}

export interface State extends Row {
  slots: readonly Slot[];
  facts: Facts;
  trace: Uint8Array;
}

type Compiled = (state: State) => Three | typeof NOTHING;

export class Compiler {
  readonly leaves: Leaf[] = [];
  private readonly placeOfLeaf = new Map<Leaf, number>();
  private readonly slotOf = new Map<string, number>();
  private readonly initial: Slot[] = [];
  /** The sex tells a man's category, and leaves two for a woman. */
  private readonly categories: { category: number; sex: number }[] = [];

  constructor(
    private readonly assessOn: CivilDay,
    private readonly parameters: Parameters,
    private readonly choices: ReadingChoices,
  ) {}

  row(facts: Facts): Row {
    const slots = [...this.initial];
    for (const [path, fact] of facts) {
      const slot = this.slotOf.get(path);
      if (slot !== undefined) slots[slot] = fact.is === 'known' ? fact.value : open;
    }
    for (const { category, sex } of this.categories)
      if (slots[category] === undefined && slots[sex] !== undefined && slots[sex] !== null)
        slots[category] = slots[sex] === 'male' ? 'male_60' : open;
    return { slots, facts };
  }

  compile(condition: Condition): Compiled {
    switch (condition.op) {
      case 'leaf':
        return this.leaf(condition);
      case 'all':
      case 'any':
        return this.group(
          condition.op === 'all' ? NO : YES,
          condition.of.map((part) => this.compile(part)),
        );
      case 'if-given': {
        const slot = this.slot(condition.path);
        const [yes, no] = [this.compile(condition.yes), this.compile(condition.no)];
        return (state) => (state.slots[slot] === undefined ? no(state) : yes(state));
      }
      case 'if-read': {
        const { reading, choice, yes, no } = condition;
        return this.compile((this.choices[reading] ?? readings[reading].choices[0]) === choice ? yes : no);
      }
      // Lists and sums are laid out for each subject: few have one.
      case 'some':
      case 'every': {
        const list = this.slot(`${condition.list}[]`);
        return (state) => (state.slots[list] === undefined ? OPEN : this.laidOut(condition, state));
      }
      case 'reaches': {
        const slots = readByCondition(condition).map((path) => this.slot(path));
        return (state) =>
          slots.length > 0 && slots.every((slot) => isUntold(state.slots[slot]))
            ? OPEN
            : this.laidOut(condition, state);
      }
    }
  }

  private group(absorbing: Three, parts: readonly Compiled[]): Compiled {
    const neutral: Three = absorbing === NO ? YES : NO;
    return (state) => {
      let result: Three = neutral;
      let asked = false;
      for (let i = 0; i < parts.length; i++) {
        const part = parts[i]!(state);
        if (part === absorbing) return absorbing;
        if (part === OPEN) result = OPEN;
        asked ||= part !== NOTHING;
      }
      return asked || absorbing === YES ? result : NOTHING;
    };
  }

  /** Definitions stand in several rules; each leaf is asked once. */
  private leaf(leaf: Leaf): Compiled {
    const place = this.placeOfLeaf.get(leaf) ?? this.leaves.push(leaf) - 1;
    this.placeOfLeaf.set(leaf, place);
    const slots = leaf.question.reads.map((argument) => this.slot(argument));
    const { answer, reads } = leaf.question;
    const values: Value[] = reads.map(() => null);
    const ends = reads.map((argument) => this.endsOf(argument));
    const byte = place >> 2;
    const shift = (place & 3) * 2;
    return (state) => {
      const known = (state.trace[byte]! >> shift) & 3;
      if (known !== 0) return known as Three;
      let result: Three = OPEN;
      let missing = false;
      let disputed = false;
      for (let i = 0; i < slots.length; i++) {
        const value = state.slots[slots[i]!];
        if (value === undefined) missing = true;
        else if (value === open) disputed = true;
        else values[i] = value;
      }
      if (!missing && !disputed) result = answer(values) ? YES : NO;
      else if (disputed) result = this.exact(leaf.question, state);
      else if (slots.length > 1) result = this.atTheEnds(leaf.question, slots, ends, state);
      state.trace[byte]! |= result << shift;
      return result;
    };
  }

  /** What sources disagree about, or an open fact beside known ones: every answer only rises or only falls, so ends suffice. */
  private exact(question: Question<boolean>, { facts }: State): Three {
    const answers = answersTo(question, this.circumstances(facts));
    return answers.size > 1 ? OPEN : answers.has(true) ? YES : NO;
  }

  /** Each fact that is not known at the ends of what it can be; enough as soon as two answers differ. */
  private atTheEnds(
    { answer }: Question<boolean>,
    slots: readonly number[],
    ends: readonly (readonly Value[])[],
    state: State,
  ): Three {
    const values: Value[] = [];
    let first: boolean | undefined;
    const differ = (place: number): boolean => {
      if (place === slots.length) {
        const now = answer(values);
        first ??= now;
        return now !== first;
      }
      const known = state.slots[slots[place]!];
      if (known !== undefined) {
        values[place] = known as Value;
        return differ(place + 1);
      }
      for (const end of ends[place]!) {
        values[place] = end;
        if (differ(place + 1)) return true;
      }
      return false;
    };
    return differ(0) ? OPEN : first === true ? YES : NO;
  }

  private endsOf(argument: Argument): readonly Value[] {
    const cell = cellOf(argument, this.circumstances(noFacts));
    return cell.open ? firstPoints(cell.open) : [cell.value];
  }

  private laidOut(condition: Condition, { facts }: State): Three {
    const truth = settle(choose(condition, { facts, choices: this.choices }), this.circumstances(facts), new Map());
    return truth === 'true' ? YES : truth === 'false' ? NO : OPEN;
  }

  private circumstances(facts: Facts): Circumstances {
    return { assessOn: this.assessOn, parameters: this.parameters, facts: withRetirementCategory(facts) };
  }

  private slot(argument: string): number {
    const known = this.slotOf.get(argument);
    if (known !== undefined) return known;
    const place = this.initial.push(this.valueWithoutFacts(argument)) - 1;
    this.slotOf.set(argument, place);
    if (argument.endsWith('.retirementCategory'))
      this.categories.push({ category: place, sex: this.slot(argument.replace('retirementCategory', 'sex')) });
    return place;
  }

  /** The day and the parameters are the same for everybody. */
  private valueWithoutFacts(argument: string): Slot {
    if (argument === ELSEWHERE) return open;
    if (argument !== 'assessOn' && !argument.startsWith('parameter:')) return undefined;
    const cell = cellOf(argument as Argument, this.circumstances(noFacts));
    return cell.open ? open : cell.value;
  }
}

const noFacts: Facts = new Map();

const isUntold = (slot: Slot) => slot === undefined || slot === open;
