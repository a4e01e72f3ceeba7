/** Terms that several rules share, and the loan of item 8, under the other reading of their doubtful words. */
import { describe, expect, it } from 'vitest';
import { parseDay } from '../../rules/civil-date.js';
import { decide } from '../../rules/decide.js';
import { ruleById } from '../../rules/entitlements/index.js';
import { parseFacts } from '../../rules/parse-facts.js';
import type { ReadingChoices } from '../../rules/readings.js';

function decided(id: string, facts: unknown, choices: ReadingChoices) {
  const circumstances = { assessOn: parseDay('2016-09-01')!, facts: parseFacts(facts, null), parameters: new Map() };
  return decide(ruleById(id)!, circumstances, choices);
}

describe('R-03: item 12 amends the group of item 8 too', () => {
  const choices = { 'R-03': 'item-12-amends-both' } as const;
  const person = {
    isOlderWorker: false,
    disabled: false,
    receivesMinimumLivingAllowance: false,
    lostLand: false,
    continuouslyUnemployedSince: '2016-02-01',
  };
  const registered = (registeredUnemployedSince: string | null) => ({
    person: { ...person, registeredUnemployedSince },
  });

  it.each([
    ['half a year of registration to the day', '2016-03-01', 'true'],
    ['a day less', '2016-03-02', 'false'],
    ['not registered', null, 'false'],
  ])('%s', (_, since, outcome) => {
    expect(decided('status.hard-to-employ-loan', registered(since), {}).outcome).toBe('false');
    expect(decided('status.hard-to-employ-loan', registered(since), choices).outcome).toBe(outcome);
  });

  it('a year without a break no longer counts, and the registration is asked for', () => {
    const facts = { person: { ...person, continuouslyUnemployedSince: '2014-01-01' } };
    expect(decided('status.hard-to-employ-loan', facts, {}).outcome).toBe('true');
    expect(decided('status.hard-to-employ-loan', facts, choices)).toMatchObject({
      outcome: 'unknown',
      missing: ['person.registeredUnemployedSince'],
    });
  });

  it('opens the loan', () => {
    const { person: unemployed } = registered('2016-03-01');
    const facts = {
      person: {
        ...unemployed,
        education: { schoolType: 'none' },
        isVeteran: false,
        isReturningMigrantWorker: false,
        isReleasedPrisoner: false,
        holdsEmploymentStartupCertificate: false,
        holdsOldEmploymentUnemploymentCertificate: false,
      },
      loan: { requested: 150_000 },
    };
    expect(decided('art08.startup-guaranteed-loan', facts, {})).toMatchObject({ outcome: 'ineligible', amountFen: 0 });
    expect(decided('art08.startup-guaranteed-loan', facts, choices)).toMatchObject({
      outcome: 'eligible',
      amountFen: 10_000_000,
    });
  });
});

it('R-25: a founder is tested on the day asked about', () => {
  const facts = {
    person: { education: { schoolType: 'university', status: 'graduated', graduationDate: '2011-06-30' } },
    enterprise: { registeredOn: '2016-05-01' },
  };
  const choices = { 'R-25': 'on-day-of-application' } as const;
  expect(decided('status.student-startup-group', facts, {}).outcome).toBe('true');
  expect(decided('status.student-startup-group', facts, choices).outcome).toBe('false');
});

it('R-31: a category alone is not known to be enough', () => {
  const choices = { 'R-31': 'recognition-only' } as const;
  const disabled = { person: { disabled: true } };
  expect(decided('status.hard-to-employ', disabled, {}).outcome).toBe('true');
  expect(decided('status.hard-to-employ', disabled, choices)).toMatchObject({
    outcome: 'unknown',
    missing: ['person.recognisedHardToEmploy'],
  });
  const recognised = { person: { recognisedHardToEmploy: true } };
  expect(decided('status.hard-to-employ', recognised, choices).outcome).toBe('true');
});

it('retirement.date changes on the day on which the gradual table comes into force', () => {
  const decision = decided('retirement.date', { person: { birthDate: '1966-05-10', sex: 'male' } }, {});
  expect(decision).toMatchObject({ outcome: 'true', value: '2026-05-10', changesOn: '2025-01-01' });
  const untouched = decided('retirement.date', { person: { birthDate: '1960-05-10', sex: 'male' } }, {});
  expect(untouched).toMatchObject({ value: '2020-05-10', changesOn: null });
});
