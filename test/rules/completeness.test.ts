/** The whole catalogue is there, in both languages, and leans on sentences that exist; no fact and no parameter is idle. */
import { describe, expect, it } from 'vitest';
import { factKinds } from '../../rules/fact-names.js';
import { factsReadBy, parametersReadBy } from '../../rules/facts-read-by.js';
import { definitions, entitlements } from '../../rules/index.js';
import { parameterKinds } from '../../rules/parameter-names.js';
import { caseFiles } from './case-files.js';
import { citesOf, partsOf } from './parts-of-rules.js';

const catalogue = [
  'art02.employer-social-insurance-subsidy.graduate',
  'art02.employer-social-insurance-subsidy.hard-to-employ',
  'art02.employer-social-insurance-subsidy.land-expropriated',
  'art02.flexible-employment-subsidy.hard-to-employ',
  'art02.flexible-employment-subsidy.graduate',
  'art02.small-business-base-support',
  'art03.unemployment-premium-rate',
  'art03.job-stabilisation-subsidy',
  'art03.resettlement-money-priority',
  'art04.startup-fee-exemption',
  'art04.startup-tax-relief',
  'art05.opening-subsidy',
  'art05.unemployed-startup-grant',
  'art05.unemployment-benefit-lump-sum',
  'art05.leave-to-start-business',
  'art05.startup-social-insurance-subsidy',
  'art05.job-creation-subsidy',
  'art05.selected-startup-support',
  'art05.startup-project-funding',
  'art06.incubation-operating-subsidy',
  'art06.park-guarantee-purchase',
  'art06.incubation-park-recognition-award',
  'art06.incubation-success-award',
  'art07.student-startup-training-subsidy',
  'art07.startup-training-subsidy',
  'art08.startup-guaranteed-loan',
  'art08.student-loan-fast-lane',
  'art09.migrant-credit-loan',
  'art10.service-industry-priority',
  'art10.project-collection-subsidy',
  'art10.counselling-purchase',
  'art10.financing-matching-purchase',
  'art11.grassroots-public-post',
  'art11.tuition-compensation',
  'art11.title-language-exam-exemption',
  'art11.modern-agriculture-hiring-subsidy',
  'art11.internship-base-award',
  'art11.internship-subsidy',
  'art11.internship-unit-rectification',
  'art11.job-seeking-startup-subsidy',
  'art12.public-welfare-post',
  'art12.disability-hiring-subsidy',
  'art12.disability-concentrated-employer-support',
  'art12.household-employment-guarantee',
  'art12.full-employment-community-award',
  'art13.migrant-one-stop-service',
  'art14.veteran-placement',
  'art14.graduate-soldier-police-recruitment',
  'art14.service-counts-as-experience',
  'art14.military-family-placement',
  'art15.employment-service-subsidy',
  'art18.vocational-training-subsidy',
  'art18.apprenticeship-support',
  'art19.placement-subsidy',
  'art19.work-cost-deduction',
  'art20.certificate-as-entitlement-key',
  'art23.commendation',
  'art24.activity-cost-funding',
];
const terms = [
  'status.student-startup-group',
  'status.graduate-3y',
  'status.graduate-for-employment-subsidies',
  'status.hard-to-employ',
  'status.hard-to-employ-loan',
  'status.valid-employment-certificate',
  'status.msme',
  'status.benefit-recipient',
  'retirement.date',
];

/** How many sentences (。) each item of 濮政〔2016〕1号 has, from item 1 on; its closing paragraph is not counted. */
const sentences = [2, 5, 9, 4, 11, 8, 3, 7, 6, 5, 10, 7, 6, 6, 8, 5, 5, 15, 5, 2, 4, 3, 3, 5, 1];

/** Names that may be stated, though nothing is decided by them yet. */
const factsForLater: Record<string, string> = {
  'person.unemploymentBenefitEndsOn': 'serves dates only: whether benefit is received is its own fact',
  'person.employmentContractSignedOrAmended': 'a duty of the institution (5/8), never a reason for a no',
  'costs.months[].*': 'other kinds of cost are accepted and do not count',
  'exam.grassrootsExperienceRequired': 'what a post asks for does not change what service counts as',
  'exam.workYearsRequired': 'whoever recruits compares it with the sum of years',
};
const parametersForLater: Record<string, string> = {
  personalRates: 'the subsidies of item 2 are reckoned on the part of the employer',
  olderWorkerYearsBeforeRetirement: 'an older worker is told as such',
  internshipMonths: 'the length of an internship does not enter the decision',
  internshipMinimumMonths: 'the length of an internship does not enter the decision',
  stateFirmReserveRate: 'how many posts a firm keeps, not who may have one',
  disabilityQuotaLevyPerYear: 'what is owed below the share, not what is paid above it',
};

