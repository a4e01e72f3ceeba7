/** A parameter's history is taken whole or not at all; a refusal names the place. */
import { describe, expect, it, test } from 'vitest';
import { entryOn, paperNames, parsePapers, rulesForm } from '../../rules/parameter-papers.js';
import type { PaperEntry } from '../../rules/parameter-papers.js';
import { inForceOn } from '../../rules/dated.js';
import { parseDay } from '../../rules/civil-date.js';
import { examplePapers } from '../../rules/parameters/example.js';
import { parameterMeanings } from '../../rules/parameters/meanings.js';
import { puyangPapers } from '../../rules/parameters/puyang.js';
import { parseParameters } from '../../rules/parse-parameters.js';
import { Refusal } from '../../rules/refusal.js';

const source = { document: '濮人社〔2016〕12号', title: '示例通知' };
const base = 'minimumContributionBasePerMonth';
const from = (day: string, value: unknown = 2800, more: object = {}) => ({ from: day, value, source, ...more });

function refusalOf(name: string, entries: unknown): string {
  try {
    parsePapers(name, entries);
  } catch (error) {
    if (error instanceof Refusal) return error.path;
    throw error;
  }
  return 'taken';
}

describe('a history is refused', () => {
  const two = (first: object, second: object) => [
    { ...from('2016-01-01'), ...first },
    { ...from('2017-01-01'), ...second },
  ];
  it.each<[string, string, unknown, string]>([
    ['of an unknown parameter', 'minimumWage', [from('2016-01-01')], 'minimumWage'],
    ['of a name that every object has', 'constructor', [from('2016-01-01')], 'constructor'],
    ['that is no list', base, from('2016-01-01'), base],
    ['that is empty', base, [], base],
    ['with an unknown member', base, [from('2016-01-01', 1, { until: '2017-01-01' })], `${base}[0].until`],
    ['without a value', base, [{ from: '2016-01-01', source }], `${base}[0].value`],
    ['without a first day', base, [{ value: 1, source }], `${base}[0].from`],
    ['from an impossible day', base, [from('2016-02-30')], `${base}[0].from`],
    ['to an impossible day', base, [from('2016-01-01', 1, { to: '2017-02-29' })], `${base}[0].to`],
    ['that ends before it begins', base, [from('2016-01-02', 1, { to: '2016-01-01' })], `${base}[0].to`],
    ['without a paper', base, [{ from: '2016-01-01', value: 1 }], `${base}[0].source`],
    ['with a paper in one line', base, [from('2016-01-01', 1, { source: '12号' })], `${base}[0].source`],
    [
      'with an unnumbered paper',
      base,
      [from('2016-01-01', 1, { source: { document: ' ', title: '通知' } })],
      `${base}[0].source.document`,
    ],
    [
      'with a paper of two lines',
      base,
      [from('2016-01-01', 1, { source: { document: '12号', title: '通\n知' } })],
      `${base}[0].source.title`,
    ],
    ['with a nameless clerk', base, [from('2016-01-01', 1, { enteredBy: '' })], `${base}[0].enteredBy`],
    ['of a wrong kind', base, [from('2016-01-01', 'much')], `${base}[0].value`],
    ['of money below a fen', base, [from('2016-01-01', 0.001)], `${base}[0].value`],
    ['of a share above one', 'stabilisationRefundRate', [from('2016-01-01', 50)], 'stabilisationRefundRate[0].value'],
    ['newest first', base, two({ from: '2018-01-01' }, {}), `${base}[1].from`],
    ['with two values from one day', base, two({ from: '2017-01-01' }, {}), `${base}[1].from`],
    ['with an overlap of one day', base, two({ to: '2017-01-01' }, {}), `${base}[1].from`],
    ['with a gap of one day', base, two({ to: '2016-12-30' }, {}), `${base}[1].from`],
    ['whose second value is wrong', base, two({}, { value: true }), `${base}[1].value`],
    [
      'of an object without one member',
      'employerRates',
      [from('2016-01-01', { pension: 0.2, medical: 0.08 })],
      'employerRates[0].value.unemployment',
    ],
    [
      'of an object with a member too many',
      'employerRates',
      [from('2016-01-01', { pension: 0.2, medical: 0.08, unemployment: 0.01, housing: 0.1 })],
      'employerRates[0].value.housing',
    ],
    [
      'of a schedule without one column',
      'placementSubsidyMonthsByContractLength',
      [from('2016-01-01', [{ atLeastMonths: 12 }])],
      'placementSubsidyMonthsByContractLength[0].value[0].payMonths',
    ],
    [
      'of a list with a wrong word',
      'insurancesCounted',
      [from('2016-01-01', [{ insurance: 'pension' }, { insurance: 'fire' }])],
      'insurancesCounted[0].value[1].insurance',
    ],
    [
      'of a list with an unknown column',
      'keyPovertyCounties',
      [from('2016-01-01', [{ county: '示例县', since: 2016 }])],
      'keyPovertyCounties[0].value[0].since',
    ],
    ['longer than anybody reads', base, Array.from({ length: 361 }, () => from('2016-01-01')), base],
  ])('%s', (_why, name, entries, path) => {
    expect(refusalOf(name, entries)).toBe(`parameters.${path}`);
  });
});

