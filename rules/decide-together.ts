/** Several rules for one subject: a shared cap is paid once, and one cost in one month by one rule only. */
import { atMost, fixed, less, numberOf, when } from './amount.js';
import type { Amount } from './amount.js';
import { all, reaches } from './condition.js';
import type { Chosen } from './choose.js';
import type { decideWith } from './decide.js';
import type { Decided } from './decide.js';
import type { Entitlement } from './entitlement.js';
import type { Truth } from './outcome.js';
import type { ReadingChoices } from './readings.js';
import type { Circumstances } from './situation.js';

const paidElsewhereRemark = (by: Entitlement) => ({
  zh: `同一费用同月只补一次，已由“${by.name.zh}”支付`,
  en: `one cost in one month is paid once: paid by ${by.name.en}`,
});

/** What an eligible rule pays already: the whole cost, or single elements of `hires`. */
interface PaidRoute {
  readonly by: Entitlement;
  readonly hires: ReadonlySet<number> | null;
}

/** Decides in the order asked; `decide` is for one day or with the days to come. */
export function decideTogether<D extends Decided['decision']>(
  asked: readonly Entitlement[],
  circumstancesOf: (rule: Entitlement) => Circumstances,
  choices: ReadingChoices,
  decide: (...given: Parameters<typeof decideWith>) => {
    decision: D;
    truths: ReadonlyMap<Chosen, Truth>;
    conditions: Chosen;
  },
): D[] {
  const routes = new Map<string, PaidRoute[]>();
  const paidElsewhere = new Set<Entitlement>();
  const open = new Map<Entitlement, D>();
  const decideOne = (rule: Entitlement): D => {
    const before = rule.route === null ? [] : (routes.get(rule.route) ?? []);
    const paid = new Set(before.flatMap(({ hires }) => [...(hires ?? [])]));
    const payingHere = asked.filter((one) => !paidElsewhere.has(one));
    const pooled = withinPool(rule, payingHere);
    const { decision, truths, conditions } = decide(pooled, circumstancesOf(rule), choices, paid);
    if (rule.route === null) return decision;
    const isPaid = decision.outcome === 'eligible';
    const hires = isPaid ? hiresPaid(conditions, truths) : null;
    if (isPaid) routes.set(rule.route, [...before, { by: rule, hires }]);
    const whole = before.find(({ hires }) => hires === null);
    if (whole) {
      paidElsewhere.add(rule);
      return paidAlready(decision, whole.by);
    }
    if (decision.outcome === 'unknown') open.set(rule, decision);
    // Which route is open and which is eligible: the eligible one pays, also where it comes later in the request.
    if (isPaid && hires === null)
      for (const [one, undecided] of open)
        if (one.route === rule.route) {
          paidElsewhere.add(one);
          paidAlready(undecided, rule);
        }
    const [first] = before;
    if (!first || paid.size === 0) return decision;
    return Object.assign(decision, { remarks: [...decision.remarks, paidElsewhereRemark(first.by)] });
  };
  // What another rule has paid takes nothing from a pool: so its later members come after the earlier ones.
  const decided = new Map(
    asked.toSorted((a, b) => placeInPool(a) - placeInPool(b)).map((rule) => [rule, decideOne(rule)]),
  );
  return asked.flatMap((rule) => decided.get(rule) ?? []);
}

const placeInPool = ({ id, pool }: Entitlement) => pool?.members.indexOf(id) ?? 0;

/** Rules that must be decided again with one of these, since they share a cap or a cost with it, or with one that does. */
export function companionsOf(ids: ReadonlySet<string>, rules: readonly Entitlement[]): Set<string> {
  const shares = (rule: Entitlement, one: Entitlement) =>
    (rule.route !== null && rule.route === one.route) || (rule.pool?.members.includes(one.id) ?? false);
  const found = new Set(rules.filter(({ id }) => ids.has(id)));
  // A set is gone through to its end, also to what is added on the way.
  for (const one of found) for (const rule of rules) if (shares(rule, one)) found.add(rule);
  return new Set([...found].map(({ id }) => id));
}

function paidAlready<D extends Decided['decision']>(decision: D, by: Entitlement): D {
  if (decision.outcome !== 'eligible' && decision.outcome !== 'unknown') return decision;
  return Object.assign(decision, {
    amountFen: decision.outcome === 'eligible' ? 0 : null,
    amountAtLeastFen: 0,
    amountAtMostFen: 0,
    amountMissing: [],
    remarks: [...decision.remarks, paidElsewhereRemark(by)],
  });
}

/** Elements of `hires` that certainly qualify; null where the rule looked at a single hire. */
function hiresPaid(part: Chosen, truths: ReadonlyMap<Chosen, Truth>): Set<number> | null {
  if (part.op === 'leaf' || part.op === 'reaches') return null;
  if (part.list === 'hires') return new Set(part.of.flatMap((of, i) => (truths.get(of) === 'true' ? [i] : [])));
  for (const of of part.of) {
    const found = hiresPaid(of, truths);
    if (found) return found;
  }
  return null;
}

/** A member of a pool gets what its own limit and the pool leave, after the members that are asked for before it. */
function withinPool(rule: Entitlement, asked: readonly Entitlement[]): Entitlement {
  const { pool, amount } = rule;
  if (pool === null || amount === null) return rule;
  const earlier = pool.members.slice(0, pool.members.indexOf(rule.id));
  const paidBefore = earlier.flatMap((id) => {
    const member = asked.find((one) => one.id === id);
    if (!member?.amount) return [];
    const own = withinPool(member, asked);
    return own.amount === null ? [] : [when(own.conditions, own.amount.of)];
  });
  const left: Amount = less(
    fixed(pool.fen, pool.name),
    numberOf(pool.name, 'fen', [pool.paid], (paid) => (typeof paid === 'number' ? paid : 0)),
    ...paidBefore,
  );
  const text = { zh: `${pool.name.zh}还有余额`, en: `something is left of ${pool.name.en}` };
  return {
    ...rule,
    conditions: all(null, rule.conditions, reaches(text, pool.cite, left, 1)),
    amount: { ...amount, of: atMost(amount.of, left) },
  };
}
