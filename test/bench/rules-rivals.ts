/** Rules of the policy that need no lists, written by hand in the forms of json-rules-engine and of zen-engine, and facts for all. */
import { ZenEngine } from '@gorules/zen-engine';
import { Engine } from 'json-rules-engine';
import type { NestedCondition } from 'json-rules-engine';
import { addMonths, addYears, civilDate, parseDay } from '../../rules/civil-date.js';
import type { CivilDay } from '../../rules/civil-date.js';
import { gradualRetirementDate, retirementDate } from '../../rules/definitions/retirement-date.js';

export const assessOn = '2016-09-01';
const schools = ['university', 'vocational_school', 'technician_school'];

/** The n-th invented subject: every fact that the rules read is known. */
export function factsOf(n: number) {
  const one = <T>(step: number, ...of: [T, ...T[]]): T => of[Math.floor(n / step) % of.length] ?? of[0];
  const day = (year: number, step: number) =>
    `${year}-${String(1 + (Math.floor(n / step) % 12)).padStart(2, '0')}-${String(1 + (n % 28)).padStart(2, '0')}`;
  return {
    person: {
      birthDate: day(one(7, 1958, 1961, 1966, 1990), 1),
      retirementCategory: one(3, 'male_60', 'female_55', 'female_50'),
      recognisedHardToEmploy: one(2, true, true, false),
      isReceivingUnemploymentBenefit: one(5, true, false),
      education: {
        schoolType: one(1, 'university', 'technician_school', 'overseas', 'none'),
        status: one(11, 'graduated', 'graduated', 'enrolled'),
        graduationDate: day(one(13, 2010, 2014, 2016), 2),
        returnedToChina: one(2, true, false),
      },
      receivedNationalStudentLoan: one(3, true, false),
      isProfessionalTechnicalStaff: one(2, true, false),
      startingOwnBusiness: one(47, true, true, true, false),
      institutionConsents: one(53, true, true, false),
      leaveFrom: day(one(6, 2012, 2013, 2015), 4),
    },
    enterprise: {
      registeredOn: day(2016, 3),
      foundedByPerson: one(17, true, true, true, false),
      operatingNormally: one(19, true, true, true, false),
      hasBusinessLicence: one(23, true, true, false),
    },
    employment: {
      kind: 'flexible',
      startedOn: day(one(2, 2015, 2016), 2),
      employmentRegistered: one(29, true, true, true, false),
      socialInsurancePaidAsRequired: one(31, true, true, true, false),
      paidPerMonth: 900,
      monthsClaimed: 6,
    },
    history: {
      openingSubsidyAlreadyPaid: one(37, false, false, true),
      unemployedStartupGrantAlreadyPaid: one(41, false, false, true),
      monthsAlreadySubsidised: one(43, 0, 12, 36, 40),
      firstApprovedOn: day(one(4, 2012, 2015), 5),
    },
  };
}
export type SubjectFacts = ReturnType<typeof factsOf>;
type Category = 'male_60' | 'female_55' | 'female_50';

/** The rules that all three engines know, in this order. */
export const rivalRules = [
  'art05.opening-subsidy',
  'art05.unemployed-startup-grant',
  'art02.flexible-employment-subsidy.hard-to-employ',
  'art02.flexible-employment-subsidy.graduate',
  'art05.leave-to-start-business',
  'art11.job-seeking-startup-subsidy',
] as const;

const is = (fact: string, value: unknown): NestedCondition => ({ fact, operator: 'equal', value });
const compared = (fact: string, operator: string, other: string): NestedCondition => ({
  fact,
  operator,
  value: { fact: other },
});
const inFlexibleWork = [
  is('employment.kind', 'flexible'),
  is('employment.employmentRegistered', true),
  is('employment.socialInsurancePaidAsRequired', true),
];
const studied = compared('person.education.graduationDate', 'atMostFiveYearsBefore', 'enterprise.registeredOn');

