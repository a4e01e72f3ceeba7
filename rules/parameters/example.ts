/** Invented values for the sandbox and for tests: the source of each says so, and so does every answer that rests on them. */
const source = 'sandbox example, not law';

export const exampleParameters = {
  minimumContributionBasePerMonth: [{ from: '2016-01-01', value: 2800, source }],
  flexibleMinimumContributionPerMonth: [
    { from: '2016-01-01', value: 700, source },
    { from: '2022-01-01', value: 860.01, source },
  ],
  unemploymentBenefitStandardPerMonth: [{ from: '2016-01-01', value: 1040, source }],
};
