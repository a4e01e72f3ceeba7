/** Of one decision on several days, and about several firms: what holds today, and what turns first. */
import { formatDay, parseDay } from './civil-date.js';
import type { CivilDay } from './civil-date.js';
import { sameDecision } from './decide.js';
import type { DayDecision } from './words.js';
import type { Decision } from './outcome.js';
import type { Day } from './vocabulary.js';

/** A decision for a record; `firm` is the founded firm that it is about, where the rule asks about one. */
export type OfRecord<D> = D & { firm: string | null };

/** Of several firms one that gives less may turn first: whether that changes anything is seen on the day itself. */
export function addNextChange(days: CivilDay[], i: number, decided: readonly Decision[]): void {
  const changes = decided.flatMap(({ changesOn }) => (changesOn === null ? [] : (parseDay(changesOn) ?? [])));
  const first = Math.min(...changes);
  if (first < (days[i + 1] ?? Infinity)) days.splice(i + 1, 0, first);
}

export interface Ahead {
  readonly today: OfRecord<Decision> | null;
  readonly changesOn: Day | null;
  readonly becomesEligibleOn: Day | null;
}

export function furtherAhead(
  sofar: Ahead,
  decided: OfRecord<Decision>,
  from: CivilDay,
  next: CivilDay | undefined,
): Ahead {
  const today = sofar.today ?? decided;
  const inTime = (on: Day | null) => (on !== null && (next === undefined || on < formatDay(next)) ? on : null);
  const changesOn = sofar.changesOn ?? (sameDecision(today, decided) ? inTime(decided.changesOn) : formatDay(from));
  const becomes = decided.outcome === 'eligible' ? formatDay(from) : inTime(decided.becomesEligibleOn);
  return {
    today,
    changesOn,
    becomesEligibleOn: today.outcome === 'eligible' ? null : (sofar.becomesEligibleOn ?? becomes),
  };
}

export const isSettled = ({ today, changesOn, becomesEligibleOn }: Ahead) =>
  changesOn !== null && (today?.outcome === 'eligible' || becomesEligibleOn !== null);

const rank: Readonly<Record<string, number>> = { eligible: 3, unknown: 2, not_in_force: 1 };

type OfDays = DayDecision & Partial<Pick<Decision, 'changesOn' | 'becomesEligibleOn'>>;

/** What gives more; of equals the first. Either of them can be what turns next. */
export function better<D extends OfDays>(one: D, other: D | undefined): D {
  if (other === undefined) return one;
  const best = givingMore(one, other);
  if (best.changesOn === undefined) return best;
  const changesOn = earlier(one.changesOn, other.changesOn);
  return Object.assign(best, { changesOn, becomesEligibleOn: earlier(one.becomesEligibleOn, other.becomesEligibleOn) });
}

const earlier = (a: Day | null = null, b: Day | null = null) => (a === null || (b !== null && b < a) ? b : a);

function givingMore<D extends DayDecision>(one: D, other: D): D {
  const [a, b] = [one, other].map(({ outcome }) => rank[outcome] ?? 0);
  if (a !== b) return (a ?? 0) > (b ?? 0) ? one : other;
  return (other.amountAtMostFen ?? 0) > (one.amountAtMostFen ?? 0) ? other : one;
}

/** Turns of one cost or cap looked at; who has more of them is looked at again on the last. */
const MOST_TURNS = 40;

/** What one rule takes from another turns on the other's days, too: so rules that share a cost or a cap are followed together. */
export function turnTogether(today: Decision[], decideOn: (day: CivilDay) => readonly Decision[]): Decision[] {
  const alive = today.filter(({ outcome, changesOn }) => outcome !== 'ineligible' || changesOn !== null);
  if (alive.length < 2) return today;
  const changes = new Map<Decision, Day>();
  let latest: readonly Decision[] = today;
  let next: Day | null = null;
  for (let turn = 0; turn < MOST_TURNS && changes.size < today.length; turn++) {
    next = latest.flatMap(({ changesOn }) => changesOn ?? []).sort()[0] ?? null;
    const day = next === null ? null : parseDay(next);
    if (next === null || day === null) break;
    latest = decideOn(day);
    for (const [i, decision] of today.entries()) {
      const later = latest[i];
      if (later && !changes.has(decision) && !sameDecision(decision, later)) changes.set(decision, next);
    }
    if (turn === MOST_TURNS - 1) for (const decision of today) changes.set(decision, changes.get(decision) ?? next);
  }
  return today.map((decision) => Object.assign(decision, { changesOn: changes.get(decision) ?? null }));
}
