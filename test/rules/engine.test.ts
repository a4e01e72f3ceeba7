/** What holds for every rule and every situation. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDay } from '../../rules/civil-date.js';
import { decide as decideRule } from '../../rules/decide.js';
import { entitlements } from '../../rules/index.js';
import type { Decision } from '../../rules/index.js';
import { parseFacts } from '../../rules/parse-facts.js';
import { parseParameters } from '../../rules/parse-parameters.js';

/** Rules all of whose facts stand in the situations below. */
const rules = [
  'art02.flexible-employment-subsidy.hard-to-employ',
  'art05.opening-subsidy',
  'art05.unemployed-startup-grant',
];
const day = (from: string, to: string) =>
  fc
    .integer({ min: Date.parse(from) / 86_400_000, max: Date.parse(to) / 86_400_000 })
    .map((n) => new Date(n * 86_400_000).toISOString().slice(0, 10));
const flag = fc.boolean();

/** Facts near the limits of the three rules, each given or left out. */
const situation = fc.record(
  {
    'person.birthDate': day('1955-01-01', '1970-01-01'),
    'person.sex': fc.constantFrom('male', 'female'),
    'person.education.schoolType': fc.constantFrom('university', 'overseas', 'none'),
    'person.education.status': fc.constantFrom('enrolled', 'graduated'),
    'person.education.graduationDate': day('2011-01-01', '2013-01-01'),
    'person.education.returnedToChina': flag,
    'person.recognisedHardToEmploy': flag,
    'person.disabled': flag,
    'person.isReceivingUnemploymentBenefit': flag,
    'enterprise.registeredOn': day('2016-04-01', '2016-09-01'),
    'enterprise.foundedByPerson': flag,
    'enterprise.operatingNormally': flag,
    'enterprise.hasBusinessLicence': flag,
    'employment.kind': fc.constantFrom('flexible', null),
    'employment.employmentRegistered': flag,
    'employment.socialInsurancePaidAsRequired': flag,
    'employment.paidPerMonth': fc.integer({ min: 100, max: 900 }),
    'employment.monthsClaimed': fc.integer({ min: 0, max: 12 }),
    'history.monthsAlreadySubsidised': fc.integer({ min: 0, max: 40 }),
    'history.firstApprovedOn': fc.option(day('2012-01-01', '2016-01-01')),
    'history.openingSubsidyAlreadyPaid': flag,
    'history.unemployedStartupGrantAlreadyPaid': flag,
  },
  { requiredKeys: [] },
);
type Situation = Record<string, unknown>;

const parameters = parseParameters({ flexibleMinimumContributionPerMonth: 600 }, 'test');

function decide(rule: string, facts: Situation, assessOn: string): Decision {
  const nested: Record<string, unknown> = {};
  for (const [path, value] of Object.entries(facts)) {
    const steps = path.split('.');
    const last = steps.pop()!;
    let at = nested;
    for (const step of steps) at = (at[step] ??= {}) as Record<string, unknown>;
    at[last] = value;
  }
  const entitlement = entitlements.find((known) => known.id === rule)!;
  return decideRule(entitlement, { assessOn: parseDay(assessOn)!, facts: parseFacts(nested, null), parameters });
}

const content = ({ outcome, amountFen, amountAtLeastFen, amountAtMostFen, until, missing }: Decision) =>
  JSON.stringify([outcome, amountFen, amountAtLeastFen, amountAtMostFen, until, missing]);
const plus = (iso: string, days: number) => new Date(Date.parse(iso) + days * 86_400_000).toISOString().slice(0, 10);

describe.each(rules)('%s', (rule) => {
  it('never turns a yes into a no when a fact is taken away', () => {
    fc.assert(
      fc.property(situation, fc.nat(), (facts, at) => {
        const before = decide(rule, facts, '2016-09-01');
        const paths = Object.keys(facts);
        if (paths.length === 0) return;
        const { [paths[at % paths.length]!]: _, ...rest } = facts as Situation;
        const after = decide(rule, rest, '2016-09-01');
        const opposite = before.outcome === 'eligible' ? 'ineligible' : 'not_in_force';
        expect(after.outcome).not.toBe(opposite);
      }),
      { numRuns: 150 },
    );
  });

  it('keeps the amount between its bounds, and at nothing for a no', () => {
    fc.assert(
      fc.property(situation, (facts) => {
        const {
          outcome,
          amountFen: amount,
          amountAtLeastFen: amountAtLeast,
          amountAtMostFen: amountAtMost,
        } = decide(rule, facts, '2016-09-01');
        if (outcome === 'ineligible') return amount === 0 && amountAtLeast === 0 && amountAtMost === 0;
        const within =
          (amount ?? amountAtLeast ?? 0) >= (amountAtLeast ?? 0) && (amount ?? 0) <= (amountAtMost ?? Infinity);
        return within && (outcome !== 'unknown' || amount === null);
      }),
      { numRuns: 150 },
    );
  });

  it('names as missing exactly the yes-or-no facts that can still decide', () => {
    const asked = situation.filter((facts) => Object.keys(facts).length > 12);
    fc.assert(
      fc.property(asked, (facts) => {
        const decision = decide(rule, facts, '2016-09-01');
        if (decision.outcome !== 'unknown') return decision.missing.length === 0;
        const open = decision.missing.filter((path) => flags.includes(path));
        if (open.length !== decision.missing.length || open.length > 6)
          return open.length + decision.missing.length > 0;
        // Brute force over every completion of the open facts: each must be able to turn the outcome.
        const masks = Array.from({ length: 1 << open.length }, (_, mask) => mask);
        const outcomes = masks.map((mask) => {
          const completed = Object.fromEntries(open.map((path, i) => [path, (mask & (1 << i)) !== 0]));
          return decide(rule, { ...facts, ...completed }, '2016-09-01').outcome;
        });
        return (
          open.length > 0 && open.every((_, i) => masks.some((mask) => outcomes[mask] !== outcomes[mask ^ (1 << i)]))
        );
      }),
      { numRuns: 80 },
    );
  });

  it('decides on each of a thousand days as its last jump said', () => {
    fc.assert(
      fc.property(situation, (facts) => {
        let decided = decide(rule, facts, '2016-06-01');
        for (let n = 1; n <= 1000; n++) {
          const today = plus('2016-06-01', n);
          while (decided.changesOn !== null && decided.changesOn <= today)
            decided = decide(rule, facts, decided.changesOn);
          expect(`${today} ${content(decide(rule, facts, today))}`).toBe(`${today} ${content(decided)}`);
        }
      }),
      { numRuns: 8 },
    );
  });

  it('names the first day on which a no becomes a yes', () => {
    fc.assert(
      fc.property(situation, (facts) => {
        const { becomesEligibleOn } = decide(rule, facts, '2016-06-01');
        if (becomesEligibleOn === null) return;
        expect(decide(rule, facts, becomesEligibleOn).outcome).toBe('eligible');
        expect(decide(rule, facts, plus(becomesEligibleOn, -1)).outcome).not.toBe('eligible');
      }),
      { numRuns: 150 },
    );
  });
});

const flags = [
  'person.recognisedHardToEmploy',
  'person.disabled',
  'person.isReceivingUnemploymentBenefit',
  'enterprise.foundedByPerson',
  'enterprise.operatingNormally',
  'enterprise.hasBusinessLicence',
  'employment.employmentRegistered',
  'employment.socialInsurancePaidAsRequired',
  'history.openingSubsidyAlreadyPaid',
  'history.unemployedStartupGrantAlreadyPaid',
  'person.education.returnedToChina',
];
