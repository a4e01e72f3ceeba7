/** What holds for every rule in every situation near its cases. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addMonths, parseDay } from '../../rules/civil-date.js';
import { decideTogether } from '../../rules/decide-together.js';
import { decide, decideOnDay, decideWith } from '../../rules/decide.js';
import { kindOf } from '../../rules/fact.js';
import type { Fact } from '../../rules/fact.js';
import { factsReadBy } from '../../rules/facts-read-by.js';
import { definitions, entitlements } from '../../rules/index.js';
import { judge, planOf } from '../../rules/judge.js';
import { heardNotAsked } from './parts-of-rules.js';
import { situationsOf } from './situations.js';
import type { Situation } from './situations.js';

const everyRule = [...entitlements, ...definitions].map((rule) => [rule.id, rule] as const);
type Rule = (typeof everyRule)[0][1];

const judged = (rule: Rule, situation: Situation) =>
  judge(planOf(rule, { facts: situation.facts, choices: {} }), situation);

/**
 * A fact that is heard and not asked changes what is looked at; the sex stands in for the category. Of which kind somebody is
 * "none" can be said, but is nothing that a fact left out may still be.
 */
function mayBeTakenAway(rule: Rule) {
  const heard = heardNotAsked(rule);
  return (path: string, fact: Fact) =>
    !path.endsWith(']') &&
    !path.endsWith('.sex') &&
    !heard.has(path.replaceAll(/\[\d+\]/g, '[]')) &&
    !(typeof kindOf(path) === 'object' && fact.is === 'known' && fact.value === null);
}

it.each(everyRule)('%s: with one fact less a yes stays no no, and the amount within its bounds', (id, rule) => {
  const counts = mayBeTakenAway(rule);
  fc.assert(
    fc.property(situationsOf(id), fc.nat(), (situation, at) => {
      const paths = [...situation.facts].flatMap(([path, fact]) => (counts(path, fact) ? [path] : []));
      if (paths.length === 0) return;
      const facts = new Map(situation.facts);
      facts.delete(paths[at % paths.length]!);
      const before = judged(rule, situation);
      const after = judged(rule, { ...situation, facts });
      expect([before.outcome, 'unknown']).toContain(after.outcome);
      if (before.amountFen === null || rule.amount === null) return;
      expect(after.amountAtLeastFen ?? 0).toBeLessThanOrEqual(before.amountFen);
      expect(after.amountAtMostFen ?? Infinity).toBeGreaterThanOrEqual(before.amountFen);
    }),
    { numRuns: 100 },
  );
});

const yuan = (amount: number) => amount * 100;
/** What the text itself sets as the most, for one application. */
const most: Record<string, number> = {
  'art05.opening-subsidy': yuan(5000),
  'art05.unemployed-startup-grant': yuan(5000),
  'art05.startup-social-insurance-subsidy': yuan(10_000),
  'art05.job-creation-subsidy': yuan(100_000),
  'art06.incubation-park-recognition-award': yuan(500_000),
  'art08.startup-guaranteed-loan': yuan(100_000),
  'art10.financing-matching-purchase': yuan(5000),
  'art11.internship-base-award': yuan(500_000),
  'art12.full-employment-community-award': yuan(50_000),
};

it.each(Object.entries(most))('%s: never more than the text gives', (id, cap) => {
  const rule = entitlements.find((one) => one.id === id)!;
  let paid = 0;
  fc.assert(
    fc.property(situationsOf(id), (situation) => {
      const [decision] = decideTogether([rule], () => situation, {}, decideWith);
      const { amountFen, amountAtMostFen } = decision!;
      if (amountFen !== null && amountFen > 0) paid++;
      expect(amountFen ?? 0).toBeLessThanOrEqual(cap);
      expect(amountAtMostFen ?? Infinity).toBeLessThanOrEqual(cap);
    }),
    { numRuns: 150 },
  );
  expect(paid).toBeGreaterThan(5);
});

const claims = /(?:monthsClaimed|claimTo|^interns\[\d?\]\.months)$/;
const claiming = everyRule.filter(([id]) => [...factsReadBy(id)].some((path) => claims.test(path)));

it.each(claiming)('%s: one more month claimed never lowers what is paid', (id, rule) => {
  let compared = 0;
  fc.assert(
    fc.property(situationsOf(id), fc.nat(), (situation, at) => {
      const claimed = [...situation.facts].filter(([path, { is }]) => claims.test(path) && is === 'known');
      const [path, fact] = claimed[at % Math.max(1, claimed.length)] ?? [];
      if (path === undefined || fact?.is !== 'known' || typeof fact.value !== 'number') return;
      const more: Fact = { ...fact, value: path.endsWith('claimTo') ? addMonths(fact.value, 1) : fact.value + 1 };
      const before = judged(rule, situation);
      const after = judged(rule, { ...situation, facts: new Map([...situation.facts, [path, more]]) });
      if (before.amountFen === null || after.amountFen === null) return;
      if (before.amountFen > 0) compared++;
      expect(after.amountFen).toBeGreaterThanOrEqual(before.amountFen);
    }),
    { numRuns: 200 },
  );
  expect(compared).toBeGreaterThan(20);
});

const start = parseDay('2016-01-01')!;

describe.each(everyRule)('%s', (id, rule) => {
  it('decides on each of a thousand days as its last jump said', () => {
    fc.assert(
      fc.property(situationsOf(id), fc.integer({ min: 0, max: 3000 }), (situation, offset) => {
        const first = start + offset;
        const on = (assessOn: number) => ({ ...situation, assessOn });
        let jumped = decide(rule, on(first));
        for (let day = first + 1; day <= first + 1000; day++) {
          while (jumped.changesOn !== null && parseDay(jumped.changesOn)! <= day)
            jumped = decide(rule, on(parseDay(jumped.changesOn)!));
          expect([day, said(decideOnDay(rule, on(day)))]).toEqual([day, said(jumped)]);
        }
      }),
      { numRuns: 2 },
    );
  });

  it('names the first day on which a no becomes a yes', () => {
    fc.assert(
      fc.property(situationsOf(id), (situation) => {
        const { becomesEligibleOn } = decide(rule, situation);
        if (becomesEligibleOn === null) return;
        const day = parseDay(becomesEligibleOn)!;
        const isYes = (assessOn: number) =>
          ['eligible', 'true'].includes(decideOnDay(rule, { ...situation, assessOn }).outcome);
        expect([isYes(day - 1), isYes(day)]).toEqual([false, true]);
      }),
      { numRuns: 30 },
    );
  });
});

const said = ({
  outcome,
  value,
  amountFen,
  amountAtLeastFen,
  amountAtMostFen,
  until,
  missing,
  amountMissing,
  priority,
}: ReturnType<typeof decideOnDay>) =>
  JSON.stringify([
    outcome,
    value,
    amountFen,
    amountAtLeastFen,
    amountAtMostFen,
    until,
    missing,
    amountMissing,
    priority,
  ]);
