/** Two sources that disagree keep the truth of a condition open for years, while each of their values turns on a day of its own. */
import { expect, it } from 'vitest';
import { formatDay, parseDay } from '../../rules/civil-date.js';
import { decide } from '../../rules/decide.js';
import { entitlements } from '../../rules/index.js';
import { parseFacts } from '../../rules/parse-facts.js';
import { parseParameters } from '../../rules/parse-parameters.js';

const rule = entitlements.find(({ id }) => id === 'art02.flexible-employment-subsidy.hard-to-employ')!;
const parameters = parseParameters({ flexibleMinimumContributionPerMonth: 700 }, 'test');
const facts = parseFacts(
  {
    person: { recognisedHardToEmploy: true, birthDate: '1966-04-06' },
    employment: { kind: 'flexible', employmentRegistered: true },
    history: {
      monthsAlreadySubsidised: 40,
      firstApprovedOn: {
        conflict: [
          { source: 'employment', value: '2011-03-10' },
          { source: 'social-insurance', value: null },
        ],
      },
    },
  },
  null,
);
const on = (day: number) => decide(rule, { assessOn: day, facts, parameters });
const content = (decision: ReturnType<typeof on>) =>
  JSON.stringify([decision.outcome, decision.amountAtLeastFen, decision.amountAtMostFen, decision.missing]);

it('decides on each day of 2019 to 2021 as its last jump said, while the day of first approval is in dispute', () => {
  const begin = parseDay('2019-02-16')!;
  let decided = on(begin);
  for (let day = begin; day <= parseDay('2021-06-30')!; day++) {
    while (decided.changesOn !== null && decided.changesOn <= formatDay(day))
      decided = on(parseDay(decided.changesOn)!);
    expect(`${formatDay(day)} ${content(on(day))}`).toBe(`${formatDay(day)} ${content(decided)}`);
  }
});
