/** Amounts of a few words: sums, products, limits and lists with their bounds, and what is missing of them. */
import { describe, expect, it } from 'vitest';
import { fixed, atMost, each, eachMonth, less, numberOf, shareOf, sum, times, when } from '../../rules/amount.js';
import type { Amount } from '../../rules/amount.js';
import { isTrue, nothing, reaches } from '../../rules/condition.js';
import type { Condition } from '../../rules/condition.js';
import { cite, decideSmall, flag, ruleOf, says } from './small-rules.js';

const person = (facts: object) => ({ person: facts });
const [a, b] = [flag('disabled'), flag('lostLand')];
const [A, B] = ['person.disabled', 'person.lostLand'];
const outcome = (conditions: Condition, facts: object) => {
  const { outcome, missing } = decideSmall(ruleOf(conditions), facts);
  return [outcome, ...missing];
};

const months = numberOf(null, 'months', ['employment.monthsClaimed'], (count) => count ?? 0);
const paid = numberOf(null, 'fen', ['employment.paidPerMonth'], (fen) => fen ?? 0);
const twoThirds = { numerator: 2, denominator: 3 };
const amounts = (of: Amount, facts: object, conditions: Condition = nothing) => {
  const { amountFen, amountAtLeastFen, amountAtMostFen, amountMissing } = decideSmall(ruleOf(conditions, of), facts);
  return [amountFen, amountAtLeastFen, amountAtMostFen, ...amountMissing];
};
const [MONTHS, PAID] = ['employment.monthsClaimed', 'employment.paidPerMonth'];
const claim = (monthsClaimed: unknown, paidPerMonth?: unknown) => ({
  employment: {
    ...(monthsClaimed === undefined ? {} : { monthsClaimed }),
    ...(paidPerMonth === undefined ? {} : { paidPerMonth }),
  },
});

