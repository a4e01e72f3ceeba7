/** What resolvers and night jobs call: every entitlement of a person for one unified record. */
import { formatDay, parseDay } from './civil-date.js';
import type { CivilDay } from './civil-date.js';
import { decideAheadWith, decideWith, sameDecision } from './decide.js';
import type { DayDecision } from './decide.js';
import { companionsOf, decideTogether } from './decide-together.js';
import { withOwnParameters } from './decide-request.js';
import { entitlements } from './entitlements/index.js';
import type { Entitlement } from './entitlement.js';
import type { Facts, Parameters } from './fact.js';
import { factsOfRecord, turningDaysOfRecord } from './facts-of-record.js';
import type { Decision } from './outcome.js';
import type { ReadingChoices } from './readings.js';
import type { Day, PersonDocument } from './vocabulary.js';

export interface DecideOptions {
  /** Left out: the module's own, in which most are not known. */
  readonly parameters?: Parameters;
  /** Left out: the reading in use of each doubtful text. */
  readonly readings?: ReadingChoices;
  /** Ids of the rules to decide; rules that share a cap or a cost with one of them are decided beside it. Left out: all. */
  readonly rules?: Iterable<string>;
}

const noParameters = new Map();

/** Rules that a person's record is asked for. */
export const rulesOfPersons: readonly Entitlement[] = entitlements.filter(({ subject }) => subject === 'person');

/**
 * Decides for the record as it stands on `assessOn`. `changesOn` of each decision is the first day on which it would differ
 * with no new fact, also where a designation or registration of the record begins or ends by itself; so with
 * `becomesEligibleOn`.
 */
export function decideEntitlements(record: PersonDocument, assessOn: Day, options: DecideOptions = {}): Decision[] {
  const day = parseDay(assessOn);
  if (day === null) return [];
  const parameters = options.parameters ?? withOwnParameters(noParameters);
  // From turn to turn the facts stand still, and what a decision says of the days ahead holds until the next.
  const days = [day, ...turningDaysOfRecord(record, day)];
  const known = new Map<CivilDay, Facts>();
  const factsOn = (on: CivilDay) => {
    const facts = known.get(on) ?? factsOfRecord(record, on);
    known.set(on, facts);
    return facts;
  };
  const asked = askedRules(options);
  return togetherIn(asked).flatMap((group) => {
    let ahead = group.map((): Ahead => ({ today: null, changesOn: null, becomesEligibleOn: null }));
    for (const [i, assessOn] of days.entries()) {
      const circumstances = { assessOn, facts: factsOn(assessOn), parameters };
      const decided = decideTogether(group, circumstances, options.readings ?? {}, decideAheadWith);
      ahead = ahead.map((sofar, n) => furtherAhead(sofar, decided[n]!, assessOn, days[i + 1]));
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
): DayDecision[] {
  const day = parseDay(assessOn);
  if (day === null) return [];
  const circumstances = {
    assessOn: day,
    facts: factsOfRecord(record, day),
    parameters: options.parameters ?? withOwnParameters(noParameters),
  };
  return decideTogether(askedRules(options), circumstances, options.readings ?? {}, decideWith);
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
  readonly today: Decision | null;
  readonly changesOn: Day | null;
  readonly becomesEligibleOn: Day | null;
}

function furtherAhead(sofar: Ahead, decided: Decision, from: CivilDay, next: CivilDay | undefined): Ahead {
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
