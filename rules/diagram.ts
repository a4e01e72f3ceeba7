/**
 * Reduced ordered decision diagrams over open facts. What a rule comes to (a truth, an amount, a day) becomes one diagram; after
 * reduction a fact is still in it exactly when some values of the others make its own value decide. So "unknown" and "missing"
 * are exact also where one open fact stands in several conditions, and the size grows with the rule, not with the possible worlds.
 */
import { NEW_NODE, STEP } from './spend.js';
import type { Spend } from './spend.js';

export type Node = number;
export type Terminal = boolean | number | null | undefined;

export const FALSE: Node = 0;
export const TRUE: Node = 1;

/** `early`: what it comes to where one node alone tells; null where both are needed. */
interface Operation {
  readonly of: (a: Terminal, b: Terminal) => Terminal;
  readonly early?: (a: Node, b: Node) => Node | null;
}
const and: Operation = {
  of: (a, b) => a === true && b === true,
  early: (a, b) => (a === FALSE || b === FALSE ? FALSE : a === TRUE || a === b ? b : b === TRUE ? a : null),
};
const or: Operation = {
  of: (a, b) => a === true || b === true,
  early: (a, b) => (a === TRUE || b === TRUE ? TRUE : a === FALSE || a === b ? b : b === FALSE ? a : null),
};
/** The second where the first is true, else the other value. */
const onlyWhere = (other: Terminal): Operation => ({
  of: (a, b) => (a === true ? b : other),
  early: (a, b) => (a === TRUE ? b : null),
});
const where = onlyWhere(undefined);
const paidWhere = onlyWhere(0);

/** Comparing takes pairs of branches: of more than these only hostile requests have use. */
const MOST_COMPARED = 2000;

/** Where work is counted, a stack of so many open facts is too much before it is too deep. */
const DEEPEST = 2000;

export class Diagram {
  private readonly variables: number[] = [Infinity, Infinity];
  private readonly branches: (readonly Node[])[] = [[], []];
  private readonly terminals: Terminal[] = [false, true];
  private readonly nodeOfTerminal = new Map<Terminal, Node>([
    [false, FALSE],
    [true, TRUE],
  ]);
  private readonly known = new Map<number | string, Node>();

  /** `spend` hears of each step. */
  constructor(private readonly spend: Spend = () => {}) {}

  get size(): number {
    return this.variables.length;
  }

  terminal(value: Terminal): Node {
    let node = this.nodeOfTerminal.get(value);
    if (node === undefined) {
      node = this.variables.push(Infinity) - 1;
      this.branches.push([]);
      this.terminals[node] = value;
      this.nodeOfTerminal.set(value, node);
    }
    return node;
  }

  isTerminal(node: Node): boolean {
    return this.variables[node] === Infinity;
  }

  valueOf(terminal: Node): Terminal {
    return this.terminals[terminal];
  }

  /** A choice by the value (by its index) of one variable; lower variables stand higher. */
  choice(variable: number, branches: readonly Node[]): Node {
    const [first = FALSE] = branches;
    if (branches.every((node) => node === first)) return first;
    const key = keyOf(variable, branches);
    let node = this.known.get(key);
    if (node === undefined) {
      this.spend(NEW_NODE);
      node = this.variables.push(variable) - 1;
      this.branches.push(branches);
      this.known.set(key, node);
    }
    return node;
  }

  all(nodes: readonly Node[]): Node {
    // From the last to the first: what is added stands above, and what is there need not be gone through again.
    return nodes.includes(FALSE) ? FALSE : nodes.reduceRight((below, node) => this.apply(node, below, and), TRUE);
  }

  any(nodes: readonly Node[]): Node {
    return nodes.includes(TRUE) ? TRUE : nodes.reduceRight((below, node) => this.apply(node, below, or), FALSE);
  }

  /** What a node comes to where a truth holds; undefined elsewhere. */
  where(truth: Node, node: Node): Node {
    return this.apply(truth, node, where);
  }

  /** An amount where a truth holds, nothing elsewhere. */
  paidWhere(truth: Node, amount: Node): Node {
    return this.apply(truth, amount, paidWhere);
  }

  /** Two nodes put together value by value. */
  join(a: Node, b: Node, of: Operation['of']): Node {
    return this.apply(a, b, { of });
  }

