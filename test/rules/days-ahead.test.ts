/** Of one decision on several days and about several firms: what holds today, and what turns first. */
import { describe, expect, it } from 'vitest';
import { formatDay, parseDay } from '../../rules/civil-date.js';
import { addNextChange, better, furtherAhead, isSettled } from '../../rules/days-ahead.js';
import type { Ahead, OfRecord } from '../../rules/days-ahead.js';
import { decide } from '../../rules/decide.js';
import { ruleById } from '../../rules/index.js';
import type { Decision } from '../../rules/index.js';

const rule = ruleById('art05.opening-subsidy')!;
const some = decide(rule, { assessOn: parseDay('2016-09-01')!, facts: new Map(), parameters: new Map() });
const decision = (changes: Partial<Decision>): OfRecord<Decision> =>
  Object.assign({ ...some }, { changesOn: null, becomesEligibleOn: null, ...changes, firm: null });
const yes = decision({ outcome: 'eligible', amountAtMostFen: 5 });
const no = decision({ outcome: 'ineligible', amountAtMostFen: 0 });
const day = (text: string) => parseDay(text)!;

describe('the next change of several firms', () => {
  const days = [day('2026-01-01'), day('2026-06-01')];
  it.each<[string, (string | null)[], string[]]>([
    ['none', [null], ['2026-01-01', '2026-06-01']],
    ['before the next day', ['2026-04-01', '2026-03-01', null], ['2026-01-01', '2026-03-01', '2026-06-01']],
    ['on the next day', ['2026-06-01'], ['2026-01-01', '2026-06-01']],
  ])('%s', (_when, changes, expected) => {
    const looked = [...days];
    addNextChange(
      looked,
      0,
      changes.map((changesOn) => decision({ changesOn })),
    );
    expect(looked.map(formatDay)).toEqual(expected);
  });

  it('after the last day is one day more', () => {
    const looked = [...days];
    addNextChange(looked, 1, [decision({ changesOn: '2026-07-01' })]);
    expect(looked.map(formatDay)).toEqual(['2026-01-01', '2026-06-01', '2026-07-01']);
  });
});

describe('further ahead', () => {
  const nothingYet: Ahead = { today: null, changesOn: null, becomesEligibleOn: null };
  const [today, next] = [day('2026-01-01'), day('2026-06-01')];
  const first = (decided: OfRecord<Decision>, until: number | undefined = next) =>
    furtherAhead(nothingYet, decided, today, until);

  it('today is what holds, and what it says holds until the next day', () => {
    const foretold = decision({ outcome: 'ineligible', changesOn: '2026-05-31', becomesEligibleOn: '2026-05-31' });
    expect(first(foretold)).toEqual({ today: foretold, changesOn: '2026-05-31', becomesEligibleOn: '2026-05-31' });
    const late = decision({ outcome: 'ineligible', changesOn: '2026-06-01', becomesEligibleOn: '2026-06-01' });
    expect(first(late)).toEqual({ today: late, changesOn: null, becomesEligibleOn: null });
    expect(furtherAhead(nothingYet, late, today, undefined)).toMatchObject({
      changesOn: '2026-06-01',
      becomesEligibleOn: '2026-06-01',
    });
    expect(first(yes)).toEqual({ today: yes, changesOn: null, becomesEligibleOn: null });
  });

  it('a day that decides otherwise is the change, and a yes on it is what it becomes', () => {
    const sofar = first(no);
    expect(furtherAhead(sofar, yes, next, undefined)).toEqual({
      today: no,
      changesOn: '2026-06-01',
      becomesEligibleOn: '2026-06-01',
    });
    expect(furtherAhead(sofar, decision({ ...no, changesOn: '2026-07-01' }), next, undefined)).toMatchObject({
      changesOn: '2026-07-01',
    });
    const known = { today: no, changesOn: '2026-02-01', becomesEligibleOn: '2026-03-01' };
    expect(furtherAhead(known, yes, next, undefined)).toEqual(known);
    expect(furtherAhead(first(yes), no, next, undefined)).toMatchObject({
      today: yes,
      changesOn: '2026-06-01',
      becomesEligibleOn: null,
    });
  });

  it('is settled once nothing more can be foretold', () => {
    const settled = (today: OfRecord<Decision> | null, changesOn: string | null, becomesEligibleOn: string | null) =>
      isSettled({ today, changesOn, becomesEligibleOn });
    expect([settled(yes, '2026-02-01', null), settled(no, '2026-02-01', '2026-03-01')]).toEqual([true, true]);
    expect([settled(yes, null, null), settled(no, '2026-02-01', null), settled(null, null, '2026-03-01')]).toEqual([
      false,
      false,
      false,
    ]);
  });
});

describe('the better of two firms', () => {
  const outcomes = ['eligible', 'unknown', 'not_in_force', 'ineligible'] as const;
  it('is eligible before unknown, unknown before not in force, and that before a no', () => {
    for (const [i, higher] of outcomes.entries())
      for (const lower of outcomes.slice(i + 1)) {
        const [a, b] = [decision({ outcome: higher }), decision({ outcome: lower, amountAtMostFen: 9 })];
        expect([better(a, b).outcome, better(b, a).outcome]).toEqual([higher, higher]);
      }
  });

  it('gives more; of equals it is the first', () => {
    const of = (firm: string, amountAtMostFen: number | null) => ({
      ...decision({ outcome: 'eligible', amountAtMostFen }),
      firm,
    });
    expect(better(of('a', 1), of('b', 2)).firm).toBe('b');
    expect(better(of('a', 2), of('b', 1)).firm).toBe('a');
    expect(better(of('a', 2), of('b', 2)).firm).toBe('a');
    expect(better(of('a', null), of('b', 0)).firm).toBe('a');
    expect(better(of('a', null), of('b', 1)).firm).toBe('b');
    expect(better(of('a', 1), undefined).firm).toBe('a');
  });

  it('turns when either of them does, if the days to come were asked for', () => {
    const of = (changesOn: string | null, becomesEligibleOn: string | null) =>
      decision({ outcome: 'ineligible', changesOn, becomesEligibleOn });
    expect(better(of('2026-02-01', null), of('2026-01-01', '2026-03-01'))).toMatchObject({
      changesOn: '2026-01-01',
      becomesEligibleOn: '2026-03-01',
    });
    expect(better(of('2026-01-01', '2026-03-01'), of(null, '2026-04-01'))).toMatchObject({
      changesOn: '2026-01-01',
      becomesEligibleOn: '2026-03-01',
    });
    const { changesOn: _a, becomesEligibleOn: _b, ...oneDay } = yes;
    expect(better({ ...oneDay, outcome: 'unknown' }, oneDay)).not.toHaveProperty('changesOn');
  });
});
