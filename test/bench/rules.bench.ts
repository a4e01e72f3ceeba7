/** What the rules cost: against their budgets, and against two rule engines that know the same rules. CPU time: the clock of a shared machine says little. */
import { batchDecider } from '../../rules/batch.js';
import { parseDay } from '../../rules/civil-date.js';
import { decideOnDay } from '../../rules/decide.js';
import { withOwnParameters } from '../../rules/decide-request.js';
import { entitlements } from '../../rules/index.js';
import type { Entitlement, Outcome } from '../../rules/index.js';
import { parseFacts } from '../../rules/parse-facts.js';
import { parseParameters } from '../../rules/parse-parameters.js';
import { pair } from './pairs.js';
import type { Pairing } from './pairs.js';
import { assessOn, factsOf, flatFactsOf, jsonRulesEngine, rivalRules, zenEngine } from './rules-rivals.js';

const amounts = { flexibleMinimumContributionPerMonth: 600, jobSeekingStartupSubsidy: 1500 };
const parameters = withOwnParameters(parseParameters(amounts, 'bench'));
const day = parseDay(assessOn)!;
const given = Array.from({ length: 3000 }, (_, n) => factsOf(n));
const subjects = given.map((facts) => ({ assessOn: day, facts: parseFacts(facts, null), parameters }));
const compared = rivalRules.map((id) => entitlements.find((rule) => rule.id === id)!);

type Decides = (n: number) => unknown;
/** Trace and words are made when they are read: so they are read. */
const inWords = (rules: readonly Entitlement[]) => (n: number) =>
  rules.map((rule) => {
    const decision = decideOnDay(rule, subjects[n]!);
    return { outcome: decision.outcome, trace: decision.conditions, reasons: decision.reasons };
  });
const traced = (rules: readonly Entitlement[]) => (n: number) =>
  rules.map((rule) => decideOnDay(rule, subjects[n]!).conditions);
function packed(rules: readonly Entitlement[]) {
  const decider = batchDecider(rules, { assessOn: day, parameters });
  // As the rivals' facts, ours are laid out beforehand in the engine's own form.
  const rows = subjects.map(({ facts }) => decider.row(facts));
  return (n: number) => decider.decide(rows[n]!);
}

export async function benchRules(rounds: number): Promise<Pairing[]> {
  const all = `${entitlements.length} rules`;
  const unit = 'persons/s';
  const paired = (name: string, ours: [string, Decides], rival: [string, Decides | number]) =>
    pair(
      { name, ours: ours[0], rival: rival[0], unit },
      rounds,
      () => perSecond(ours[1]),
      () => (typeof rival[1] === 'number' ? Promise.resolve(rival[1]) : perSecond(rival[1])),
    );
  const results = [
    await paired('all rules, one person', [`${all} with full trace`, traced(entitlements)], ['1 ms', 1000]),
    await paired(
      'all rules, one person, in words',
      [`${all} with full trace and words`, inWords(entitlements)],
      ['1 ms', 1000],
    ),
    await paired('all rules, in a batch', [`${all} with packed trace`, packed(entitlements)], ['the goal', 50_000]),
  ];
  const [flat, json, zen] = [given.map(flatFactsOf), jsonRulesEngine(), zenEngine()];
  const rivals = {
    'json-rules-engine': ['version 7.3.1', (n: number) => json(flat[n]!)],
    'zen-engine': ['version 0.52.1, with trace', (n: number) => zen(given[n]!)],
  } as const;
  const same = `the same ${compared.length} rules`;
  for (const [name, rival] of Object.entries(rivals)) {
    for (const outcomesOf of [
      (n: number) => inWords(compared)(n).map(({ outcome }) => outcome),
      (n: number) => packed(compared)(n).outcomes,
    ])
      await mustAgree(name, outcomesOf, rival[1]);
    const other: [string, Decides] = [...rival];
    results.push(
      await paired(`rules, ${name}, in words`, [`${same} with full trace and words`, inWords(compared)], other),
    );
    results.push(await paired(`rules, ${name}, packed`, [`${same} with packed trace`, packed(compared)], other));
  }
  return results;
}

/** The same answer to every rule for every subject, or the figures say nothing. */
async function mustAgree(
  name: string,
  outcomesOf: (n: number) => readonly Outcome[],
  rival: (n: number) => Promise<boolean[]>,
): Promise<void> {
  const eligible = compared.map(() => 0);
  for (const n of subjects.keys()) {
    const own = outcomesOf(n).map((outcome) => outcome === 'eligible');
    const other = await rival(n);
    if (own.join() !== other.join()) throw new Error(`${name}, subject ${n}: ${other.join()} instead of ${own.join()}`);
    own.forEach((yes, i) => (eligible[i]! += Number(yes)));
  }
  if (eligible.some((count) => count === 0)) throw new Error(`a rule that nobody meets: ${eligible.join()}`);
}

async function perSecond(run: Decides, leastMs = 400): Promise<number> {
  let next = 0;
  const slice = async (count: number) => {
    for (let i = 0; i < count; i++) {
      const answer = run(next++ % subjects.length);
      if (answer instanceof Promise) await answer;
    }
  };
  await slice(1000);
  const before = process.cpuUsage();
  let [count, ms] = [0, 0];
  while (ms < leastMs) {
    await slice(200);
    count += 200;
    const { user, system } = process.cpuUsage(before);
    ms = (user + system) / 1000;
  }
  return (count / ms) * 1000;
}
