/** Rules that share a cap or a cost stand together, however far the sharing goes. */
import { describe, expect, it } from 'vitest';
import { each, fixed, numberOf, when } from '../../rules/amount.js';
import type { Amount } from '../../rules/amount.js';
import { all, isTrue, nothing, some } from '../../rules/condition.js';
import type { Condition } from '../../rules/condition.js';
import { decideAheadWith } from '../../rules/decide.js';
import { companionsOf, decideTogether } from '../../rules/decide-together.js';
import type { Entitlement } from '../../rules/entitlement.js';
import { entitlements } from '../../rules/index.js';
import { cite, circumstancesOf, flag, ruleOf, says } from './small-rules.js';

const flexible = 'art02.flexible-employment-subsidy.hard-to-employ';
const founder = 'art05.startup-social-insurance-subsidy';
const jobs = 'art05.job-creation-subsidy';

it.each([flexible, founder, jobs])('%s moves the other two', (id) => {
  expect([...companionsOf(new Set([id]), entitlements)]).toEqual(expect.arrayContaining([flexible, founder, jobs]));
});

it('leaves rules alone that share nothing', () => {
  const alone = 'art05.opening-subsidy';
  expect([...companionsOf(new Set([alone]), entitlements)]).toEqual([alone]);
});

const [a, b] = [flag('disabled'), flag('lostLand')];
const yes = { disabled: true, lostLand: true };
const written = (id: string, conditions: Condition, of: Amount | null, more: Partial<Entitlement>) =>
  ruleOf(conditions, of, { id, name: says(id), ...more });
const together = (rules: readonly Entitlement[], facts: object) =>
  decideTogether(rules, () => circumstancesOf(facts), {}, decideAheadWith).map(
    ({ rule, outcome, amountFen, amountAtLeastFen, amountAtMostFen, amountMissing, remarks }) => [
      rule,
      outcome,
      amountFen,
      amountAtLeastFen,
      amountAtMostFen,
      ...amountMissing,
      ...remarks.map(({ en }) => en),
    ],
  );
const paidBy = (id: string) => `one cost in one month is paid once: paid by ${id}`;

describe('one cost', () => {
  const route = 'own-insurance' as const;
  const [first, second] = [written('first', a, fixed(5), { route }), written('second', b, fixed(7), { route })];
  const other = written('other', nothing, fixed(9), { route: 'startup-training' });

  it('is paid by the first route of the request that is eligible', () => {
    expect(together([first, second, other], { person: yes })).toEqual([
      ['first', 'eligible', 5, 5, 5],
      ['second', 'eligible', 0, 0, 0, paidBy('first')],
      ['other', 'eligible', 9, 9, 9],
    ]);
    expect(together([second, first], { person: yes })).toEqual([
      ['second', 'eligible', 7, 7, 7],
      ['first', 'eligible', 0, 0, 0, paidBy('second')],
    ]);
  });

  it('is paid by the eligible one beside an open one, also where it comes later', () => {
    const open = ['first', 'unknown', null, 0, 0, paidBy('second')];
    const pays = ['second', 'eligible', 7, 7, 7];
    expect(together([first, second], { person: { lostLand: true } })).toEqual([open, pays]);
    expect(together([second, first], { person: { lostLand: true } })).toEqual([pays, open]);
    expect(together([first, other], {})).toEqual([
      ['first', 'unknown', null, 0, 5],
      ['other', 'eligible', 9, 9, 9],
    ]);
  });

  it('that a refused route does not pay is the other’s', () => {
    expect(together([first, second], { person: { disabled: false, lostLand: true } })).toEqual([
      ['first', 'ineligible', 0, 0, 0],
      ['second', 'eligible', 7, 7, 7],
    ]);
    expect(together([first, second], { person: { disabled: true, lostLand: false } })[1]).toEqual([
      'second',
      'ineligible',
      0,
      0,
      0,
    ]);
  });

  it('of rules without a route is each one’s own', () => {
    const [one, two] = [written('one', a, fixed(5), {}), written('two', a, fixed(7), {})];
    expect(together([one, two], { person: yes })).toEqual([
      ['one', 'eligible', 5, 5, 5],
      ['two', 'eligible', 7, 7, 7],
    ]);
  });

  it('of a hire is paid once, hire by hire', () => {
    const hires = (id: string, member: 'newlyHired' | 'labourContract', fen: number) => {
      const of = (at: (name: typeof member) => `hires[].${typeof member}`) => isTrue(says(member), cite, at(member));
      return written(
        id,
        all(null, nothing, some('hires', says('h'), cite, of)),
        each('hires', (at) => when(of(at), fixed(fen))),
        {
          route: 'employer-insurance',
        },
      );
    };
    const facts = {
      hires: [
        { newlyHired: true, labourContract: true },
        { newlyHired: false, labourContract: true },
        { newlyHired: true, labourContract: false },
      ],
    };
    const [newly, contract] = [hires('newly', 'newlyHired', 5), hires('contract', 'labourContract', 100)];
    expect(together([newly, contract], facts)).toEqual([
      ['newly', 'eligible', 10, 10, 10],
      ['contract', 'eligible', 100, 100, 100, paidBy('newly')],
    ]);
    expect(together([contract, newly], facts)).toEqual([
      ['contract', 'eligible', 200, 200, 200],
      ['newly', 'eligible', 5, 5, 5, paidBy('contract')],
    ]);
  });
});

