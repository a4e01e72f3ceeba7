/** A rule asked about open facts by brute force: every completion of them is worked out by itself, without the engine's diagrams. */
import { combine } from '../../rules/amount.js';
import { questionsOf, questionsOfAmount } from '../../rules/choose.js';
import type { Chosen, ChosenAmount } from '../../rules/choose.js';
import { formatDay } from '../../rules/civil-date.js';
import { ELSEWHERE } from '../../rules/condition.js';
import type { Argument, Question } from '../../rules/condition.js';
import { reportedPath } from '../../rules/fact.js';
import type { Value } from '../../rules/fact.js';
import type { Plan } from '../../rules/judge.js';
import { cellOf } from '../../rules/situation.js';
import type { Circumstances } from '../../rules/situation.js';
import { partsOfPlan } from './parts-of-rules.js';

/** What each open fact can still be, by path. */
export type OpenFacts = ReadonlyMap<string, readonly Value[]>;
type At = (argument: string) => Value;

const MOST_COMPLETIONS = 500;
/** With more open facts than these in one sum that must reach a limit the module asks number by number and may say less. */
const MOST_IN_A_SUM = 6;

/** What all completions say together; null where they are too many to try, or more than the module promises to look at. */
export function saidByCompletions(plan: Plan, circumstances: Circumstances, openFacts: OpenFacts) {
  const { conditions, amount, rule } = plan;
  const reads = readBy(plan);
  const read: ReadonlySet<string> = reads;
  const asked = [...openFacts].filter(([path, { length }]) => length > 1 && read.has(path));
  if (read.has(ELSEWHERE)) asked.push([ELSEWHERE, [false, true]]);
  const sizes = asked.map(([, values]) => values.length);
  if (sizes.reduce((count, size) => count * size, 1) > MOST_COMPLETIONS) return null;
  const sums = partsOfPlan(plan).flatMap((part) =>
    part.op === 'reaches' ? [readIn(questionsOfAmount(part.amount))] : [],
  );
  if (sums.some((sum) => asked.filter(([path]) => sum.has(path as Argument)).length > MOST_IN_A_SUM)) return null;

  const known = new Map<string, Value>();
  for (const argument of reads) {
    const cell = cellOf(argument, circumstances);
    if (cell.open === null) known.set(argument, cell.value);
  }
  const completions = combinations(sizes).map((indexes) => {
    const own = new Map(asked.map(([path, values], i) => [path, values[indexes[i]!]!]));
    const at: At = (argument) => (own.has(argument) ? own.get(argument)! : known.get(argument)!);
    const isYes = holds(conditions, at);
    const end = rule.until === null ? null : rule.until.answer(rule.until.reads.map(at));
    return { isYes, amountFen: isYes && amount !== null ? numberOf(amount, at) : 0, until: end };
  });

  const yes = completions.filter(({ isYes }) => isYes);
  const amounts = yes.map(({ amountFen }) => amountFen);
  const ends = new Set(yes.map(({ until }) => until));
  const [end = null] = ends;
  const outcome = yes.length === 0 ? 'no' : yes.length < completions.length ? 'unknown' : 'yes';
  const differing = (differ: (a: (typeof completions)[0], b: (typeof completions)[0]) => boolean) => {
    const paths = asked.flatMap(([path], place) =>
      path !== ELSEWHERE && someNeighbours(sizes, place, (a, b) => differ(completions[a]!, completions[b]!))
        ? [path]
        : [],
    );
    return namesOf(paths, circumstances);
  };
  const hasNoMoney = amount === null && (outcome !== 'no' || rule.answers === 'status');
  return {
    outcome,
    missing: outcome === 'unknown' ? differing((a, b) => a.isYes !== b.isYes) : [],
    atLeast: hasNoMoney ? null : outcome === 'yes' ? Math.min(...amounts) : 0,
    atMost: hasNoMoney ? null : Math.max(0, ...amounts),
    amountMissing: differing((a, b) => a.isYes && b.isYes && a.amountFen !== b.amountFen),
    until: outcome === 'yes' && ends.size === 1 && end !== null ? formatDay(end) : null,
  };
}

/** Every argument that a rule laid out for its facts can read. */
export function readBy({ conditions, amount, rule }: Plan): Set<Argument> {
  const questions = [
    ...questionsOf(conditions),
    ...(amount === null ? [] : questionsOfAmount(amount)),
    ...(rule.until === null ? [] : [rule.until]),
  ];
  return readIn(questions);
}

const readIn = (questions: readonly Question<unknown>[]) => new Set(questions.flatMap(({ reads }) => reads));

export const namesOf = (paths: readonly string[], { facts, parameters }: Circumstances): string[] =>
  [...new Set(paths.map((path) => reportedPath(path, facts, parameters)))].toSorted();

function holds(part: Chosen, at: At): boolean {
  if (part.op === 'leaf') return part.question.answer(part.question.reads.map(at));
  if (part.op === 'reaches') return numberOf(part.amount, at) >= part.least;
  return part.op === 'all' ? part.of.every((of) => holds(of, at)) : part.of.some((of) => holds(of, at));
}

function numberOf(amount: ChosenAmount, at: At): number {
  if (amount.op === 'number') return amount.question.answer(amount.question.reads.map(at));
  if (amount.op === 'when') return holds(amount.condition, at) ? numberOf(amount.pays, at) : 0;
  const [first = 0, ...rest] = amount.of.map((part) => numberOf(part, at));
  return amount.by === 'share' ? combine(amount, first, 0) : rest.reduce((a, b) => combine(amount, a, b), first);
}

/** All combinations of indexes, the last place turning fastest. */
function combinations(sizes: readonly number[]): number[][] {
  return sizes.reduce<number[][]>(
    (all, size) => all.flatMap((head) => Array.from({ length: size }, (_, i) => [...head, i])),
    [[]],
  );
}

/** Whether it holds for two combinations that lie apart in one place alone. */
function someNeighbours(sizes: readonly number[], place: number, isSo: (a: number, b: number) => boolean): boolean {
  const stride = sizes.slice(place + 1).reduce((product, size) => product * size, 1);
  const length = sizes[place]!;
  const count = sizes.reduce((product, size) => product * size, 1);
  for (let at = 0; at < count; at++) {
    const index = Math.floor(at / stride) % length;
    for (let other = index + 1; other < length; other++) if (isSo(at, at + (other - index) * stride)) return true;
  }
  return false;
}
