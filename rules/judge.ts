/** One rule, one subject, one day: what it comes to. Without words; `decide.ts` adds the trace and the days to come. */
import { formatDay } from './civil-date.js';
import type { Condition, Group, Leaf, Question } from './condition.js';
import { Diagram, FALSE, TRUE } from './diagram.js';
import type { Node } from './diagram.js';
import type { Entitlement } from './entitlement.js';
import { reportedPath } from './fact.js';
import type { Facts } from './fact.js';
import type { Decision, Truth } from './outcome.js';
import { readings } from './readings.js';
import type { ReadingChoices } from './readings.js';
import { answersTo, cellOf, Possibilities } from './situation.js';
import type { Circumstances } from './situation.js';
import { openPlaces, spreadOf } from './spread.js';

/** A condition with its branches chosen: the same for every day of one set of facts. */
export type Chosen = Leaf | Group<Chosen>;

export function choose(condition: Condition, facts: Facts, choices: ReadingChoices): Chosen {
  switch (condition.op) {
    case 'leaf':
      return condition;
    case 'all':
    case 'any':
      return { ...condition, of: condition.of.map((part) => choose(part, facts, choices)).filter(requiresSomething) };
    case 'if-given':
      return choose(facts.has(condition.path) ? condition.yes : condition.no, facts, choices);
    case 'if-read': {
      const choice = choices[condition.reading] ?? readings[condition.reading].choices[0];
      return choose(choice === condition.choice ? condition.yes : condition.no, facts, choices);
    }
  }
}

const requiresSomething = (part: Chosen) => part.op !== 'all' || part.of.length > 0;

export function leavesOf(condition: Chosen): readonly Leaf[] {
  return condition.op === 'leaf' ? [condition] : condition.of.flatMap(leavesOf);
}

/** The part of a decision that can change from day to day. */
export type Verdict = Pick<
  Decision,
  'outcome' | 'amountFen' | 'amountAtLeastFen' | 'amountAtMostFen' | 'until' | 'missing' | 'amountMissing'
> & { truths: ReadonlyMap<Chosen, Truth>; factors: readonly (number | null)[] };

const notInForce: Verdict = {
  outcome: 'not_in_force',
  amountFen: null,
  amountAtLeastFen: null,
  amountAtMostFen: null,
  until: null,
  missing: [],
  amountMissing: [],
  truths: new Map(),
  factors: [],
};

export function judge(rule: Entitlement, conditions: Chosen, circumstances: Circumstances): Verdict {
  const { assessOn, facts } = circumstances;
  const { truths, diagram, root, possibilities } = weigh(rule, conditions, circumstances);
  if (assessOn < rule.inForce.from || (rule.inForce.to !== null && assessOn > rule.inForce.to))
    return { ...notInForce, truths };
  const names = (indexes: Iterable<number>) => [
    ...new Set([...indexes].sort((a, b) => a - b).map((i) => reportedPath(possibilities.open[i] ?? '', facts))),
  ];
  if (root === FALSE) {
    const nothing = { amountFen: 0, amountAtLeastFen: 0, amountAtMostFen: 0, until: null, factors: [] };
    return { outcome: 'ineligible', ...nothing, missing: [], amountMissing: [], truths };
  }
  const spread = <R>(question: Question<R>) => spreadOf(question, diagram, root, possibilities);
  const factors = rule.amount.factors.map((factor) => spread(factor.question));
  const atLeast = product(factors.map(({ results }) => Math.min(...results)));
  const atMost = product(factors.map(({ results }) => Math.max(...results)));
  const varying = atMost === 0 ? [] : factors.flatMap((factor) => [...factor.varying]);
  const ends = rule.until ? [...spread(rule.until).results] : [null];
  const end = ends.length === 1 ? (ends[0] ?? null) : null;
  return {
    outcome: root === TRUE ? 'eligible' : 'unknown',
    amountFen: root === TRUE && atLeast === atMost ? atLeast : null,
    amountAtLeastFen: root === TRUE ? atLeast : 0,
    amountAtMostFen: Number.isFinite(atMost) ? atMost : null,
    until: root === TRUE && end !== null ? formatDay(end) : null,
    missing: root === TRUE ? [] : names(diagram.support(root)),
    amountMissing: names(varying),
    truths,
    factors: factors.map(({ results }) => (results.size === 1 ? ([...results][0] ?? null) : null)),
  };
}

