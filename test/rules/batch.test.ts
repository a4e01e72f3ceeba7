/** The batch of a city says of each case what the engine says, or that it does not know; and it often knows. */
import { describe, expect, it } from 'vitest';
import { batchDecider } from '../../rules/batch.js';
import { parseDay } from '../../rules/civil-date.js';
import { each, fixed, sum, when } from '../../rules/amount.js';
import {
  all,
  any,
  decidedElsewhere,
  every,
  ifGiven,
  ifRead,
  isTrue,
  nothing,
  reaches,
  requires,
  some,
} from '../../rules/condition.js';
import type { Condition } from '../../rules/condition.js';
import type { Entitlement } from '../../rules/entitlement.js';
import { withOwnParameters } from '../../rules/decide-request.js';
import { decideRequest, isRefused, rules } from '../../rules/index.js';
import { parseFacts } from '../../rules/parse-facts.js';
import { parseParameters } from '../../rules/parse-parameters.js';
import type { ReadingChoices } from '../../rules/readings.js';
import { caseFiles, requestOf } from './case-files.js';
import { atLeastMonths, circumstancesOf, cite, flag, ruleOf, says, today } from './small-rules.js';

const ids = rules.filter(({ pool, answers }) => pool === null && answers !== 'date').map(({ id }) => id);

it('never contradicts the engine over all cases, and knows nearly as much', () => {
  let turn = 0;
  let known = 0;
  let asMuch = 0;
  const contradictions: string[] = [];
  for (const file of caseFiles)
    for (const one of file.cases) {
      const { assessOn, knownAt, facts, parameters } = requestOf(file, one) as Request;
      const day = parseDay(assessOn)!;
      const given = parseFacts(facts, knownAt === undefined ? null : parseDay(knownAt));
      // The rule of the case, and one of the others by turns.
      turn = (turn + 1) % ids.length;
      const askedIds = [
        ...new Set([...(file.rule === ids[turn] ? [] : [ids[turn]!]), ...ids.filter((id) => id === file.rule)]),
      ];
      const asked = rules.filter(({ id }) => askedIds.includes(id));
      const decider = batchDecider(asked, {
        assessOn: day,
        parameters: withOwnParameters(parseParameters(parameters, 'request')),
      });
      const { outcomes } = decider.decide(decider.row(given));
      const [answer] = [decideRequest({ ...requestOf(file, one), rules: asked.map(({ id }) => id) })].flat();
      if (!answer || isRefused(answer)) throw new Error(`${file.rule}: ${one.title}`);
      answer.decisions.forEach(({ rule, outcome }, i) => {
        const batch = outcomes[i]!;
        if (batch !== 'unknown' && batch !== outcome)
          contradictions.push(`${one.title}: ${rule} ${batch}, not ${outcome}`);
        if (outcome !== 'unknown') known++;
        if (outcome !== 'unknown' && batch === outcome) asMuch++;
      });
    }
  expect(contradictions).toEqual([]);
  expect(known).toBeGreaterThan(600);
  expect(asMuch / known).toBeGreaterThan(0.99);
});

interface Request {
  assessOn: string;
  knownAt?: string;
  facts: unknown;
  parameters: unknown;
}

it('keeps the state of each leaf in two bits, and asks a leaf that several rules share once', () => {
  const decider = batchDecider(rules, { assessOn: parseDay('2016-09-01')!, parameters: new Map() });
  const facts = parseFacts({ person: { recognisedHardToEmploy: true } }, null);
  const { trace } = decider.decide(decider.row(facts));
  const states = decider.leaves.map((leaf, i) => ({ leaf, state: (trace[i >> 2]! >> ((i & 3) * 2)) & 3 }));
  const recognised = states.filter(({ leaf }) => leaf.question.reads.includes('person.recognisedHardToEmploy'));
  expect(recognised.length).toBeGreaterThan(0);
  expect(recognised.every(({ state }) => state === 0 || state === 2)).toBe(true);
  expect(recognised.some(({ state }) => state === 2)).toBe(true);
  expect(new Set(decider.leaves).size).toBe(decider.leaves.length);
});

