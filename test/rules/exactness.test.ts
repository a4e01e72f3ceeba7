/** What every rule says of open facts, held against all their completions: outcome, what is missing, bounds of the amount. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseDay } from '../../rules/civil-date.js';
import type { Fact, Value } from '../../rules/fact.js';
import { factsReadBy } from '../../rules/facts-read-by.js';
import { definitions, entitlements } from '../../rules/index.js';
import { judge, planOf } from '../../rules/judge.js';
import { parseParameters } from '../../rules/parse-parameters.js';
import type { Circumstances } from '../../rules/situation.js';
import { saidByCompletions } from './completions.js';
import type { OpenFacts } from './completions.js';
import { openedSituationsOf } from './opened-situations.js';

const parameters = parseParameters({ flexibleMinimumContributionPerMonth: 600 }, 'test');
const origin = { source: null, observedOn: null };

/** A fact and all that it can still be. */
interface Open {
  fact: Fact;
  values: readonly Value[];
}
const open = (...values: Value[]): Open => ({
  fact: { is: 'one-of', candidates: values.map((value) => ({ value, ...origin })) },
  values,
});
const known = (value: Value): Open => ({ fact: { is: 'known', value, ...origin }, values: [value] });
const between = (from: number, to: number): Open =>
  from === to
    ? known(from)
    : {
        fact: { is: 'between', from, to, ...origin },
        values: Array.from({ length: to - from + 1 }, (_, i) => from + i),
      };

const flag = fc.constantFrom(known(true), known(true), known(true), known(false), open(true, false));
const word = (...words: Value[]) =>
  fc.subarray(words, { minLength: 1 }).map((some) => (some.length === 1 ? known(some[0]!) : open(...some)));
/** Near some number: known, one of two that are apart, or a narrow range. */
const near = (...centres: number[]) =>
  fc
    .tuple(fc.constantFrom(...centres), fc.integer({ min: -3, max: 2 }), fc.integer({ min: 0, max: 3 }), fc.nat(9))
    .map(([centre, offset, width, form]) => {
      const from = Math.max(0, centre + offset);
      if (form < 4) return known(from);
      return form < 6 ? open(from, from + 40 + width) : between(from, from + (form < 9 ? width % 4 : width));
    });
/** Half of a cost is rounded down to the fen: a range of single fens can hide its steps between its ends. */
const cost = (...centres: number[]) => near(...centres).filter(({ fact }) => fact.is !== 'between');
const days = (...written: string[]) => near(...written.map((day) => parseDay(day)!));

type Ago = (years: number, months?: number) => string;
const two = known(2);

const ofFounders = (at: Ago) => ({
  'person.unemploymentBenefitMonthsLeft': near(0, 3, 10),
  'person.unemploymentBenefitPerMonth': near(90_000),
  'history.unemploymentBenefitLumpSumAlreadyPaid': flag,
  'person.isProfessionalTechnicalStaff': flag,
  'person.institutionConsents': flag,
  'person.leaveFrom': days(at(3), at(0)),
  'person.ownSocialInsurancePaidThisYear': near(3, 1_000_000),
  'enterprise.newlyFoundedByStartupGroup': flag,
  'enterprise.founderCountedInPayroll': flag,
  'enterprise.employees[]': fc.constant(two),
  'enterprise.employees[0].count': near(3, 5),
  'enterprise.employees[0].contractMonths': near(12, 40),
  'enterprise.employees[0].employmentRegistered': flag,
  'enterprise.employees[0].socialInsuranceMonthsPaid': near(12, 40),
  'enterprise.employees[1].count': near(3, 5),
  'enterprise.employees[1].contractMonths': near(12, 40),
  'enterprise.employees[1].employmentRegistered': flag,
  'enterprise.employees[1].socialInsuranceMonthsPaid': near(12, 40),
  'history.subsidyYearsAlreadyPaid': near(0, 3),
});

const ofParks = (at: Ago) => ({
  'person.isVeteran': flag,
  'person.isUnemployed': flag,
  'person.isReturningMigrantWorker': flag,
  'person.disabled': flag,
  'enterprise.locatedInIncubationPark': flag,
  'enterprise.enteredParkOn': days(at(0, 2), at(1), at(2, 11), at(3)),
  'costs.months[]': fc.constant(two),
  'costs.months[0].month': days(at(1), at(0, 1), at(0)),
  'costs.months[0].propertyManagement': cost(3),
  'costs.months[0].cleaning': fc.constant(known(7)),
  'costs.months[0].rent': cost(2_000_000, 100_000),
  'costs.months[0].utilities': fc.constant(known(null)),
  'costs.months[1].month': days(at(1), at(0, 1), at(0)),
  'costs.months[1].propertyManagement': fc.constant(known(0)),
  'costs.months[1].cleaning': cost(3),
  'costs.months[1].rent': cost(2_000_000),
  'costs.months[1].utilities': fc.constant(known(0)),
  'history.operatingSubsidyPaidThisSubsidyYear': near(3, 1_000_000),
  'park.providesLoanGuarantee': flag,
  'projects[]': fc.constant(two),
  'projects[0].resident': flag,
  'projects[0].guaranteedLoan': near(0, 50_000_000),
  'projects[0].purchasesThisYear': near(0, 1),
  'projects[1].resident': flag,
  'projects[1].guaranteedLoan': near(0, 300_000),
  'projects[1].purchasesThisYear': near(0, 1),
  'park.recognisedLevel': word('national', 'provincial', 'city', null),
  'park.recognisedOn': days(at(0)),
  'park.awardsAlreadyPaid[]': fc.constant(known(1)),
  'park.awardsAlreadyPaid[0]': word('national', 'provincial', 'city'),
  'park.enterprisesSuccessfullyIncubatedNotYetRewarded': near(0, 3),
});

