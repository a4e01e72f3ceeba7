/** Decisions on rules of a few words: what they rest on, until when, and the days to come. */
import { describe, expect, it } from 'vitest';
import { fixed, numberOf, when } from '../../rules/amount.js';
import type { Amount } from '../../rules/amount.js';
import { formatDay } from '../../rules/civil-date.js';
import { all, any, ask, nothing, requires } from '../../rules/condition.js';
import type { Condition } from '../../rules/condition.js';
import { atLeastMonths, cite, decideSmall, flag, ruleOf, says, today } from './small-rules.js';

const person = (facts: object) => ({ person: facts });
const [a, b] = [flag('disabled'), flag('lostLand')];
const claim = (monthsClaimed: unknown, paidPerMonth?: unknown) => ({
  employment: {
    ...(monthsClaimed === undefined ? {} : { monthsClaimed }),
    ...(paidPerMonth === undefined ? {} : { paidPerMonth }),
  },
});

describe('the decision', () => {
  it('says which readings and parameters it rests on, each once', () => {
    const part = requires(
      says('x'),
      cite,
      ['parameter:startupAgeMonths', 'parameter:employerRates.pension'],
      () => true,
      ['R-35', 'R-01'],
    );
    const written = ruleOf(
      all(null, part, a),
      numberOf(null, 'fen', ['parameter:startupAgeMonths', 'parameter:workCostDeduction'], () => 1),
      {
        readings: ['R-20', 'R-01'],
      },
    );
    const decision = decideSmall(written, person({ disabled: true }), {
      startupAgeMonths: [{ from: '2016-01-01', value: 36, source: '1号' }],
      employerRates: { pension: 0.2 },
    });
    expect(decision.readings).toEqual(['R-01', 'R-20', 'R-35']);
    expect(decision.parametersUsed).toEqual([
      { name: 'startupAgeMonths', value: 36, from: '2016-01-01', source: '1号' },
      { name: 'employerRates.pension', value: 0.2, from: null, source: 'test' },
      { name: 'workCostDeduction', value: null, from: null, source: null },
    ]);
  });

  it('rests also on the parameters of who goes before others', () => {
    const priority = requires(says('x'), cite, ['parameter:startupAgeMonths'], (months) => months > 1);
    const { parametersUsed } = decideSmall(ruleOf(a, null, { priority }), person({ disabled: true }));
    expect(parametersUsed.map(({ name }) => name)).toEqual(['startupAgeMonths']);
  });

  it('names until when a right lasts where every completion says the same, and who goes before others', () => {
    const until = ask(['enterprise.registeredOn', 'person.lostLand'], (since, lost) => (lost === true ? null : since));
    const written = ruleOf(a, null, { until, priority: b });
    const facts = (more: object) => ({
      person: { disabled: true, ...more },
      enterprise: { registeredOn: '2016-10-01' },
    });
    expect(decideSmall(written, facts({ lostLand: false }))).toMatchObject({ until: '2016-10-01', priority: false });
    expect(decideSmall(written, facts({ lostLand: true }))).toMatchObject({ until: null, priority: true });
    expect(decideSmall(written, facts({}))).toMatchObject({
      outcome: 'eligible',
      until: null,
      priority: false,
      missing: [],
    });
    const unknown = { person: { lostLand: true }, enterprise: { registeredOn: '2016-10-01' } };
    expect(decideSmall(written, unknown)).toMatchObject({ outcome: 'unknown', until: null, priority: false });
    const none = { ...written, noUntilIfRead: { reading: 'R-18', choice: 'not-for-employers' } as const };
    expect(decideSmall(none, facts({ lostLand: false })).until).toBe('2016-10-01');
    expect(decideSmall(none, facts({ lostLand: false }), {}, { 'R-18': 'not-for-employers' }).until).toBeNull();
  });

  it('of a day is the day, none, or what is missing', () => {
    const value = ask(['enterprise.registeredOn'], (since) => since);
    const written = ruleOf(nothing, null, { answers: 'date', value });
    const on = (registeredOn?: string | null) =>
      decideSmall(written, registeredOn === undefined ? {} : { enterprise: { registeredOn } });
    expect(on('2016-05-01')).toMatchObject({
      outcome: 'true',
      value: '2016-05-01',
      missing: [],
      conditions: { truth: 'true' },
    });
    expect(on(null)).toMatchObject({ outcome: 'false', value: null, conditions: { truth: 'false' } });
    expect(on()).toMatchObject({
      outcome: 'unknown',
      value: null,
      missing: ['enterprise.registeredOn'],
      conditions: { truth: 'unknown' },
    });
  });

  it.each([
    [today - 1, null, 'eligible', null],
    [today, today, 'eligible', '2016-09-02'],
    [today + 1, null, 'not_in_force', '2016-09-02'],
    [today - 9, today - 1, 'not_in_force', null],
  ])('in force from %s to %s is %s', (from, to, expected, changesOn) => {
    const decision = decideSmall(ruleOf(nothing, fixed(5), { inForce: { from, to } }), {});
    expect(decision).toMatchObject({ outcome: expected, changesOn, amountFen: expected === 'eligible' ? 5 : null });
    expect(decision.becomesEligibleOn).toBe(from > today ? formatDay(from) : null);
  });
});

