/** The days ahead of a record: deciding afresh every day says the same as jumping from `changesOn` to `changesOn`. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatDay, parseDay } from '../../rules/civil-date.js';
import { sameDecision } from '../../rules/decide.js';
import { decideEntitlements, decideEntitlementsOnDay } from '../../rules/index.js';
import type { Decision } from '../../rules/outcome.js';
import type { PersonDocument, Source } from '../../rules/vocabulary.js';

const start = parseDay('2026-11-23')!;
const told = (source: Source) => ({ source, asOf: '2026-11-20T02:00:00.000Z' });
const attribute = <T>(value: T, source: Source) => ({ value, ...told(source), rule: 'test', others: [] });
const from = (past: number, ahead: number) => fc.integer({ min: -past, max: ahead }).map((n) => formatDay(start + n));
const some = <T>(one: fc.Arbitrary<T>, most = 2) => fc.array(one, { maxLength: most });

/** Months in a row up to some months ahead of today, some of them paid in advance. */
const contributions = fc.tuple(fc.nat(12), fc.nat(6)).map(([past, ahead]) =>
  Array.from({ length: past + ahead }, (_, i) => {
    const month = new Date(Date.UTC(2026, 10 + ahead - i, 1)).toISOString().slice(0, 7);
    const paid = { baseFen: 400_000, employerFen: 0, ownFen: 80_000, paidOn: '2026-10-20' };
    return { employerCode: null, month, insurance: 'pension' as const, ...paid, ...told('social-insurance') };
  }),
);
const complete = '2016-01-01';
const record: fc.Arbitrary<PersonDocument> = fc.record({
  id: fc.constant('x'),
  name: fc.constant(null),
  householdRegion: fc.constant(null),
  sex: fc.constantFrom('male' as const, 'female' as const).map((sex) => attribute(sex, 'social-insurance')),
  birthDate: fc
    .constantFrom('1966-02-28', '1972-08-31', '1976-10-05', '1985-01-01')
    .map((day) => attribute(day, 'employment')),
  education: fc.option(
    from(2100, -60).map((graduationDate) =>
      attribute({ schoolType: 'university', status: 'graduated', school: null, graduationDate } as const, 'employment'),
    ),
  ),
  employments: some(
    fc.record({
      form: fc.constantFrom('flexible' as const, 'flexible' as const, 'unemployed' as const, 'employee' as const),
      from: from(400, 60),
      to: fc.option(from(30, 300)),
    }),
  ).map((works) =>
    works.map((work) => ({
      ...work,
      employerCode: null,
      contractFrom: null,
      contractTo: null,
      reason: null,
      ...told('employment'),
    })),
  ),
  hardships: some(fc.record({ from: from(600, 100), to: fc.option(from(100, 500)) })).map((designations) =>
    designations.map((days) => ({ category: 'disabled' as const, ...days, ...told('employment') })),
  ),
  grants: fc.constant([]),
  contributions,
  unemploymentBenefits: some(fc.record({ from: from(400, 60), monthsDrawn: fc.nat(8), more: fc.nat(6) }), 1).map(
    (spells) =>
      spells.map(({ more, ...spell }) => ({
        ...spell,
        monthsGranted: spell.monthsDrawn + more,
        monthlyFen: 104_000,
        ...told('social-insurance'),
      })),
  ),
  enterprises: some(from(200, 40)).map((days) =>
    days.map((establishedOn) => ({
      creditCode: establishedOn,
      name: 'n',
      entityKind: 'company' as const,
      establishedOn,
      state: 'open' as const,
      taxState: 'normal' as const,
      taxAsOf: null,
      ...told('commerce'),
    })),
  ),
  recordsBeginOn: fc.record(
    {
      'employment/registrations': fc.constant(complete),
      'employment/hardship': fc.constant(complete),
      'employment/benefit-grants': fc.constant(complete),
      'social-insurance/contributions': fc.constantFrom(complete, '2026-06-15', '2027-02-10'),
      'social-insurance/unemployment-benefits': fc.constant(complete),
      'commerce/market-entities': fc.constantFrom(complete, '2027-01-10'),
    },
    { requiredKeys: ['employment/hardship', 'employment/benefit-grants'] },
  ),
});

const byRule = <D extends { rule: string }>(decisions: readonly D[]) =>
  new Map(decisions.map((one) => [one.rule, one]));

it('deciding afresh each day is jumping from change to change, and a no that becomes a yes is foretold', () => {
  const seen = { changes: 0, chances: 0 };
  const until = formatDay(start + 400);
  const property = fc.property(record, (person) => {
    const days = Array.from({ length: 401 }, (_, n) => formatDay(start + n));
    const afreshOn = days.map((day) => byRule(decideEntitlementsOnDay(person, day)));
    const aheadOn = new Map<number, ReadonlyMap<string, Decision>>();
    const ahead = (n: number, rule: string) => {
      const decided = aheadOn.get(n) ?? byRule(decideEntitlements(person, days[n]!));
      aheadOn.set(n, decided);
      return decided.get(rule)!;
    };
    for (const rule of afreshOn[0]!.keys()) {
      const first = ahead(0, rule);
      let last = first;
      const afresh: string[] = [];
      const jumping: string[] = [];
      for (const [n, day] of days.entries()) {
        const due = last.changesOn !== null && last.changesOn <= day;
        if (!sameDecision(afreshOn[n]!.get(rule)!, last)) afresh.push(day);
        if (due) jumping.push(day);
        if (due) seen.changes++;
        if (due) last = ahead(n, rule);
      }
      expect([rule, jumping]).toEqual([rule, afresh]);
      const yes = afreshOn.findIndex((decisions) => decisions.get(rule)!.outcome === 'eligible');
      const { becomesEligibleOn } = first;
      const promised = becomesEligibleOn !== null && becomesEligibleOn > until ? null : becomesEligibleOn;
      expect(promised).toBe(yes > 0 ? days[yes] : null);
      if (yes > 0) seen.chances++;
    }
  });
  fc.assert(property, { numRuns: 6 });
  // A few are drawn, and not every few hold somebody who has something to look forward to.
  for (let more = 0; seen.chances === 0 && more < 30; more++) fc.assert(property, { numRuns: 1 });
  expect(seen.changes).toBeGreaterThan(10);
  expect(seen.chances).toBeGreaterThan(0);
}, 120_000);