/** Facts by name, days as numbers: what it reads fastest. */
export function flatFactsOf(facts: SubjectFacts): Record<string, unknown> {
  const flat: Record<string, unknown> = { assessOn: parseDay(assessOn) };
  const put = (path: string, value: unknown): void => {
    if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value)) put(path === '' ? key : `${path}.${key}`, inner);
    else flat[path] = (typeof value === 'string' ? parseDay(value) : null) ?? value;
  };
  put('', facts);
  return flat;
}

export function jsonRulesEngine(): (facts: Record<string, unknown>) => Promise<boolean[]> {
  const conditions: NestedCondition[] = [
    {
      all: [
        {
          any: [
            {
              all: [
                { fact: 'person.education.schoolType', operator: 'in', value: schools },
                { any: [is('person.education.status', 'enrolled'), studied] },
              ],
            },
            {
              all: [
                is('person.education.schoolType', 'overseas'),
                is('person.education.returnedToChina', true),
                studied,
              ],
            },
          ],
        },
        is('enterprise.foundedByPerson', true),
        is('enterprise.operatingNormally', true),
        compared('enterprise.registeredOn', 'atLeastThreeMonthsBefore', 'assessOn'),
        is('history.openingSubsidyAlreadyPaid', false),
      ],
    },
    {
      all: [
        is('person.isReceivingUnemploymentBenefit', true),
        is('enterprise.hasBusinessLicence', true),
        is('enterprise.foundedByPerson', true),
        compared('enterprise.registeredOn', 'lessThanInclusive', 'assessOn'),
        is('history.unemployedStartupGrantAlreadyPaid', false),
      ],
    },
    {
      all: [
        is('person.recognisedHardToEmploy', true),
        ...inFlexibleWork,
        compared('retiresOn', 'greaterThan', 'assessOn'),
        {
          any: [
            { fact: 'history.monthsAlreadySubsidised', operator: 'lessThan', value: 36 },
            compared('history.firstApprovedOn', 'lessThanFiveYearsBefore', 'retiresOnByLawOfFirstApproval'),
          ],
        },
      ],
    },
    {
      all: [
        is('person.education.schoolType', 'university'),
        is('person.education.status', 'graduated'),
        compared('person.education.graduationDate', 'lessThanInclusive', 'employment.startedOn'),
        compared('person.education.graduationDate', 'atMostThreeYearsBefore', 'employment.startedOn'),
        ...inFlexibleWork,
        { fact: 'history.monthsAlreadySubsidised', operator: 'lessThan', value: 36 },
      ],
    },
    {
      all: [
        is('person.isProfessionalTechnicalStaff', true),
        is('person.startingOwnBusiness', true),
        is('person.institutionConsents', true),
        compared('person.leaveFrom', 'atMostThreeYearsBefore', 'assessOn'),
      ],
    },
    {
      all: [
        is('person.education.schoolType', 'university'),
        compared('person.education.graduationDate', 'inTheYearOf', 'assessOn'),
        is('person.receivedNationalStudentLoan', true),
      ],
    },
  ];
  const engine = new Engine([], { allowUndefinedFacts: true });
  engine.addOperator<CivilDay, CivilDay>('atMostFiveYearsBefore', (day, on) => on <= addYears(day, 5));
  engine.addOperator<CivilDay, CivilDay>('atMostThreeYearsBefore', (day, on) => on <= addYears(day, 3));
  engine.addOperator<CivilDay, CivilDay>('inTheYearOf', (day, on) => civilDate(day).year === civilDate(on).year);
  engine.addOperator<CivilDay, CivilDay>('lessThanFiveYearsBefore', (day, on) => addYears(day, 5) > on);
  engine.addOperator<CivilDay, CivilDay>('atLeastThreeMonthsBefore', (day, on) => addMonths(day, 3) <= on);
  engine.addFact('retiresOn', async (_, almanac) =>
    gradualRetirementDate(
      await almanac.factValue<CivilDay>('person.birthDate'),
      await almanac.factValue<Category>('person.retirementCategory'),
    ),
  );
  engine.addFact('retiresOnByLawOfFirstApproval', async (_, almanac) =>
    retirementDate(
      await almanac.factValue<CivilDay>('person.birthDate'),
      await almanac.factValue<Category>('person.retirementCategory'),
      await almanac.factValue<CivilDay>('history.firstApprovedOn'),
    ),
  );
  for (const [i, id] of rivalRules.entries())
    engine.addRule({ name: id, conditions: { all: [conditions[i]!] }, event: { type: id } });
  return async (facts) => {
    const { events } = await engine.run(facts);
    return rivalRules.map((id) => events.some(({ type }) => type === id));
  };
}

