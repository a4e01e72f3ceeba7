/** Items 5 and 6 under the other reading of their doubtful words. */
import { describe, expect, it } from 'vitest';
import { parseDay } from '../../rules/civil-date.js';
import { decide } from '../../rules/decide.js';
import { ruleById } from '../../rules/entitlements/index.js';
import { parseFacts } from '../../rules/parse-facts.js';
import type { ReadingChoices } from '../../rules/readings.js';

function decided(id: string, facts: unknown, choices: ReadingChoices, assessOn = '2016-09-01') {
  const circumstances = { assessOn: parseDay(assessOn)!, facts: parseFacts(facts, null), parameters: new Map() };
  return decide(ruleById(id)!, circumstances, choices);
}

const job = { count: 5, contractMonths: 12, employmentRegistered: true, socialInsuranceMonthsPaid: 12 };
const founder = (employees: object[]) => ({
  person: { ownSocialInsurancePaidThisYear: 12_000 },
  enterprise: { newlyFoundedByStartupGroup: true, operatingNormally: true, employees },
  history: { subsidyYearsAlreadyPaid: 0, pooledAmountAlreadyPaid: 0 },
});
const inPark = {
  person: { isVeteran: true },
  enterprise: { locatedInIncubationPark: true, enteredParkOn: '2016-08-15' },
  costs: { months: [{ month: '2016-08', propertyManagement: 0, cleaning: 0, rent: 1000, utilities: 0 }] },
  history: { operatingSubsidyPaidThisSubsidyYear: 0 },
};

describe('R-33: a ceiling is a limit, and the bureau sets the amount', () => {
  const choices = { 'R-33': 'ceiling-is-a-limit' } as const;

  it('for the insurance of a founder', () => {
    const paid = decided('art05.startup-social-insurance-subsidy', founder([job]), {});
    const limited = decided('art05.startup-social-insurance-subsidy', founder([job]), choices);
    expect(paid).toMatchObject({ outcome: 'eligible', amountFen: 1_000_000 });
    expect(limited).toMatchObject({ outcome: 'eligible', amountFen: null, amountAtLeastFen: 0, amountMissing: [] });
    expect(limited.amountAtMostFen).toBe(1_000_000);
  });

  it('for costs in an incubation park', () => {
    const paid = decided('art06.incubation-operating-subsidy', inPark, {});
    const limited = decided('art06.incubation-operating-subsidy', inPark, choices);
    expect(paid).toMatchObject({ outcome: 'eligible', amountFen: 50_000 });
    expect(limited).toMatchObject({ outcome: 'eligible', amountFen: null, amountAtLeastFen: 0, amountMissing: [] });
    expect(limited.amountAtMostFen).toBe(50_000);
  });
});

describe('R-35: the twelve months of contributions must be consecutive', () => {
  const choices = { 'R-35': 'consecutive' } as const;

  it.each(['art05.startup-social-insurance-subsidy', 'art05.job-creation-subsidy'])('%s', (id) => {
    expect(decided(id, founder([job]), {}).outcome).toBe('eligible');
    expect(decided(id, founder([job]), choices)).toMatchObject({ outcome: 'unknown', missing: [] });
    const short = founder([{ ...job, socialInsuranceMonthsPaid: 11 }]);
    expect(decided(id, short, choices).outcome).toBe('ineligible');
  });
});

const opening = (graduationDate: string, enterprise: object) => ({
  person: { education: { schoolType: 'university', status: 'graduated', graduationDate } },
  enterprise: { foundedByPerson: true, operatingNormally: true, ...enterprise },
  history: { openingSubsidyAlreadyPaid: false },
});

it('R-25: the founder is a student on the day of application', () => {
  const choices = { 'R-25': 'on-day-of-application' } as const;
  const enterprise = { registeredOn: '2016-05-01' };
  const late = opening('2011-08-31', enterprise);
  expect(decided('art05.opening-subsidy', late, {}).outcome).toBe('eligible');
  expect(decided('art05.opening-subsidy', late, choices).outcome).toBe('ineligible');
  expect(decided('art05.opening-subsidy', opening('2011-09-01', enterprise), choices).outcome).toBe('eligible');
});

it('R-36: three months are counted from the first day of operation', () => {
  const choices = { 'R-36': 'from-first-operation' } as const;
  const began = (startedOperatingOn: string) =>
    opening('2014-06-30', { registeredOn: '2016-05-01', startedOperatingOn });
  expect(decided('art05.opening-subsidy', began('2016-06-02'), {}).outcome).toBe('eligible');
  expect(decided('art05.opening-subsidy', began('2016-06-02'), choices)).toMatchObject({
    outcome: 'ineligible',
    becomesEligibleOn: '2016-09-02',
  });
  expect(decided('art05.opening-subsidy', began('2016-06-01'), choices).outcome).toBe('eligible');
});
