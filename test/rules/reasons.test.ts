/** What a clerk reads aloud: the reasons of a decision, sentence by sentence, in both languages. */
import { describe, expect, it } from 'vitest';
import { parseDay } from '../../rules/civil-date.js';
import { decide } from '../../rules/decide.js';
import { decideDeclared, ruleById } from '../../rules/index.js';
import { parseFacts } from '../../rules/parse-facts.js';
import { parseParameters } from '../../rules/parse-parameters.js';
import { caseFiles, requestOf } from './case-files.js';

const opening = 'art05.opening-subsidy';
const flexible = 'art02.flexible-employment-subsidy.hard-to-employ';
const firm = { registeredOn: '2016-01-10', foundedByPerson: true, operatingNormally: true, hasBusinessLicence: true };
const facts = {
  person: { education: { schoolType: 'university', status: 'enrolled' } },
  enterprise: firm,
  history: { openingSubsidyAlreadyPaid: false },
};

const decided = (rule: string, given: object, assessOn = '2016-09-01', parameters: object = {}) =>
  decide(ruleById(rule)!, {
    assessOn: parseDay(assessOn)!,
    facts: parseFacts(given, null),
    parameters: parseParameters(parameters, 'test'),
  });
const reasons = (...given: Parameters<typeof decided>) => decided(...given).reasons;
const withFirm = (changes: object) => reasons(opening, { ...facts, enterprise: { ...firm, ...changes } });

