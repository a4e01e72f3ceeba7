/** What resolvers and night jobs call: every entitlement of a person for one unified record. */
import { formatDay, parseDay } from './civil-date.js';
import type { CivilDay } from './civil-date.js';
import { decideAheadWith, decideWith, sameDecision } from './decide.js';
import type { DayDecision, Decided } from './decide.js';
import { companionsOf, decideTogether } from './decide-together.js';
import { withOwnParameters } from './decide-request.js';
import { entitlements } from './entitlements/index.js';
import type { Entitlement } from './entitlement.js';
import type { Facts, Parameters } from './fact.js';
import { factsForRules, mattersOf, turningDaysOfRecord } from './facts-of-record.js';
import { factsReadBy } from './facts-read-by.js';
import type { Decision } from './outcome.js';
import type { ReadingChoices } from './readings.js';
import type { Circumstances } from './situation.js';
import type { Day, FoundedEnterprise, PersonDocument, StaffGroup } from './vocabulary.js';

export interface DecideOptions {
  /** Left out: the module's own, in which most are not known. */
  readonly parameters?: Parameters;
  /** Left out: the reading in use of each doubtful text. */
  readonly readings?: ReadingChoices;
  /** Ids of the rules to decide; rules that share a cap or a cost with one of them are decided beside it. Left out: all. */
  readonly rules?: Iterable<string>;
  /** Counted staff of a founder's firm, where somebody counted it. */
  readonly staffOf?: (creditCode: string) => readonly StaffGroup[] | null;
}

/** A decision for a record; `firm` is the founded firm that it is about, where the rule asks about one. */
export type OfRecord<D> = D & { firm: string | null };

const noParameters = new Map();

/** Rules that a person's record is asked for. */
export const rulesOfPersons: readonly Entitlement[] = entitlements.filter(({ subject }) => subject === 'person');

/** Rules that an organization's record is asked for. */
export const rulesOfOrganizations: readonly Entitlement[] = entitlements.filter(
  ({ subject }) => subject === 'enterprise' || subject === 'employer',
);

/**
 * Decides for the record as it stands on `assessOn`. `changesOn` of each decision is the first day on which it would differ
 * with no new fact, also where a designation or registration of the record begins or ends by itself; so with
 * `becomesEligibleOn`. Of several founded firms the one that gives most decides, the newest first.
 */
export function decideEntitlements(
  record: PersonDocument,
  assessOn: Day,
  options: DecideOptions = {},
): OfRecord<Decision>[] {
  const day = parseDay(assessOn);
  if (day === null) return [];
  // From turn to turn the facts stand still, and what a decision says of the days ahead holds until the next.
  const days = [day, ...turningDaysOfRecord(record, day)];
  const factsOn = factsByDay(record, options);
  return togetherIn(askedRules(options)).flatMap((group) => {
    let ahead = group.map((): Ahead => ({ today: null, changesOn: null, becomesEligibleOn: null }));
    for (const [i, on] of days.entries()) {
      const decided = decideMatters(group, record, on, factsOn, options, decideAheadWith);
      ahead = ahead.map((sofar, n) => furtherAhead(sofar, decided[n]!, on, days[i + 1]));
      if (ahead.every(isSettled)) break;
    }
    return ahead.map(({ today, changesOn, becomesEligibleOn }) => ({ ...today!, changesOn, becomesEligibleOn }));
  });
}

/** The same for a reader of one day, without the days to come. */
export function decideEntitlementsOnDay(
  record: PersonDocument,
  assessOn: Day,
  options: DecideOptions = {},
): OfRecord<DayDecision>[] {
  const day = parseDay(assessOn);
  if (day === null) return [];
  return decideMatters(askedRules(options), record, day, factsByDay(record, options), options, decideWith);
}

type DecideOne<D extends DayDecision> = (
  rule: Entitlement,
  given: Circumstances,
  choices: ReadingChoices,
  paidElsewhere: ReadonlySet<number>,
) => Decided<D>;
type FactsOf = (rule: string) => Facts;
type FactsOfMatter = (on: CivilDay, firm: FoundedEnterprise | null) => FactsOf;

