/** Work is counted, so that whoever asks can be stopped; the same request takes the same work every time. */
import { expect, test } from 'vitest';
import { buildPersonRecord } from '../../rules/build-record.js';
import { decideDeclared, decideEntitlements, exampleParameters, rulesOfPersons } from '../../rules/index.js';
import { parseParameters } from '../../rules/parse-parameters.js';

const nobody = buildPersonRecord('00000000-0000-0000-0000-000000000001', [], [], {});

test('the same request takes the same work, and more of it takes more', () => {
  const workOf = (hires: number) => {
    let work = 0;
    const rules = ['art19.placement-subsidy'];
    const facts = { hires: Array.from({ length: hires }, () => ({ count: 1 })) };
    decideDeclared({ rules, assessOn: '2026-03-01', facts }, undefined, (steps) => {
      work += steps;
    });
    return work;
  };
  expect(workOf(10)).toBe(workOf(10));
  expect(workOf(20)).toBeGreaterThan(workOf(10));
  expect(workOf(1)).toBeGreaterThan(0);
});

test('whoever counts may stop it', () => {
  const stop = () => {
    throw new RangeError('enough');
  };
  const request = { rules: ['art05.opening-subsidy'], assessOn: '2026-03-01', facts: { enterprise: {}, hires: [{}] } };
  expect(() => decideDeclared(request, undefined, stop)).toThrow('enough');
});

test('what is kept of one asker is not charged to another', () => {
  const parameters = parseParameters(exampleParameters, 'test');
  const purse = { isOpen: true };
  const spend = () => {
    if (!purse.isOpen) throw new RangeError('enough');
  };
  decideEntitlements(nobody, '2026-03-01', { parameters, spend });
  purse.isOpen = false;
  const decisions = decideEntitlements(nobody, '2026-03-01', { parameters, spend: () => {} });
  expect(decisions.map(({ rule, reasons, conditions }) => [rule, reasons.length > 0, conditions.kind])).toHaveLength(
    rulesOfPersons.length,
  );
});