/** Days of assessment with the days near which the limits of each rule lie. */
const worlds = fc.constantFrom('2016-09-01', '2019-03-31', '2024-12-31', '2025-06-15').chain((assessOn) => {
  const at = (years: number, months = 0) => {
    const date = new Date(assessOn);
    date.setUTCFullYear(date.getUTCFullYear() - years, date.getUTCMonth() - months);
    return date.toISOString().slice(0, 10);
  };
  const facts = fc.record({
    'person.recognisedHardToEmploy': flag,
    'person.isReceivingUnemploymentBenefit': flag,
    'person.birthDate': days(at(60), at(57), at(55), at(50), at(52), at(40)),
    'person.retirementCategory': word('male_60', 'female_55', 'female_50'),
    'person.education.schoolType': word('university', 'overseas', 'none'),
    'person.education.status': word('graduated', 'enrolled'),
    'person.education.graduationDate': days(at(5, 3), at(5), at(2)),
    'person.education.returnedToChina': flag,
    'enterprise.registeredOn': days(at(0, 3), at(0, 4), at(0)),
    'enterprise.foundedByPerson': flag,
    'enterprise.operatingNormally': flag,
    'enterprise.hasBusinessLicence': flag,
    'employment.kind': fc.constantFrom(known('flexible'), known('flexible'), open('flexible', null)),
    'employment.employmentRegistered': flag,
    'employment.socialInsurancePaidAsRequired': flag,
    'employment.monthsClaimed': near(2, 6, 40),
    'employment.paidPerMonth': near(3, 60_000, 90_000),
    'history.monthsAlreadySubsidised': near(3, 34, 36),
    'history.firstApprovedOn': fc.oneof(days(at(0), at(2), at(3), at(5)), fc.constant(known(null))),
    'history.openingSubsidyAlreadyPaid': flag,
    'history.unemployedStartupGrantAlreadyPaid': flag,
    ...ofFounders(at),
    ...ofParks(at),
  });
  return facts.map((named) => ({ assessOn, facts: named as Record<string, Open> }));
});

/** Rules all of whose facts stand in the worlds above, which leave more open than the cases do. */
const told = new Set([
  'art02.flexible-employment-subsidy.hard-to-employ',
  'art05.opening-subsidy',
  'art05.unemployed-startup-grant',
  'art05.unemployment-benefit-lump-sum',
  'art05.leave-to-start-business',
  'art05.startup-social-insurance-subsidy',
  'art05.job-creation-subsidy',
  'art06.incubation-operating-subsidy',
  'art06.park-guarantee-purchase',
  'art06.incubation-park-recognition-award',
  'art06.incubation-success-award',
]);

const everyRule = [...entitlements, ...definitions.filter(({ answers }) => answers === 'status')];
/** Few runs where a list is open: each has many completions. */
const runs = (id: string, few: number, many: number) =>
  [...factsReadBy(id)].some((path) => path.includes('[]')) ? few : many;

it.each(everyRule.map((rule) => [rule.id, rule] as const))(
  '%s says of open facts exactly what all their completions say',
  (id, rule) => {
    let unknown = 0;
    const compare = (situation: Circumstances, open: OpenFacts) => {
      const plan = planOf(rule, { facts: situation.facts, choices: {} });
      const said = saidByCompletions(plan, situation, open);
      if (said === null) return;
      if (said.outcome === 'unknown' || said.amountMissing.length > 0) unknown++;
      const decision = judge(plan, situation);
      expect({
        outcome: outcomes.get(decision.outcome),
        missing: decision.missing.toSorted(),
        atLeast: decision.amountAtLeastFen,
        atMost: decision.amountAtMostFen,
        amountMissing: decision.amountMissing.toSorted(),
        until: decision.until,
      }).toEqual(said);
    };
    fc.assert(
      fc.property(openedSituationsOf(rule), (opened) => {
        if (opened) compare(opened.situation, opened.open);
      }),
      { numRuns: runs(id, 150, 300) },
    );
    const readsFacts = [...factsReadBy(id)].some((path) => !path.startsWith('parameter:'));
    expect(unknown).toBeGreaterThanOrEqual(readsFacts ? 20 : 0);
    if (!told.has(id)) return;
    fc.assert(
      fc.property(worlds, ({ assessOn, facts: world }) => {
        const facts = new Map(Object.entries(world).map(([path, { fact }]) => [path, fact]));
        const open = new Map(Object.entries(world).map(([path, { values }]) => [path, values]));
        compare({ assessOn: parseDay(assessOn)!, facts, parameters }, open);
      }),
      { numRuns: runs(id, 300, 1000) },
    );
  },
);

const outcomes = new Map([
  ['eligible', 'yes'],
  ['true', 'yes'],
  ['ineligible', 'no'],
  ['false', 'no'],
  ['unknown', 'unknown'],
]);
