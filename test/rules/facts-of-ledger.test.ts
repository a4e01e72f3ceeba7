/** Benefit, ledger and firms as facts, case by case; what a rule and a firm see of them. */
import { describe, expect, it } from 'vitest';
import { parseDay } from '../../rules/civil-date.js';
import { factsForRules, factsOfRecord, mattersOf } from '../../rules/facts-of-record.js';
import { saidIn } from '../support/fact-cases.js';
import type { FactCase } from '../support/fact-cases.js';
import { benefit, contribution, everything, firm, founder, grant, nobody } from '../support/records.js';

const flexible = 'art02.flexible-employment-subsidy.graduate';
const lumpSum = 'art05.unemployment-benefit-lump-sum';

const cases: FactCase[] = [
  {
    of: 'benefit: what is left, as social insurance counts it',
    record: { unemploymentBenefits: [benefit('2026-07-01', 5, 12), benefit('2019-01-01', 3, 3)] },
    facts: {
      'person.isReceivingUnemploymentBenefit': true,
      'person.unemploymentBenefitMonthsLeft': 7,
      'person.unemploymentBenefitEndsOn': '2027-06-30',
      'person.unemploymentBenefitPerMonth': 160_000,
    },
  },
  {
    of: 'benefit: none on record',
    record: { recordsBeginOn: everything },
    facts: {
      'person.isReceivingUnemploymentBenefit': false,
      'person.unemploymentBenefitMonthsLeft': 0,
      'person.unemploymentBenefitEndsOn': null,
      'person.unemploymentBenefitPerMonth': undefined,
    },
  },
  {
    of: 'benefit: the lump sum ended it',
    record: {
      unemploymentBenefits: [benefit('2026-07-01', 5, 12)],
      grants: [grant(lumpSum, '2026-10')],
      recordsBeginOn: everything,
    },
    facts: {
      'person.isReceivingUnemploymentBenefit': false,
      'person.unemploymentBenefitMonthsLeft': 0,
      'person.unemploymentBenefitEndsOn': '2026-10-25',
      'history.unemploymentBenefitLumpSumAlreadyPaid': true,
    },
  },
  {
    of: 'benefit: the lump sum of an earlier spell does not touch this one',
    record: { unemploymentBenefits: [benefit('2026-07-01', 5, 12)], grants: [grant(lumpSum, '2020-10')] },
    facts: { 'person.isReceivingUnemploymentBenefit': true, 'person.unemploymentBenefitMonthsLeft': 7 },
  },
  {
    of: 'benefit: a founder is asked about the day of founding',
    record: { unemploymentBenefits: [benefit('2026-01-01', 3, 3)], enterprises: [firm], recordsBeginOn: everything },
    rule: 'art05.unemployed-startup-grant',
    facts: { 'person.isReceivingUnemploymentBenefit': true },
  },
  {
    of: 'benefit: a founder who took the lump sum afterwards was still receiving it then',
    record: {
      unemploymentBenefits: [benefit('2026-01-01', 3, 12)],
      enterprises: [firm],
      grants: [grant(lumpSum, '2026-03')],
    },
    rule: 'art05.unemployed-startup-grant',
    facts: { 'person.isReceivingUnemploymentBenefit': true, 'person.unemploymentBenefitMonthsLeft': 0 },
  },
  {
    of: 'benefit: the same person is asked about today by another rule',
    record: { unemploymentBenefits: [benefit('2026-01-01', 3, 3)], enterprises: [firm], recordsBeginOn: everything },
    rule: 'status.benefit-recipient',
    facts: { 'person.isReceivingUnemploymentBenefit': false },
  },
  {
    of: 'ledger: the flexible side counts both of its routes, not the employer side (R-34)',
    record: {
      grants: [
        grant('art02.flexible-employment-subsidy.hard-to-employ', '2026-02', '2026-04', {
          firstApprovedOn: '2026-02-10',
        }),
        grant(flexible, '2025-01', '2025-06'),
        grant('art02.employer-social-insurance-subsidy.graduate', '2023-01', '2023-12'),
      ],
      recordsBeginOn: everything,
    },
    rule: flexible,
    facts: { 'history.monthsAlreadySubsidised': 9, 'history.firstApprovedOn': '2025-06-25' },
  },
  {
    of: 'ledger: the employer side',
    record: {
      grants: [
        grant(flexible, '2025-01', '2025-06'),
        grant('art02.employer-social-insurance-subsidy.graduate', '2023-01', '2023-12'),
      ],
      recordsBeginOn: everything,
    },
    rule: 'art02.employer-social-insurance-subsidy.hard-to-employ',
    facts: { 'history.monthsAlreadySubsidised': 12 },
  },
  {
    of: 'ledger: months paid twice count once',
    record: {
      grants: [grant(flexible, '2025-01', '2025-06'), grant(flexible, '2025-05', '2025-07')],
      recordsBeginOn: everything,
    },
    facts: { 'history.monthsAlreadySubsidised': 7 },
  },
  {
    of: 'ledger: two subsidies share one pool, and count their years apart',
    record: {
      grants: [
        grant('art05.job-creation-subsidy', '2026-05', '2026-05', { amountFen: 300_000 }),
        grant('art05.job-creation-subsidy', '2025-05', '2025-05', { amountFen: 250_000 }),
        grant('art05.startup-social-insurance-subsidy', '2025-05', '2026-04', { amountFen: 800_000 }),
      ],
      enterprises: [firm],
      recordsBeginOn: everything,
    },
    rule: 'art05.job-creation-subsidy',
    facts: { 'history.pooledAmountAlreadyPaid': 1_350_000, 'history.subsidyYearsAlreadyPaid': 2 },
  },
  {
    of: 'ledger: twelve months in a row are one subsidy year',
    record: {
      grants: [grant('art05.startup-social-insurance-subsidy', '2025-05', '2026-04')],
      recordsBeginOn: everything,
    },
    rule: 'art05.startup-social-insurance-subsidy',
    facts: { 'history.subsidyYearsAlreadyPaid': 1 },
  },
  {
    of: 'ledger: of two firms nobody knows whose the pool is',
    record: {
      grants: [grant('art05.job-creation-subsidy', '2026-05')],
      enterprises: [firm, { ...firm, creditCode: 'd' }],
      recordsBeginOn: everything,
    },
    facts: { 'history.pooledAmountAlreadyPaid': { between: [0, 500_000] } },
  },
  {
    of: 'ledger: nothing paid',
    record: { recordsBeginOn: everything },
    rule: 'art05.job-creation-subsidy',
    facts: {
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
  },
  {
    of: 'ledger: a year of costs and a kind of course that it does not name',
    record: {
      grants: [
        grant('art06.incubation-operating-subsidy', '2026-05'),
        grant('art07.student-startup-training-subsidy', '2026-01'),
      ],
      recordsBeginOn: everything,
    },
    facts: {
      'history.operatingSubsidyPaidThisSubsidyYear': { between: [0, 500_000] },
      'history.subsidisedCourseKinds[]': undefined,
    },
  },
  {
    of: 'founder: own contributions by the day of payment, not by the month',
    record: {
      ...founder,
      contributions: [
        contribution('2026-11', 'c', { paidOn: '2026-11-02' }),
        contribution('2026-10', 'c', { paidOn: null }),
        contribution('2026-01', 'c'),
        contribution('2025-12', 'c', { paidOn: '2026-01-05', ownFen: 5 }),
        contribution('2025-11', 'c'),
      ],
    },
    facts: { 'person.ownSocialInsurancePaidThisYear': 90_005, 'person.startingOwnBusiness': true },
  },
  {
    of: 'founder: a register that begins within the year cannot give the sum of it',
    record: { ...founder, recordsBeginOn: { ...everything, 'social-insurance/contributions': '2026-01-02' } },
    facts: { 'person.ownSocialInsurancePaidThisYear': undefined },
  },
  {
    of: 'firm: struck off, so that nobody is starting it',
    record: { enterprises: [{ ...firm, state: 'revoked' }] },
    facts: {
      'person.startingOwnBusiness': undefined,
      'enterprise.hasBusinessLicence': false,
      'enterprise.operatingNormally': false,
      'enterprise.foundedByPerson': true,
      'enterprise.registeredOn': '2026-03-01',
      'enterprise.isStartup': undefined,
    },
  },
];

describe('facts of benefit, ledger and firms', () => {
  it.each(cases)('$of', (one) => expect(saidIn(one)).toEqual(one.facts));

  it('names the register that is silent, with no day', () => {
    const facts = factsOfRecord({ ...nobody, recordsBeginOn: everything }, parseDay('2026-11-01')!);
    const silent = { is: 'known', value: false, observedOn: null };
    expect(facts.get('person.recognisedHardToEmploy')).toEqual({ ...silent, source: 'employment' });
    expect(facts.get('enterprise.foundedByPerson')).toEqual({ ...silent, source: 'commerce' });
    expect(facts.get('person.isReceivingUnemploymentBenefit')).toEqual({ ...silent, source: 'social-insurance' });
  });

  it('are about one firm of a founder at a time, the newest first', () => {
    const older = { ...firm, creditCode: 'd', establishedOn: '2020-01-01', state: 'cancelled' as const };
    const record = { ...founder, enterprises: [firm, older], unemploymentBenefits: [benefit('2019-12-01', 4, 4)] };
    const [newest, other] = mattersOf(record);
    expect([newest, other].map((matter) => matter?.creditCode)).toEqual(['c', 'd']);
    const on = parseDay('2026-11-01')!;
    const [first, second] = [newest, other].map((matter) => factsForRules(record, on, matter)('art05.opening-subsidy'));
    expect(first).toEqual(factsOfRecord(record, on, 'art05.opening-subsidy'));
    expect(first!.get('enterprise.operatingNormally')).toMatchObject({ value: true });
    expect(second!.get('enterprise.operatingNormally')).toMatchObject({ value: false });
    expect(first!.get('person.isReceivingUnemploymentBenefit')).toMatchObject({ value: false });
    expect(second!.get('person.isReceivingUnemploymentBenefit')).toMatchObject({ value: true });
    expect(mattersOf(nobody)).toEqual([null]);
  });

  it('are made once where rules see the same', () => {
    const factsFor = factsForRules(founder, parseDay('2026-11-01')!);
    expect(factsFor('art05.opening-subsidy')).toBe(factsFor('art05.unemployed-startup-grant'));
    expect(factsFor('art08.startup-guaranteed-loan')).toBe(factsFor('status.hard-to-employ'));
  });
});
