/** A decision gives away nothing that its viewer may not know, by whatever part of it. */
import { expect, test } from 'vitest';
import { decisionView } from '../../api/decision-views.js';
import { onDemandFor } from '../../api/deciding/decide-job.js';
import { decideDeclared, entitlements } from '../../rules/index.js';
import { factsReadBy } from '../../rules/facts-read-by.js';
import { accesses, fields, mayKnowFacts } from '../../rules/visibility.js';

const without = (closed: string) =>
  accesses(Object.fromEntries(fields.map((f) => [f, f === closed ? 'absent' : 'full'])));

test('an amount that comes from hidden contributions is hidden', () => {
  const decided = decideDeclared({
    rules: ['art05.startup-social-insurance-subsidy'],
    assessOn: '2018-03-01',
    facts: { person: { ownSocialInsurancePaidThisYear: 1234.5 } },
  });
  if ('error' in decided) throw new Error(decided.error.message);
  const [decision] = decided.decisions;
  const onDemand = onDemandFor(decision!, decided.asked, decided.circumstances);
  const seenBy = (closed: string) => decisionView(decision!, (facts) => mayKnowFacts(without(closed), facts), onDemand);
  expect(seenBy('Person.sex').amountAtMostFen).toBe(123_450);
  expect(seenBy('Person.contributions').amountAtMostFen).toBeNull();
});

test('whatever a rule can read on any branch must be known, or its outcome stands alone', () => {
  for (const rule of entitlements) {
    const decided = decideDeclared({ rules: [rule.id], assessOn: '2018-03-01', facts: {} });
    if ('error' in decided) throw new Error(decided.error.message);
    const [decision] = decided.decisions;
    const onDemand = onDemandFor(decision!, decided.asked, decided.circumstances);
    for (const fact of factsReadBy(rule.id)) {
      const { reasons, conditions } = decisionView(decision!, (facts) => !facts.includes(fact), onDemand);
      expect([fact, reasons, conditions]).toEqual([fact, [], []]);
    }
  }
});
