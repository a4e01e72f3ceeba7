/** Each kind of day on which the facts of a record turn by the calendar, and no day besides. */
import { describe, expect, it } from 'vitest';
import { formatDay, parseDay } from '../../rules/civil-date.js';
import { turningDaysOfRecord } from '../../rules/facts-of-record.js';
import type { PersonDocument } from '../../rules/vocabulary.js';
import { monthsOf } from '../support/fact-cases.js';
import { benefit, contribution, firm, grant, nobody, registration, told } from '../support/records.js';

const stream = 'social-insurance/contributions';
const recordsBeginOn = { [stream]: '2026-01-01' };
const hardship = (from: string, to: string | null) => ({
  category: 'disabled' as const,
  from,
  to,
  ...told('employment'),
});

const cases: { of: string; record: Partial<PersonDocument>; days: string[] }[] = [
  { of: 'nobody', record: {}, days: [] },
  {
    of: 'registers that begin',
    record: { recordsBeginOn: { a: '2026-11-01', b: '2026-11-02', c: '2027-01-01' } },
    days: ['2026-11-02', '2027-01-01'],
  },
  {
    of: 'a designation with its last day',
    record: { hardships: [hardship('2026-12-01', '2026-12-31')] },
    days: ['2026-12-01', '2027-01-01'],
  },
  { of: 'one that does not end', record: { hardships: [hardship('2026-12-01', null)] }, days: ['2026-12-01'] },
  { of: 'one that ends today', record: { hardships: [hardship('2026-01-01', '2026-11-01')] }, days: ['2026-11-02'] },
  { of: 'one that is over', record: { hardships: [hardship('2026-01-01', '2026-10-31')] }, days: [] },
  {
    of: 'a registration, each day once',
    record: {
      employments: [registration('employee', '2027-01-01'), registration('employee', '2026-12-01', '2026-12-31')],
    },
    days: ['2026-12-01', '2027-01-01'],
  },
  {
    of: 'months of benefit that run out',
    record: { unemploymentBenefits: [benefit('2026-08-15', 5, 7)] },
    days: ['2027-01-01', '2027-03-01'],
  },
  {
    of: 'a benefit that begins',
    record: { unemploymentBenefits: [benefit('2026-12-15', 0, 1)] },
    days: ['2026-12-01', '2026-12-15', '2027-01-01'],
  },
  {
    of: 'payments dated ahead',
    record: {
      grants: [grant('x', '2026-12', '2026-12'), grant('x', '2026-09')],
      contributions: [
        contribution('2026-11'),
        contribution('2026-10'),
        contribution('2026-12', null, { paidOn: null }),
      ],
    },
    days: ['2026-11-20', '2026-12-25'],
  },
  {
    of: 'flexible work paid up to September: due months up to the first that nobody paid',
    record: {
      recordsBeginOn,
      employments: [registration('flexible', '2026-07-10')],
      contributions: monthsOf(7, 9, null),
    },
    days: ['2026-12-01'],
  },
  {
    of: 'flexible work paid ahead',
    record: {
      recordsBeginOn,
      employments: [registration('flexible', '2026-07-10')],
      contributions: monthsOf(7, 11, null).map((paid) => ({ ...paid, paidOn: '2026-10-20' })),
    },
    days: ['2026-12-01', '2027-01-01', '2027-02-01'],
  },
  {
    of: 'flexible work that an employer pays for: the months are not own, and soon in dispute',
    record: {
      recordsBeginOn: { [stream]: '2026-07-01' },
      employments: [registration('flexible', '2026-07-10')],
      contributions: monthsOf(8, 10, 'e').map((paid) => ({ ...paid, paidOn: '2026-10-20' })),
    },
    days: ['2026-12-01', '2027-01-01'],
  },
  {
    of: 'work whose employer pays nothing, once three months are due',
    record: { recordsBeginOn, employments: [registration('employee', '2026-09-10', null, 'e')] },
    days: ['2027-02-01'],
  },
  {
    of: 'the same before the register begins',
    record: {
      recordsBeginOn: { [stream]: '2026-11-15' },
      employments: [registration('employee', '2026-09-10', null, 'e')],
    },
    days: ['2026-11-15', '2027-04-01'],
  },
  {
    of: 'the same in a register that never began',
    record: { employments: [registration('employee', '2026-09-10', null, 'e')] },
    days: [],
  },
  {
    of: 'a founder’s new year after payments of this one',
    record: {
      recordsBeginOn: { [stream]: '2020-01-01' },
      enterprises: [firm],
      contributions: [contribution('2026-03')],
    },
    days: ['2027-01-01'],
  },
  {
    of: 'a founder’s new year after the register has begun',
    record: { recordsBeginOn, enterprises: [firm] },
    days: ['2027-01-01'],
  },
  {
    of: 'a founder’s payments of last year, and of none',
    record: {
      recordsBeginOn: { [stream]: '2020-01-01' },
      enterprises: [firm],
      contributions: [contribution('2026-03', null, { paidOn: null }), contribution('2025-03')],
    },
    days: [],
  },
  { of: 'the same payments of who founded nothing', record: { contributions: [contribution('2026-03')] }, days: [] },
];

describe('the facts of a record turn', () => {
  it.each(cases)('with $of', ({ record, days }) => {
    const turning = turningDaysOfRecord({ ...nobody, ...record }, parseDay('2026-11-01')!);
    expect(turning.map(formatDay)).toEqual(days);
  });
});
