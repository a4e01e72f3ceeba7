/** Who says each fact of a record and since when; a conclusion from silence has its register and no day. */
import { describe, expect, it, test } from 'vitest';
import { parseDay } from '../../rules/civil-date.js';
import { factsOfRecord } from '../../rules/facts-of-record.js';
import { sources, streams } from '../../rules/sources.js';
import type { PersonDocument, Source } from '../../rules/vocabulary.js';
import { monthsOf } from '../support/fact-cases.js';
import { benefit, contribution, everything, firm, grant, nobody, registration } from '../support/records.js';

const on = (record: Partial<PersonDocument>, assessOn = '2026-11-01', rule?: string) =>
  factsOfRecord({ ...nobody, ...record }, parseDay(assessOn)!, rule);
const since = <T extends object>(day: string, entry: T) => ({ ...entry, asOf: `${day}T02:00:00.000Z` });

test('the four sources read their streams in this order', () => {
  expect(sources.map((source) => [source, ...streams[source]].join(' '))).toEqual([
    'employment job-seekers registrations hardship benefit-grants certificates trainings startup-loans internships rural-labour households internship-units parks park-residents communities welfare-posts training-bodies',
    'tax taxpayers withholding',
    'commerce market-entities market-entity-members',
    'social-insurance persons unemployment-benefits contributions participation',
  ]);
});

describe('silence', () => {
  it.each<[Source, string[]]>([
    ['employment', ['employment.kind', 'employment.employmentRegistered', 'person.newlyEmployed']],
    ['employment', ['person.isRegisteredUnemployed', 'person.registeredUnemployedSince']],
    ['employment', ['person.recognisedHardToEmploy', 'history.openingSubsidyAlreadyPaid']],
    ['employment', ['history.openingSubsidyPaidAmount', 'history.pooledAmountAlreadyPaid']],
    ['employment', ['history.subsidisedCourseKinds[]', 'history.monthsAlreadySubsidised', 'history.firstApprovedOn']],
    ['employment', ['history.subsidyYearsAlreadyPaid', 'history.operatingSubsidyPaidThisSubsidyYear']],
    ['commerce', ['enterprise.foundedByPerson', 'enterprise.hasBusinessLicence', 'enterprise.operatingNormally']],
    ['social-insurance', ['person.isReceivingUnemploymentBenefit', 'person.unemploymentBenefitMonthsLeft']],
    ['social-insurance', ['person.unemploymentBenefitEndsOn']],
  ])('of %s says %j', (source, paths) => {
    const facts = on({ recordsBeginOn: everything });
    for (const path of paths) expect(facts.get(path)).toMatchObject({ is: 'known', source, observedOn: null });
  });

  it('beside older entries is as old as the oldest of them', () => {
    const employments = [
      since('2026-05-01', registration('employee', '2025-01-01', '2025-12-31')),
      since('2026-04-01', registration('unemployed', '2024-01-01', '2024-12-31')),
    ];
    const facts = on({ recordsBeginOn: everything, employments });
    for (const path of ['employment.kind', 'person.newlyEmployed', 'person.isRegisteredUnemployed'])
      expect(facts.get(path)).toMatchObject({ source: 'employment', observedOn: '2026-04-01' });
  });
});

describe('a conclusion', () => {
  it('from several sources names them all, and the oldest day', () => {
    const employments = [
      since('2026-03-01', registration('unemployed', '2026-01-01')),
      since('2026-02-01', registration('employee', '2024-01-01', '2025-06-30')),
      since('2026-01-01', registration('employee', '2023-01-01', '2023-06-30')),
    ];
    expect(on({ employments }).get('person.continuouslyUnemployedSince')).toMatchObject({
      is: 'between',
      source: 'employment',
      observedOn: '2026-02-01',
    });
    const taxed = { ...firm, ...since('2026-05-01', firm), taxAsOf: '2026-04-01T02:00:00.000Z' };
    expect(on({ enterprises: [taxed] }).get('enterprise.operatingNormally')).toMatchObject({
      value: true,
      source: 'commerce+tax',
      observedOn: '2026-04-01',
    });
    expect(on({ enterprises: [{ ...taxed, taxAsOf: null }] }).get('enterprise.operatingNormally')).toMatchObject({
      observedOn: '2026-05-01',
    });
  });

  it('from contributions is as old as the newest of them', () => {
    const contributions = [
      since('2026-09-20', contribution('2026-09')),
      since('2026-08-20', contribution('2026-08')),
      since('2026-07-20', contribution('2026-08', 'e')),
    ];
    const facts = on({
      recordsBeginOn: everything,
      employments: [registration('flexible', '2026-07-10')],
      enterprises: [firm],
      contributions,
    });
    for (const path of [
      'employment.socialInsurancePaidAsRequired',
      'employment.monthsClaimed',
      'employment.paidPerMonth',
      'person.ownSocialInsurancePaidThisYear',
    ])
      expect(facts.get(path)).toMatchObject({ source: 'social-insurance', observedOn: '2026-09-20' });
  });

  it('in dispute names each side with what it rests on', () => {
    const facts = on({
      recordsBeginOn: everything,
      employments: [since('2026-03-01', registration('flexible', '2026-01-10'))],
      contributions: monthsOf(6, 9, 'e').map((paid) => since('2026-08-01', paid)),
    });
    expect(facts.get('employment.kind')).toEqual({
      is: 'one-of',
      candidates: [
        { value: 'flexible', source: 'employment', observedOn: '2026-03-01' },
        { value: null, source: 'social-insurance', observedOn: '2026-08-01' },
      ],
    });
  });
});

