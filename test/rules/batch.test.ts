/** The batch of a city says of each case what the engine says, or that it does not know; and it often knows. */
import { expect, it } from 'vitest';
import { batchDecider } from '../../rules/batch.js';
import { parseDay } from '../../rules/civil-date.js';
import { withOwnParameters } from '../../rules/decide-request.js';
import { decideRequest, isRefused, rules } from '../../rules/index.js';
import { parseFacts } from '../../rules/parse-facts.js';
import { parseParameters } from '../../rules/parse-parameters.js';
import { caseFiles, requestOf } from './case-files.js';

const ids = rules.filter(({ pool, answers }) => pool === null && answers !== 'date').map(({ id }) => id);

it('never contradicts the engine over all cases, and knows nearly as much', () => {
  let turn = 0;
  let known = 0;
  let asMuch = 0;
  const contradictions: string[] = [];
  for (const file of caseFiles)
    for (const one of file.cases) {
      const { assessOn, knownAt, facts, parameters } = requestOf(file, one) as Request;
      const day = parseDay(assessOn)!;
      const given = parseFacts(facts, knownAt === undefined ? null : parseDay(knownAt));
      // The rule of the case, and one of the others by turns.
      turn = (turn + 1) % ids.length;
      const askedIds = [
        ...new Set([...(file.rule === ids[turn] ? [] : [ids[turn]!]), ...ids.filter((id) => id === file.rule)]),
      ];
      const asked = rules.filter(({ id }) => askedIds.includes(id));
      const decider = batchDecider(asked, {
        assessOn: day,
        parameters: withOwnParameters(parseParameters(parameters, 'request')),
      });
      const { outcomes } = decider.decide(decider.row(given));
      const [answer] = [decideRequest({ ...requestOf(file, one), rules: asked.map(({ id }) => id) })].flat();
      if (!answer || isRefused(answer)) throw new Error(`${file.rule}: ${one.title}`);
      answer.decisions.forEach(({ rule, outcome }, i) => {
        const batch = outcomes[i]!;
        if (batch !== 'unknown' && batch !== outcome)
          contradictions.push(`${one.title}: ${rule} ${batch}, not ${outcome}`);
        if (outcome !== 'unknown') known++;
        if (outcome !== 'unknown' && batch === outcome) asMuch++;
      });
    }
  expect(contradictions).toEqual([]);
  expect(known).toBeGreaterThan(600);
  expect(asMuch / known).toBeGreaterThan(0.99);
});

interface Request {
  assessOn: string;
  knownAt?: string;
  facts: unknown;
  parameters: unknown;
}

it('keeps the state of each leaf in two bits, and asks a leaf that several rules share once', () => {
  const decider = batchDecider(rules, { assessOn: parseDay('2016-09-01')!, parameters: new Map() });
  const facts = parseFacts({ person: { recognisedHardToEmploy: true } }, null);
  const { trace } = decider.decide(decider.row(facts));
  const states = decider.leaves.map((leaf, i) => ({ leaf, state: (trace[i >> 2]! >> ((i & 3) * 2)) & 3 }));
  const recognised = states.filter(({ leaf }) => leaf.question.reads.includes('person.recognisedHardToEmploy'));
  expect(recognised.length).toBeGreaterThan(0);
  expect(recognised.every(({ state }) => state === 0 || state === 2)).toBe(true);
  expect(recognised.some(({ state }) => state === 2)).toBe(true);
  expect(new Set(decider.leaves).size).toBe(decider.leaves.length);
});