describe('an amount', () => {
  it.each<[string, Amount, object, unknown[]]>([
    ['that stands in the policy', fixed(500), {}, [500, 500, 500]],
    ['that is a sum', sum(fixed(1), fixed(20), fixed(300)), {}, [321, 321, 321]],
    ['that is nothing', sum(), {}, [0, 0, 0]],
    ['that is a product', times(months, paid), claim(3, 2), [600, 600, 600]],
    ['that is a product with a range', times(months, paid), claim({ between: [2, 3] }, 2), [null, 400, 600, MONTHS]],
    ['of no months is nothing, whatever was paid', times(months, paid), claim(0), [0, 0, 0]],
    ['without an end', times(months, paid), claim(3), [null, 0, null, PAID]],
    ['with a ceiling', atMost(paid, fixed(150)), claim(1, 2), [150, 150, 150]],
    ['with a ceiling and an open sum', atMost(paid, fixed(150)), {}, [null, 0, 150, PAID]],
    ['that is a rest', less(fixed(500), paid), claim(1, 2), [300, 300, 300]],
    ['that is a rest of nothing', less(fixed(500), paid), claim(1, 5), [0, 0, 0]],
    ['that is a rest below nothing', less(fixed(500), paid, fixed(1)), claim(1, 6), [0, 0, 0]],
    ['that is an open rest', less(fixed(500), paid), claim(1, { between: [1, 2] }), [null, 300, 400, PAID]],
    ['that is a share', shareOf(paid, twoThirds), claim(1, 1), [66, 66, 66]],
    [
      'that is a share of something open',
      shareOf(paid, twoThirds),
      claim(1, { between: [1, 2] }),
      [null, 66, 133, PAID],
    ],
    ['under a condition', when(a, fixed(500)), person({ disabled: true }), [500, 500, 500]],
    ['under a condition that fails', when(a, fixed(500)), person({ disabled: false }), [0, 0, 0]],
    ['under an open condition', when(a, fixed(500)), {}, [null, 0, 500, A]],
    ['beside one under an open condition', sum(fixed(1), when(a, fixed(500))), {}, [null, 1, 501, A]],
    ['open, under a condition that fails', when(a, paid), person({ disabled: false }), [0, 0, 0]],
    [
      'of two open facts that cancel out',
      sum(when(a, fixed(5)), when(b, fixed(7)), less(fixed(7), when(b, fixed(7)))),
      person({ disabled: true }),
      [12, 12, 12],
    ],
  ])('%s', (_what, of, facts, expected) => {
    expect(amounts(of, facts)).toEqual(expected);
  });

  it('of somebody who is perhaps not eligible is nothing at least, and its facts are asked for apart', () => {
    const { outcome, missing, amountFen, amountAtLeastFen, amountAtMostFen, amountMissing } = decideSmall(
      ruleOf(a, sum(fixed(5), when(b, fixed(7)))),
      {},
    );
    expect([outcome, missing, amountFen, amountAtLeastFen, amountAtMostFen, amountMissing]).toEqual([
      'unknown',
      [A],
      null,
      0,
      12,
      [B],
    ]);
    expect(amounts(fixed(5), {}, a)).toEqual([null, 0, 5]);
    expect(amounts(fixed(5), person({ disabled: false }), a)).toEqual([0, 0, 0]);
    // What pays only whoever is not eligible decides nothing.
    expect(amounts(when(a, fixed(5)), {}, a)).toEqual([null, 0, 5]);
  });

  it('of a list is the sum over its elements', () => {
    const perHead = each('hires', (at) => when(isTrue(says('new'), cite, at('newlyHired')), fixed(5)));
    expect(amounts(perHead, { hires: [{ newlyHired: true }, { newlyHired: false }, { newlyHired: true }] })).toEqual([
      10, 10, 10,
    ]);
    expect(amounts(perHead, { hires: [{ newlyHired: true }, {}] })).toEqual([null, 5, 10, 'hires[1].newlyHired']);
    expect(amounts(perHead, { hires: [] })).toEqual([0, 0, 0]);
    expect(amounts(perHead, {})).toEqual([null, 0, null, 'hires']);
  });

  it('of a list too long to draw is told by its bounds', () => {
    const perHead = each('hires', (at) => when(isTrue(says('new'), cite, at('newlyHired')), fixed(5)));
    const hires = (open: number) => ({ hires: [{ newlyHired: true }, ...Array.from({ length: open }, () => ({}))] });
    for (const open of [20, 450]) {
      const [fen, least, most, ...missing] = amounts(perHead, hires(open));
      expect([fen, least, most]).toEqual([null, 5, 5 + 5 * open]);
      expect(missing).toEqual(Array.from({ length: open }, (_, i) => `hires[${i + 1}].newlyHired`));
    }
  });

  it('of a claim is the sum over its months, both ends included, each with its own parameters', () => {
    const monthly = eachMonth(
      'hire.claimFrom',
      'hire.claimTo',
      (month) =>
        times(
          numberOf(null, 'fen', [month.parameter('workCostDeduction')], (fen) => fen),
          fixed(month.number),
        ),
      fixed(7),
    );
    const claimed = (claimFrom: string | null, claimTo: string | null) => ({ hire: { claimFrom, claimTo } });
    const workCostDeduction = [
      { from: '2016-01-01', value: 1 },
      { from: '2016-06-01', value: 10 },
    ];
    const amountOf = (facts: object) => decideSmall(ruleOf(nothing, monthly), facts, { workCostDeduction }).amountFen;
    expect(amountOf(claimed('2016-04-15', '2016-06-01'))).toBe(100 + 200 + 3000);
    expect(amountOf(claimed('2016-04-15', '2016-05-31'))).toBe(300);
    expect(amountOf(claimed('2015-11-30', '2016-01-01'))).toBe(null);
    expect(amountOf(claimed('2016-04-15', '2016-03-31'))).toBe(0);
    expect([amountOf(claimed('2016-04-15', null)), amountOf({})]).toEqual([7, 7]);
  });
});

describe('a sum that must reach a limit', () => {
  const ten = reaches(says('ten'), cite, sum(times(months, fixed(2)), when(a, fixed(4))), 10);
  it.each<[string, object, string[]]>([
    ['reaches it', { ...claim(5), ...person({ disabled: false }) }, ['eligible']],
    ['is one short', { ...claim(4), ...person({ disabled: false }) }, ['ineligible']],
    ['reaches it with more', claim(5), ['eligible']],
    ['cannot reach it', claim(2), ['ineligible']],
    ['hangs on what is open', claim(3), ['unknown', A]],
    ['hangs on a number', person({ disabled: true }), ['unknown', MONTHS]],
    ['hangs on a range', claim({ between: [2, 3] }), ['unknown', MONTHS, A]],
    ['does not hang on it', claim({ between: [0, 2] }), ['ineligible']],
  ])('%s', (_what, facts, expected) => {
    expect(outcome(ten, facts)).toEqual(expected);
  });

  it('shows what it comes to, once nothing in it is open', () => {
    const shown = (facts: object) => decideSmall(ruleOf(ten), facts).conditions;
    expect(shown({ ...claim(4), ...person({ disabled: true }) })).toMatchObject({
      kind: 'reaches',
      truth: 'true',
      comesTo: 12,
      least: 10,
      facts: [{ path: MONTHS, known: true, value: 4 }],
      of: [{ kind: 'condition', en: 'disabled', truth: 'true' }],
    });
    expect(shown(claim(5))).toMatchObject({ truth: 'true', comesTo: null, of: [{ truth: 'unknown' }] });
  });
});
