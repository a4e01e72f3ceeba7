/**
 * All rules for many subjects on one day: outcomes and the state of every leaf, packed in two bits. Conditions are compiled once
 * into closures over an array of values, since a city's people have one catalogue. Three-valued by leaf: where one open fact
 * stands in several conditions it may say unknown although `judge` knows; it never says yes or no where `judge` does not.
 */
import { Compiler, YES } from './batch-compiler.js';
import type { Row, State } from './batch-compiler.js';
import type { CivilDay } from './civil-date.js';
import type { Leaf } from './condition.js';
import type { Entitlement } from './entitlement.js';
import type { Facts, Parameters } from './fact.js';
import { isInForce } from './judge.js';
import type { Outcome } from './outcome.js';
import type { ReadingChoices } from './readings.js';

export interface Batch {
  /** Outcome of each rule, in the order of the rules; valid until the next call. */
  readonly outcomes: readonly Outcome[];
  /** Two bits a leaf, in the order of `leaves`: 0 not asked, 1 false, 2 true, 3 unknown. */
  readonly trace: Uint8Array;
}

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