describe('a refusal says why', () => {
  const first = (more: object) => from('2016-01-01', 1, more);
  it.each<[string, string, unknown, string]>([
    ['two values from one day', base, [first({}), from('2016-01-01')], 'overlaps'],
    ['an overlap of one day', base, [first({ to: '2017-01-01' }), from('2017-01-01')], 'overlaps'],
    ['a value between', base, [first({ to: '2017-12-31' }), from('2017-01-01')], 'overlaps'],
    ['a gap', base, [first({ to: '2016-12-30' }), from('2017-01-01')], 'gap'],
    ['newest first', base, [first({}), from('2015-01-01')], 'oldest first'],
    ['a number without a value', base, [{ from: '2016-01-01', source }], 'is required'],
    ['a list without a value', 'feeCatalogue', [{ from: '2016-01-01', source }], 'value: 缺少'],
    ['a row without a column', 'feeCatalogue', [from('2016-01-01', [{ kind: 'licence' }])], 'is required'],
    ['a row without a number', 'totalBudgets', [from('2016-01-01', [{ fund: 'x', year: 1 }])], 'is required'],
    ['a row of a wrong kind', 'paymentCalendar', [from('2016-01-01', [{ rule: 'x', payBy: '1' }])], 'value[0].payBy: '],
  ])('%s', (_what, name, entries, why) => {
    expect(() => parsePapers(name, entries)).toThrow(why);
  });
});

describe('a history is taken', () => {
  const signs = (count: number) => '号'.repeat(count);
  const paper = (document: number, title: number, enteredBy: number) => [
    from('2016-01-01', 1, {
      source: { document: signs(document), title: signs(title) },
      enteredBy: signs(enteredBy),
    }),
  ];

  it('up to the length that fits a line', () => {
    expect(refusalOf(base, paper(60, 120, 100))).toBe('taken');
    expect(refusalOf(base, paper(61, 120, 100))).toBe(`parameters.${base}[0].source.document`);
    expect(refusalOf(base, paper(60, 121, 100))).toBe(`parameters.${base}[0].source.title`);
    expect(refusalOf(base, paper(60, 120, 101))).toBe(`parameters.${base}[0].enteredBy`);
  });

  it('of a single day, and of a value a month for thirty years', () => {
    expect(refusalOf(base, [from('2016-01-01', 1, { to: '2016-01-01' })])).toBe('taken');
    const months = Array.from({ length: 360 }, (_, i) =>
      from(`${1990 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}-01`),
    );
    expect(refusalOf(base, months)).toBe('taken');
  });

  it('of a list that only people look things up in', () => {
    const row = { kind: 'park', place: signs(200), level: null, recognisedOn: '2016-01-01' };
    const place = 'parameters.recognisedPlaces[0].value[0].place';
    expect(refusalOf('recognisedPlaces', [from('2016-01-01', [row])])).toBe('taken');
    for (const wrong of [signs(201), '两\n行', null])
      expect(refusalOf('recognisedPlaces', [from('2016-01-01', [{ ...row, place: wrong }])])).toBe(place);
  });

  it('to the last day that there is', () => {
    expect(refusalOf(base, [from('2016-01-01', 1, { to: '2199-12-31' })])).toBe('taken');
    expect(refusalOf(base, [from('2016-01-01', 1, { to: '2199-12-30' })])).toBe('taken');
    expect(rulesForm({ [base]: [] })).toEqual({ [base]: [] });
  });

  it('when the next value begins on the day after the last day', () => {
    const entries = [from('2016-01-01', 2800, { to: '2016-12-31' }), from('2017-01-01', null, { enteredBy: '王科员' })];
    expect(parsePapers(base, entries)).toEqual([
      { from: '2016-01-01', to: '2016-12-31', value: 2800, source, enteredBy: null },
      { from: '2017-01-01', to: null, value: null, source, enteredBy: '王科员' },
    ]);
  });

  test.each(Object.entries({ ...puyangPapers }))('as the module ships it: %s', (name, entries) => {
    expect(parsePapers(name, entries)).toEqual(entries);
    expect(entries.map((entry) => entry.value)).toEqual([null]);
  });

  test.each(Object.entries<readonly PaperEntry[]>(examplePapers))('as the sandbox ships it: %s', (name, entries) => {
    expect(parsePapers(name, entries)).toEqual(entries);
    for (const { source } of entries) expect(source.document).toBe('sandbox example, not law');
  });
});

