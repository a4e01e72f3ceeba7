/** Who a person is, registrations and contributions as facts, case by case; and where the two disagree. */
import { describe, expect, it } from 'vitest';
import { parseDay } from '../../rules/civil-date.js';
import { factsOfRecord } from '../../rules/facts-of-record.js';
import type { Education, PersonDocument } from '../../rules/vocabulary.js';
import { saidIn, monthsOf } from '../support/fact-cases.js';
import type { FactCase } from '../support/fact-cases.js';
import { attribute, contribution, everything, firm, nobody, registration, told } from '../support/records.js';

const designation = (
  category: PersonDocument['hardships'][number]['category'],
  from: string,
  to: string | null = null,
) => ({
  category,
  from,
  to,
  ...told('employment'),
});
const school = (changes: Partial<Education>): Education => ({
  schoolType: 'university',
  status: 'graduated',
  school: null,
  graduationDate: '2025-06-30',
  ...changes,
});

const cases: FactCase[] = [
  {
    of: 'unemployed: who was at work to the eve of the founding is in no register on its day',
    record: { enterprises: [firm], employments: [registration('employee', '2025-01-01', '2026-02-28', 'e')] },
    rule: 'art06.incubation-operating-subsidy',
    facts: { 'person.isUnemployed': undefined },
  },
  {
    of: 'schooling: a graduate of a university',
    record: { education: attribute(school({}), 'employment') },
    facts: { 'person.isUniversityGraduate': true, 'person.graduatesInYear': 2025 },
  },
  {
    of: 'schooling: enrolled, graduating next year',
    record: { education: attribute(school({ status: 'enrolled', graduationDate: '2027-06-30' }), 'employment') },
    facts: { 'person.isUniversityGraduate': false, 'person.graduatesInYear': 2027 },
  },
  {
    of: 'schooling: abroad, of what school and with what return nobody says',
    record: { education: attribute(school({ schoolType: 'overseas', graduationDate: null }), 'employment') },
    facts: {
      'person.isUniversityGraduate': undefined,
      'person.graduatesInYear': undefined,
      'person.education.graduationDate': undefined,
      'person.education.returnedToChina': undefined,
      'person.education.schoolType': 'overseas',
    },
  },
  {
    of: 'schooling: sources give two years',
    record: {
      education: attribute(school({}), 'employment', {
        value: school({ schoolType: 'vocational_school' }),
        ...told('social-insurance'),
      }),
    },
    facts: { 'person.isUniversityGraduate': [true, false], 'person.graduatesInYear': 2025 },
  },
  {
    of: 'designations in force, by category',
    record: {
      hardships: [designation('disabled', '2026-01-01'), designation('lost_land', '2025-01-01', '2026-10-31')],
      recordsBeginOn: everything,
    },
    facts: {
      'person.recognisedHardToEmploy': true,
      'person.disabled': true,
      // Gone since yesterday; of the others the register of designations does not say "no".
      'person.lostLand': undefined,
      'person.isOlderWorker': undefined,
      'person.inSpecialHardship': undefined,
    },
  },
  {
    of: 'designations of a household',
    record: {
      hardships: [
        designation('zero_employment_family', '2026-01-01'),
        designation('minimum_living_allowance', '2026-01-01', '2026-11-01'),
        designation('older_worker', '2026-11-01'),
        designation('long_term_unemployed', '2026-11-02'),
      ],
    },
    facts: {
      'person.zeroEmploymentFamily': true,
      'household.isZeroEmploymentFamily': true,
      'person.receivesMinimumLivingAllowance': true,
      'household.receivesMinimumLivingAllowance': true,
      'person.isOlderWorker': true,
    },
  },
  {
    of: 'registered as unemployed: a new registration begins a new day, the unemployment goes on',
    record: {
      employments: [
        registration('unemployed', '2026-08-01'),
        registration('unemployed', '2026-01-10', '2026-07-31'),
        registration('employee', '2024-01-01', '2026-01-09', 'a'),
      ],
      recordsBeginOn: everything,
    },
    facts: {
      'person.isRegisteredUnemployed': true,
      'person.registeredUnemployedSince': '2026-08-01',
      'person.continuouslyUnemployedSince': '2026-01-10',
      'person.isUnemployed': true,
      'person.newlyEmployed': false,
      'employment.kind': null,
      'employment.employmentRegistered': false,
      'employment.startedOn': undefined,
    },
  },
  {
    of: 'unemployed without a break: a gap before the registration may have been one',
    record: {
      employments: [
        registration('unemployed', '2026-08-01'),
        registration('unemployed', '2026-01-10', '2026-07-30'),
        registration('employee', '2024-01-01', '2026-01-09', 'a'),
      ],
    },
    facts: { 'person.continuouslyUnemployedSince': { between: ['2026-01-10', '2026-08-01'] } },
  },
  {
    of: 'unemployed without a break: never at work on record',
    record: { employments: [registration('unemployed', '2025-08-01')] },
    facts: { 'person.continuouslyUnemployedSince': { between: ['1900-01-01', '2025-08-01'] } },
  },
  {
    of: 'unemployed without a break: work in between broke it',
    record: {
      employments: [
        registration('unemployed', '2026-08-01'),
        registration('employee', '2026-03-01', '2026-07-31', 'a'),
        registration('unemployed', '2025-01-10'),
      ],
    },
    facts: { 'person.continuouslyUnemployedSince': '2026-08-01', 'person.registeredUnemployedSince': '2026-08-01' },
  },
  {
    of: 'unemployed without a break: an insured month within speaks against it',
    record: { employments: [registration('unemployed', '2025-08-01')], contributions: [contribution('2026-02', 'a')] },
    facts: { 'person.continuouslyUnemployedSince': undefined, 'person.isUnemployed': true },
  },
  {
    of: 'unemployed: the month in which the last work ended was insured still',
    record: {
      employments: [
        registration('unemployed', '2025-08-10'),
        registration('employee', '2024-01-01', '2025-08-09', 'a'),
      ],
      contributions: [contribution('2025-08', 'a')],
    },
    facts: { 'person.continuouslyUnemployedSince': '2025-08-10' },
  },
  {
    of: 'at work',
    record: { employments: [registration('employee', '2026-10-10', null, 'a')] },
    facts: {
      'person.isRegisteredUnemployed': false,
      'person.registeredUnemployedSince': null,
      'person.continuouslyUnemployedSince': undefined,
      'person.isUnemployed': false,
      'person.newlyEmployed': undefined,
      'employment.kind': null,
      'employment.employmentRegistered': true,
      'employment.startedOn': '2026-10-10',
    },
  },
  {
    of: 'in no register: not registered, and whether unemployed is not known',
    record: { recordsBeginOn: everything },
    facts: {
      'person.isRegisteredUnemployed': false,
      'person.registeredUnemployedSince': null,
      'person.isUnemployed': undefined,
      'person.newlyEmployed': false,
      'person.startingOwnBusiness': undefined,
    },
  },
  {
    of: 'unemployed on the day of founding, by a registration that ended on its eve',
    record: {
      employments: [registration('unemployed', '2025-09-01', '2026-02-28')],
      enterprises: [firm],
      recordsBeginOn: everything,
    },
    rule: 'art06.incubation-operating-subsidy',
    facts: { 'person.isUnemployed': true, 'person.isRegisteredUnemployed': false },
  },
  {
    of: 'no longer unemployed on the day of founding',
    record: { employments: [registration('unemployed', '2025-09-01', '2026-02-27')], enterprises: [firm] },
    rule: 'art06.incubation-operating-subsidy',
    facts: { 'person.isUnemployed': undefined },
  },
  {
    of: 'disabled since after the founding: no founder in the group (R-37), hard to employ all the same',
    record: { hardships: [designation('disabled', '2026-04-01')], enterprises: [firm] },
    rule: 'art06.incubation-operating-subsidy',
    facts: { 'person.disabled': undefined, 'person.recognisedHardToEmploy': true },
  },
  {
    of: 'disabled since after the founding: another rule asks about today',
    record: { hardships: [designation('disabled', '2026-04-01')], enterprises: [firm] },
    rule: 'art08.startup-guaranteed-loan',
    facts: { 'person.disabled': true },
  },
  {
    of: 'dispute: unemployed by registration, insured by an employer for the last months due',
    record: {
      employments: [registration('unemployed', '2025-09-01')],
      contributions: monthsOf(7, 9, 'a'),
      recordsBeginOn: everything,
    },
    facts: {
      'person.isUnemployed': [true, false],
      'person.isRegisteredUnemployed': true,
      'person.newlyEmployed': undefined,
      'person.continuouslyUnemployedSince': undefined,
    },
  },
  {
    of: 'no dispute: two insured months',
    record: {
      employments: [registration('unemployed', '2025-09-01')],
      contributions: monthsOf(8, 9, 'a'),
      recordsBeginOn: everything,
    },
    facts: { 'person.isUnemployed': true },
  },
  {
    of: 'no dispute: the months belong to the work before',
    record: {
      employments: [registration('unemployed', '2026-07-15')],
      contributions: monthsOf(5, 9, 'a'),
      recordsBeginOn: everything,
    },
    facts: { 'person.isUnemployed': true },
  },
  {
    of: 'dispute: registered at a firm that has paid for none of the last months due',
    record: {
      employments: [registration('employee', '2025-09-01', null, 'a')],
      contributions: monthsOf(1, 6, 'a'),
      recordsBeginOn: everything,
    },
    facts: {
      'employment.employmentRegistered': [true, false],
      'person.isUnemployed': [false, true],
      'employment.kind': null,
    },
  },
  {
    of: 'no dispute: one of the last months was paid',
    record: {
      employments: [registration('employee', '2025-09-01', null, 'a')],
      contributions: monthsOf(1, 7, 'a'),
      recordsBeginOn: everything,
    },
    facts: { 'employment.employmentRegistered': true, 'person.isUnemployed': false },
  },
  {
    of: 'no dispute: the register of contributions begins too late to say so',
    record: {
      employments: [registration('employee', '2025-09-01', null, 'a')],
      recordsBeginOn: { ...everything, 'social-insurance/contributions': '2026-07-01' },
    },
    facts: { 'employment.employmentRegistered': true },
  },
  {
    of: 'dispute: registered at a firm, insured as a flexible worker',
    record: {
      employments: [registration('employee', '2025-09-01', null, 'a')],
      contributions: monthsOf(7, 9, null),
      recordsBeginOn: everything,
    },
    facts: {
      'employment.kind': [null, 'flexible'],
      'employment.employmentRegistered': [true, false],
      'person.isUnemployed': false,
    },
  },
  {
    of: 'dispute: registered at one firm, insured by another',
    record: {
      employments: [registration('employee', '2025-09-01', null, 'a')],
      contributions: monthsOf(7, 9, 'b'),
      recordsBeginOn: everything,
    },
    facts: { 'employment.kind': null, 'employment.employmentRegistered': [true, false], 'person.isUnemployed': false },
  },
  {
    of: 'dispute: registered as flexible, insured by an employer',
    record: {
      employments: [registration('flexible', '2025-09-01')],
      contributions: monthsOf(7, 9, 'b'),
      recordsBeginOn: everything,
    },
    facts: { 'employment.kind': ['flexible', null], 'employment.employmentRegistered': true },
  },
  {
    of: 'no dispute: an employer beside the own contributions',
    record: {
      employments: [registration('flexible', '2025-09-01')],
      contributions: [...monthsOf(9, 9, null), ...monthsOf(7, 9, 'b')],
      recordsBeginOn: everything,
    },
    facts: { 'employment.kind': 'flexible' },
  },
  {
    of: 'flexible: the spell of unemployment that led to the work counts for its subsidy',
    record: {
      employments: [registration('flexible', '2026-06-10'), registration('unemployed', '2025-09-01', '2026-06-09')],
    },
    rule: 'art02.flexible-employment-subsidy.hard-to-employ',
    facts: { 'person.registeredUnemployedSince': '2025-09-01', 'person.isRegisteredUnemployed': false },
  },
  {
    of: 'flexible: the same person is no longer registered as unemployed',
    record: {
      employments: [registration('flexible', '2026-06-10'), registration('unemployed', '2025-09-01', '2026-06-09')],
    },
    rule: 'status.hard-to-employ',
    facts: { 'person.registeredUnemployedSince': null },
  },
  {
    of: 'flexible: a spell that ended before the eve of the work did not lead to it',
    record: {
      employments: [registration('flexible', '2026-06-10'), registration('unemployed', '2025-09-01', '2026-06-08')],
    },
    rule: 'art02.flexible-employment-subsidy.hard-to-employ',
    facts: { 'person.registeredUnemployedSince': null },
  },
  {
    of: 'flexible: a month in arrears is not paid, and is not claimed',
    record: {
      employments: [registration('flexible', '2026-06-10')],
      contributions: [
        contribution('2026-09'),
        contribution('2026-08', null, { paidOn: null }),
        contribution('2026-07'),
      ],
      recordsBeginOn: everything,
    },
    facts: { 'employment.socialInsurancePaidAsRequired': false, 'employment.monthsClaimed': 2 },
  },
  {
    of: 'flexible: a month paid months later is paid',
    record: {
      employments: [registration('flexible', '2026-06-10')],
      contributions: [
        contribution('2026-09'),
        contribution('2026-08', null, { paidOn: '2026-11-01' }),
        contribution('2026-07'),
      ],
      recordsBeginOn: everything,
    },
    facts: {
      'employment.socialInsurancePaidAsRequired': true,
      'employment.monthsClaimed': 3,
      'employment.paidPerMonth': 90_000,
    },
  },
  {
    of: 'flexible: the same on the eve of the payment',
    record: {
      employments: [registration('flexible', '2026-06-10')],
      contributions: [
        contribution('2026-09'),
        contribution('2026-08', null, { paidOn: '2026-11-02' }),
        contribution('2026-07'),
      ],
      recordsBeginOn: everything,
    },
    facts: { 'employment.socialInsurancePaidAsRequired': false, 'employment.monthsClaimed': 2 },
  },
];

describe('facts of a person and of work', () => {
  it.each(cases)('$of', (one) => expect(saidIn(one)).toEqual(one.facts));

  it('names both sides of a dispute, with the day of each', () => {
    const record = {
      ...nobody,
      employments: [registration('employee', '2025-09-01', null, 'a')],
      contributions: monthsOf(7, 9, 'b').map((month) => ({ ...month, asOf: '2026-10-03T00:00:00.000Z' })),
      recordsBeginOn: everything,
    };
    expect(factsOfRecord(record, parseDay('2026-11-01')!).get('employment.employmentRegistered')).toEqual({
      is: 'one-of',
      candidates: [
        { value: true, source: 'employment', observedOn: '2026-10-01' },
        { value: false, source: 'social-insurance', observedOn: '2026-10-03' },
      ],
    });
  });
});
