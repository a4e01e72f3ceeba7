/** What an amount or a last day can still be while facts are open. */
import type { Question } from './condition.js';
import { FALSE } from './diagram.js';
import type { Diagram, Node } from './diagram.js';
import type { Value } from './fact.js';
import type { Possibilities } from './situation.js';

/** Where a question reads open facts, in the order of the diagram. */
export function openPlaces(question: Question<unknown>, possibilities: Possibilities) {
  return question.reads
    .map((argument, place) => ({ argument, place, variable: possibilities.variableOf(argument) }))
    .filter(({ variable }) => variable >= 0)
    .sort((a, b) => a.variable - b.variable);
}

/** All answers that a question can still have for somebody eligible, and the open facts that make them differ. */
export function spreadOf<R>(question: Question<R>, diagram: Diagram, root: Node, possibilities: Possibilities) {
  const open = openPlaces(question, possibilities);
  const values: Value[] = question.reads.map((argument) => possibilities.valuesOf(argument)[0] ?? null);
  const lists = open.map(({ argument }) => possibilities.valuesOf(argument));
  const eligible = diagram.project(root, new Set(open.map(({ variable }) => variable)));
  // In the order of counting, the last open fact turns fastest; undefined where nobody is eligible.
  const answers: (R | undefined)[] = [];
  const fill = (step: number, node: Node): void => {
    const place = open[step]?.place;
    if (place === undefined) answers.push(node === FALSE ? undefined : question.answer(values));
    else
      lists[step]?.forEach((value, index) => {
        values[place] = value;
        fill(step + 1, diagram.follow(node, open[step]?.variable ?? -1, index));
      });
  };
  fill(0, eligible);
  const varying = new Set<number>();
  let stride = 1;
  for (let step = open.length - 1; step >= 0; step--) {
    const length = lists[step]?.length ?? 1;
    if (variesAlong(answers, stride, length)) varying.add(open[step]?.variable ?? -1);
    stride *= length;
  }
  return { results: new Set(answers.filter((answer) => answer !== undefined)), varying };
}

/** Whether two answers differ that lie apart in one open fact alone. */
function variesAlong(answers: readonly unknown[], stride: number, length: number): boolean {
  for (let block = 0; block < answers.length; block += stride * length)
    for (let offset = block; offset < block + stride; offset++) {
      let first: unknown;
      for (let i = offset; i < offset + stride * length; i += stride) {
        if (answers[i] === undefined) continue;
        if (first === undefined) first = answers[i];
        else if (answers[i] !== first) return true;
      }
    }
  return false;
}
