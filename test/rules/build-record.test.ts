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

  const told = (
    source: StoredFact['source'],
    asOf: string,
    body: StoredFact['body'],
    creditCode: string | null = null,
  ): StoredFact => ({ source, stream: 's', asOf: `${asOf}T00:00:00.000Z`, creditCode, body });
  const says = (source: StoredFact['source'], name: string, asOf = '2026-01-01', sex: 'male' | null = 'male') =>
    told(source, asOf, {
      kind: 'person',
      name,
      sex,
      birthDate: '1990-01-01',
      householdRegion: '410902',
      education: { schoolType: 'university', status: 'graduated', school: null, graduationDate: null },
    });

  it('show the source that keeps the register of record, then the newest, then the smaller text', () => {
    const shown = (...facts: StoredFact[]) => {
      const { name } = buildPersonRecord('id', facts, [], {});
      return name && [name.value, ...name.others.map(({ value }) => value)].join(' ');
    };
    expect(shown(says('tax', 'd'), says('commerce', 'c'), says('social-insurance', 'b'), says('employment', 'a'))).toBe(
      'a b c d',
    );
    expect(shown(says('employment', 'old'), says('employment', 'new', '2026-02-01'))).toBe('new old');
    expect(shown(says('employment', 'b'), says('employment', 'a'))).toBe('a b');
    const noSex = says('social-insurance', 'b', '2026-01-01', null);
    const sexOf = (...facts: StoredFact[]) => buildPersonRecord('id', facts, [], {}).sex;
    expect(sexOf(noSex, says('tax', 'd'))).toMatchObject({ value: 'male', source: 'tax', others: [] });
    expect(sexOf(noSex)).toBeNull();
    expect(shown()).toBeNull();
  });

  it('say by which rule a source went before the others', () => {
    const facts = [says('employment', 'a'), says('social-insurance', 'b'), says('tax', 'c', '2026-03-01')];
    const { sex, birthDate, householdRegion, education, name } = buildPersonRecord('id', facts, [], {});
    for (const attribute of [sex, birthDate])
      expect(attribute).toMatchObject({
        source: 'social-insurance',
        rule: 'social-insurance-before-employment',
        others: [{ source: 'employment' }, { source: 'tax' }],
      });
    for (const attribute of [name, householdRegion, education])
      expect(attribute).toMatchObject({ source: 'employment', rule: 'employment-before-social-insurance' });
  });

  const entity = (establishedOn: string, state: 'open' | 'revoked' = 'open', name = '甲'): StoredFact['body'] => ({
    kind: 'organization',
    name,
    entityKind: 'company',
    ownership: 'private',
    stateLevel: null,
    investor: null,
    industry: 'F5211',
    region: '410902',
    address: 'a',
    legalRepresentativeName: 'l',
    registeredCapitalFen: null,
    establishedOn,
    state,
  });
  const taxpayer = (headcount: number, state: 'normal' | 'abnormal' = 'normal'): StoredFact['body'] => ({
    kind: 'taxpayer',
    name: '甲',
    state,
    vatKind: 'small_scale',
    industry: 'F5212',
    annualRevenueFen: headcount,
    headcount,
  });

  it('of founders list the firms, newest first, each with its own tax state', () => {
    const firms = [
      told('commerce', '2026-01-01', entity('2020-01-01'), 'b'),
      told('commerce', '2026-01-02', entity('2020-01-01', 'revoked'), 'a'),
      told('commerce', '2026-01-03', entity('2021-01-01'), 'c'),
      told('tax', '2026-02-01', taxpayer(1, 'abnormal'), 'b'),
    ];
    const { enterprises } = buildPersonRecord('id', [], firms, {});
    expect(enterprises).toEqual([
      expect.objectContaining({ creditCode: 'c', establishedOn: '2021-01-01', taxState: null, taxAsOf: null }),
      expect.objectContaining({
        creditCode: 'a',
        state: 'revoked',
        asOf: '2026-01-02T00:00:00.000Z',
        source: 'commerce',
      }),
      expect.objectContaining({ creditCode: 'b', taxState: 'abnormal', taxAsOf: '2026-02-01T00:00:00.000Z' }),
    ]);
  });

  it('list what happened newest first, in the fields of its kind', () => {
    const spell = (from: string) =>
      told('social-insurance', '2026-01-01', {
        kind: 'unemployment-benefit',
        from,
        monthsDrawn: 1,
        monthsGranted: 2,
        monthlyFen: 3,
      });
    const hardship = (from: string) =>
      told('employment', '2026-01-01', { kind: 'hardship', category: 'disabled', from, to: null });
    const grant = (paidOn: string) =>
      told('employment', '2026-01-01', {
        kind: 'benefit-grant',
        entitlement: 'e',
        fund: 'f',
        fromMonth: '2026-01',
        toMonth: '2026-01',
        amountFen: 1,
        paidOn,
        firstApprovedOn: null,
      });
    const paid = (month: string) =>
      told('social-insurance', '2026-01-01', {
        kind: 'contribution',
        employerCode: null,
        month,
        insurance: 'pension',
        baseFen: 1,
        employerFen: 1,
        ownFen: 1,
        paidOn: null,
      });
    const facts = ['2026-01', '2026-03', '2026-02'].flatMap((month) => [
      spell(`${month}-01`),
      hardship(`${month}-01`),
      grant(`${month}-01`),
      paid(month),
    ]);
    const record = buildPersonRecord('id', facts, [], { a: '2016-01-01' });
    const newestFirst = ['2026-03-01', '2026-02-01', '2026-01-01'];
    expect(record.unemploymentBenefits.map(({ from }) => from)).toEqual(newestFirst);
    expect(record.hardships.map(({ from }) => from)).toEqual(newestFirst);
    expect(record.grants.map(({ paidOn }) => paidOn)).toEqual(newestFirst);
    expect(record.contributions.map(({ month }) => `${month}-01`)).toEqual(newestFirst);
    expect(record.hardships[0]).toEqual({
      category: 'disabled',
      from: '2026-03-01',
      to: null,
      source: 'employment',
      asOf: '2026-01-01T00:00:00.000Z',
    });
    expect([record.id, record.recordsBeginOn]).toEqual(['id', { a: '2016-01-01' }]);
  });

  it('of firms hold every attribute, of the register that keeps it', () => {
    const facts = [told('commerce', '2026-01-01', entity('2020-01-01')), told('tax', '2026-02-01', taxpayer(2))];
    const record = buildOrganizationRecord('c', facts);
    const values = Object.entries(record).map(([key, it]) => [
      key,
      it !== null && typeof it === 'object' ? `${it.source} ${it.value}` : it,
    ]);
    expect(Object.fromEntries(values)).toEqual({
      creditCode: 'c',
      name: 'commerce 甲',
      entityKind: 'commerce company',
      ownership: 'commerce private',
      stateLevel: null,
      industry: 'commerce F5211',
      region: 'commerce 410902',
      address: 'commerce a',
      legalRepresentativeName: 'commerce l',
      establishedOn: 'commerce 2020-01-01',
      state: 'commerce open',
      taxState: 'tax normal',
      vatKind: 'tax small_scale',
      annualRevenueFen: 'tax 2',
      headcount: 'tax 2',
    });
    expect(record.headcount?.rule).toBe('tax-before-commerce');
    expect(record.industry?.others).toEqual([expect.objectContaining({ value: 'F5212', source: 'tax' })]);
  });
});