describe('to the day', () => {
  const receiving = (spell: ReturnType<typeof benefit>, assessOn: string, more: Partial<PersonDocument> = {}) =>
    on({ unemploymentBenefits: [spell], recordsBeginOn: everything, ...more }, assessOn);
  const path = 'person.isReceivingUnemploymentBenefit';

  it.each([
    ['2026-06-30', false],
    ['2026-07-01', true],
    ['2026-08-31', true],
    ['2026-09-01', undefined],
    ['2026-09-30', undefined],
    ['2026-10-01', false],
  ])('benefit of two months drawn of three: on %s %s', (assessOn, value) => {
    const fact = receiving(benefit('2026-07-01', 2, 3), assessOn).get(path);
    expect(fact?.is === 'known' ? fact.value : fact).toBe(value);
  });

  it('a lump sum of the first day of a spell ends it', () => {
    const lumpSum = grant('art05.unemployment-benefit-lump-sum', '2026-07', '2026-07', { paidOn: '2026-07-01' });
    const facts = receiving(benefit('2026-07-01', 2, 3), '2026-07-01', { grants: [lumpSum] });
    expect(facts.get(path)).toMatchObject({ value: false });
    expect(facts.get('person.unemploymentBenefitMonthsLeft')).toMatchObject({ value: 0 });
  });

  it('months left are none below none, and a spell counts from its first day', () => {
    const left = 'person.unemploymentBenefitMonthsLeft';
    expect(receiving(benefit('2026-07-01', 3, 3), '2026-11-01').get(left)).toMatchObject({ value: 0 });
    expect(receiving(benefit('2026-07-01', 4, 3), '2026-11-01').get(left)).toMatchObject({ value: 0 });
    expect(receiving(benefit('2026-07-01', 1, 3), '2026-07-01').get(left)).toMatchObject({ value: 2 });
    expect(receiving(benefit('2026-07-01', 1, 3), '2026-06-30').get(left)).toMatchObject({
      value: 0,
      observedOn: null,
    });
  });

  it('what a founder paid counts from New Year to today', () => {
    const paid = ['2026-11-01', '2026-01-01', '2025-12-31', '2026-11-02'].map((paidOn, i) =>
      contribution('2026-01', null, { paidOn, ownFen: 10 ** i }),
    );
    const sum = on({ recordsBeginOn: everything, enterprises: [firm], contributions: paid });
    expect(sum.get('person.ownSocialInsurancePaidThisYear')).toMatchObject({ value: 11 });
  });

  it('of several pooled payments with several firms it is open whose they are; nothing paid is nothing', () => {
    const pooled = 'history.pooledAmountAlreadyPaid';
    const enterprises = [firm, { ...firm, creditCode: 'd' }];
    const one = grant('art05.job-creation-subsidy', '2026-06', '2026-06', { amountFen: 1 });
    expect(on({ recordsBeginOn: everything, enterprises, grants: [one, one] }).get(pooled)).toMatchObject({
      from: 0,
      to: 2,
    });
    expect(on({ recordsBeginOn: everything, enterprises, grants: [one] }).get(pooled)).toMatchObject({
      from: 0,
      to: 1,
    });
    expect(on({ recordsBeginOn: everything, enterprises }).get(pooled)).toMatchObject({ value: 0 });
  });
});
