/** What the border reads, to each limit on both sides: values by their kind, facts in four forms, dated parameters; a refusal names the place and why. */
import { describe, expect, it, test } from 'vitest';
import { formatDay, parseDay } from '../../rules/civil-date.js';
import type { FactKind } from '../../rules/fact-names.js';
import { parseFacts } from '../../rules/parse-facts.js';
import { parseParameters } from '../../rules/parse-parameters.js';
import { parseValue } from '../../rules/parse-value.js';
import { asList, asObject, asObjectOf, Refusal, within } from '../../rules/refusal.js';

function refusalOf(parse: () => unknown): string {
  try {
    parse();
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
  return 'taken';
}

describe('a value', () => {
  const levels = ['city', 'national'] as const;
  const day = parseDay('2016-02-01');
  it.each<[FactKind, unknown, unknown]>([
    ['flag', true, true],
    ['flag', false, false],
    ['day', '2016-02-01', day],
    ['month', '2016-02', day],
    ['month-or-day', '2016-02', day],
    ['month-or-day', '2016-02-29', day],
    ['money', 0.07, 7],
    ['money', '12.5', 1250],
    ['count', 0, 0],
    ['count', 1e9, 1e9],
    ['rate', 0, 0],
    ['rate', 1, 1],
    ['text', 'x'.repeat(200), 'x'.repeat(200)],
    [levels, 'city', 'city'],
    [levels, null, null],
    ['flag', null, null],
  ])('%s %j is %j', (kind, given, value) => {
    expect(parseValue(given, kind, 'here')).toBe(value);
  });

  it.each<[FactKind, unknown, string]>([
    ['flag', 'true', 'true or false'],
    ['day', 20160201, 'YYYY-MM-DD'],
    ['day', '2016-02', 'YYYY-MM-DD'],
    ['month', '2016-02-01', 'a month YYYY-MM is'],
    ['month', 201602, 'a month YYYY-MM is'],
    ['month-or-day', '2016', 'or a day in it'],
    ['month-or-day', 2016, 'or a day in it'],
    ['money', true, 'yuan'],
    ['money', -1, 'yuan'],
    ['count', -1, 'a whole number'],
    ['count', 1e9 + 1, 'a whole number'],
    ['count', 0.5, 'a whole number'],
    ['count', '1', 'a whole number'],
    ['rate', -0.01, 'from 0 to 1'],
    ['rate', 1.01, 'from 0 to 1'],
    ['rate', '0.5', 'from 0 to 1'],
    ['text', '', 'at most 200'],
    ['text', 'x'.repeat(201), 'at most 200'],
    ['text', 7, 'at most 200'],
    [levels, 'county', 'one of city, national'],
    [levels, 0, 'one of city, national'],
  ])('%s %j is refused: %s', (kind, given, why) => {
    const refusal = refusalOf(() => parseValue(given, kind, 'here'));
    expect(refusal).toMatch(/^here: /);
    expect(refusal).toContain(why);
  });
});

test('a refusal says where, in a length that one can read', () => {
  expect(new Refusal('', '一', 'one').message).toBe('一 / one');
  expect(new Refusal('a', '一', 'one').message).toBe('a: 一 / one');
  expect(within('', 'a')).toBe('a');
  expect(within('a', 'b'.repeat(60))).toBe(`a.${'b'.repeat(60)}`);
  expect(within('a', 'b'.repeat(61))).toBe(`a.${'b'.repeat(60)}…`);
  for (const none of [null, [], 'x']) expect(refusalOf(() => asObject(none, 'a'))).toContain('a: 应为对象');
  expect(refusalOf(() => asObjectOf({ x: 1, y: 1 }, 'a', ['x']))).toContain('a.y: 未知的字段');
  expect(refusalOf(() => asObjectOf({ x: 1 }, 'a', ['x', 'y']))).toBe('taken');
  expect(refusalOf(() => asList({}, 'a'))).toContain('a: 应为数组');
  expect(refusalOf(() => asList([1, 2], 'a', 2))).toBe('taken');
  expect(refusalOf(() => asList([1, 2, 3], 'a', 2))).toContain('a: 至多2项');
});

describe('facts', () => {
  const from = (facts: unknown, knownAt: string | null = null) =>
    parseFacts(facts, knownAt === null ? null : parseDay(knownAt));
  const registeredOn = (value: unknown, knownAt?: string) =>
    from({ enterprise: { registeredOn: value } }, knownAt).get('enterprise.registeredOn');
  const known = (value: unknown) => ({ is: 'known', value, source: 'request', observedOn: null });
  const [first, last] = [parseDay('2016-01-01'), parseDay('2016-02-01')];
  const said = (value: unknown, source?: string) => ({ value, ...(source === undefined ? {} : { source }) });
  const recorded = (recordedOn: string, value: unknown) => ({ recordedOn, value });

  it('are known, between, in dispute, or as recorded by a day', () => {
    expect(registeredOn('2016-01-01')).toEqual(known(first));
    expect(registeredOn({ between: ['2016-01-01', '2016-02-01'] })).toEqual({
      is: 'between',
      from: first,
      to: last,
      source: 'request',
      observedOn: null,
    });
    expect(registeredOn({ between: ['2016-01-01', '2016-01-01'] })).toEqual(known(first));
    expect(registeredOn({ conflict: [said('2016-01-01', 'tax'), said(null)] })).toEqual({
      is: 'one-of',
      candidates: [
        { value: first, source: 'tax', observedOn: null },
        { value: null, source: 'unnamed', observedOn: null },
      ],
    });
    expect(registeredOn({ conflict: [said('2016-01-01', 'tax'), said('2016-01-01')] })).toEqual({
      ...known(first),
      source: 'tax',
    });
  });

  const history = [recorded('2016-06-01', '2016-02-01'), recorded('2016-05-01', '2016-01-01')];
  it.each([
    ['2016-04-30', undefined],
    ['2016-05-01', '2016-01-01'],
    ['2016-05-31', '2016-01-01'],
    ['2016-06-01', '2016-02-01'],
    [undefined, '2016-02-01'],
  ])('known on %s are the latest recorded by then: %s', (knownAt, value) => {
    const fact = registeredOn({ history }, knownAt);
    expect(fact && 'value' in fact ? formatDay(fact.value as number) : undefined).toBe(value);
  });

  it('of a list say how many there are; none is no list left out', () => {
    expect([...from({ hires: [{ count: 2 }, {}] })]).toEqual([
      ['hires[]', known(2)],
      ['hires[0].count', known(2)],
    ]);
    expect([...from({ hires: null })]).toEqual([['hires[]', known(0)]]);
    expect(from({ interns: { history: [recorded('2016-01-01', [{ months: 3 }])] } }).get('interns[0].months')).toEqual(
      known(3),
    );
    expect([...from({ hires: { history: [recorded('2016-01-02', [])] } }, '2016-01-01')]).toEqual([]);
  });

  it('of an object that is none are all none', () => {
    const facts = from({ unit: { previousYear: null } });
    expect([...facts.keys()]).toEqual(['unit.previousYear.internsCompleted', 'unit.previousYear.internsRetained']);
    expect([...facts.values()]).toEqual([known(null), known(null)]);
    expect([...from({ costs: { months: [{ month: '2016-01', rent: 5, parking: 1 }] } }).keys()]).toEqual([
      'costs.months[]',
      'costs.months[0].month',
      'costs.months[0].rent',
      'costs.months[0].parking',
    ]);
    expect([...from({ costs: { months: [null] } }).keys()]).not.toContain('costs.months[0].*');
  });

  const day = 'facts.enterprise.registeredOn';
  it.each<[string, unknown, string]>([
    ['no form', {}, `${day}: 应恰有`],
    ['two forms', { between: [], conflict: [] }, `${day}: 应恰有`],
    ['an unknown form', { about: 1 }, `${day}.about: 未知`],
    ['nobody’s dispute', { conflict: [] }, `${day}.conflict: 至少一项`],
    ['a dispute without a value', { conflict: [{ source: 'a' }] }, `${day}.conflict[0].value: 缺少`],
    ['a dispute about a wrong day', { conflict: [said('2016')] }, `${day}.conflict[0].value: 应为存在的日期`],
    ['a nameless source', { conflict: [said(null, '')] }, `${day}.conflict[0].source: 应为文本`],
    ['an unknown word of a source', { conflict: [{ value: null, on: 1 }] }, `${day}.conflict[0].on: 未知`],
    ['nine sources', { conflict: Array.from({ length: 9 }, () => said(null)) }, `${day}.conflict: 至多8项`],
    ['eight sources', { conflict: Array.from({ length: 8 }, () => said(null)) }, 'taken'],
    ['one end', { between: ['2016-01-01'] }, `${day}.between: 应为两端`],
    ['an end that is none', { between: [null, '2016-01-01'] }, `${day}.between: 前端`],
    ['no last end', { between: ['2016-01-01', null] }, `${day}.between: 前端`],
    ['a wrong end', { between: ['2016-01-01', 'x'] }, `${day}.between[1]: 应为存在的日期`],
    ['ends that are none', { between: '2016' }, `${day}.between: 应为数组`],
    ['a history that is none', { history: 'x' }, `${day}.history: 应为数组`],
    ['an unrecorded value', { history: [{ value: null }] }, `${day}.history[0].recordedOn: 应为存在的日期`],
    ['a record without a value', { history: [{ recordedOn: '2016-01-01' }] }, `${day}.history[0].value: 缺少`],
    ['an unknown word of a record', { history: [{ by: 1 }] }, `${day}.history[0].by: 未知`],
    ['a wrong record', { history: [recorded('2016-01-01', 7)] }, `${day}.history[0].value: 应为存在的日期`],
    [
      'two records of one day',
      { history: [recorded('2016-01-01', null), recorded('2016-01-01', null)] },
      `${day}.history[1].recordedOn: 同日重复`,
    ],
    [
      'a history within',
      { history: [recorded('2016-01-01', { history: [] })] },
      `${day}.history[0].value: 历史不可嵌套`,
    ],
    ['a range within', { history: [recorded('2016-01-01', { between: ['2016-01-01', '2016-01-02'] })] }, 'taken'],
  ])('%s', (_what, value, refusal) => {
    expect(refusalOf(() => registeredOn(value))).toContain(refusal);
  });

  it.each<[unknown, string]>([
    [{ enterprise: { hasBusinessLicence: { between: [true, true] } } }, 'hasBusinessLicence.between: 该事实没有范围'],
    [{ person: { sex: { between: [] } } }, 'facts.person.sex.between: 该事实没有范围'],
    [{ costs: { months: [{ month: { between: ['2016-01', '2016-02'] } }] } }, 'taken'],
    [{ employment: { paidPerMonth: { between: [1, 2] } } }, 'taken'],
    [{ enterprise: { layoffRateLastYear: { between: [0, 1] } } }, 'taken'],
    [{ history: { monthsAlreadySubsidised: { between: [0, 1] } } }, 'taken'],
    [{ hires: {} }, 'facts.hires: 应为数组'],
    [{ hires: [{ count: 'x' }] }, 'facts.hires[0].count: 应为非负整数'],
    [{ hires: [{ size: 1 }] }, 'facts.hires[0].size: 未知的事实名'],
    [{ hires: { history: [], other: 1 } }, 'facts.hires.other: 未知'],
    [{ person: 'x' }, 'facts.person: 应为对象'],
    [null, 'facts: 应为对象'],
    [{ history: [] }, 'facts.history: 应为对象'],
    [{ history: { history: [] } }, 'taken'],
  ])('%j: %s', (facts, refusal) => {
    expect(refusalOf(() => from(facts))).toContain(refusal);
  });
});

describe('parameters', () => {
  const money = 'minimumContributionBasePerMonth';
  const schedule = 'placementSubsidyMonthsByContractLength';
  const parse = (given: unknown) => [...parseParameters(given, 'own')];
  const day = parseDay('2016-01-01');

  it('are a value for all days, or dated with their paper, member by member', () => {
    expect(parse({ [money]: 28 })).toEqual([[money, [{ from: null, value: 2800, source: 'own' }]]]);
    expect(parse({ [money]: [{ from: '2016-01-01', value: 28, source: '12号' }] })).toEqual([
      [money, [{ from: day, value: 2800, source: '12号' }]],
    ]);
    expect(parse({ [money]: [{ from: '2016-01-01', value: null }] })).toEqual([
      [money, [{ from: day, value: null, source: 'own' }]],
    ]);
    expect(parse({ employerRates: { pension: 0.2, medical: null } }).slice(1)).toEqual([
      ['employerRates.pension', [{ from: null, value: 0.2, source: 'own' }]],
      ['employerRates.medical', [{ from: null, value: null, source: 'own' }]],
    ]);
    expect(parse({ employerRates: null }).map(([, entries]) => entries[0]?.value)).toEqual([
      undefined,
      null,
      null,
      null,
    ]);
  });

  it('named without a value stand there with none, so that the module’s own do not count', () => {
    expect(parse({ [money]: [] })).toEqual([[money, []]]);
    expect(parse({ employerRates: {} })).toEqual([['employerRates', []]]);
  });

  it('that are a schedule keep their lines, which rise', () => {
    const lines = [
      { atLeastMonths: 6, payMonths: 1 },
      { atLeastMonths: 12, payMonths: 1 },
    ];
    expect(parse({ [schedule]: lines })).toEqual([[schedule, [{ from: null, value: lines, source: 'own' }]]]);
    expect(parse({ [schedule]: null })).toEqual([[schedule, [{ from: null, value: null, source: 'own' }]]]);
  });

  const at = `parameters.${schedule}`;
  it.each<[unknown, string]>([
    [{ [money]: [{ from: '2016', value: 1 }] }, `parameters.${money}[0].from: 应为存在的日期`],
    [{ [money]: [{ value: 1 }] }, `parameters.${money}[0].from: 应为存在的日期`],
    [{ [money]: [{ from: '2016-01-01' }] }, `parameters.${money}[0].value: 缺少`],
    [{ [money]: [{ from: '2016-01-01', value: 'x' }] }, `parameters.${money}[0].value: 应为金额`],
    [{ [money]: [{ from: '2016-01-01', value: 1, source: 7 }] }, `parameters.${money}[0].source: 应为文本`],
    [{ [money]: [{ from: '2016-01-01', value: 1, by: 7 }] }, `parameters.${money}[0].by: 未知`],
    [{ [money]: [null] }, `parameters.${money}: 应为金额`],
    [{ [money]: [{ from: '2016-01-01', value: 1 }, 7] }, `parameters.${money}: 应为金额`],
    [
      {
        [money]: [
          { from: '2016-01-01', value: 1 },
          { from: '2016-01-01', value: 2 },
        ],
      },
      `parameters.${money}[1].from: 同一起始日重复`,
    ],
    [{ employerRates: { pension: 2 } }, 'parameters.employerRates.pension: 应为0至1'],
    [{ employerRates: { housing: 0.1 } }, 'parameters.employerRates.housing: 未知'],
    [{ [schedule]: {} }, `${at}: 应为数组`],
    [{ [schedule]: [{ atLeastMonths: 6 }] }, `${at}[0].payMonths: 缺少`],
    [{ [schedule]: [{ atLeastMonths: null, payMonths: 1 }] }, `${at}[0].atLeastMonths: 缺少`],
    [{ [schedule]: [{ atLeastMonths: 'x', payMonths: 1 }] }, `${at}[0].atLeastMonths: 应为非负整数`],
    [{ [schedule]: [{ months: 1 }] }, `${at}[0].months: 未知`],
    [
      {
        [schedule]: [
          { atLeastMonths: 6, payMonths: 1 },
          { atLeastMonths: 6, payMonths: 2 },
        ],
      },
      `${at}[1].atLeastMonths: 应逐项递增`,
    ],
  ])('%j: %s', (given, refusal) => {
    expect(refusalOf(() => parseParameters(given, 'own'))).toContain(refusal);
  });

  it('are at most a value a month for thirty years', () => {
    const entries = (length: number) => Array.from({ length }, (_, i) => ({ from: formatDay(day! + i), value: 1 }));
    expect(parse({ [money]: entries(360) })[0]![1]).toHaveLength(360);
    expect(refusalOf(() => parseParameters({ [money]: entries(361) }, 'own'))).toContain('至多360项');
  });
});
