/** Rules that share a cost are followed together: what one takes from the other turns on the other's days, too. */
import { expect, it } from 'vitest';
import { parseDay } from '../../rules/civil-date.js';
import { turnTogether } from '../../rules/days-ahead.js';
import { decideAheadWith } from '../../rules/decide.js';
import { decideTogether } from '../../rules/decide-together.js';
import { ruleById } from '../../rules/index.js';
import { parseFacts } from '../../rules/parse-facts.js';
import { parseParameters } from '../../rules/parse-parameters.js';

const routes = ['art02.flexible-employment-subsidy.hard-to-employ', 'art02.flexible-employment-subsidy.graduate'];
const rules = routes.map((id) => ruleById(id)!);
const parameters = parseParameters({ flexibleMinimumContributionPerMonth: 600 }, 'test');
/** A late graduate in flexible work who retires on 2026-05-01 by the law of 2025; the graduate's route does not ask for it. */
const facts = parseFacts(
  {
    person: {
      recognisedHardToEmploy: true,
      birthDate: '1964-05-01',
      sex: 'male',
      education: { schoolType: 'university', status: 'graduated', graduationDate: '2022-06-30' },
    },
    employment: {
      kind: 'flexible',
      startedOn: '2022-09-01',
      employmentRegistered: true,
      socialInsurancePaidAsRequired: true,
      paidPerMonth: 600,
      monthsClaimed: 3,
    },
    history: { firstApprovedOn: '2022-10-01', monthsAlreadySubsidised: 6 },
  },
  null,
);
const decideOn = (assessOn: number) =>
  decideTogether(rules, () => ({ assessOn, facts, parameters }), {}, decideAheadWith);

it('the second route is followed to the day on which the first stops paying', () => {
  const start = parseDay('2023-11-01')!;
  const [first, second] = turnTogether(decideOn(start), decideOn);
  expect([first!.outcome, second!.outcome]).toEqual(['eligible', 'eligible']);
  expect([first!.amountFen, second!.amountFen]).toEqual([120_000, 0]);
  const turns = [first!, second!].map(({ changesOn }) => parseDay(changesOn!)!);
  for (const [i, turn] of turns.entries()) {
    const amountOn = (day: number) => decideOn(day)[i]!.amountFen;
    expect(amountOn(turn - 1)).toBe([120_000, 0][i]);
    expect(amountOn(turn)).not.toBe([120_000, 0][i]);
  }
});