describe('a pool', () => {
  const pool = {
    name: says('pool'),
    cite,
    fen: 100,
    paid: 'history.pooledAmountAlreadyPaid',
    members: ['one', 'two'],
  } as const;
  const paid = numberOf(null, 'fen', ['employment.paidPerMonth'], (fen) => fen ?? 0);
  const [one, two] = [written('one', a, fixed(80), { pool }), written('two', nothing, paid, { pool })];
  const facts = (pooledAmountAlreadyPaid: number, paidPerMonth: number, person: object = yes) => ({
    person,
    employment: { paidPerMonth },
    history: { pooledAmountAlreadyPaid },
  });

  it('pays its earlier member first, whatever the order of the request', () => {
    const [first, rest] = [
      ['one', 'eligible', 80, 80, 80],
      ['two', 'eligible', 20, 20, 20],
    ];
    expect(together([one, two], facts(0, 9))).toEqual([first, rest]);
    expect(together([two, one], facts(0, 9))).toEqual([rest, first]);
    expect(together([two], facts(0, 9))).toEqual([['two', 'eligible', 100, 100, 100]]);
    expect(together([one, two], facts(0, 9, { disabled: false }))[1]).toEqual(['two', 'eligible', 100, 100, 100]);
    expect(together([one, two], facts(0, 0.1))[1]).toEqual(['two', 'eligible', 10, 10, 10]);
  });

  it('pays what was not paid before, and nobody once nothing is left', () => {
    expect(together([one, two], facts(0.5, 9))).toEqual([
      ['one', 'eligible', 50, 50, 50],
      ['two', 'ineligible', 0, 0, 0],
    ]);
    expect(together([one, two], facts(0.99, 9))[0]).toEqual(['one', 'eligible', 1, 1, 1]);
    expect(together([one, two], facts(1, 9))[0]).toEqual(['one', 'ineligible', 0, 0, 0]);
    expect(together([one, two], facts(2, 9)).map(([, outcome]) => outcome)).toEqual(['ineligible', 'ineligible']);
  });

  it('takes what an open member may take into account', () => {
    expect(together([one, two], facts(0, 9, {}))[1]).toEqual(['two', 'eligible', null, 20, 100, 'person.disabled']);
  });

  it('is not touched by a member whose cost another rule has paid', () => {
    const route = 'own-insurance' as const;
    const before = written('before', nothing, fixed(1), { route });
    const shared = { ...one, route };
    expect(together([before, shared, two], facts(0, 9))).toEqual([
      ['before', 'eligible', 1, 1, 1],
      ['one', 'eligible', 0, 0, 0, paidBy('before')],
      ['two', 'eligible', 100, 100, 100],
    ]);
  });
});
