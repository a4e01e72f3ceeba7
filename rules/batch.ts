/**
 * All rules for many subjects on one day: outcomes and the state of every leaf, packed in two bits. Conditions are compiled once
 * into closures over an array of values, since a city's people have one catalogue. Three-valued by leaf: where one open fact
 * stands in several conditions it may say unknown although `judge` knows; it never says yes or no where `judge` does not.
 */
import type { CivilDay } from './civil-date.js';
import { choose } from './choose.js';
import type { Argument, Condition, Leaf, Question } from './condition.js';
import { ELSEWHERE } from './condition.js';
import type { Entitlement } from './entitlement.js';
import type { Facts, Parameters, Value } from './fact.js';
import { readByCondition } from './facts-read-by.js';
import { isInForce } from './judge.js';
import type { Outcome } from './outcome.js';
import { readings } from './readings.js';
import type { ReadingChoices } from './readings.js';
import { answersTo, cellOf, firstPoints } from './situation.js';
import type { Circumstances } from './situation.js';
import { settle } from './settle.js';
import { withRetirementCategory } from './definitions/retirement-date.js';

export interface Batch {
  /** Outcome of each rule, in the order of the rules; valid until the next call. */
  readonly outcomes: readonly Outcome[];
  /** Two bits a leaf, in the order of `leaves`: 0 not asked, 1 false, 2 true, 3 unknown. */
  readonly trace: Uint8Array;
}

type Three = 1 | 2 | 3;
const [NO, YES, OPEN] = [1, 2, 3] as const;
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

interface State extends Row {
  slots: readonly Slot[];
  facts: Facts;
  trace: Uint8Array;
}

type Compiled = (state: State) => Three | typeof NOTHING;

export interface BatchDecider {
  readonly leaves: readonly Leaf[];
  /** Facts laid out once, to be decided as often as wanted. */
  row(facts: Facts): Row;
  decide(row: Row): Batch;
}

export function batchDecider(
  rules: readonly Entitlement[],
  { assessOn, parameters, choices = {} }: { assessOn: CivilDay; parameters: Parameters; choices?: ReadingChoices },
): BatchDecider {
  const compiler = new Compiler(assessOn, parameters, choices);
  const compiled = rules.map((rule) => (isInForce(rule, assessOn) ? compiler.compile(rule.conditions) : null));
  const words = rules.map(({ answers }): readonly Outcome[] =>
    answers === 'entitlement' ? ['ineligible', 'eligible', 'unknown'] : ['false', 'true', 'unknown'],
  );
  const outcomes: Outcome[] = rules.map(() => 'not_in_force');
  const state: State = { slots: [], facts: new Map(), trace: new Uint8Array(Math.ceil(compiler.leaves.length / 4)) };
  return {
    leaves: compiler.leaves,
    row: (facts) => compiler.row(facts),
    decide(row) {
      state.slots = row.slots;
      state.facts = row.facts;
      state.trace.fill(0);
      for (let i = 0; i < compiled.length; i++) {
        const condition = compiled[i];
        if (condition) outcomes[i] = words[i]![(condition(state) || YES) - 1]!;
      }
      return { outcomes, trace: state.trace };
    },
  };
}

class Compiler {
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
