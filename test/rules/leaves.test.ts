/** Every part of every rule is seen both true and false in the cases; the message tells what is missing where. */
import { expect, it } from 'vitest';
import { definitions, entitlements } from '../../rules/index.js';
import { planOf } from '../../rules/judge.js';
import { settle } from '../../rules/settle.js';
import { isDecidedElsewhere, nameOf, partsOf, partsOfPlan } from './parts-of-rules.js';
import type { Part } from './parts-of-rules.js';
import { casesOf } from './situations.js';

const everyRule = [...entitlements, ...definitions].map((rule) => [rule.id, rule] as const);

/** What nobody's facts settle, and a sum that is only there to be read, need not be seen on both sides. */
const needsBothSides = (part: Part) => !isDecidedElsewhere(part) && !(part.op === 'reaches' && part.least === 0);

it.each(everyRule)('%s', (id, rule) => {
  const seen = new Set<string>();
  for (const { assessOn, facts, parameters } of casesOf(id)) {
    for (const part of partsOfPlan(planOf(rule, { facts, choices: {} })))
      if (part.op !== 'number')
        seen.add(`${nameOf(part)}: ${settle(part, { assessOn, facts, parameters }, new Map())}`);
  }
  const names = new Set(partsOf(rule).filter(needsBothSides).map(nameOf));
  const notSeen = [...names].flatMap((name) => ['true', 'false'].map((truth) => `${name}: ${truth}`));
  expect(notSeen.filter((one) => !seen.has(one))).toEqual([]);
});
