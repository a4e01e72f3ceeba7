/** A rule in words before any facts: each part with its depth, what it reads and under which circumstance it counts. */
import { expect, it } from 'vitest';
import { fixed, atMost, numberOf, eachMonth, each, amountIfGiven, amountIfRead, when } from '../../rules/amount.js';
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
import type { Amount } from '../../rules/amount.js';
import type { Condition } from '../../rules/condition.js';
import { describeConditions } from '../../rules/describe.js';
import { ruleById } from '../../rules/index.js';

const says = (en: string) => ({ zh: `${en}-zh`, en });
const cite = { item: 5, sentence: 4 };
const flag = (en: string) => isTrue(says(en), cite, 'person.disabled', ['R-01']);
const described = (conditions: Condition) => describeConditions({ ...ruleById('art05.opening-subsidy')!, conditions });
/** Depth, kind, words and circumstance of each part in one line. */
const outline = (conditions: Condition) =>
  described(conditions).map(({ level, kind, text, onlyIf }) =>
    [level, kind, text?.en ?? '-', ...(onlyIf === null ? [] : [`if ${onlyIf.en}`])].join(' '),
  );

it('names the parts of a group one deeper, and no group without parts', () => {
  expect(outline(all(null, flag('a'), any(says('b or c'), flag('b'), flag('c')), nothing))).toEqual([
    '0 all -',
    '1 condition a',
    '1 any b or c',
    '2 condition b',
    '2 condition c',
  ]);
});

it('says of one condition where it stands and which facts it reads', () => {
  const dated = requires(says('d'), cite, ['assessOn', 'person.birthDate', 'parameter:startupAgeMonths'], () => true);
  expect(described(all(null, flag('a'), dated, decidedElsewhere(says('e'), cite)))).toEqual([
    { level: 0, kind: 'all', text: null, cite: null, readings: [], reads: [], onlyIf: null },
    {
      level: 1,
      kind: 'condition',
      text: says('a'),
      cite,
      readings: ['R-01'],
      reads: ['person.disabled'],
      onlyIf: null,
    },
    {
      level: 1,
      kind: 'condition',
      text: says('d'),
      cite,
      readings: [],
      reads: ['person.birthDate', 'parameter:startupAgeMonths'],
      onlyIf: null,
    },
    { level: 1, kind: 'condition', text: says('e'), cite, readings: [], reads: [], onlyIf: null },
  ]);
});

it('speaks of the elements of a list once, without a number', () => {
  const hired = (at: (member: 'newlyHired') => 'hires[].newlyHired') => isTrue(says('new'), cite, at('newlyHired'));
  for (const of of [some, every]) {
    const parts = described(of('hires', says('hires'), cite, hired));
    expect(parts.map(({ level, kind, reads }) => [level, kind, reads])).toEqual([
      [0, 'each', []],
      [1, 'condition', ['hires[].newlyHired']],
    ]);
    expect(parts[0]).toMatchObject({ text: says('hires'), cite });
  }
});

it('says under which circumstance a branch counts, one within the other', () => {
  const branch = ifGiven('person.disabled', flag('a'), ifRead('R-31', 'recognition-only', flag('b'), flag('c')));
  expect(outline(branch)).toEqual([
    '0 condition a if where it is told: person: whether disabled',
    '0 condition c if where it is not told: person: whether disabled',
    '0 condition b if where it is not told: person: whether disabled, under the other reading of R-31',
  ]);
  expect(described(branch).map(({ onlyIf }) => onlyIf?.zh)).toEqual([
    expect.stringMatching(/^已知“.+”时$/),
    expect.stringMatching(/^未提供“.+”时$/),
    expect.stringMatching(/^未提供“.+”时，按R-31的另一解读$/),
  ]);
  expect(outline(ifGiven('hires[]', flag('a')))).toEqual([
    expect.stringMatching(/^0 condition a if where it is told: /),
  ]);
});

it('of a sum that must reach a limit shows the conditions within, on every branch', () => {
  const paid = (en: string): Amount => when(flag(en), fixed(1));
  const amount = atMost(
    paid('a'),
    when(flag('b'), paid('c')),
    each('hires', (at) => when(isTrue(says('d'), cite, at('newlyHired')), fixed(1))),
    eachMonth('hire.claimFrom', 'hire.claimTo', () => fixed(1), paid('e')),
    amountIfGiven('person.disabled', paid('f'), paid('g')),
    amountIfRead('R-31', 'recognition-only', paid('h'), paid('i')),
    numberOf(null, 'months', ['hire.monthsClaimed'], Number),
  );
  const parts = described(reaches(says('sum'), cite, amount, 1, ['R-02']));
  expect(parts[0]).toMatchObject({ level: 0, kind: 'reaches', text: says('sum'), cite, readings: ['R-02'] });
  expect(parts.slice(1).map(({ level, text }) => `${level} ${text?.en}`)).toEqual(
    ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].map((en) => `1 ${en}`),
  );
});
