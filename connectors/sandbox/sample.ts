/** Persons worth looking at, picked in the same order every time. */
import { answerKey } from './answer-key.js';
import type { SampleCase } from './answer-key.js';
import { commerceRow } from './commerce.picture.js';
import type { Population } from './population.js';

export interface Sample {
  persons: { idNumber: string; name: string; case: SampleCase }[];
  organizations: { creditCode: string; name: string }[];
}

/**
 * The first `count` persons of a case. `eligible` are founders to whom the opening subsidy is due on day 0 by what employment,
 * commerce and tax say, with nothing planted against them; firms that have vanished from commerce since are passed over.
 */
export function sample(population: Population, wanted: SampleCase, count: number, offsetDays = 0): Sample {
  const key = answerKey(population);
  const picked: Sample = { persons: [], organizations: [] };
  for (let index = 0; index < population.persons && picked.persons.length < count; index++) {
    const { idNumber, name, firm, ...person } = key.person(index);
    if (person.case !== wanted) continue;
    if (firm && commerceRow(population, firm.creditCode, offsetDays) === null) continue;
    picked.persons.push({ idNumber, name, case: wanted });
    if (firm && !picked.organizations.some(({ creditCode }) => creditCode === firm.creditCode))
      picked.organizations.push({ creditCode: firm.creditCode, name: firm.name });
  }
  return picked;
}
