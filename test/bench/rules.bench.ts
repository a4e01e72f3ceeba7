/** How many decisions a second one core makes, on facts as a record has them. */
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

/** Decisions per second of CPU time, with trace, words and the days ahead, from JSON to JSON; and CPU ms of a request without facts. */
export function benchRules(rounds = 3000): { decisionsPerSecond: number; withoutFactsMs: number } {
  const full = () => JSON.stringify(decideRequest(request));
  const empty = () => decideRequest({ ...request, facts: {} });
  const perSecond = 1000 / cpuMs(full, rounds);
  return { decisionsPerSecond: Math.round(perSecond * entitlements.length), withoutFactsMs: cpuMs(empty, 30) };
}

/** CPU time of one run, warm: the clock of a shared machine says little. */
function cpuMs(run: () => unknown, rounds: number): number {
  for (let i = 0; i < rounds / 5; i++) run();
  const before = process.cpuUsage();
  for (let i = 0; i < rounds; i++) run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / rounds;
}