function factsByDay(record: PersonDocument, { staffOf }: DecideOptions): FactsOfMatter {
  const known = new Map<string, FactsOf>();
  return (on, firm) => {
    const key = `${on} ${firm?.creditCode}`;
    const facts = known.get(key) ?? factsForRules(record, on, firm, firm && (staffOf?.(firm.creditCode) ?? null));
    known.set(key, facts);
    return facts;
  };
}

/** Each founded firm is a matter of its own; rules that ask about none are decided once. */
function decideMatters<D extends DayDecision>(
  group: readonly Entitlement[],
  record: PersonDocument,
  assessOn: CivilDay,
  factsOn: FactsOfMatter,
  options: DecideOptions,
  decide: DecideOne<D>,
): OfRecord<D>[] {
  const parameters = options.parameters ?? withOwnParameters(noParameters);
  const [first = null, ...others] = mattersOf(record);
  const about = (firm: FoundedEnterprise | null, rules: readonly Entitlement[]): OfRecord<D>[] => {
    const facts = factsOn(assessOn, firm);
    const circumstancesOf = ({ id }: Entitlement) => ({ assessOn, facts: facts(id), parameters });
    const decided = decideTogether(rules, circumstancesOf, options.readings ?? {}, decide);
    return decided.map((decision) => ({
      ...decision,
      firm: asksAboutFirm(decision.rule) ? (firm?.creditCode ?? null) : null,
    }));
  };
  return others.reduce(
    (best, firm) => {
      const again = new Map(
        about(
          firm,
          group.filter(({ id }) => asksAboutFirm(id)),
        ).map((one) => [one.rule, one]),
      );
      return best.map((decision) => better(decision, again.get(decision.rule)));
    },
    about(first, group),
  );
}

function askedRules({ rules }: DecideOptions): readonly Entitlement[] {
  if (rules === undefined) return rulesOfPersons;
  const ids = companionsOf(new Set(rules), rulesOfPersons);
  return rulesOfPersons.filter(({ id }) => ids.has(id));
}

/** Rules that share a cap or a cost stand together, the others alone. */
function togetherIn(asked: readonly Entitlement[]): Entitlement[][] {
  const groups = new Map<string, Entitlement[]>();
  for (const rule of asked) {
    const key = rule.pool !== null || rule.route !== null ? 'shared' : rule.id;
    groups.set(key, [...(groups.get(key) ?? []), rule]);
  }
  return [...groups.values()];
}

interface Ahead {
  readonly today: OfRecord<Decision> | null;
  readonly changesOn: Day | null;
  readonly becomesEligibleOn: Day | null;
}

function furtherAhead(sofar: Ahead, decided: OfRecord<Decision>, from: CivilDay, next: CivilDay | undefined): Ahead {
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

const isSettled = ({ today, changesOn, becomesEligibleOn }: Ahead) =>
  changesOn !== null && (today?.outcome === 'eligible' || becomesEligibleOn !== null);

const askingAboutFirm = new Set(
  rulesOfPersons
    .map(({ id }) => id)
    .filter((id) => [...factsReadBy(id)].some((path) => path.startsWith('enterprise.'))),
);
const asksAboutFirm = (rule: string) => askingAboutFirm.has(rule);

const rank: Readonly<Record<string, number>> = { eligible: 3, unknown: 2, not_in_force: 1 };

/** What gives more; of equals the first. */
function better<D extends DayDecision>(one: D, other: D | undefined): D {
  if (other === undefined) return one;
  const [a, b] = [one, other].map(({ outcome }) => rank[outcome] ?? 0);
  if (a !== b) return (a ?? 0) > (b ?? 0) ? one : other;
  return (other.amountAtMostFen ?? 0) > (one.amountAtMostFen ?? 0) ? other : one;
}