describe('the days to come', () => {
  const since = requires(
    says('90 days'),
    cite,
    ['assessOn', 'enterprise.registeredOn'],
    (day, registered) => registered !== null && day >= registered + 90,
  );
  const early = requires(
    says('within 200 days'),
    cite,
    ['assessOn', 'enterprise.registeredOn'],
    (day, registered) => registered !== null && day < registered + 200,
  );
  const firm = { enterprise: { registeredOn: '2016-08-01' } };
  const ahead = (conditions: Condition, facts: object, of: Amount | null = null, parameters: object = {}) => {
    const { outcome, changesOn, becomesEligibleOn } = decideSmall(ruleOf(conditions, of), facts, parameters);
    return [outcome, changesOn, becomesEligibleOn];
  };

  it('name the change and the first yes', () => {
    expect(ahead(since, firm)).toEqual(['ineligible', '2016-10-30', '2016-10-30']);
    expect(ahead(all(null, since, early), { enterprise: { registeredOn: '2016-05-01' } })).toEqual([
      'eligible',
      '2016-11-17',
      null,
    ]);
    expect(ahead(all(null, since, a), firm)).toEqual(['ineligible', '2016-10-30', null]);
    expect(ahead(all(null, since, a), { ...firm, ...person({ disabled: false }) })).toEqual(['ineligible', null, null]);
    expect(ahead(any(null, early, a), { ...firm, ...person({ disabled: true }) })).toEqual(['eligible', null, null]);
    expect(ahead(a, person({ disabled: true }))).toEqual(['eligible', null, null]);
  });

  it('name a change of the amount, by the calendar or by a parameter', () => {
    expect(ahead(nothing, firm, when(since, fixed(5)))).toEqual(['eligible', '2016-10-30', null]);
    const workCostDeduction = [
      { from: '2016-01-01', value: 1 },
      { from: '2016-12-01', value: 1 },
      { from: '2017-01-01', value: 2 },
    ];
    const deduction = numberOf(null, 'fen', ['parameter:workCostDeduction'], (fen) => fen);
    expect(ahead(nothing, {}, deduction, { workCostDeduction })).toEqual(['eligible', '2017-01-01', null]);
    expect(ahead(a, person({ disabled: false }), deduction, { workCostDeduction })).toEqual(['ineligible', null, null]);
    const soon = { workCostDeduction: [{ from: '2017-01-01', value: 2 }] };
    expect(ahead(nothing, {}, deduction, soon)).toEqual(['eligible', '2017-01-01', null]);
    const left = numberOf(null, 'fen', ['assessOn'], (day) => Math.max(0, today + 50 - Math.max(day, today + 10)));
    expect(ahead(nothing, {}, left)).toEqual(['eligible', '2016-09-12', null]);
  });

  it('name a change of priority', () => {
    const decision = decideSmall(ruleOf(nothing, null, { priority: since }), firm);
    expect(decision).toMatchObject({ outcome: 'eligible', priority: false, changesOn: '2016-10-30' });
  });

  it('go on past a change that is no yes', () => {
    const late = requires(
      says('later'),
      cite,
      ['assessOn', 'enterprise.registeredOn'],
      (day, registered) => registered !== null && day >= registered + 300,
    );
    expect(ahead(all(null, any(null, since, a), late), firm)).toEqual(['ineligible', '2017-05-28', '2017-05-28']);
    expect(ahead(any(null, all(null, since, a), late), firm)).toEqual(['ineligible', '2016-10-30', '2017-05-28']);
    expect(ahead(atLeastMonths(6), claim({ between: [1, 9] }))).toEqual(['unknown', null, null]);
  });
});
