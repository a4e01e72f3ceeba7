/** Conditions and amounts of one day as decision diagrams over what is not known. */
import { combine } from './amount.js';
import type { Compound } from './amount.js';
import type { Chosen, ChosenAmount } from './choose.js';
import type { Question } from './condition.js';
import { Diagram, FALSE, TRUE } from './diagram.js';
import type { Node, Terminal } from './diagram.js';
import { settle } from './settle.js';
import type { Truths } from './settle.js';
import { cellOf, Possibilities } from './situation.js';
import { ANSWER } from './spend.js';
import type { Circumstances } from './situation.js';
import { reachingQuestions } from './turning-questions.js';

/** More than this many open facts, or nodes, of one sum and it is taken by its bounds: all its facts then stand for one. */
const MOST_OPEN = 100;
const MOST_NODES = 4000;

export class Weighing {
  readonly diagram: Diagram;
  readonly possibilities: Possibilities;
  /** Facts behind a variable that stands for a sum too wide to draw. */
  private readonly behind = new Map<number, ReadonlySet<number>>();

  constructor(
    conditions: Chosen,
    amounts: readonly ChosenAmount[],
    others: readonly Question<unknown>[],
    private readonly circumstances: Circumstances,
    private readonly truths: Truths,
  ) {
    this.diagram = new Diagram(circumstances.spend);
    const undecided = this.undecided(conditions);
    for (const amount of amounts) this.settleWithin(amount);
    const measured = amounts.flatMap((amount) => this.readBy(amount));
    const read = [...undecided, ...measured, ...others];
    // An amount turns where conditions turn, also where a condition that no longer decides the outcome turns.
    const turning = [...this.turning(conditions), ...amounts.flatMap((amount) => this.turningWithin(amount))];
    this.possibilities = new Possibilities(read, turning, circumstances, measured);
  }

  /** The paths of open facts that some variables stand for, in the rule's order. */
  pathsOf(variables: Iterable<number>): string[] {
    const open = new Set<number>();
    for (const variable of variables) for (const one of this.behind.get(variable) ?? [variable]) open.add(one);
    return [...open].sort((a, b) => a - b).map((variable) => this.possibilities.open[variable] ?? '');
  }

  truth(part: Chosen): Node {
    const known = this.truths.get(part);
    if (known === 'true') return TRUE;
    if (known === 'false') return FALSE;
    let node: Node;
    if (part.op === 'leaf') node = this.ask(part.question);
    else if (part.op === 'reaches')
      node = this.diagram.map(this.amount(part.amount), (value) => (value as number) >= part.least);
    else {
      const parts = part.of.map((of) => this.truth(of));
      node = part.op === 'all' ? this.diagram.all(parts) : this.diagram.any(parts);
    }
    this.truths.set(part, node === TRUE ? 'true' : node === FALSE ? 'false' : 'unknown');
    return node;
  }

  amount(amount: ChosenAmount): Node {
    if (amount.op === 'number') return this.ask(amount.question);
    if (amount.op === 'when') {
      const truth = this.truth(amount.condition);
      return truth === FALSE ? this.diagram.terminal(0) : this.diagram.paidWhere(truth, this.amount(amount.pays));
    }
    return this.compound(amount);
  }

  private compound(amount: Compound<ChosenAmount>): Node {
    const nodes = amount.of.map((part) => this.amount(part));
    const operation = (a: Terminal, b: Terminal) => combine(amount, a as number, b as number);
    if (amount.by === 'share')
      return this.diagram.map(nodes[0] ?? this.diagram.terminal(0), (value) => operation(value, 0));
    if (amount.by !== 'sum') {
      const [first = this.diagram.terminal(0), ...rest] = nodes;
      return rest.reduce((a, b) => this.diagram.join(a, b, operation), first);
    }
    // What is known is added up first: a list of a hundred thousand mostly is.
    let known = 0;
    const open = nodes.filter((node) => {
      if (!this.diagram.isTerminal(node)) return true;
      known += this.diagram.valueOf(node) as number;
      return false;
    });
    let total = this.diagram.terminal(known);
    if (open.length > MOST_OPEN) return this.widest([total, ...open]);
    const before = this.diagram.size;
    for (let i = open.length - 1; i >= 0; i--) {
      if (this.diagram.size - before > MOST_NODES) return this.widest([total, ...open.slice(0, i + 1)]);
      total = this.diagram.join(open[i] ?? total, total, operation);
    }
    return total;
  }

