/** The doubtful places of the text: each with its choices, the one in use first; which of them switch a rule. */
import { expect, it, test } from 'vitest';
import { factsReadBy, parametersReadBy, readingsSwitching } from '../../rules/facts-read-by.js';
import { readings, rules } from '../../rules/index.js';
import type { Reading } from '../../rules/readings.js';

const all = Object.entries<Reading>(readings);
const choice = /^[a-z0-9]+(-[a-z0-9]+)*$/;

it.each(all)('%s tells its doubt in two languages and names its choices', (_id, { doubt, choices }) => {
  expect(doubt.zh).toMatch(/\p{Script=Han}/u);
  expect(doubt.en).toMatch(/[a-z]/);
  expect(choices.length).toBeGreaterThan(0);
  for (const name of choices) expect(name).toMatch(choice);
  expect(new Set(choices).size).toBe(choices.length);
});

/** A reading with a second choice is a setting; each of these changes some rule. */
const settings = ['R-03', 'R-18', 'R-25', 'R-31', 'R-32', 'R-33', 'R-35', 'R-36', 'R-39'];

it('those with a second choice are the settings, and each switches a rule', () => {
  expect(all.filter(([, { choices }]) => choices.length > 1).map(([id]) => id)).toEqual(settings);
  expect(all.filter(([, { choices }]) => choices.length > 2)).toEqual([]);
  const switching = new Set(rules.flatMap(({ id }) => [...readingsSwitching(id)]));
  expect([...switching].sort()).toEqual(settings);
});

test('what a rule reads is named on any branch, by list and not by element', () => {
  const reads = (id: string) => [...factsReadBy(id)];
  expect(reads('art05.job-creation-subsidy')).toEqual(
    expect.arrayContaining([
      'enterprise.employees[]',
      'enterprise.employees[].contractMonths',
      'history.pooledAmountAlreadyPaid',
    ]),
  );
  expect(reads('art02.employer-social-insurance-subsidy.hard-to-employ')).toEqual(
    expect.arrayContaining([
      'hires[]',
      'hires[].recognisedHardToEmploy',
      'hire.claimFrom',
      'hire.claimTo',
      'parameter:employerRates.pension',
      'parameter:minimumContributionBasePerMonth',
    ]),
  );
  expect(reads('retirement.date')).toEqual(
    expect.arrayContaining(['person.birthDate', 'person.retirementCategory', 'person.sex']),
  );
  for (const { id } of rules)
    expect(
      reads(id).filter((path) => path === 'assessOn' || path === 'elsewhere' || path.startsWith('reading:')),
    ).toEqual([]);
  expect([reads('no-rule'), [...readingsSwitching('no-rule')], [...parametersReadBy('no-rule')]]).toEqual([[], [], []]);
  expect([...parametersReadBy('art02.employer-social-insurance-subsidy.hard-to-employ')].sort()).toEqual([
    'employerRates',
    'minimumContributionBasePerMonth',
  ]);
});
