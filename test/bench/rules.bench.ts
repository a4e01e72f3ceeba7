/** How many decisions a second one core makes, on facts as a record has them. */
import { performance } from 'node:perf_hooks';
import { decideRequest, entitlements } from '../../rules/index.js';

const request = {
  rules: entitlements.map((rule) => rule.id),
  assessOn: '2016-09-01',
  parameters: { flexibleMinimumContributionPerMonth: 600 },
  facts: {
    person: {
      birthDate: '1976-03-10',
      sex: 'male',
      recognisedHardToEmploy: true,
      isReceivingUnemploymentBenefit: false,
      education: { schoolType: 'university', status: 'graduated', graduationDate: '2014-06-30' },
    },
    enterprise: {
      registeredOn: '2016-05-01',
      foundedByPerson: true,
      operatingNormally: true,
      hasBusinessLicence: true,
    },
    employment: {
      kind: 'flexible',
      employmentRegistered: true,
      socialInsurancePaidAsRequired: true,
      paidPerMonth: 900,
      monthsClaimed: 6,
    },
    history: {
      openingSubsidyAlreadyPaid: false,
      unemployedStartupGrantAlreadyPaid: false,
      monthsAlreadySubsidised: 3,
      firstApprovedOn: '2016-01-10',
    },
  },
};

/** Decisions a second with trace, words and the days ahead, from JSON to JSON; and milliseconds of a request without facts. */
export function benchRules(seconds = 1): { decisionsPerSecond: number; withoutFactsMs: number } {
  const once = () => JSON.stringify(decideRequest(request));
  const empty = () => decideRequest({ ...request, facts: {} });
  for (let i = 0; i < 200; i++) once();
  for (let i = 0; i < 20; i++) empty();
  const start = performance.now();
  let rounds = 0;
  while (performance.now() - start < seconds * 1000) {
    once();
    rounds++;
  }
  const took = performance.now() - start;
  const times = Array.from({ length: 11 }, () => {
    const begun = performance.now();
    empty();
    return performance.now() - begun;
  }).sort((a, b) => a - b);
  return { decisionsPerSecond: Math.round((rounds * entitlements.length * 1000) / took), withoutFactsMs: times[5]! };
}
