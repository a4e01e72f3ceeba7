/** Who gains and who loses: each kind of change once, and sums that do not hang on the order of persons. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { addEffects, compareDecisions, entitlements, rulesReading } from '../../rules/index.js';
import type { RuleEffect } from '../../rules/index.js';

type Compared = Parameters<typeof compareDecisions>[0][number];

const rule = 'art05.opening-subsidy';
const due = (amountFen: number | null, amountMissing: string[] = []): Compared => ({
  rule,
  outcome: 'eligible',
  amountFen,
  amountMissing,
});
const no: Compared = { rule, outcome: 'ineligible', amountFen: 0, amountMissing: [] };
const unknown: Compared = { rule, outcome: 'unknown', amountFen: null, amountMissing: [] };
const notInForce: Compared = { rule, outcome: 'not_in_force', amountFen: null, amountMissing: [] };
const amountOpen = due(null, ['parameter:x']);

/** The counts that are not 0. */
const effect = (before: Compared, after: Compared): Partial<RuleEffect>[] =>
  compareDecisions([before], [after]).map((one) =>
    Object.fromEntries(Object.entries(one).filter(([name, count]) => name !== 'rule' && count !== 0)),
  );

describe('one person', () => {
  it.each<[string, Compared, Compared, Partial<RuleEffect>]>([
    ['gains the right', no, due(500), { newlyEligible: 1, changeFen: 500 }],
    ['loses the right', due(500), no, { noLongerEligible: 1, changeFen: -500 }],
    ['gets more', due(500), due(700), { amountUp: 1, changeFen: 200 }],
    ['gets less', due(500), due(1), { amountDown: 1, changeFen: -499 }],
    ['gets it by a rule that comes into force', notInForce, due(500), { newlyEligible: 1, changeFen: 500 }],
    ['loses it by a rule that ends', due(500), notInForce, { noLongerEligible: 1, changeFen: -500 }],
    [
      'becomes eligible out of the unknown',
      unknown,
      due(500),
      { newlyEligible: 1, unknownSettled: 1, settledFen: 500 },
    ],
    ['is refused out of the unknown', unknown, no, { unknownSettled: 1 }],
    ['learns the amount', amountOpen, due(500), { unknownSettled: 1, settledFen: 500 }],
    ['no longer knows the amount', due(500), amountOpen, { newlyUnknown: 1 }],
    ['is eligible or not, nobody knows any more', due(500), unknown, { noLongerEligible: 1, newlyUnknown: 1 }],
    ['gets a right without money', no, due(null), { newlyEligible: 1 }],
    ['gets a right without money out of the unknown', unknown, due(null), { newlyEligible: 1, unknownSettled: 1 }],
    ['is eligible, with an amount that stays open', unknown, amountOpen, { newlyEligible: 1 }],
  ])('%s', (_what, before, after, expected) => {
    expect(effect(before, after)).toEqual([expected]);
  });

  it.each([no, due(500), due(null), unknown, notInForce, amountOpen])(
    'to whom nothing happens is not counted: %j',
    (same) => {
      expect(compareDecisions([same], [{ ...same }])).toEqual([]);
    },
  );

  it('is compared rule by rule, and only where both sides decided', () => {
    const other = { ...due(100), rule: 'other' };
    const [first, ...rest] = compareDecisions([no, other], [other, due(5), { ...no, rule: 'third' }]);
    expect([first, rest]).toEqual([expect.objectContaining({ rule, newlyEligible: 1 }), []]);
  });
});

describe('many persons', () => {
  const outcome = fc.constantFrom(no, due(500), due(700), due(null), unknown, notInForce, amountOpen);
  const person = fc.record({ before: outcome, after: outcome, rule: fc.constantFrom('a', 'b') });
  const effects = fc.array(
    person.map(({ before, after, rule }) => compareDecisions([{ ...before, rule }], [{ ...after, rule }])),
  );
  const sum = (all: readonly RuleEffect[][]) =>
    all.reduce((sofar, more) => addEffects(sofar, more), []).sort((a, b) => (a.rule < b.rule ? -1 : 1));

  it('add up in any order', () => {
    fc.assert(
      fc.property(effects, (all) => {
        expect(sum([...all].reverse())).toEqual(sum(all));
      }),
    );
  });

  it('gain and lose the other way round when a change is taken back', () => {
    fc.assert(
      fc.property(outcome, outcome, (before, after) => {
        const [there = null] = compareDecisions([before], [after]);
        const [back = null] = compareDecisions([after], [before]);
        expect([back?.newlyEligible, back?.amountUp, back?.unknownSettled]).toEqual([
          there?.noLongerEligible,
          there?.amountDown,
          there?.newlyUnknown,
        ]);
        expect((back?.changeFen ?? 0) + (there?.changeFen ?? 0)).toBe(0);
      }),
    );
  });
});

test('rules that read a parameter are found by its name, also by a member of it, and by no beginning of it', () => {
  const reading = (...names: string[]) => rulesReading(entitlements, names).map(({ id }) => id);
  expect(reading('flexibleMinimumContributionPerMonth')).toContain('art02.flexible-employment-subsidy.hard-to-employ');
  expect(reading('employerRates')).toContain('art02.employer-social-insurance-subsidy.hard-to-employ');
  expect(reading('employer', 'keyPovertyCounties')).toEqual([]);
});
