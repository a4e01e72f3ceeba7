/** Rules that share a cap or a cost stand together, however far the sharing goes. */
import { expect, it } from 'vitest';
import { companionsOf } from '../../rules/decide-together.js';
import { entitlements } from '../../rules/index.js';

const flexible = 'art02.flexible-employment-subsidy.hard-to-employ';
const founder = 'art05.startup-social-insurance-subsidy';
const jobs = 'art05.job-creation-subsidy';

it.each([flexible, founder, jobs])('%s moves the other two', (id) => {
  expect([...companionsOf(new Set([id]), entitlements)]).toEqual(expect.arrayContaining([flexible, founder, jobs]));
});

it('leaves rules alone that share nothing', () => {
  const alone = 'art05.opening-subsidy';
  expect([...companionsOf(new Set([alone]), entitlements)]).toEqual([alone]);
});
