/** Item 2 and 3 under their other readings, and the three routes of one employer beside each other. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseDay } from '../../rules/civil-date.js';
import { decide } from '../../rules/decide.js';
import { decideRequest, isRefused, ruleById } from '../../rules/index.js';
import type { ReadingChoices } from '../../rules/index.js';
import { floorShare } from '../../rules/money.js';
import { parseFacts } from '../../rules/parse-facts.js';
import { parseParameters } from '../../rules/parse-parameters.js';

interface Base {
  parameters: Record<string, unknown>;
  facts: Record<string, Record<string, unknown>>;
}
const baseOf = (id: string) => JSON.parse(readFileSync(new URL(`cases/${id}.json`, import.meta.url), 'utf8')) as Base;
const employer = (group: string) => `art02.employer-social-insurance-subsidy.${group}`;

function decisionOf(id: string, facts: object, choices: ReadingChoices) {
  const { parameters } = baseOf(id);
  const circumstances = {
    assessOn: parseDay('2016-09-01')!,
    facts: parseFacts(facts, null),
    parameters: parseParameters(parameters, 'test'),
  };
  return decide(ruleById(id)!, circumstances, choices);
}

function decided(id: string, facts: object, choices: ReadingChoices) {
  const { outcome, amountFen, missing, amountMissing } = decisionOf(id, facts, choices);
  return { outcome, amountFen, missing, amountMissing };
}

const decidedUntil = (id: string, facts: object, choices: ReadingChoices) => decisionOf(id, facts, choices).until;

describe('R-18 read so that employers have no extension', () => {
  const id = employer('hard-to-employ');
  const { facts } = baseOf(id);
  const nearRetirement = {
    ...facts,
    worker: { ...facts['worker'], birthDate: '1958-08-31', sex: 'male' },
    history: { monthsAlreadySubsidised: 36, firstApprovedOn: '2013-09-01' },
  };
  const otherReading = { 'R-18': 'not-for-employers' } as const;

  it('36 months used up end the right', () => {
    expect(decided(id, nearRetirement, {})).toMatchObject({ outcome: 'eligible', amountFen: 487_200 });
    expect(decided(id, nearRetirement, otherReading)).toMatchObject({ outcome: 'ineligible', amountFen: 0 });
  });

  it('the right has no last day: months are counted', () => {
    const begun = { ...nearRetirement, history: { ...nearRetirement.history, monthsAlreadySubsidised: 3 } };
    expect(decidedUntil(id, begun, {})).toBe('2018-08-31');
    expect(decidedUntil(id, begun, otherReading)).toBeNull();
  });

  it('months beyond the 36 are cut, and no day of birth is asked for', () => {
    const claimed = { ...facts, history: { monthsAlreadySubsidised: 31 } };
    expect(decided(id, claimed, otherReading)).toEqual({
      outcome: 'eligible',
      amountFen: 406_000,
      missing: [],
      amountMissing: [],
    });
  });

  it('flexible work keeps its extension', () => {
    const flexible = 'art02.flexible-employment-subsidy.hard-to-employ';
    const base = baseOf(flexible).facts;
    const old = { ...base, person: { ...base['person'], birthDate: '1958-08-31' }, history: nearRetirement.history };
    expect(decided(flexible, old, otherReading)).toMatchObject({ outcome: 'eligible', amountFen: 240_000 });
  });
});

describe('R-32 read so that real spending is the ceiling', () => {
  const id = 'art03.job-stabilisation-subsidy';
  const { facts } = baseOf(id);
  const spent = (yuan?: number) => {
    const { stabilisationSpending: _, ...enterprise } = facts['enterprise']!;
    return { enterprise: yuan === undefined ? enterprise : { ...enterprise, stabilisationSpending: yuan } };
  };
  const otherReading = { 'R-32': 'not-above-what-was-spent' } as const;

  it.each([
    [19_999, 1_999_900],
    [20_000, 2_000_000],
    [20_001, 2_000_000],
  ])('%i yuan spent', (yuan, fen) => {
    expect(decided(id, spent(yuan), otherReading)).toMatchObject({ outcome: 'eligible', amountFen: fen });
  });

  it('spending is asked for under this reading alone', () => {
    expect(decided(id, spent(), otherReading).amountMissing).toEqual(['enterprise.stabilisationSpending']);
    expect(decided(id, spent(), {}).amountMissing).toEqual([]);
  });
});

describe('R-12: one worker and month is paid by one route', () => {
  const worker = {
    count: 1,
    contractMonths: 12,
    employmentRegistered: true,
    socialInsurancePaidAsRequired: true,
    monthsClaimed: 6,
    monthsAlreadySubsidised: 0,
  };
  const hires = [
    { ...worker, recognisedHardToEmploy: true, expropriatedLandPersonMeetingConditions: true },
    { ...worker, recognisedHardToEmploy: false, expropriatedLandPersonMeetingConditions: true },
  ];
  const amounts = (groups: string[], facts: object) => {
    const { parameters } = baseOf(employer('hard-to-employ'));
    const answer = decideRequest({ rules: groups.map(employer), assessOn: '2016-09-01', parameters, facts });
    if (Array.isArray(answer) || isRefused(answer)) throw new Error(JSON.stringify(answer));
    return [...answer.decisions.map(({ amount }) => amount), answer.total];
  };

  it('whoever is asked first pays for a hire that both would pay', () => {
    const facts = { employer: { kind: 'enterprise' }, hires };
    expect(amounts(['hard-to-employ', 'land-expropriated'], facts)).toEqual([4872, 4872, 9744]);
    expect(amounts(['land-expropriated', 'hard-to-employ'], facts)).toEqual([9744, 0, 9744]);
  });

  it('so also with a single hire', () => {
    const { facts } = baseOf(employer('hard-to-employ'));
    const both = { ...facts, worker: { ...facts['worker'], expropriatedLandPersonMeetingConditions: true } };
    expect(amounts(['land-expropriated', 'hard-to-employ'], both)).toEqual([4872, 0, 4872]);
  });
});

it('an amount tells its factors in the reasons, also where one of them was put together', () => {
  const id = 'art02.flexible-employment-subsidy.hard-to-employ';
  const { facts, parameters } = baseOf(id);
  const circumstances = {
    assessOn: parseDay('2016-09-01')!,
    facts: parseFacts(facts, null),
    parameters: parseParameters(parameters, 'test'),
  };
  const [zh] = decide(ruleById(id)!, circumstances).reasons;
  expect(zh).toContain('2400元 = 补贴月数 6 × 每月补贴');
});

it('no share of an amount without end is nothing', () => {
  expect(floorShare(Infinity, { numerator: 0, denominator: 1 })).toBe(0);
  expect(floorShare(Infinity, { numerator: 2, denominator: 3 })).toBe(Infinity);
});