  /** A sum by its bounds alone. */
  private widest(nodes: readonly Node[]): Node {
    const behind = new Set<number>();
    let [least, most] = [0, 0];
    for (const node of nodes) {
      let [low, high] = [Infinity, 0];
      for (const value of this.diagram.values(node)) {
        low = Math.min(low, value as number);
        high = Math.max(high, value as number);
      }
      least += low;
      most += high;
      for (const variable of this.diagram.support(node))
        for (const one of this.behind.get(variable) ?? [variable]) behind.add(one);
    }
    const variable = this.possibilities.open.length + this.behind.size;
    this.behind.set(variable, behind);
    return this.diagram.choice(variable, [this.diagram.terminal(least), this.diagram.terminal(most)]);
  }

  /** A question as a choice by each of its open facts. */
  ask(question: Question<Terminal>): Node {
    const values = question.reads.map((argument) => {
      const cell = cellOf(argument, this.circumstances);
      return cell.open ? null : cell.value;
    });
    const open = question.reads
      .map((argument, place) => ({ argument, place, variable: this.possibilities.variableOf(argument) }))
      .filter(({ variable }) => variable >= 0)
      .sort((a, b) => a.variable - b.variable);
    const build = (step: number): Node => {
      const next = open[step];
      if (!next) {
        this.circumstances.spend?.(ANSWER);
        return this.diagram.terminal(question.answer(values));
      }
      const branches = this.possibilities.valuesOf(next.argument).map((value) => {
        for (const same of open) if (same.argument === next.argument) values[same.place] = value;
        return build(step + 1);
      });
      return this.diagram.choice(next.variable, branches);
    };
    return build(0);
  }

  private settleWithin(amount: ChosenAmount): void {
    if (amount.op === 'of') for (const part of amount.of) this.settleWithin(part);
    else if (amount.op === 'when') {
      settle(amount.condition, this.circumstances, this.truths);
      this.settleWithin(amount.pays);
    }
  }

  private undecided(part: Chosen): readonly Question<unknown>[] {
    if (this.truths.get(part) !== 'unknown') return [];
    if (part.op === 'leaf') return [part.question];
    return part.op === 'reaches' ? this.readBy(part.amount) : part.of.flatMap((of) => this.undecided(of));
  }

  private readBy(amount: ChosenAmount): readonly Question<unknown>[] {
    if (amount.op === 'number') return [amount.question];
    if (amount.op === 'of') return amount.of.flatMap((part) => this.readBy(part));
    if (this.truths.get(amount.condition) === 'false') return [];
    return [...this.undecided(amount.condition), ...this.readBy(amount.pays)];
  }

  private turning(part: Chosen): readonly Question<boolean>[] {
    if (this.truths.get(part) !== 'unknown') return [];
    if (part.op === 'leaf') return [part.question];
    if (part.op === 'reaches')
      return [...reachingQuestions(part, this.circumstances), ...this.turningWithin(part.amount)];
    return part.of.flatMap((of) => this.turning(of));
  }

  private turningWithin(amount: ChosenAmount): readonly Question<boolean>[] {
    if (amount.op === 'number') return [];
    if (amount.op === 'of') return amount.of.flatMap((part) => this.turningWithin(part));
    return [...this.turning(amount.condition), ...this.turningWithin(amount.pays)];
  }
}
