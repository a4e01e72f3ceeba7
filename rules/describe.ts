/** A rule in words, before any facts: what the public reads. A branch says under which circumstance it counts. */
import type { Amount } from './amount.js';
import type { Cite, Condition, Text } from './condition.js';
import { ELSEWHERE } from './condition.js';
import { withoutNumber } from './element.js';
import type { Entitlement } from './entitlement.js';
import { factLabel } from './fact-labels.js';
import type { ReadingId } from './readings.js';

export interface DescribedCondition {
  /** 0 for the whole; parts of a group stand one deeper, after it. */
  level: number;
  kind: 'condition' | 'all' | 'any' | 'each' | 'reaches';
  text: Text | null;
  cite: Cite | null;
  readings: readonly ReadingId[];
  /** Facts and parameters that are read; of an element of a list without its number. */
  reads: readonly string[];
  /** Under which circumstance this part counts; null: always. */
  onlyIf: Text | null;
}

export function describeConditions({ conditions }: Entitlement): DescribedCondition[] {
  const described: DescribedCondition[] = [];
  describe(conditions, 0, null, described);
  return described;
}

function describe(part: Condition, level: number, onlyIf: Text | null, into: DescribedCondition[]): void {
  const add = (kind: DescribedCondition['kind'], text: Text | null, more: Partial<DescribedCondition> = {}) =>
    into.push({ level, kind, text, cite: null, readings: [], reads: [], onlyIf, ...more });
  switch (part.op) {
    case 'leaf':
      add('condition', part.text, { cite: part.cite, readings: part.readings, reads: shown(part.question.reads) });
      return;
    case 'all':
    case 'any':
      if (part.of.length === 0) return;
      add(part.op, part.text);
      for (const of of part.of) describe(of, level + 1, null, into);
      return;
    case 'reaches':
      add('reaches', part.text, { cite: part.cite, readings: part.readings });
      for (const condition of conditionsWithin(part.amount)) describe(condition, level + 1, null, into);
      return;
    case 'some':
    case 'every':
      add('each', part.text, { cite: part.cite });
      describe(part.of(withoutNumber(part.list)), level + 1, null, into);
      return;
    case 'if-given': {
      const label = factLabel(part.path.replace(/\[\]$/, '')) ?? { zh: part.path, en: part.path };
      describe(part.yes, level, both(onlyIf, { zh: `已知“${label.zh}”时`, en: `where it is told: ${label.en}` }), into);
      describe(
        part.no,
        level,
        both(onlyIf, { zh: `未提供“${label.zh}”时`, en: `where it is not told: ${label.en}` }),
        into,
      );
      return;
    }
    case 'if-read':
      describe(part.no, level, onlyIf, into);
      describe(
        part.yes,
        level,
        both(onlyIf, { zh: `按${part.reading}的另一解读`, en: `under the other reading of ${part.reading}` }),
        into,
      );
  }
}

const both = (a: Text | null, b: Text): Text => (a === null ? b : { zh: `${a.zh}，${b.zh}`, en: `${a.en}, ${b.en}` });

const shown = (reads: readonly string[]) => reads.filter((read) => read !== 'assessOn' && read !== ELSEWHERE);

function conditionsWithin(amount: Amount): Condition[] {
  switch (amount.op) {
    case 'number':
      return [];
    case 'of':
      return amount.of.flatMap(conditionsWithin);
    case 'when':
      return [amount.condition, ...conditionsWithin(amount.pays)];
    case 'each':
      return conditionsWithin(amount.of(withoutNumber(amount.list)));
    case 'months':
      return conditionsWithin(amount.otherwise);
    case 'if-given':
    case 'if-read':
      return [...conditionsWithin(amount.yes), ...conditionsWithin(amount.no)];
  }
}