describe('the reasons', () => {
  it('of a yes name the right and the sum', () => {
    expect(reasons(opening, facts)).toEqual([
      '符合条件: 一次性开业补贴, 5000元',
      'Eligible: one-off opening subsidy, 5000 yuan',
    ]);
  });

  it('of a yes without money name the right alone', () => {
    const exam = { kind: 'public_institution', grassrootsExperienceRequired: true };
    const person = { isDischargedSoldier: true, yearsOfMilitaryService: 2 };
    expect(reasons('status.hard-to-employ', { person: { recognisedHardToEmploy: true } })).toEqual([
      '成立: 就业困难人员',
      'True: hard to employ',
    ]);
    for (const reason of reasons('art14.service-counts-as-experience', { person, exam }))
      expect(reason).not.toMatch(/元|yuan|金额|amount/);
  });

  const hard = {
    person: { recognisedHardToEmploy: true, birthDate: '1980-01-01' },
    employment: {
      kind: 'flexible',
      employmentRegistered: true,
      socialInsurancePaidAsRequired: true,
      paidPerMonth: 600,
      monthsClaimed: 3,
      startedOn: '2016-01-01',
    },
    history: { monthsAlreadySubsidised: 0 },
  };

  it('of a product name its factors', () => {
    expect(reasons(flexible, hard, '2016-09-01', { flexibleMinimumContributionPerMonth: 700 })).toEqual([
      '符合条件: 就业困难人员灵活就业社会保险补贴, 1200元 = 补贴月数 3 × 每月补贴（应缴最低标准的2/3，不超过实缴的2/3） 400元',
      'Eligible: social insurance subsidy for flexible work, people hard to employ, 1200 yuan = months paid 3 × per month: 2/3 of the minimum due, at most 2/3 of what was paid 400 yuan',
    ]);
  });

  it('of a yes whose sum is not known say so', () => {
    expect(reasons(flexible, hard)).toEqual([
      '符合条件: 就业困难人员灵活就业社会保险补贴; 金额待定',
      'Eligible: social insurance subsidy for flexible work, people hard to employ; The amount is not known yet',
    ]);
  });

  it('of a product whose factors are open, though its result is not, tell the result', () => {
    const nothingPaid = { ...hard.employment, paidPerMonth: 0, monthsClaimed: { between: [1, 3] } };
    expect(reasons(flexible, { ...hard, employment: nothingPaid })).toEqual([
      '符合条件: 就业困难人员灵活就业社会保险补贴, 0元',
      'Eligible: social insurance subsidy for flexible work, people hard to employ, 0 yuan',
    ]);
  });

  it('of a day name the day', () => {
    expect(reasons('retirement.date', { person: { birthDate: '1980-01-01', sex: 'male' } })).toEqual([
      '成立: 法定退休日期, 2040-01-01',
      'True: day of retirement by law, 2040-01-01',
    ]);
  });

  it('of a rule that is not in force say that', () => {
    expect(reasons(opening, facts, '2015-01-01')).toEqual([
      '政策当日未施行: 一次性开业补贴',
      'The policy was not in force on that day: one-off opening subsidy',
    ]);
  });

  it('of a no name what fails, with its days and its place in the policy', () => {
    expect(
      reasons(opening, {
        ...facts,
        enterprise: { ...firm, registeredOn: '2016-08-01' },
        history: { openingSubsidyAlreadyPaid: true },
      }),
    ).toEqual([
      '未满足: 正常经营满3个月 (2016-08-01; 第5条第4句)',
      '未满足: 未领取过开业补贴 (第5条第4句)',
      'Not met: three months of operation (2016-08-01; item 5/4)',
      'Not met: the opening subsidy was not paid before (item 5/4)',
    ]);
  });

  it('of a group that fails name the group', () => {
    expect(reasons(opening, { ...facts, person: { education: { schoolType: 'none' } } })).toEqual([
      expect.stringMatching(/^未满足: [^(]+$/),
      expect.stringMatching(/^Not met: [^(]+$/),
    ]);
  });

  it('of the unknown name what is open, with what is disputed or known within limits', () => {
    const [a, b] = ['2016-01-01', '2016-08-01'];
    const conflict = [a, b].map((value) => ({ source: value, value }));
    expect(withFirm({ registeredOn: { conflict } })).toEqual([
      '尚不清楚: 正常经营满3个月 (来源不一致; 第5条第4句)',
      'Not known yet: three months of operation (sources disagree; item 5/4)',
    ]);
    expect(withFirm({ registeredOn: { between: [a, b] } })).toEqual([
      '尚不清楚: 正常经营满3个月 (2016-01-01 – 2016-08-01; 第5条第4句)',
      'Not known yet: three months of operation (2016-01-01 – 2016-08-01; item 5/4)',
    ]);
  });

  it('beside an open fact do not tell a known day', () => {
    const education = { schoolType: 'university', status: 'graduated' };
    const [zh = ''] = reasons(opening, { ...facts, person: { education } });
    expect(zh).toMatch(/^尚不清楚: /);
    expect(zh).not.toContain('2016-01-10');
  });

  it('are eight at most, and then how many more', () => {
    const open = reasons(opening, {});
    expect(open).toHaveLength(18);
    expect([open[8], open[17]]).toEqual(['另有2项', 'and 2 more']);
    expect(new Set(open).size).toBe(18);
    const eight = reasons(opening, { enterprise: { operatingNormally: true }, history: facts.history });
    expect(eight).toHaveLength(16);
    expect(eight.filter((reason) => reason.startsWith('尚不清楚'))).toHaveLength(8);
  });

  it('of a sum that is too small name the sum', () => {
    const employees = [{ count: 4, contractMonths: 12, employmentRegistered: true, socialInsuranceMonthsPaid: 12 }];
    const jobs = reasons('art05.job-creation-subsidy', { ...facts, enterprise: { ...firm, employees } });
    expect(jobs).toEqual([expect.stringMatching(/^未满足: .*第5条/), expect.stringMatching(/^Not met: .*item 5\//)]);
  });
});

const workings = /, ([\d.]+)元 = (.+)$/;

it('in every case of a product the factors make the amount, and money is told as money', () => {
  const told = caseFiles.flatMap((file) =>
    file.cases.map((one) => {
      const decided = decideDeclared(requestOf(file, one));
      return 'error' in decided ? '' : decided.decisions[0]!.reasons[0]!;
    }),
  );
  const products = told.flatMap((reason) => {
    const [, amount, factors] = workings.exec(reason) ?? [];
    return amount === undefined || factors === undefined ? [] : [{ amount: Number(amount), factors }];
  });
  expect(products.length).toBeGreaterThan(20);
  for (const { amount, factors } of products) {
    const numbers = factors.split(' × ').map((factor) => / ([\d.]+)(元?)$/.exec(factor) ?? []);
    const product = numbers.reduce((sofar, [, number]) => sofar * Number(number), 1);
    expect([factors, product.toFixed(2)]).toEqual([factors, amount.toFixed(2)]);
    expect([factors, numbers.filter(([, , unit]) => unit === '元').length]).toEqual([factors, 1]);
  }
});
