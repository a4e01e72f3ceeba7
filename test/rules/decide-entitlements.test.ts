/** Every entitlement of a record: which rules are asked, about which firm, on which day, and what is remembered. */
import { describe, expect, it, test } from 'vitest';
import { rulesOfOrganizations, rulesOfPersons } from '../../rules/decide-entitlements.js';
import { decideEntitlements, decideEntitlementsOnDay, entitlements, Memory } from '../../rules/index.js';
import type { DecideOptions } from '../../rules/index.js';
import { parseParameters } from '../../rules/parse-parameters.js';
import type { PersonDocument } from '../../rules/vocabulary.js';
import { firm, founder, nobody, registration } from '../support/records.js';

const opening = 'art05.opening-subsidy';
const course = 'art07.student-startup-training-subsidy';
const on = (record: PersonDocument, rule: string, options: DecideOptions = {}, assessOn = '2026-11-01') =>
  decideEntitlements(record, assessOn, { rules: [rule], ...options }).find((one) => one.rule === rule)!;
const older = { ...firm, creditCode: 'd', establishedOn: '2025-08-01' };
const two: PersonDocument = { ...founder, enterprises: [firm, older] };

test('a person’s record is asked for the rules of persons, an organization’s for those of employers and enterprises', () => {
  const ids = entitlements.filter(({ subject }) => subject === 'person').map(({ id }) => id);
  expect(rulesOfPersons.map(({ id }) => id)).toEqual(ids);
  expect(
    decideEntitlements(nobody, '2026-11-01')
      .map(({ rule }) => rule)
      .toSorted(),
  ).toEqual(ids.toSorted());
  expect(decideEntitlementsOnDay(nobody, '2026-11-01').map(({ rule }) => rule)).toEqual(ids);
  expect(new Set(rulesOfOrganizations.map(({ subject }) => subject))).toEqual(new Set(['employer', 'enterprise']));
  expect(decideEntitlements(nobody, '2026-02-30')).toEqual([]);
  expect(decideEntitlementsOnDay(nobody, '2026-02-30')).toEqual([]);
});

test('some rules are decided with those that share a cap or a cost, and alone where none does', () => {
  const asked = (...rules: string[]) => decideEntitlements(founder, '2026-11-01', { rules }).map(({ rule }) => rule);
  expect(asked(opening)).toEqual([opening]);
  const flexible = ['hard-to-employ', 'graduate'].map((group) => `art02.flexible-employment-subsidy.${group}`);
  expect(asked(flexible[0]!)).toEqual(expect.arrayContaining([...flexible, 'art05.startup-social-insurance-subsidy']));
  expect(asked('no-rule')).toEqual([]);
});

describe('a founder of two firms', () => {
  it('is decided about the firm that gives more, which is named; what asks about none names none', () => {
    expect(on(two, opening)).toMatchObject({ outcome: 'eligible', firm: 'c' });
    const struckOff = { ...two, enterprises: [{ ...firm, state: 'revoked' as const }, older] };
    expect(on(struckOff, opening)).toMatchObject({ outcome: 'eligible', firm: 'd' });
    const [oneDay] = decideEntitlementsOnDay(struckOff, '2026-11-01', { rules: [opening] });
    expect(oneDay).toMatchObject({ outcome: 'eligible', firm: 'd' });
    expect(on(two, 'art02.flexible-employment-subsidy.graduate').firm).toBeNull();
    expect(on(founder, opening).firm).toBe('c');
    expect(on({ ...founder, enterprises: [] }, opening).firm).toBeNull();
  });

  it('turns on the day on which either firm does', () => {
    const young = { ...firm, establishedOn: '2026-10-01' };
    const closed = { ...older, state: 'revoked' as const };
    expect(on({ ...founder, enterprises: [young, closed] }, opening)).toMatchObject({
      outcome: 'ineligible',
      changesOn: '2027-01-01',
      becomesEligibleOn: '2027-01-01',
    });
  });
});

describe('a memory', () => {
  const few = [opening, course, 'art02.flexible-employment-subsidy.graduate', 'art08.startup-guaranteed-loan'];
  const values = (record: PersonDocument, options: DecideOptions) =>
    JSON.parse(JSON.stringify(decideEntitlements(record, '2026-11-01', { rules: few, ...options }))) as unknown;
  const working = { ...founder, employments: [registration('flexible', '2026-05-10')] };

  it('says the same as deciding afresh, in the words of each record', () => {
    const memory = new Memory();
    for (const record of [founder, working, two, founder, working, two])
      expect(values(record, { memory })).toEqual(values(record, {}));
    // The same values by another source: the decision is remembered, the words are its own.
    const told = { ...founder, education: { ...founder.education!, source: 'social-insurance' as const } };
    expect(values(told, { memory })).toEqual(values(told, {}));
    expect(JSON.stringify(on(told, opening, { memory }).conditions)).toContain('"source":"social-insurance"');
  });

  it('keeps what was decided', () => {
    const kept: string[] = [];
    class Watched extends Memory {
      override keep(...given: Parameters<Memory['keep']>): void {
        kept.push(given[0]);
        super.keep(...given);
      }
    }
    const memory = new Watched();
    values(founder, { memory });
    const first = kept.length;
    values(founder, { memory });
    expect([first > 0, kept.length]).toEqual([true, first]);
  });
});

test('parameters and readings of the caller count', () => {
  const flexible = 'art02.flexible-employment-subsidy.graduate';
  const own = parseParameters({ flexibleMinimumContributionPerMonth: 700 }, 'test');
  const missing = (options: DecideOptions) => on(nobody, flexible, options).amountMissing.join();
  expect(missing({})).toContain('parameter:flexibleMinimumContributionPerMonth');
  expect(missing({ parameters: own })).not.toContain('parameter:');
  const student = {
    ...founder,
    education: { ...founder.education!, value: { ...founder.education!.value, graduationDate: '2021-06-30' } },
  };
  const late = { ...student, enterprises: [{ ...firm, establishedOn: '2026-05-01' }] };
  const byReading = (choice: 'on-day-of-registration' | 'on-day-of-application') =>
    on(late, opening, { readings: { 'R-25': choice } }).outcome;
  expect([byReading('on-day-of-registration'), byReading('on-day-of-application')]).toEqual(['eligible', 'ineligible']);
  const [oneDay] = decideEntitlementsOnDay(late, '2026-11-01', {
    rules: [opening],
    readings: { 'R-25': 'on-day-of-application' },
  });
  expect(oneDay?.outcome).toBe('ineligible');
  expect(on(late, course).rule).toBe(course);
});
