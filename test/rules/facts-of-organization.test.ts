/** What the record of a firm and its counted staff say as facts. */
import { describe, expect, it } from 'vitest';
import { parseDay } from '../../rules/civil-date.js';
import type { Value } from '../../rules/fact.js';
import { factsForRules } from '../../rules/facts-of-record.js';
import { factsOfOrganization } from '../../rules/facts-of-organization.js';
import type { OrganizationDocument, StaffGroup } from '../../rules/vocabulary.js';
import { asOf, attribute, firm, founder } from '../support/records.js';

const nothing: OrganizationDocument = {
  creditCode: 'c',
  name: null,
  entityKind: null,
  ownership: null,
  stateLevel: null,
  industry: null,
  region: null,
  address: null,
  legalRepresentativeName: null,
  establishedOn: null,
  state: null,
  taxState: null,
  vatKind: null,
  annualRevenueFen: null,
  headcount: null,
};
const today = parseDay('2026-11-01')!;
const group: StaffGroup = { count: 1, contractMonths: 12, monthsPaid: 12, monthsPaidAreAll: true, asOf };

function said(
  document: Partial<OrganizationDocument>,
  staff: StaffGroup[] | null = null,
): Record<string, Value | object> {
  const facts = factsOfOrganization({ ...nothing, ...document }, staff, today);
  return Object.fromEntries(
    [...facts].map(([path, fact]) => {
      if (fact.is === 'known') return [path, fact.value];
      return [path, fact.is === 'between' ? [fact.from, fact.to] : fact.candidates.map(({ value }) => value)];
    }),
  );
}

describe('facts of an organization', () => {
  it('are silent where no register has it and nobody counted its staff', () => {
    expect(said({})).toEqual({});
  });

  it.each([
    ['company', { 'employer.kind': 'enterprise' }],
    ['branch', { 'employer.kind': 'enterprise' }],
    ['individual_business', { 'employer.kind': 'individual_business' }],
    ['public_institution', { 'employer.kind': 'institution' }],
    ['cooperative', {}],
  ] as const)('say the kind of employer of a %s', (kind, facts) => {
    expect(said({ entityKind: attribute(kind, 'commerce') })).toEqual(facts);
  });

  it.each([
    ['open', 'normal', { licensed: true, operating: true }],
    ['open', 'abnormal', { licensed: true, operating: false }],
    ['open', null, { licensed: true, operating: undefined }],
    ['abnormal', 'normal', { licensed: true, operating: false }],
    ['cancelled', 'normal', { licensed: false, operating: false }],
    ['revoked', null, { licensed: false, operating: false }],
  ] as const)('tell licence and operation: %s at commerce, %s at tax', (state, taxState, { licensed, operating }) => {
    const facts = said({
      state: attribute(state, 'commerce'),
      taxState: taxState && attribute(taxState, 'tax'),
      establishedOn: attribute('2020-02-29', 'commerce'),
      headcount: attribute(7, 'tax'),
    });
    expect(facts).toEqual({
      'enterprise.registeredOn': parseDay('2020-02-29'),
      'enterprise.hasBusinessLicence': licensed,
      ...(operating !== undefined && { 'enterprise.operatingNormally': operating }),
      'employer.headcount': 7,
    });
  });

  it('know a staff of nobody from one that nobody counted', () => {
    expect(said({}, [])).toEqual({ 'enterprise.founderCountedInPayroll': false, 'enterprise.employees[]': 0 });
  });

  it('hold the staff group by group, with what is at least so much', () => {
    const staff: StaffGroup[] = [
      { ...group, count: 3 },
      { ...group, contractMonths: 'open-ended', monthsPaid: 4, monthsPaidAreAll: false },
      { ...group, contractMonths: null, monthsPaid: 0 },
    ];
    expect(said({}, staff)).toEqual({
      'enterprise.founderCountedInPayroll': false,
      'enterprise.employees[]': 3,
      'enterprise.employees[0].count': 3,
      'enterprise.employees[0].employmentRegistered': true,
      'enterprise.employees[0].contractMonths': 12,
      'enterprise.employees[0].socialInsuranceMonthsPaid': 12,
      'enterprise.employees[1].count': 1,
      'enterprise.employees[1].employmentRegistered': true,
      'enterprise.employees[1].contractMonths': [12, 600],
      'enterprise.employees[1].socialInsuranceMonthsPaid': [4, 600],
      'enterprise.employees[2].count': 1,
      'enterprise.employees[2].employmentRegistered': true,
      'enterprise.employees[2].socialInsuranceMonthsPaid': 0,
    });
  });

  it('carry source and day of observation', () => {
    const facts = factsOfOrganization({ ...nothing, headcount: attribute(7, 'tax') }, [group], today);
    expect(facts.get('employer.headcount')).toMatchObject({ source: 'tax', observedOn: '2026-10-01' });
    expect(facts.get('enterprise.employees[0].count')).toMatchObject({
      source: 'employment',
      observedOn: '2026-10-01',
    });
    expect(facts.get('enterprise.employees[0].socialInsuranceMonthsPaid')).toMatchObject({
      source: 'social-insurance',
    });
  });

  it('give a founder the staff of the firm', () => {
    const facts = factsForRules(founder, today, firm, [{ ...group, count: 5 }])(
      'art05.startup-social-insurance-subsidy',
    );
    expect(facts.get('enterprise.employees[0].count')).toMatchObject({ value: 5 });
    expect(factsForRules(founder, today)('art05.startup-social-insurance-subsidy').has('enterprise.employees[]')).toBe(
      false,
    );
  });
});
