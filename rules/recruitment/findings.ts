/** Where the checks of a notice put what they find; each sentence begins with the name of its field. */
import type { Text } from '../condition.js';
import { labelOf } from './field-labels.js';
import type { Problem } from './problems.js';

export class Findings {
  readonly problems: Problem[] = [];

  error(path: string, rule: string, text: Text, basis: Text | null = null): void {
    this.problems.push(problemAt('error', path, rule, text, basis));
  }

  warning(path: string, rule: string, text: Text, basis: Text | null = null): void {
    this.problems.push(problemAt('warning', path, rule, text, basis));
  }
}

export function problemAt(
  severity: Problem['severity'],
  path: string,
  rule: string,
  { zh, en }: Text,
  basis: Text | null,
): Problem {
  const label = labelOf(path);
  return { path, rule, text: { zh: `${label.zh}：${zh}`, en: `${label.en}: ${en}` }, basis, severity };
}

/** A date, a number and the like in both languages. */
export const said = (zh: string, en: string): Text => ({ zh, en });

/** The elements of a list that could be read, each with its path. */
export function elementsOf<E>(list: readonly E[] | null | undefined, path: string): [string, NonNullable<E>, number][] {
  return (list ?? []).flatMap((element, i): [string, NonNullable<E>, number][] =>
    element === null || element === undefined ? [] : [[`${path}[${i}]`, element, i]],
  );
}