const zenExpressions = [
  `((person.education.schoolType in ${JSON.stringify(schools).replaceAll('"', "'")}
     and (person.education.status == 'enrolled' or d(enterprise.registeredOn) <= d(person.education.graduationDate).add(5, 'year')))
    or (person.education.schoolType == 'overseas' and person.education.returnedToChina
     and d(enterprise.registeredOn) <= d(person.education.graduationDate).add(5, 'year')))
   and enterprise.foundedByPerson and enterprise.operatingNormally
   and d(enterprise.registeredOn).add(3, 'month') <= d(assessOn) and not history.openingSubsidyAlreadyPaid`,
  `person.isReceivingUnemploymentBenefit and enterprise.hasBusinessLicence and enterprise.foundedByPerson
   and d(enterprise.registeredOn) <= d(assessOn) and not history.unemployedStartupGrantAlreadyPaid`,
  `person.recognisedHardToEmploy and employment.kind == 'flexible' and employment.employmentRegistered
   and employment.socialInsurancePaidAsRequired
   and d(person.birthDate).add($.age * 12 + $.delay, 'month') > d(assessOn)
   and (history.monthsAlreadySubsidised < 36
     or d(history.firstApprovedOn).add(5, 'year') > d(person.birthDate).add($.age, 'year'))`,
  `person.education.schoolType == 'university' and person.education.status == 'graduated'
   and d(person.education.graduationDate) <= d(employment.startedOn)
   and d(employment.startedOn) <= d(person.education.graduationDate).add(3, 'year')
   and employment.kind == 'flexible' and employment.employmentRegistered
   and employment.socialInsurancePaidAsRequired and history.monthsAlreadySubsidised < 36`,
  `person.isProfessionalTechnicalStaff and person.startingOwnBusiness and person.institutionConsents
   and d(assessOn) <= d(person.leaveFrom).add(3, 'year')`,
  `person.education.schoolType == 'university' and person.receivedNationalStudentLoan
   and d(person.education.graduationDate).year() == d(assessOn).year()`,
];
const zenHelpers = {
  age: `person.retirementCategory == 'male_60' ? 60 : person.retirementCategory == 'female_55' ? 55 : 50`,
  monthsSince: `(d(person.birthDate).year() - ($.age == 60 ? 1965 : $.age == 55 ? 1970 : 1975)) * 12 + d(person.birthDate).month() - 1`,
  delay: `$.monthsSince < 0 ? 0 : min([floor($.monthsSince / ($.age == 50 ? 2 : 4)) + 1, $.age == 50 ? 60 : 36])`,
};

export function zenEngine(): (facts: object) => Promise<boolean[]> {
  const named = { ...zenHelpers, ...Object.fromEntries(zenExpressions.map((value, i) => [`rule${i}`, value])) };
  const expressions = Object.entries(named).map(([key, value]) => ({
    id: key,
    key,
    value: value.replaceAll(/\s+/g, ' '),
  }));
  const node = (id: string, type: string, content: object = {}) => ({
    id,
    type,
    name: id,
    content,
    position: { x: 0, y: 0 },
  });
  const decision = new ZenEngine().createDecision({
    nodes: [node('in', 'inputNode'), node('rules', 'expressionNode', { expressions }), node('out', 'outputNode')],
    edges: [
      { id: 'a', type: 'edge', sourceId: 'in', targetId: 'rules' },
      { id: 'b', type: 'edge', sourceId: 'rules', targetId: 'out' },
    ],
  });
  return async (facts) => {
    const { result } = await decision.evaluate({ assessOn, ...facts }, { trace: true });
    return rivalRules.map((_, i) => (result as Record<string, unknown>)[`rule${i}`] === true);
  };
}
