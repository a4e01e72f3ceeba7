/**
 * The dated parameters in use. The policy names them without a number, so they are not known (null) until the paper that gives
 * them is entered: `{ from, value, source }`, money in yuan. A value ends with a further entry whose value is null.
 */
const notGiven = [{ from: '2016-01-06', value: null, source: '濮政〔2016〕1号（原文未给出）' }];

export const puyangParameters = {
  employerRates: notGiven,
  minimumContributionBasePerMonth: notGiven,
  flexibleMinimumContributionPerMonth: notGiven,
  unemploymentBenefitStandardPerMonth: notGiven,
  placementSubsidyMonthsByContractLength: notGiven,
  stabilisationRefundRate: notGiven,
  stabilisationLayoffRateLimit: notGiven,
  startupTrainingStandard: notGiven,
  jobSeekingStartupSubsidy: notGiven,
  workCostDeduction: notGiven,
  tuitionCompensationCapPerYear: notGiven,
};
