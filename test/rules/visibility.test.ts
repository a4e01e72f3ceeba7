/** Who sees which field and how, and whose knowledge a fact is: everything that a record can say belongs to fields of the person. */
import { describe, expect, it } from 'vitest';
import { parseDay } from '../../rules/civil-date.js';
import { factsOfRecord } from '../../rules/facts-of-record.js';
import {
  accesses,
  employerAccesses,
  fieldClasses,
  fields,
  isField,
  mayKnowFacts,
  show,
  staffAccesses,
} from '../../rules/visibility.js';
import type { Access, Accesses, Field } from '../../rules/visibility.js';
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
/** The fields without which a fact is not known; with these alone it is. */
function neededFor(fact: string, about: 'person' | 'organization'): Field[] {
  const needed = fields.filter((field) => !mayKnowFacts(without(field), [fact], about));
  const enough = accesses(Object.fromEntries(needed.map((field) => [field, 'full'])));
  expect(mayKnowFacts(enough, [fact], about)).toBe(true);
  return needed;
}

describe('facts of a record', () => {
  it('hide with a field of the person, and with few', () => {
    const paths = [...factsOfRecord(record, parseDay('2026-11-01')!).keys()];
    expect(paths.length).toBeGreaterThan(35);
    const personal = fields.filter((field) => field.startsWith('Person.'));
    const needed = paths.map((path) => personal.filter((field) => !mayKnowFacts(without(field), [path])));
    expect(paths.filter((_, i) => needed[i]!.length === 0 || needed[i]!.length > 2)).toEqual([]);
  });

  // Each line: facts that hide with exactly these fields, and need no other.
  it.each<[string, ...Field[]]>([
    ['person.birthDate', 'Person.birthDate'],
    ['person.sex person.retirementCategory', 'Person.sex'],
    ['person.education.status person.graduatesInYear person.isUniversityGraduate', 'Person.education'],
    ['person.recognisedHardToEmploy person.inSpecialHardship person.disabled', 'Person.hardships'],
    ['person.receivesMinimumLivingAllowance person.isOlderWorker person.lostLand', 'Person.hardships'],
    ['person.zeroEmploymentFamily household.isZeroEmploymentFamily', 'Person.hardships'],
    ['person.unemploymentBenefitPerMonth', 'Person.unemploymentBenefits'],
    ['person.unemploymentBenefitEndsOn', 'Person.benefitGrants', 'Person.unemploymentBenefits'],
    ['person.isReceivingUnemploymentBenefit', 'Person.benefitGrants', 'Person.unemploymentBenefits'],
    ['person.isUnemployed person.continuouslyUnemployedSince', 'Person.employments', 'Person.contributions'],
    ['person.newlyEmployed employment.kind', 'Person.employments', 'Person.contributions'],
    ['employment.employmentRegistered', 'Person.employments', 'Person.contributions'],
    ['person.isRegisteredUnemployed person.registeredUnemployedSince', 'Person.employments'],
    ['employment.startedOn', 'Person.employments'],
    ['person.ownSocialInsurancePaidThisYear employment.paidPerMonth', 'Person.contributions'],
    ['employment.monthsClaimed', 'Person.contributions', 'Person.benefitGrants'],
    ['person.startingOwnBusiness enterprise.registeredOn', 'Person.enterprises'],
    ['history.openingSubsidyAlreadyPaid', 'Person.benefitGrants'],
    ['parameter:startupMonths'],
  ])('%s', (facts, ...needed) => {
    for (const fact of facts.split(' ')) expect(neededFor(fact, 'person')).toEqual(needed);
  });

  it.each<[string, ...Field[]]>([
    ['employer.kind', 'Organization.entityKind'],
    ['employer.headcount employer.size enterprise.employees', 'Organization.headcount'],
    ['enterprise.founderCountedInPayroll', 'Organization.headcount'],
    ['enterprise.registeredOn', 'Organization.establishedOn'],
    ['enterprise.hasBusinessLicence', 'Organization.state'],
    ['enterprise.operatingNormally', 'Organization.state', 'Organization.taxState'],
    ['parameter:startupMonths'],
  ])('of an organization: %s', (facts, ...needed) => {
    for (const fact of facts.split(' ')) expect(neededFor(fact, 'organization')).toEqual(needed);
  });

  it('that no field covers are for those who may know everything', () => {
    expect(mayKnowFacts(without('Organization.headcount'), ['exam.kind'])).toBe(false);
    expect(mayKnowFacts(accesses(Object.fromEntries(fields.map((field) => [field, 'full']))), ['exam.kind'])).toBe(
      true,
    );
    expect(mayKnowFacts(employerAccesses(), ['exam.kind'], 'organization')).toBe(true);
  });

  it('hide together: one hidden fact hides all', () => {
    const known = accesses({ 'Person.sex': 'full' });
    expect(mayKnowFacts(known, ['person.sex'])).toBe(true);
    expect(mayKnowFacts(known, ['person.sex', 'person.birthDate'])).toBe(false);
    expect(mayKnowFacts(accesses({ 'Person.name': 'full' }), ['person.sex'])).toBe(false);
  });
});