const product = (numbers: number[]) => (numbers.includes(0) ? 0 : numbers.reduce((a, b) => a * b, 1));

/**
 * Every part of the condition that known facts leave undecided becomes a diagram over its open facts; it is unknown when its
 * diagram still branches. What known facts decide needs no diagram, and facts that only such parts read are not asked for.
 */
function weigh(rule: Entitlement, conditions: Chosen, circumstances: Circumstances) {
  const truths = new Map<Chosen, Truth>();
  const settled = settle(conditions, circumstances, truths);
  const leaves = settled === 'unknown' ? undecidedLeaves(conditions, truths).map((leaf) => leaf.question) : [];
  const others = [...rule.amount.factors.map((factor) => factor.question), ...(rule.until ? [rule.until] : [])];
  const read = settled === 'false' ? leaves : [...leaves, ...others];
  // An amount turns where conditions turn, also where a condition that no longer decides the outcome turns.
  const turning = leavesOf(conditions).filter((leaf) => truths.get(leaf) === 'unknown');
  const possibilities = new Possibilities(
    read,
    turning.map((leaf) => leaf.question),
    circumstances,
  );
  const diagram = new Diagram();
  const nodeOf = (part: Chosen): Node => {
    const known = truths.get(part);
    if (known !== 'unknown') return known === 'true' ? TRUE : FALSE;
    let node: Node;
    if (part.op === 'leaf') node = leafNode(part.question, diagram, possibilities, circumstances);
    else if (part.op === 'all') node = diagram.all(part.of.map(nodeOf));
    else node = diagram.any(part.of.map(nodeOf));
    truths.set(part, node === TRUE ? 'true' : node === FALSE ? 'false' : 'unknown');
    return node;
  };
  return { root: nodeOf(conditions), truths, diagram, possibilities };
}

/** What each part comes to by itself, by three-valued logic: exact for a leaf, at worst too cautious for a group. */
export function settle(part: Chosen, circumstances: Circumstances, truths: Map<Chosen, Truth>): Truth {
  let truth: Truth;
  if (part.op === 'leaf') truth = truthOfLeaf(part.question, circumstances);
  else {
    const absorbing = part.op === 'all' ? 'false' : 'true';
    const parts = part.of.map((of) => settle(of, circumstances, truths));
    truth = parts.includes(absorbing)
      ? absorbing
      : parts.includes('unknown')
        ? 'unknown'
        : part.op === 'all'
          ? 'true'
          : 'false';
  }
  truths.set(part, truth);
  return truth;
}

function truthOfLeaf(question: Question<boolean>, circumstances: Circumstances): Truth {
  const answers = answersTo(question, circumstances, [question]);
  return answers.size > 1 ? 'unknown' : answers.has(true) ? 'true' : 'false';
}

function undecidedLeaves(part: Chosen, truths: ReadonlyMap<Chosen, Truth>): readonly Leaf[] {
  if (truths.get(part) !== 'unknown') return [];
  return part.op === 'leaf' ? [part] : part.of.flatMap((of) => undecidedLeaves(of, truths));
}

function leafNode(
  question: Question<boolean>,
  diagram: Diagram,
  possibilities: Possibilities,
  circumstances: Circumstances,
): Node {
  const values = question.reads.map((argument) => {
    const cell = cellOf(argument, circumstances);
    return cell.open ? null : cell.value;
  });
  const places = openPlaces(question, possibilities);
  const build = (step: number): Node => {
    const open = places[step];
    if (!open) return question.answer(values) ? TRUE : FALSE;
    const branches = possibilities.valuesOf(open.argument).map((value) => {
      values[open.place] = value;
      return build(step + 1);
    });
    return diagram.choice(open.variable, branches);
  };
  return build(0);
}