/** Section 4 of the catalogue, in its order. */
const namedButNotGiven = [
  ['minimum contribution base', 'minimumContributionBasePerMonth'],
  ['employer and personal rates', 'employerRates', 'personalRates'],
  ['flexible-employment minimum due', 'flexibleMinimumContributionPerMonth'],
  ['insurances counted', 'insurancesCounted'],
  ['unemployment benefit standard', 'unemploymentBenefitStandardPerMonth'],
  ['months by contract length', 'placementSubsidyMonthsByContractLength'],
  ['stabilisation rate and layoff limit', 'stabilisationRefundRate', 'stabilisationLayoffRateLimit'],
  ['size standard', 'enterpriseSizeStandard'],
  ['start-up age', 'startupAgeMonths'],
  ['older-worker age', 'olderWorkerYearsBeforeRetirement'],
  ['hard-to-employ categories', 'hardToEmployCategories'],
  ['retirement table', 'retirementTable'],
  ['land-expropriated persons', 'landExpropriatedConditions'],
  ['training standards', 'vocationalTrainingStandard', 'startupTrainingStandard'],
  ['internship length and minimum', 'internshipMonths', 'internshipMinimumMonths'],
  ['job-seeking subsidy and its older groups', 'jobSeekingStartupSubsidy', 'jobSeekingSubsidyGroups'],
  ['tuition cap and key counties', 'tuitionCompensationCapPerYear', 'keyPovertyCounties'],
  ['fee catalogue', 'feeCatalogue'],
  ['disability quota, levy, award', 'disabilityQuotaRate', 'disabilityQuotaLevyPerYear', 'disabilityHiringSubsidy'],
  ['employment-service subsidy', 'employmentServiceSubsidy'],
  ['work-cost deduction', 'workCostDeduction'],
  ['state-firm reserve ratio', 'stateFirmReserveRate'],
  ['total budgets and payment calendar', 'totalBudgets', 'paymentCalendar'],
  ['working-day calendar', 'workingDayCalendar'],
  ['recognised parks, bases, communities', 'recognisedPlaces'],
] as const;

test.each(namedButNotGiven)('%s is a known parameter', (_what, ...names) => {
  expect(paperNames).toEqual(expect.arrayContaining(names));
});

const exampleRowOf = (list: keyof typeof examplePapers) =>
  (examplePapers[list][0]!.value as Record<string, unknown>[])[0]!;

