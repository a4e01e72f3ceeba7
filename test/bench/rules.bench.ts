/** What the rules cost: against their budgets, and against two rule engines that know the same rules. CPU time: the clock of a shared machine says little. */
import { parseDay } from '../../rules/civil-date.js';
import { decideOnDay } from '../../rules/decide.js';
import { withOwnParameters } from '../../rules/decide-request.js';
import { entitlements } from '../../rules/index.js';
import { parseFacts } from '../../rules/parse-facts.js';
import { parseParameters } from '../../rules/parse-parameters.js';
import { pair } from './pairs.js';
import type { Pairing } from './pairs.js';
import { assessOn, factsOf, flatFactsOf, jsonRulesEngine, rivalRules, zenEngine } from './rules-rivals.js';

const parameters = withOwnParameters(parseParameters({ flexibleMinimumContributionPerMonth: 600 }, 'bench'));
const day = parseDay(assessOn)!;
const given = Array.from({ length: 3000 }, (_, n) => factsOf(n));
const subjects = given.map((facts) => ({ assessOn: day, facts: parseFacts(facts, null), parameters }));
const compared = rivalRules.map((id) => entitlements.find((rule) => rule.id === id)!);

/** Persons a second that must at least be decided: in less than a millisecond one by one, 50,000 in a batch. */
const budgets = { reader: 1000, batch: 50_000 };

export async function benchRules(rounds: number): Promise<Pairing[]> {
  const all = `each of ${entitlements.length} rules decided`;
  const unit = 'persons/s';
  const everyRule = (n: number) => entitlements.map((rule) => decideOnDay(rule, subjects[n]!));
  const comparedRules = (n: number) => compared.map((rule) => decideOnDay(rule, subjects[n]!));
  const results = [
    await pair(
      { name: 'all rules, one person', ours: `${all} with full trace and words`, rival: 'the budget', unit },
      rounds,
      () => perSecond(everyRule),
      () => Promise.resolve(budgets.reader),
    ),
    await pair(
      { name: 'all rules, in a batch', ours: `${all}, one person after the other`, rival: 'the budget', unit },
      rounds,
      () => perSecond(everyRule),
      () => Promise.resolve(budgets.batch),
    ),
  ];
  const [flat, json, zen] = [given.map(flatFactsOf), jsonRulesEngine(), zenEngine()];
  const rivals = [
    ['json-rules-engine 7.3.1', (n: number) => json(flat[n]!)],
    ['zen-engine 0.54.0, with trace', (n: number) => zen(given[n]!)],
  ] as const;
  for (const [name, rival] of rivals) {
    await mustAgree(name, (n) => comparedRules(n).map(({ outcome }) => outcome === 'eligible'), rival);
    const ours = `${compared.length} rules, decided with full trace and words,`;
    results.push(
      await pair(
        { name: `the same rules, ${name.split(' ')[0]}`, ours, rival: name, unit },
        rounds,
        () => perSecond(comparedRules),
        () => perSecond(rival),
      ),
    );
  }
  return results;
}

/** The same answer to every rule for every subject, or the figures say nothing. */
async function mustAgree(name: string, ours: (n: number) => boolean[], rival: (n: number) => Promise<boolean[]>) {
  let eligible = 0;
  for (const n of subjects.keys()) {
    const [own, other] = [ours(n), await rival(n)];
    if (own.join() !== other.join()) throw new Error(`${name}, subject ${n}: ${other.join()} instead of ${own.join()}`);
    eligible += own.filter(Boolean).length;
  }
  if (eligible < subjects.length / 10) throw new Error(`only ${eligible} of the answers are yes`);
}

async function perSecond(run: (n: number) => unknown, leastMs = 400): Promise<number> {
  const slice = async (count: number) => {
    for (let n = 0; n < count; n++) await run(n % subjects.length);
  };
  await slice(300);
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