const rules = [...entitlements, ...definitions];
const everyRule = rules.map((rule) => [rule.id, rule] as const);

it('the 58 entitlements of the catalogue are decided, in the order of the policy, and the 9 terms beside them', () => {
  expect(catalogue).toHaveLength(58);
  expect(entitlements.map(({ id }) => id)).toEqual(catalogue);
  expect(definitions.map(({ id }) => id)).toEqual(terms);
});

/** Of whom each rule decides; every other decides of a person. */
const subjects: Record<string, string[]> = {
  employer: [
    'art02.employer-social-insurance-subsidy.graduate',
    'art02.employer-social-insurance-subsidy.hard-to-employ',
    'art02.employer-social-insurance-subsidy.land-expropriated',
    'art03.unemployment-premium-rate',
    'art12.disability-hiring-subsidy',
    'art12.disability-concentrated-employer-support',
    'art19.placement-subsidy',
    'status.msme',
  ],
  park: [
    'art02.small-business-base-support',
    'art06.park-guarantee-purchase',
    'art06.incubation-park-recognition-award',
    'art06.incubation-success-award',
  ],
  enterprise: [
    'art03.job-stabilisation-subsidy',
    'art03.resettlement-money-priority',
    'art04.startup-fee-exemption',
    'art04.startup-tax-relief',
    'art05.job-creation-subsidy',
    'art05.selected-startup-support',
    'art11.modern-agriculture-hiring-subsidy',
    'art18.apprenticeship-support',
  ],
  provider: [
    'art10.service-industry-priority',
    'art10.project-collection-subsidy',
    'art10.counselling-purchase',
    'art10.financing-matching-purchase',
    'art15.employment-service-subsidy',
    'art18.vocational-training-subsidy',
    'art24.activity-cost-funding',
  ],
  unit: [
    'art11.internship-base-award',
    'art11.internship-subsidy',
    'art11.internship-unit-rectification',
    'art23.commendation',
  ],
  household: ['art12.household-employment-guarantee'],
  community: ['art12.full-employment-community-award'],
};

it('each decides of one subject, by which records are asked', () => {
  const others = new Map(Object.entries(subjects).flatMap(([subject, ids]) => ids.map((id) => [id, subject])));
  expect(rules.map(({ id, subject }) => `${id} ${subject}`)).toEqual(
    rules.map(({ id }) => `${id} ${others.get(id) ?? 'person'}`),
  );
});

it('each of them has its file of cases', () => {
  expect(caseFiles.map(({ rule }) => rule).toSorted()).toEqual([...catalogue, ...terms].toSorted());
});

describe.each(everyRule)('%s', (_, rule) => {
  it('says everything in Chinese and in English', () => {
    const { name, fund, documents, papers, remarks, pool } = rule;
    const parts = partsOf(rule).map(({ text }) => text);
    for (const { zh, en } of [
      name,
      fund,
      ...documents,
      ...papers,
      ...remarks,
      ...(pool ? [pool.name] : []),
      ...parts,
    ]) {
      expect(zh).toMatch(/\p{Script=Han}/u);
      expect(en).toMatch(/^[^\p{Script=Han}]*[a-z][^\p{Script=Han}]*$/u);
    }
  });

  it('cites sentences that exist', () => {
    const cites = citesOf(rule);
    expect(cites.length).toBeGreaterThan(0);
    for (const { item, sentence } of cites) {
      expect(sentence).toBeGreaterThanOrEqual(1);
      expect(sentence, `item ${item}`).toBeLessThanOrEqual(sentences[item - 1] ?? 0);
    }
    // A term of the law itself is quoted where the policy uses it; an entitlement stands in its own item.
    const item = Number(/^art(\d+)\./.exec(rule.id)?.[1] ?? rule.cites[0]!.item);
    expect(rule.cites.map((cite) => cite.item)).toContain(item);
  });
});

it('every fact is read by some rule, or waits for a stated reason', () => {
  const read = new Set(rules.flatMap(({ id }) => [...factsReadBy(id)]));
  expect(Object.keys(factKinds).filter((path) => !read.has(path))).toEqual(Object.keys(factsForLater));
});

it('every parameter is read by some rule, or waits for a stated reason', () => {
  const read = new Set(rules.flatMap(({ id }) => [...parametersReadBy(id)]));
  expect(Object.keys(parameterKinds).filter((name) => !read.has(name))).toEqual(Object.keys(parametersForLater));
});
