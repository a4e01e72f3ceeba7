/** Conditions of a few words: what they come to, what is missing, and the tree that shows it. */
import { describe, expect, it } from 'vitest';
import {
  all,
  any,
  decidedElsewhere,
  every,
  ifGiven,
  ifRead,
  isTrue,
  nothing,
  requires,
  some,
} from '../../rules/condition.js';
import type { Condition } from '../../rules/condition.js';
import { cite, decideSmall, flag, ruleOf, says } from './small-rules.js';

const person = (facts: object) => ({ person: facts });
const [a, b, c] = [flag('disabled'), flag('lostLand'), flag('isOlderWorker')];
const [A, B, C] = ['person.disabled', 'person.lostLand', 'person.isOlderWorker'];
const outcome = (conditions: Condition, facts: object) => {
  const { outcome, missing } = decideSmall(ruleOf(conditions), facts);
  return [outcome, ...missing];
};

describe('a condition', () => {
  it.each<[string, Condition, object, string[]]>([
    ['all of them', all(null, a, b), { disabled: true, lostLand: true }, ['eligible']],
    ['one fails', all(null, a, b), { lostLand: false }, ['ineligible']],
    ['one is open', all(null, a, b), { disabled: true }, ['unknown', B]],
    ['one of them', any(null, a, b), { lostLand: true }, ['eligible']],
    ['none of them', any(null, a, b), { disabled: false, lostLand: false }, ['ineligible']],
    ['perhaps one', any(null, a, b), { disabled: false }, ['unknown', B]],
    ['nothing is required', nothing, {}, ['eligible']],
    ['one of nothing', any(null), {}, ['ineligible']],
    ['a branch that requires nothing is no part', any(null, nothing, a), {}, ['unknown', A]],
    ['what cancels out is not missing', any(null, all(null, a, b), all(null, a, c), a), {}, ['unknown', A]],
    ['told', ifGiven('person.disabled', a, b), { disabled: true }, ['eligible']],
    ['not told', ifGiven('person.disabled', a, b), { lostLand: false }, ['ineligible']],
    ['decided elsewhere', all(null, a, decidedElsewhere(says('x'), cite)), { disabled: true }, ['unknown']],
    [
      'a no is a no, whatever is decided elsewhere',
      all(null, a, decidedElsewhere(says('x'), cite)),
      { disabled: false },
      ['ineligible'],
    ],
  ])('%s', (_what, conditions, facts, expected) => {
    expect(outcome(conditions, person(facts))).toEqual(expected);
  });

  it('under another reading is the other branch', () => {
    const written = ruleOf(ifRead('R-31', 'recognition-only', a, b));
    const facts = person({ disabled: true, lostLand: false });
    expect(decideSmall(written, facts).outcome).toBe('ineligible');
    expect(decideSmall(written, facts, {}, { 'R-31': 'recognition-only' }).outcome).toBe('eligible');
    const first = ruleOf(ifRead('R-31', 'category-decides-without-recognition', a, b));
    expect(decideSmall(first, facts).outcome).toBe('eligible');
  });

  const isNew = (at: (member: 'newlyHired') => 'hires[].newlyHired') => isTrue(says('new'), cite, at('newlyHired'));
  it.each<[string, typeof some, object | null, string[]]>([
    ['some, of one that is', some, [{ newlyHired: false }, { newlyHired: true }], ['eligible']],
    ['some, of one that is not', some, [{ newlyHired: false }], ['ineligible']],
    ['some, of one that is open', some, [{ newlyHired: false }, {}], ['unknown', 'hires[1].newlyHired']],
    ['some, of none', some, [], ['ineligible']],
    ['some, left out', some, null, ['unknown', 'hires']],
    ['every, of two that are', every, [{ newlyHired: true }, { newlyHired: true }], ['eligible']],
    ['every, of one that is not', every, [{ newlyHired: true }, { newlyHired: false }], ['ineligible']],
    ['every, of none', every, [], ['eligible']],
    ['every, left out', every, null, ['unknown', 'hires']],
  ])('%s', (_what, of, hires, expected) => {
    expect(outcome(of('hires', says('hires'), cite, isNew), hires === null ? {} : { hires })).toEqual(expected);
  });

  it('of a definition is true, false or unknown', () => {
    const status = ruleOf(a, null, { answers: 'status' });
    const answers = [true, false, undefined].map((disabled) =>
      decideSmall(status, person({ disabled: disabled ?? { conflict: [{ value: true }, { value: false }] } })),
    );
    expect(answers.map((answer) => [answer.outcome, answer.amountFen, answer.amountAtMostFen])).toEqual([
      ['true', null, null],
      ['false', null, null],
      ['unknown', null, null],
    ]);
  });
});

describe('the tree', () => {
  it('shows every part with its truth, also where it no longer matters, and each fact with who says so', () => {
    const { conditions } = decideSmall(ruleOf(all(says('both'), a, any(null, b, c))), {
      person: { disabled: false, lostLand: { conflict: [{ source: 'tax', value: true }, { value: false }] } },
    });
    expect(conditions).toEqual({
      kind: 'all',
      ...says('both'),
      truth: 'false',
      of: [
        {
          kind: 'condition',
          ...says('disabled'),
          truth: 'false',
          cite,
          readings: [],
          facts: [{ path: A, known: true, value: false, source: 'request', observedOn: null }],
        },
        {
          kind: 'any',
          zh: null,
          en: null,
          truth: 'unknown',
          of: [
            {
              kind: 'condition',
              ...says('lostLand'),
              truth: 'unknown',
              cite,
              readings: [],
              facts: [
                {
                  path: B,
                  known: false,
                  value: {
                    conflict: [
                      { source: 'tax', value: true },
                      { source: 'unnamed', value: false },
                    ],
                  },
                  source: null,
                  observedOn: null,
                },
              ],
            },
            {
              kind: 'condition',
              ...says('isOlderWorker'),
              truth: 'unknown',
              cite,
              readings: [],
              facts: [{ path: C, known: false, value: null, source: null, observedOn: null }],
            },
          ],
        },
      ],
    });
  });

  it('shows a range by its ends, a list by its name, and no parameter', () => {
    const part = requires(
      says('x'),
      cite,
      ['assessOn', 'hires[]', 'parameter:startupAgeMonths', 'enterprise.registeredOn'],
      () => true,
    );
    const facts = { hires: [], enterprise: { registeredOn: { between: ['2016-01-01', '2016-02-01'] } } };
    expect(decideSmall(ruleOf(part), facts).conditions).toMatchObject({
      facts: [
        { path: 'hires', known: true, value: 0 },
        {
          path: 'enterprise.registeredOn',
          known: false,
          value: { between: ['2016-01-01', '2016-02-01'] },
          source: 'request',
        },
      ],
    });
  });
});
