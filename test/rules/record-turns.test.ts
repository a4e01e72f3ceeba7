/** Properties of the facts of any record: they stand still between its turning days, and silence is "none" only since a register begins. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addMonths, civilDate, dayOf, formatDay, parseDay } from '../../rules/civil-date.js';
import type { Facts } from '../../rules/fact.js';
import { factsForRules, factsOfRecord, mattersOf, turningDaysOfRecord } from '../../rules/facts-of-record.js';
import type { PersonDocument } from '../../rules/vocabulary.js';
import { benefit, contribution, everything, firm, grant, nobody, registration, told } from '../support/records.js';

const start = parseDay('2026-11-23')!;
const day = (past: number, ahead: number) => fc.integer({ min: -past, max: ahead }).map((n) => formatDay(start + n));
const some = <T>(one: fc.Arbitrary<T>, most: number) => fc.array(one, { maxLength: most });
const monthAt = (n: number) => formatDay(addMonths(dayOf(2026, 11, 1), n)).slice(0, 7);
const payer = fc.constantFrom(null, 'a', 'b');

/** Spans of months by one payer each, most of them paid in the next month, some late, ahead of time, or not at all. */
const contributions = some(
  fc.tuple(payer, fc.integer({ min: -12, max: 6 }), fc.nat(9), fc.constantFrom(1, 1, 1, 0, 4, 9, null)),
  3,
).map((spans) =>
  spans
    .flatMap(([employerCode, first, length, late]) =>
      Array.from({ length }, (_, i) =>
        contribution(monthAt(first + i), employerCode, {
          paidOn: late === null ? null : `${monthAt(first + i + late)}-15`,
        }),
      ),
    )
    .sort((a, b) => (a.month < b.month ? 1 : -1)),
);
const begins = fc.option(fc.constantFrom('2016-01-01', '2026-06-15', '2026-12-10', '2027-03-01'), { nil: undefined });
const record: fc.Arbitrary<PersonDocument> = fc
  .record({
    employments: some(
      fc.tuple(fc.constantFrom('flexible', 'unemployed', 'employee'), day(500, 60), fc.option(day(90, 300)), payer),
      3,
    ).map((works) =>
      works
        .map(([form, from, to, code]) => registration(form as 'flexible', from, to, form === 'employee' ? code : null))
        .sort((a, b) => (a.from < b.from ? 1 : -1)),
    ),
    hardships: some(
      fc.record({
        from: day(600, 100),
        to: fc.option(day(100, 400)),
        category: fc.constantFrom('disabled', 'lost_land'),
      }),
      2,
    ).map((designations) =>
      designations.map((one) => ({ ...one, category: one.category as 'disabled', ...told('employment') })),
    ),
    contributions,
    grants: some(
      fc
        .constantFrom('art05.unemployment-benefit-lump-sum', 'art02.flexible-employment-subsidy.graduate')
        .chain((id) => day(200, 90).map((paidOn) => grant(id, paidOn.slice(0, 7), undefined, { paidOn }))),
      2,
    ),
    unemploymentBenefits: some(fc.tuple(day(400, 60), fc.nat(8), fc.nat(6)), 2).map((spells) =>
      spells
        .map(([from, drawn, more]) => benefit(from, drawn, drawn + more))
        .sort((a, b) => (a.from < b.from ? 1 : -1)),
    ),
    enterprises: some(day(900, 40), 2).map((days) => days.map((establishedOn) => ({ ...firm, establishedOn }))),
    recordsBeginOn: fc
      .tuple(...Object.keys(everything).map((stream) => begins.map((begin) => [stream, begin] as const)))
      .map((entries) => Object.fromEntries(entries.flatMap(([stream, begin]) => (begin ? [[stream, begin]] : [])))),
  })
  .map((parts) => ({ ...nobody, ...parts }));

/** One rule of each way of looking at a record. */
const rules = [
  undefined,
  'art02.flexible-employment-subsidy.graduate',
  'art05.unemployed-startup-grant',
  'art06.incubation-operating-subsidy',
  'art19.work-cost-deduction',
];
const values = (facts: Facts) =>
  [...facts]
    .map(([path, fact]) => {
      if (fact.is === 'known') return `${path} ${JSON.stringify(fact.value)}`;
      if (fact.is === 'between') return `${path} ${fact.from} to ${fact.to}`;
      return `${path} ${JSON.stringify(fact.candidates.map(({ value }) => value))}`;
    })
    .sort()
    .join('\n');

