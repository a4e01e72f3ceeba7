/** What a fact that is not known can still be, how it is shown, and by which name it is asked for. */
import { describe, expect, it, test } from 'vitest';
import { parseDay } from '../../rules/civil-date.js';
import { inForceOn } from '../../rules/dated.js';
import { domainOf, kindOf, reportedPath } from '../../rules/fact.js';
import type { Fact } from '../../rules/fact.js';
import { shownValue } from '../../rules/trace.js';

const origin = { source: 'tax', observedOn: null };
const known: Fact = { is: 'known', value: 1, ...origin };

describe('an open fact', () => {
  it.each<[string, Fact | undefined, unknown]>([
    ['person.disabled', undefined, { values: [true, false] }],
    ['person.birthDate', undefined, { from: 1, to: 9, orNone: false }],
    ['hires[2].birthDate', undefined, { from: 1, to: 9, orNone: false }],
    ['enterprise.registeredOn', undefined, { from: 1, to: 9, orNone: true }],
    ['costs.months[0].month', undefined, { from: 1, to: 9, orNone: true }],
    ['enterprise.layoffRateLastYear', undefined, { from: 0, to: 1, orNone: false }],
    ['employment.paidPerMonth', undefined, { from: 0, to: Infinity, orNone: false }],
    ['employment.monthsClaimed', undefined, { from: 0, to: Infinity, orNone: false }],
    ['hires[]', undefined, { values: [0, 1, Infinity] }],
    [
      'history.subsidisedCourseKinds[]',
      undefined,
      { values: [0, 'awareness', 'start_or_improve_business', 'practice'] },
    ],
    ['person.sex', undefined, { values: ['male', 'female'] }],
    ['park.recognisedLevel', undefined, { values: ['national', 'provincial', 'city', null] }],
    ['employment.kind', undefined, { values: ['flexible', 'registration', null] }],
    [
      'person.disabled',
      {
        is: 'one-of',
        candidates: [
          { value: true, ...origin },
          { value: null, ...origin },
        ],
      },
      { values: [true, null] },
    ],
    ['employment.paidPerMonth', { is: 'between', from: 2, to: 3, ...origin }, { from: 2, to: 3, orNone: false }],
  ])('%s with %j can be %j', (path, fact, domain) => {
    expect(domainOf(path, fact, [1, 9])).toEqual(domain);
  });
});

test('the kind of an element’s fact is that of its list', () => {
  expect(kindOf('hires[12].contractMonths')).toBe('count');
  expect(kindOf('hires[].contractMonths')).toBe('count');
  expect(kindOf('hires[0].nothing')).toBeUndefined();
});

describe('a missing fact', () => {
  const parameters = (...values: (number | null)[]) =>
    new Map([['employerRates.medical', values.map((value) => ({ from: null, value, source: null }))]]);
  it.each<[string, string[], ReturnType<typeof parameters>, string]>([
    ['person.disabled', [], parameters(), 'person.disabled'],
    ['hires[]', [], parameters(), 'hires'],
    ['unit.previousYear.internsCompleted', [], parameters(), 'unit.previousYear'],
    [
      'unit.previousYear.internsCompleted',
      ['unit.previousYear.internsRetained'],
      parameters(),
      'unit.previousYear.internsCompleted',
    ],
    ['unit.previousYear.internsCompleted', ['unit.isInternshipUnit'], parameters(), 'unit.previousYear'],
    ['hires[1].contractMonths', ['hires[0].contractMonths'], parameters(), 'hires[1].contractMonths'],
    ['parameter:startupAgeMonths', [], parameters(), 'parameter:startupAgeMonths'],
    ['parameter:startupAgeMonths@17', [], parameters(), 'parameter:startupAgeMonths'],
    ['parameter:employerRates.pension', [], parameters(), 'parameter:employerRates'],
    ['parameter:employerRates.pension@17', [], parameters(null), 'parameter:employerRates'],
    ['parameter:employerRates.pension', [], parameters(null, 0.1), 'parameter:employerRates.pension'],
  ])('%s beside %j is asked for by its name', (path, given, own, name) => {
    expect(reportedPath(path, new Map(given.map((one) => [one, known])), own)).toBe(name);
  });
});

test('a value is shown as the border writes it', () => {
  const day = parseDay('2016-02-29')!;
  expect(shownValue('enterprise.registeredOn', day)).toBe('2016-02-29');
  expect(shownValue('costs.months[0].month', day)).toBe('2016-02');
  expect(shownValue('employment.paidPerMonth', 1234)).toBe(12.34);
  expect(shownValue('employment.monthsClaimed', 1234)).toBe(1234);
  expect(shownValue('person.sex', 'male')).toBe('male');
  expect([shownValue('person.disabled', false), shownValue('enterprise.registeredOn', null)]).toEqual([false, null]);
  expect(shownValue('person.sex', [{ months: 1 }])).toBeNull();
});

test('of dated values the last that has begun is in force, in whatever order they stand', () => {
  const dated = (from: number | null, value: number) => ({ from, value, source: null });
  const entries = [dated(20, 2), dated(null, 0), dated(10, 1), dated(30, 3)];
  const values = [9, 10, 19, 20, 29, 30].map((day) => inForceOn(entries, day)?.value);
  expect(values).toEqual([0, 1, 1, 2, 2, 3]);
  expect([...entries].reverse().map((_, i, all) => inForceOn(all, 9 + i * 7)?.value)).toEqual([0, 1, 2, 3]);
  expect(inForceOn([dated(10, 1)], 9)).toBeUndefined();
  expect(inForceOn([dated(10, 1), dated(10, 2)], 10)?.value).toBe(2);
});
