/**
 * Reduced ordered decision diagrams over open facts. A condition becomes one diagram; after reduction a fact is still in it
 * exactly when some values of the others make its own value decide. So "unknown" and "missing" are exact also where one open
 * fact stands in several conditions, and the size grows with the rule, not with the number of possible worlds.
 */
export type Node = number;
export const FALSE: Node = 0;
export const TRUE: Node = 1;

export class Diagram {
  private readonly variables: number[] = [Infinity, Infinity];
  private readonly branches: (readonly Node[])[] = [[], []];
  private readonly known = new Map<string, Node>();

  /** A choice by the value (by its index) of one variable; lower variables stand higher. */
  choice(variable: number, branches: readonly Node[]): Node {
    const [first = FALSE] = branches;
    if (branches.every((node) => node === first)) return first;
    const key = `${variable}:${branches.join()}`;
    let node = this.known.get(key);
    if (node === undefined) {
      node = this.variables.push(variable) - 1;
      this.branches.push(branches);
      this.known.set(key, node);
    }
    return node;
  }

  all(nodes: readonly Node[]): Node {
    return nodes.reduce((a, b) => this.join(a, b, FALSE, new Map()), TRUE);
  }

  any(nodes: readonly Node[]): Node {
    return nodes.reduce((a, b) => this.join(a, b, TRUE, new Map()), FALSE);
  }

  /** Variables on which the node depends. */
  support(root: Node): Set<number> {
    const seen = new Set<Node>([FALSE, TRUE]);
    const variables = new Set<number>();
    const visit = (node: Node): void => {
      if (seen.has(node)) return;
      seen.add(node);
      variables.add(this.variableOf(node));
      this.branchesOf(node).forEach(visit);
    };
    visit(root);
    return variables;
  }

  /** What is left of a node when only some variables are looked at: true where the others can still make it true. */
  project(root: Node, onto: ReadonlySet<number>): Node {
    const done = new Map<Node, Node>([
      [FALSE, FALSE],
      [TRUE, TRUE],
    ]);
    const visit = (node: Node): Node => {
      let projected = done.get(node);
      if (projected === undefined) {
        const variable = this.variableOf(node);
        const branches = this.branchesOf(node).map(visit);
        projected = onto.has(variable) ? this.choice(variable, branches) : this.any(branches);
        done.set(node, projected);
      }
      return projected;
    };
    return visit(root);
  }

  /** The node after a variable took a value (by its index). */
  follow(node: Node, variable: number, index: number): Node {
    return this.variableOf(node) === variable ? (this.branchesOf(node)[index] ?? FALSE) : node;
  }

  /** And (`absorbing` false) or or (`absorbing` true). */
  private join(a: Node, b: Node, absorbing: Node, done: Map<string, Node>): Node {
    if (a === absorbing || b === absorbing) return absorbing;
    if (a <= TRUE || a === b) return b;
    if (b <= TRUE) return a;
    const key = `${a},${b}`;
    let node = done.get(key);
    if (node === undefined) {
      const variable = Math.min(this.variableOf(a), this.variableOf(b));
      const of = (n: Node, i: number) => (this.variableOf(n) === variable ? (this.branchesOf(n)[i] ?? FALSE) : n);
      const wide = this.variableOf(a) === variable ? a : b;
      node = this.choice(
        variable,
        this.branchesOf(wide).map((_, i) => this.join(of(a, i), of(b, i), absorbing, done)),
      );
      done.set(key, node);
    }
    return node;
  }

  private variableOf(node: Node): number {
    return this.variables[node] ?? Infinity;
  }

  private branchesOf(node: Node): readonly Node[] {
    return this.branches[node] ?? [];
  }
}