describe('facts of any record', () => {
  it('stand still between its turning days, whatever rule asks about whatever firm', () => {
    let turns = 0;
    fc.assert(
      fc.property(record, (person) => {
        const turning = new Set(turningDaysOfRecord(person, start));
        const onDay = (on: number) =>
          mattersOf(person).flatMap((matter) => {
            const factsFor = factsForRules(person, on, matter);
            return rules.map((rule) => values(factsFor(rule)));
          });
        const unforetold: string[] = [];
        let before = onDay(start);
        for (let on = start + 1; on <= start + 500; on++) {
          const now = onDay(on);
          const differences = now.flatMap((facts, i) => (facts === before[i] ? [] : [`${before[i]} → ${facts}`]));
          if (turning.has(on)) turns += differences.length;
          else unforetold.push(...differences.map((difference) => `${formatDay(on)}: ${difference}`));
          before = now;
        }
        expect(unforetold).toEqual([]);
      }),
      { numRuns: 60 },
    );
    expect(turns).toBeGreaterThan(100);
  }, 60_000);

  it('say the same with no turning day left, ten years later', () => {
    fc.assert(
      fc.property(record, (person) => {
        const last = Math.max(start, ...turningDaysOfRecord(person, start));
        const later = dayOf(civilDate(last).year + 10, 7, 1);
        expect(values(factsOfRecord(person, later))).toBe(values(factsOfRecord(person, last)));
      }),
      { numRuns: 100 },
    );
  });

  /** What an empty register says, by stream. The ledger is asked about all the time since the policy began. */
  const none: Record<string, Record<string, string | number | boolean | null>> = {
    'employment/registrations': {
      'employment.kind': null,
      'employment.employmentRegistered': false,
      'person.isRegisteredUnemployed': false,
      'person.registeredUnemployedSince': null,
      'person.newlyEmployed': false,
    },
    'employment/hardship': { 'person.recognisedHardToEmploy': false },
    'commerce/market-entities': {
      'enterprise.foundedByPerson': false,
      'enterprise.hasBusinessLicence': false,
      'enterprise.operatingNormally': false,
    },
    'social-insurance/unemployment-benefits': {
      'person.isReceivingUnemploymentBenefit': false,
      'person.unemploymentBenefitMonthsLeft': 0,
      'person.unemploymentBenefitEndsOn': null,
    },
    'employment/benefit-grants': {
      'history.openingSubsidyAlreadyPaid': false,
      'history.openingSubsidyPaidAmount': 0,
      'history.unemployedStartupGrantAlreadyPaid': false,
      'history.unemploymentBenefitLumpSumAlreadyPaid': false,
      'history.monthsAlreadySubsidised': 0,
      'history.firstApprovedOn': null,
      'history.subsidyYearsAlreadyPaid': 0,
      'history.pooledAmountAlreadyPaid': 0,
      'history.operatingSubsidyPaidThisSubsidyYear': 0,
      'history.subsidisedCourseKinds[]': 0,
    },
  };
  it.each(Object.keys(none))('silence of %s is unknown before its records begin, and none since then', (stream) => {
    fc.assert(
      fc.property(fc.integer({ min: -12_000, max: 400 }), fc.integer({ min: -400, max: 400 }), (begin, off) => {
        const ledger = stream === 'employment/benefit-grants';
        const [begun, on] = ledger ? [parseDay('2016-01-06')! + off, start] : [start + begin, start + begin + off];
        const facts = factsOfRecord({ ...nobody, recordsBeginOn: { [stream]: formatDay(begun) } }, on);
        const complete = ledger ? off <= 0 : off >= 0;
        const told = [...facts].map(([path, fact]) => [path, fact.is === 'known' ? fact.value : fact.is]);
        expect(Object.fromEntries(told)).toEqual(complete ? none[stream] : {});
      }),
    );
  });
});
