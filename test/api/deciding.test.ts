/** Deciding waits in turns, and refusals leave one after the other: nobody's many keep another waiting. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { type Decided, decideJob, type Job } from '../../api/deciding/decide-job.js';
import { inTurns } from '../../api/deciding/open-deciding.js';
import { openHoldBack } from '../../api/hold-back.js';
import { exampleParameters } from '../../rules/index.js';
import { parseParameters } from '../../rules/parse-parameters.js';
import { knownParameters } from '../../schema/parameter/parameter.reads.js';

const known = knownParameters({});
const parameters = parseParameters(exampleParameters, 'test');
const jobOf = (request: string): Job => ({
  about: { is: 'declared', request },
  rules: null,
  outcome: null,
  wanted: [],
  mostSteps: 1,
  mostTold: null,
});
const none: Decided = { is: 'decided', decisions: [], totalFen: null, steps: 0 };
const asker = (client: string, isStopped = () => false) => ({ client, isStopped });

test('of those who wait each client gets one job done, then the next', async () => {
  const done: unknown[] = [];
  const decide = inTurns(async ({ about }) => {
    await sleep(1);
    done.push(about.is === 'declared' && about.request);
    return none;
  });
  const many = Array.from({ length: 5 }, (_, n) => decide(asker('many'), jobOf(`many ${n}`), known));
  await Promise.all([...many, decide(asker('one'), jobOf('one'), known)]);
  expect(done).toHaveLength(6);
  expect(done.indexOf('one')).toBeLessThanOrEqual(2);
});

test('a job that fails fails alone, and whom nobody waits for is not decided', async () => {
  const ran: unknown[] = [];
  const decide = inTurns(async ({ about }) => {
    ran.push(about.is === 'declared' && about.request);
    if (ran.length === 1) throw new RangeError('odd');
    return none;
  });
  const failing = decide(asker('a'), jobOf('first'), known);
  const stopped = decide(
    asker('b', () => true),
    jobOf('second'),
    known,
  );
  const last = decide(asker('c'), jobOf('third'), known);
  await expect(failing).rejects.toThrow('odd');
  await expect(stopped).rejects.toThrow('took too long');
  expect(await last).toEqual(none);
  expect(ran).toEqual(['first', 'third']);
});

test('decisions whose lists together are longer than was estimated are not told, and are billed', () => {
  const request = { rules: ['art19.placement-subsidy'], assessOn: '2026-03-01', facts: { hires: [{ count: 1 }] } };
  const wanted = ['conditions', 'missingFacts', 'amountMissing'];
  const long = { amountMissing: 1000, conditions: 1000, facts: 1000, missingFacts: 1000 };
  const decide = (mostTold: Job['mostTold']) =>
    decideJob({ ...jobOf(''), about: { is: 'declared', request }, wanted, mostSteps: 1e9, mostTold }, parameters);
  const whole = decide(long);
  expect(whole).toMatchObject({ is: 'decided' });
  for (const list of ['amountMissing', 'conditions', 'facts', 'missingFacts'] as const)
    expect(decide({ ...long, [list]: 0 })).toEqual({ is: 'too-much', steps: whole.steps });
});

test('refusals of one address leave one after the other, and keep no other address', async () => {
  const holdBack = openHoldBack();
  const begin = performance.now();
  const of = async (network: string) => {
    await holdBack(network);
    return performance.now() - begin;
  };
  const one = Array.from({ length: 20 }, () => of('one'));
  const other = await of('other');
  const last = Math.max(...(await Promise.all(one)));
  expect(last).toBeGreaterThan(390);
  expect(other).toBeLessThan(last / 2);
});