describe('a rule of a few words', () => {
  const [a, b] = [flag('disabled'), flag('lostLand')];
  const decided = (written: readonly Entitlement[], facts: object, choices: ReadingChoices = {}, own: object = {}) => {
    const circumstances = circumstancesOf(facts, own);
    const decider = batchDecider(written, { ...circumstances, choices });
    const { outcomes, trace } = decider.decide(decider.row(circumstances.facts));
    const states = decider.leaves.map((_, i) => (trace[i >> 2]! >> ((i & 3) * 2)) & 3);
    return { outcomes: [...outcomes], states };
  };
  const outcome = (conditions: Condition, facts: object, own: object = {}) =>
    decided([ruleOf(conditions)], facts, {}, own).outcomes[0];
  const person = (facts: object) => ({ person: facts });
  const isNew = (at: (member: 'newlyHired') => 'hires[].newlyHired') => isTrue(says('new'), cite, at('newlyHired'));
  const disputed = (...values: unknown[]) => ({ conflict: values.map((value) => ({ value })) });
  const claim = (monthsClaimed: unknown) => ({ employment: { monthsClaimed } });
  const category = (least: string) => requires(says('c'), cite, ['person.retirementCategory'], (it) => it === least);
  const both = requires(
    says('both'),
    cite,
    ['employment.monthsClaimed', 'person.disabled'],
    (months, disabled) => months !== null && (disabled === true || months >= 6),
  );
  const dated = requires(
    says('dated'),
    cite,
    ['assessOn', 'parameter:startupAgeMonths'],
    (day, months) => day === today && months >= 36,
  );
  const ten = reaches(says('ten'), cite, sum(fixed(6), when(a, fixed(4))), 10);

  it.each<[string, Condition, object, string]>([
    ['all', all(null, a, b), person({ disabled: true, lostLand: true }), 'eligible'],
    ['all, one fails', all(null, a, b), person({ lostLand: false }), 'ineligible'],
    ['all, one open', all(null, a, b), person({ disabled: true }), 'unknown'],
    ['any', any(null, a, b), person({ lostLand: true }), 'eligible'],
    ['any, none', any(null, a, b), person({ disabled: false, lostLand: false }), 'ineligible'],
    ['any, one open', any(null, a, b), person({ lostLand: false }), 'unknown'],
    ['nothing', nothing, {}, 'eligible'],
    ['any of nothing', any(null), {}, 'ineligible'],
    ['nothing in a group is no part', any(null, nothing, a), person({ disabled: false }), 'ineligible'],
    ['nothing but nothing', all(null, all(null, nothing), nothing), {}, 'eligible'],
    ['told', ifGiven('person.disabled', a, b), person({ disabled: false, lostLand: true }), 'ineligible'],
    ['not told', ifGiven('person.disabled', a, b), person({ lostLand: true }), 'eligible'],
    ['elsewhere', decidedElsewhere(says('x'), cite), {}, 'unknown'],
    ['some', some('hires', says('h'), cite, isNew), { hires: [{ newlyHired: true }] }, 'eligible'],
    ['some, of none', some('hires', says('h'), cite, isNew), { hires: [] }, 'ineligible'],
    ['some, left out', some('hires', says('h'), cite, isNew), {}, 'unknown'],
    ['every, of none', every('hires', says('h'), cite, isNew), { hires: [] }, 'eligible'],
    ['every, one open', every('hires', says('h'), cite, isNew), { hires: [{}] }, 'unknown'],
    ['a sum that reaches', ten, person({ disabled: true }), 'eligible'],
    ['a sum that does not', ten, person({ disabled: false }), 'ineligible'],
    ['a sum that may', ten, {}, 'unknown'],
    [
      'a sum over none',
      reaches(
        says('heads'),
        cite,
        each('hires', () => fixed(1)),
        1,
      ),
      { hires: [] },
      'ineligible',
    ],
    ['a dispute that does not matter', atLeastMonths(6), claim(disputed(7, 9)), 'eligible'],
    ['a dispute that fails either way', atLeastMonths(6), claim(disputed(1, 2)), 'ineligible'],
    ['a dispute that matters', atLeastMonths(6), claim(disputed(5, 9)), 'unknown'],
    ['a range that is enough', atLeastMonths(6), claim({ between: [6, 9] }), 'eligible'],
    ['one fact known, the other not needed', both, claim(6), 'eligible'],
    ['one fact known, the other needed', both, claim(5), 'unknown'],
    ['one fact known to be none', both, claim(null), 'ineligible'],
    ['a man’s category', category('male_60'), person({ sex: 'male' }), 'eligible'],
    ['a man’s other category', category('female_55'), person({ sex: 'male' }), 'ineligible'],
    ['a woman’s category', category('female_55'), person({ sex: 'female' }), 'unknown'],
    ['no woman’s category', category('male_60'), person({ sex: 'female' }), 'ineligible'],
    [
      'a category that is told',
      category('female_50'),
      person({ sex: 'female', retirementCategory: 'female_50' }),
      'eligible',
    ],
    ['of no sex', category('male_60'), {}, 'unknown'],
  ])('%s', (_what, conditions, facts, expected) => {
    expect(outcome(conditions, facts)).toBe(expected);
  });

  it('reads the day and the parameters, and the reading that is chosen', () => {
    expect([
      outcome(dated, {}),
      outcome(dated, {}, { startupAgeMonths: 36 }),
      outcome(dated, {}, { startupAgeMonths: 35 }),
    ]).toEqual(['unknown', 'eligible', 'ineligible']);
    const young = requires(says('young'), cite, ['parameter:startupAgeMonths'], (months) => months >= 36);
    const isToday = requires(says('today'), cite, ['assessOn'], (day) => day === today);
    expect([outcome(isToday, {}), outcome(young, {}, { startupAgeMonths: 36 })]).toEqual(['eligible', 'eligible']);
    const written = [ruleOf(ifRead('R-31', 'recognition-only', a, b))];
    const facts = person({ disabled: true, lostLand: false });
    expect(decided(written, facts).outcomes).toEqual(['ineligible']);
    expect(decided(written, facts, { 'R-31': 'recognition-only' }).outcomes).toEqual(['eligible']);
  });

  it('keeps the words of its kind, and whether it is in force', () => {
    const status = ruleOf(a, null, { answers: 'status' });
    const ended = ruleOf(a, null, { inForce: { from: 0, to: today - 1 } });
    const of = (disabled: boolean) => decided([status, ended, ruleOf(a)], person({ disabled })).outcomes;
    expect([of(true), of(false)]).toEqual([
      ['true', 'not_in_force', 'eligible'],
      ['false', 'not_in_force', 'ineligible'],
    ]);
    expect(decided([status], {}).outcomes).toEqual(['unknown']);
  });

  it('notes each leaf as it was asked: not at all, no, yes or open', () => {
    const six = (['disabled', 'lostLand', 'isOlderWorker', 'zeroEmploymentFamily', 'isVeteran'] as const).map(flag);
    const facts = person({ disabled: true, lostLand: false, isVeteran: true });
    expect(decided([ruleOf(any(null, six[1]!, six[2]!, six[0]!, six[3]!)), ruleOf(all(null, six[4]!))], facts)).toEqual(
      {
        outcomes: ['eligible', 'eligible'],
        states: [1, 3, 2, 0, 2],
      },
    );
  });

  it('forgets one subject before the next', () => {
    const { assessOn, parameters } = circumstancesOf({});
    const decider = batchDecider([ruleOf(all(null, a, category('male_60')))], { assessOn, parameters });
    const of = (facts: object) => decider.decide(decider.row(circumstancesOf(facts).facts)).outcomes[0];
    expect(of(person({ disabled: true, sex: 'male' }))).toBe('eligible');
    expect(of(person({ disabled: false, sex: 'male' }))).toBe('ineligible');
    expect(of(person({ disabled: true }))).toBe('unknown');
    expect(of({})).toBe('unknown');
  });
});
