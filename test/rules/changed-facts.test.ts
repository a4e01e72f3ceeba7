/** In what two records differ for a rule: each difference by its name, and nothing where nothing that it reads differs. */
import { expect, it } from 'vitest';
import { changesBetween, namesReadBy } from '../../rules/changed-facts.js';
import type { Known } from '../../rules/changed-facts.js';
import type { PersonDocument, StaffGroup } from '../../rules/vocabulary.js';
import { attribute, benefit, contribution, firm, founder, grant, told } from '../support/records.js';

const opening = 'art05.opening-subsidy';
const jobs = 'art05.job-creation-subsidy';
const known = (changes: Partial<PersonDocument> = {}, staff: StaffGroup[] | null = null): Known => ({
  record: { ...founder, ...changes },
  staffOf: (creditCode) => (creditCode === firm.creditCode ? staff : null),
});
const changes = (before: Known, after: Known, rule = opening, from = '2026-11-01') =>
  changesBetween(before, after, from)(rule);
const paid = grant(opening, '2026-06');
const second = { ...firm, creditCode: 'd', establishedOn: '2026-02-01' };

it('names what a payment turns, for the rules that read it', () => {
  const names = ['history.openingSubsidyAlreadyPaid', 'history.openingSubsidyPaidAmount'];
  expect(changes(known(), known({ grants: [paid] }))).toEqual(names);
  expect(changes(known({ grants: [paid] }), known())).toEqual(names);
  expect(changes(known(), known({ grants: [paid] }), 'art19.work-cost-deduction')).toEqual([]);
});

it('is silent where nothing differs, or only who says it and since when', () => {
  expect(changes(known(), known())).toEqual([]);
  const told = founder.education!;
  const education = attribute(told.value, 'tax', { value: told.value, source: 'commerce', asOf: told.asOf });
  expect(changes(known(), known({ education }))).toEqual([]);
});

it('sees a dispute begin, and a range move', () => {
  const { value } = founder.education!;
  const education = attribute(value, 'employment', {
    value: { ...value, graduationDate: '2019-06-30' },
    ...told('tax'),
  });
  expect(changes(known(), known({ education }))).toEqual(['person.education.graduationDate']);
  expect(changes(known({ education }), known({ education }))).toEqual([]);
  const other = attribute(value, 'employment', { value: { ...value, graduationDate: '2018-06-30' }, ...told('tax') });
  expect(changes(known({ education }), known({ education: other }))).toEqual(['person.education.graduationDate']);
  expect(changes(known(), known({ education: null })).sort()).toEqual([
    'person.education.graduationDate',
    'person.education.schoolType',
    'person.education.status',
  ]);
});

it('sees also what differs only on a day to come, of either record', () => {
  const rule = 'art05.unemployment-benefit-lump-sum';
  const ahead = known({
    unemploymentBenefits: [benefit('2026-12-15', 2, 4)],
    enterprises: [{ ...firm, establishedOn: '2027-01-10' }],
  });
  const without = known({ enterprises: [{ ...firm, establishedOn: '2027-01-10' }] });
  for (const [before, after] of [
    [ahead, without],
    [without, ahead],
  ] as const)
    expect(changes(before, after, rule)).toContain('person.isReceivingUnemploymentBenefit');
  const later = known({ contributions: [contribution('2026-10', null, { paidOn: '2026-12-20', ownFen: 1 })] });
  expect(changes(known(), later, 'art05.startup-social-insurance-subsidy')).toContain(
    'person.ownSocialInsurancePaidThisYear',
  );
});

it('calls a firm more, less or another by one name, and compares firm with firm', () => {
  expect(changes(known(), known({ enterprises: [firm, second] }))).toContain('enterprise');
  expect(changes(known({ enterprises: [firm, second] }), known())).toContain('enterprise');
  expect(changes(known(), known({ enterprises: [] }))).toContain('enterprise');
  const abnormal = { ...second, state: 'abnormal' as const };
  const secondFails = changes(known({ enterprises: [firm, second] }), known({ enterprises: [firm, abnormal] }));
  expect(secondFails).toEqual(['enterprise.operatingNormally']);
  expect(changes(known(), known({ enterprises: [firm, second] }), 'art19.work-cost-deduction')).toEqual([]);
});

it('speaks of staff without the number of its group', () => {
  const group = {
    count: 5,
    contractMonths: 12,
    employmentRegistered: true,
    monthsPaid: 12,
    monthsPaidAreAll: true,
    asOf: founder.education!.asOf,
  };
  expect(changes(known({}, [group, group]), known({}, [group, { ...group, count: 6 }]), jobs)).toEqual([
    'enterprise.employees[].count',
  ]);
  expect(changes(known({}, [group]), known({}, [group, group]), jobs)).toContain('enterprise.employees[]');
  expect(changes(known({}, null), known({}, [group]), opening)).toEqual([]);
});

it('of a day that cannot be says nothing', () => {
  expect(changes(known(), known({ grants: [paid] }), opening, '2026-02-30')).toEqual([]);
});

it('a whole and its parts are read together', () => {
  const read = (...names: string[]) => namesReadBy(jobs, new Set(names));
  expect(read('enterprise', 'enterprise.employees', 'enterprise.employees[].count')).toHaveLength(3);
  expect(read('enter', 'enterprise.employ', 'unit', 'loan.requested')).toEqual([]);
  expect(namesReadBy('no-rule', new Set(['enterprise']))).toEqual([]);
});