const seen = (given: Accesses, access: Access) => fields.filter((field) => given[field] === access);
const open = ['Person.id', 'Person.provenance', 'Organization.creditCode', 'Organization.provenance'];

describe('fields', () => {
  it('are closed until an agreement lists them, except those that say nothing', () => {
    expect(seen(accesses({}), 'full')).toEqual(open);
    expect(seen(accesses({}), 'absent')).toHaveLength(fields.length - open.length);
    expect(seen(accesses({ 'Person.name': 'full', 'Person.id': 'absent' }), 'full')).toEqual(
      fields.filter((field) => field === 'Person.name' || open.includes(field)),
    );
  });

  it('without a mask are absent where a mask is asked for', () => {
    const all = accesses(Object.fromEntries(fields.map((field) => [field, 'masked'])));
    expect(seen(all, 'masked')).toEqual([
      'Person.name',
      'Person.householdRegion',
      'Organization.legalRepresentativeName',
    ]);
    expect(seen(all, 'full')).toEqual(open);
  });

  it('of a list of rights do not come from the language', () => {
    expect(accesses(Object.create({ 'Person.name': 'full' }) as Record<string, Access>)['Person.name']).toBe('absent');
    expect([isField('Person.name'), isField('toString')]).toEqual([true, false]);
  });

  it.each([
    ['money', ['Person.contributions', 'Person.benefitGrants', 'Person.unemploymentBenefits']],
    ['sensitive', ['Person.hardships']],
    ['decision', ['Person.entitlements', 'Organization.entitlements']],
    [
      'tax',
      ['Organization.taxState', 'Organization.vatKind', 'Organization.annualRevenueFen', 'Organization.headcount'],
    ],
  ])('of the class %s are %j', (kind, expected) => {
    expect(fields.filter((field) => fieldClasses[field] === kind)).toEqual(expected);
  });

  it('are all seen by the staff that works with cases', () => {
    for (const role of ['operator', 'administrator']) expect(seen(staffAccesses([role]), 'full')).toEqual(fields);
  });

  it('without names, money, tax and hardship are seen by the staff that only watches', () => {
    const viewer = staffAccesses(['viewer']);
    expect(seen(viewer, 'absent')).toEqual([
      'Person.birthDate',
      'Person.contributions',
      'Person.benefitGrants',
      'Person.unemploymentBenefits',
      'Person.hardships',
      'Person.entitlements',
      'Organization.taxState',
      'Organization.vatKind',
      'Organization.annualRevenueFen',
      'Organization.headcount',
      'Organization.entitlements',
    ]);
    expect(seen(viewer, 'masked')).toEqual([
      'Person.name',
      'Person.householdRegion',
      'Organization.legalRepresentativeName',
    ]);
  });

  it('of its own entry are seen by an employer, and none of a person', () => {
    expect(seen(employerAccesses(), 'full')).toEqual(
      fields.filter((field) => field.startsWith('Organization.') || open.includes(field)),
    );
    expect(seen(employerAccesses(), 'masked')).toEqual([]);
  });

  it.each<[Field, unknown, unknown]>([
    ['Person.name', '张三丰', '张**'],
    ['Organization.legalRepresentativeName', '李四', '李*'],
    ['Person.householdRegion', '410928', '410900'],
    ['Person.name', null, null],
    ['Person.name', 7, null],
    ['Person.sex', 'female', null],
  ])('%s of %j is masked as %j', (field, value, masked) => {
    const every = (access: Access) => Object.fromEntries(fields.map((one) => [one, access])) as unknown as Accesses;
    expect(show(every('masked'), field, value)).toBe(masked);
    expect(show(every('full'), field, value)).toBe(value);
    expect(show(every('absent'), field, value)).toBe(null);
  });
});
