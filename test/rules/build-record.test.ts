/** The same facts in any order give the same bytes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildOrganizationRecord, buildPersonRecord } from '../../rules/build-record.js';
import type { StoredFact } from '../../rules/vocabulary.js';

const asOf = fc.constantFrom('2026-01-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z');
const source = fc.constantFrom('employment' as const, 'social-insurance' as const, 'tax' as const, 'commerce' as const);
const person = fc.record({
  source,
  asOf,
  stream: fc.constant('persons'),
  creditCode: fc.constant(null),
  body: fc.oneof(
    fc.record({
      kind: fc.constant('person' as const),
      name: fc.constantFrom('张三', '章三'),
      sex: fc.constantFrom('male' as const, null),
    }),
    fc.record({
      kind: fc.constant('employment' as const),
      form: fc.constantFrom('employee' as const, 'flexible' as const),
      employerCode: fc.constant(null),
      from: fc.constantFrom('2025-01-01', '2026-01-01'),
      to: fc.constant(null),
      contractFrom: fc.constant(null),
      contractTo: fc.constant(null),
      reason: fc.constant(null),
    }),
  ),
});
const shuffledTwice = <T>(one: fc.Arbitrary<T>) =>
  fc
    .array(one, { maxLength: 12 })
    .chain((facts) => fc.tuple(fc.constant(facts), fc.shuffledSubarray(facts, { minLength: facts.length })));

describe('records', () => {
  it('of persons do not hang on reading order, not even where two records say the same', () => {
    fc.assert(
      fc.property(shuffledTwice(person), ([facts, shuffled]) => {
        const build = (told: StoredFact[]) => JSON.stringify(buildPersonRecord('id', told, [], {}));
        expect(build(shuffled)).toBe(build(facts));
      }),
      { numRuns: 500 },
    );
  });

  it('of firms prefer the register for what it keeps, and tax for what tax keeps; the loser is kept', () => {
    const registered: StoredFact = {
      source: 'commerce',
      stream: 'market-entities',
      asOf: '2026-01-01T00:00:00.000Z',
      creditCode: 'c',
      body: {
        kind: 'organization',
        name: '甲公司',
        entityKind: 'company',
        ownership: 'private',
        stateLevel: null,
        investor: null,
        industry: 'F5211',
        region: '410902',
        address: 'a',
        legalRepresentativeName: 'l',
        registeredCapitalFen: null,
        establishedOn: '2020-01-01',
        state: 'open',
      },
    };
    const taxed: StoredFact = {
      source: 'tax',
      stream: 'taxpayers',
      asOf: '2026-06-01T00:00:00.000Z',
      creditCode: 'c',
      body: {
        kind: 'taxpayer',
        name: '甲有限公司',
        state: 'abnormal',
        vatKind: 'general',
        industry: 'F5212',
        annualRevenueFen: 1,
        headcount: 2,
      },
    };
    const record = buildOrganizationRecord('c', [taxed, registered]);
    expect(record.name).toMatchObject({
      value: '甲公司',
      source: 'commerce',
      rule: 'commerce-before-tax',
      others: [{ value: '甲有限公司', source: 'tax' }],
    });
    expect(record.taxState).toMatchObject({ value: 'abnormal', source: 'tax' });
    expect(record.stateLevel).toBeNull();
    expect(buildOrganizationRecord('c', []).name).toBeNull();
  });
});