/** The words that a list knows; every other is refused. */
test.each([
  ['insurancesCounted', 'insurance', 'pension medical unemployment work_injury maternity'],
  ['enterpriseSizeStandard', 'size', 'micro small medium'],
  ['retirementTable', 'category', 'male_60 female_55 female_50'],
  ['feeCatalogue', 'kind', 'registration licence management'],
  ['recognisedPlaces', 'kind', 'park internship_unit community'],
  ['recognisedPlaces', 'level', 'national provincial city'],
] as const)('%s: %s is %s', (list, column, words) => {
  const row = exampleRowOf(list);
  const withWord = (word: string) => refusalOf(list, [from('2016-01-01', [{ ...row, [column]: word }])]);
  for (const word of words.split(' ')) expect(withWord(word)).toBe('taken');
  for (const word of ['', 'x']) expect(withWord(word)).toBe(`parameters.${list}[0].value[0].${column}`);
});

/** Columns of lists that only people read: what a row must hold, and of which kind. */
test.each([
  ['hardToEmployCategories', { category: 7 }],
  ['enterpriseSizeStandard', { industry: 7, staffBelow: 'x', revenueBelow: 'x' }],
  ['retirementTable', { bornFrom: '2016', years: 0.5, months: 0.5 }],
  ['landExpropriatedConditions', { condition: 7 }],
  ['jobSeekingSubsidyGroups', { group: 7 }],
  ['keyPovertyCounties', { county: 7 }],
  ['feeCatalogue', { fee: 7 }],
  ['totalBudgets', { fund: 7, year: '2016', amount: -1 }],
  ['paymentCalendar', { rule: 7, payBy: '2016-12' }],
  ['workingDayCalendar', { day: '2016-12', working: 'yes' }],
  ['recognisedPlaces', { place: 7, recognisedOn: '2016-12' }],
] as const)('%s has columns of a kind', (list, wrong) => {
  const row = exampleRowOf(list);
  for (const [column, given] of Object.entries(wrong))
    expect(refusalOf(list, [from('2016-01-01', [{ ...row, [column]: given }])])).toBe(
      `parameters.${list}[0].value[0].${column}`,
    );
});

test('each parameter has its meaning and an example', () => {
  expect(Object.keys(parameterMeanings).sort()).toEqual([...paperNames].sort());
  expect(Object.keys(examplePapers).sort()).toEqual([...paperNames].sort());
});

describe('in the rules’ form', () => {
  const valueOn = (parameters: ReturnType<typeof parseParameters>, name: string, day: string) =>
    inForceOn(parameters.get(name) ?? [], parseDay(day)!)?.value ?? null;

  it('a value that ends is not known from the day after, member by member', () => {
    const rates = { pension: 0.2, medical: 0.08, unemployment: 0.01 };
    const papers = {
      [base]: parsePapers(base, [from('2016-01-01', 2800, { to: '2016-12-31' })]),
      employerRates: parsePapers('employerRates', [
        from('2016-01-01', rates, { to: '2016-12-31' }),
        from('2017-01-01', null),
      ]),
    };
    const parameters = parseParameters(rulesForm(papers), 'test');
    expect(['2015-12-31', '2016-12-31', '2017-01-01'].map((day) => valueOn(parameters, base, day))).toEqual([
      null,
      280_000,
      null,
    ]);
    expect(['2016-12-31', '2017-01-01'].map((day) => valueOn(parameters, 'employerRates.medical', day))).toEqual([
      0.08,
      null,
    ]);
  });

  it('the paper is told in one line, and lists that no rule reads stay behind', () => {
    const papers = { [base]: parsePapers(base, [from('2016-01-01')]), keyPovertyCounties: [] };
    expect(rulesForm(papers)).toEqual({
      [base]: [{ from: '2016-01-01', value: 2800, source: '濮人社〔2016〕12号（示例通知）' }],
    });
  });
});

test('the entry in force on a day is none before the first and after the last', () => {
  const entries = parsePapers(base, [from('2016-01-01', 1), from('2017-01-01', 2, { to: '2017-12-31' })]);
  const values = ['2015-12-31', '2016-01-01', '2016-12-31', '2017-01-01', '2017-12-31', '2018-01-01'].map(
    (day) => entryOn(entries, day)?.value,
  );
  expect(values).toEqual([undefined, 1, 1, 2, 2, undefined]);
});
