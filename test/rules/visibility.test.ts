/** Whose knowledge a fact is: everything that a record can say belongs to fields of the person, a dispute to both sides. */
import { describe, expect, it } from 'vitest';
import { parseDay } from '../../rules/civil-date.js';
import { factsOfRecord } from '../../rules/facts-of-record.js';
import { accesses, fields, mayKnowFacts } from '../../rules/visibility.js';
import type { Field } from '../../rules/visibility.js';
import type { PersonDocument } from '../../rules/vocabulary.js';
import { monthsOf } from '../support/fact-cases.js';
import { attribute, benefit, everything, founder, registration, told } from '../support/records.js';

const record: PersonDocument = {
  ...founder,
  birthDate: attribute('1990-01-01', 'employment'),
  sex: attribute('female', 'employment'),
  employments: [registration('flexible', '2026-01-01')],
  hardships: [{ category: 'zero_employment_family', from: '2026-01-01', to: null, ...told('employment') }],
  contributions: monthsOf(2, 9, null),
  unemploymentBenefits: [benefit('2025-01-01', 3, 3)],
  recordsBeginOn: everything,
};
const without = (hidden: Field) =>
  accesses(Object.fromEntries(fields.map((field) => [field, field === hidden ? 'absent' : 'full'])));

describe('facts of a record', () => {
  it('hide with a field of the person, and with few', () => {
    const paths = [...factsOfRecord(record, parseDay('2026-11-01')!).keys()];
    expect(paths.length).toBeGreaterThan(35);
    const personal = fields.filter((field) => field.startsWith('Person.'));
    const needed = paths.map((path) => personal.filter((field) => !mayKnowFacts(without(field), [path])));
    expect(paths.filter((_, i) => needed[i]!.length === 0 || needed[i]!.length > 2)).toEqual([]);
  });

  it.each<[string, Field, Field]>([
    ['employment.kind', 'Person.employments', 'Person.contributions'],
    ['employment.employmentRegistered', 'Person.employments', 'Person.contributions'],
    ['person.isUnemployed', 'Person.employments', 'Person.contributions'],
    ['person.isReceivingUnemploymentBenefit', 'Person.unemploymentBenefits', 'Person.benefitGrants'],
    ['household.isZeroEmploymentFamily', 'Person.hardships', 'Person.hardships'],
  ])('%s is the knowledge of %s and %s', (path, ...needed) => {
    for (const field of needed) expect(mayKnowFacts(without(field), [path])).toBe(false);
    const enough = accesses(Object.fromEntries(needed.map((field) => [field, 'full'])));
    expect(mayKnowFacts(enough, [path])).toBe(true);
  });

  it('that no field covers are for those who may know everything', () => {
    expect(mayKnowFacts(without('Organization.headcount'), ['exam.kind'])).toBe(false);
    expect(mayKnowFacts(accesses(Object.fromEntries(fields.map((field) => [field, 'full']))), ['exam.kind'])).toBe(
      true,
    );
    expect(mayKnowFacts(accesses({}), ['parameter:startupMonths'])).toBe(true);
  });
});
