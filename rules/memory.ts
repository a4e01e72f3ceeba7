/** What rules came to where the facts that they read were the same: a city asks the same questions of many people. */
import type { CivilDay } from './civil-date.js';
import type { Comparable } from './words.js';
import type { Entitlement } from './entitlement.js';
import { valuesOf } from './fact.js';
import type { Fact, Facts } from './fact.js';
import { factsReadBy } from './facts-read-by.js';
import type { Decision } from './outcome.js';

/** The part of a decision that hangs on values alone; who said them, and the words, are each person's own. */
export type Outline = Comparable & Pick<Decision, 'remarks' | 'changesOn' | 'becomesEligibleOn'>;

/** For one set of parameters and readings; a newcomer beyond the limit starts it afresh. */
export class Memory {
  private readonly known = new Map<string, readonly Outline[]>();

  constructor(private readonly most = 50_000) {}

  recall(key: string): readonly Outline[] | undefined {
    return this.known.get(key);
  }

  keep(key: string, outlines: readonly Outline[]): void {
    if (this.known.size >= this.most) this.known.clear();
    this.known.set(key, outlines);
  }
}

type FactsOf = (rule: string) => Facts;

/** The values of all facts that some rules read; null where one is a list, which is seldom met twice. */
export function factsKey(rules: readonly Entitlement[], factsOf: FactsOf): string | null {
  const keys = made.get(factsOf) ?? new Map<readonly Entitlement[], string | null>();
  made.set(factsOf, keys);
  const known = keys.get(rules);
  if (known !== undefined) return known;
  const key = makeKey(rules, factsOf);
  keys.set(rules, key);
  return key;
}

/** One group of rules asks for the facts of one day more than once. */
const made = new WeakMap<FactsOf, Map<readonly Entitlement[], string | null>>();

function makeKey(rules: readonly Entitlement[], factsOf: FactsOf): string | null {
  let key = '';
  for (const { id } of rules) {
    const facts = factsOf(id);
    key += `;${id}`;
    for (const path of factsReadBy(id)) {
      const fact = facts.get(path);
      if (path.endsWith('[]') && fact !== undefined && !isEmpty(fact)) return null;
      key += fact === undefined ? ',' : `,${valuesOf(fact)}`;
    }
  }
  return key;
}

const isEmpty = (list: Fact) => list.is === 'known' && list.value === 0;

export const dayKey = (key: string, assessOn: CivilDay) => `${assessOn}${key}`;