  private apply(a: Node, b: Node, { of, early }: Operation): Node {
    const done = new Map<number, Node>();
    const visit = (a: Node, b: Node, depth: number): Node => {
      this.spend(depth > DEEPEST ? Infinity : STEP);
      const told = early?.(a, b) ?? null;
      if (told !== null) return told;
      const [i, j] = [this.variableOf(a), this.variableOf(b)];
      if (i === Infinity && j === Infinity) return this.terminal(of(this.terminals[a], this.terminals[b]));
      const key = a * 2 ** 26 + b;
      let node = done.get(key);
      if (node === undefined) {
        const variable = Math.min(i, j);
        const count = this.branchesOf(i === variable ? a : b).length;
        const joined: Node[] = [];
        for (let n = 0; n < count; n++)
          joined.push(
            visit(
              i === variable ? (this.branchesOf(a)[n] ?? FALSE) : a,
              j === variable ? (this.branchesOf(b)[n] ?? FALSE) : b,
              depth + 1,
            ),
          );
        node = this.choice(variable, joined);
        done.set(key, node);
      }
      return node;
    };
    return visit(a, b, 0);
  }

  map(node: Node, of: (value: Terminal) => Terminal): Node {
    return this.join(node, FALSE, of);
  }

  /** Variables on which the node depends. */
  support(root: Node): Set<number> {
    const variables = new Set<number>();
    this.visitAll(root, (node) => variables.add(this.variableOf(node)));
    return variables;
  }

  /** Every value that a node can come to, where it comes to anything. */
  values(root: Node): Set<Exclude<Terminal, undefined>> {
    const values = new Set<Exclude<Terminal, undefined>>();
    const add = (node: Node) => {
      const value = this.terminals[node];
      if (this.isTerminal(node) && value !== undefined) values.add(value);
    };
    add(root);
    this.visitAll(root, (node) => this.branchesOf(node).forEach(add));
    return values;
  }

  /** Variables whose own value can make a difference between two defined values; of a wide diagram all that stand in it. */
  deciding(root: Node): Set<number> {
    const variables = new Set<number>();
    const compared = new Map<number, boolean>();
    let branches = 0;
    this.visitAll(root, (node) => (branches += this.branchesOf(node).length));
    if (branches > MOST_COMPARED) return this.support(root);
    this.visitAll(root, (node) => {
      const variable = this.variableOf(node);
      if (variables.has(variable)) return;
      const branches = [...new Set(this.branchesOf(node))];
      const found = branches.some((a, i) => branches.slice(i + 1).some((b) => this.differ(a, b, compared)));
      if (found) variables.add(variable);
    });
    return variables;
  }

  private differ(a: Node, b: Node, compared: Map<number, boolean>): boolean {
    if (a === b) return false;
    const [i, j] = [this.variableOf(a), this.variableOf(b)];
    if (i === Infinity && j === Infinity) return this.terminals[a] !== undefined && this.terminals[b] !== undefined;
    const key = Math.min(a, b) * 2 ** 26 + Math.max(a, b);
    let differ = compared.get(key);
    if (differ === undefined) {
      this.spend(STEP);
      const variable = Math.min(i, j);
      const left = i === variable ? this.branchesOf(a) : null;
      const right = j === variable ? this.branchesOf(b) : null;
      differ = (left ?? right ?? []).some((_, n) => this.differ(left?.[n] ?? a, right?.[n] ?? b, compared));
      compared.set(key, differ);
    }
    return differ;
  }

  private visitAll(root: Node, visit: (node: Node) => void): void {
    const seen = new Set<Node>();
    const open = [root];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (seen.has(node) || this.isTerminal(node)) continue;
      this.spend(STEP);
      seen.add(node);
      visit(node);
      open.push(...this.branchesOf(node));
    }
  }

  private variableOf(node: Node): number {
    return this.variables[node] ?? Infinity;
  }

  private branchesOf(node: Node): readonly Node[] {
    return this.branches[node] ?? [];
  }
}

/** Most choices are of yes or no: a number is a faster key than a text. */
function keyOf(variable: number, branches: readonly Node[]): number | string {
  const [yes = 0, no = 0] = branches;
  const small = branches.length === 2 && variable < 2 ** 11 && yes < 2 ** 21 && no < 2 ** 21;
  return small ? (variable * 2 ** 21 + yes) * 2 ** 21 + no : `${variable}:${branches.join()}`;
}
