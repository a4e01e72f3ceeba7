/** What resolvers and night jobs call: every entitlement for one unified record. */
import { formatDay, parseDay } from './civil-date.js';
import { decide, decideOnDay, sameDecision } from './decide.js';
import type { DayDecision } from './decide.js';
import { withOwnParameters } from './decide-request.js';
import { entitlements } from './entitlements/index.js';
import { factsOfRecord, turningDaysOfRecord } from './facts-of-record.js';
import type { Decision } from './outcome.js';
import type { Day, PersonDocument } from './vocabulary.js';

const noParameters = new Map();

/**
 * Decides every rule for the record as it stands on `assessOn`. `changesOn` of each decision is the first day on which it
 * would differ with no new fact, also where a designation or registration of the record begins or ends by itself; so with
 * `becomesEligibleOn`.
 */
export function decideEntitlements(record: PersonDocument, assessOn: Day): Decision[] {
  const day = parseDay(assessOn);
  if (day === null) return [];
  const parameters = withOwnParameters(noParameters);
  // From turn to turn the facts stand still, and what a decision says of the days ahead holds until the next.
  const stretches = [day, ...turningDaysOfRecord(record, day)].map((from, i, days) => ({
    from,
    next: days[i + 1],
    facts: factsOfRecord(record, from),
  }));
  return entitlements.map((rule) => {
    let today: Decision | null = null;
    let changesOn: Day | null = null;
    let becomesEligibleOn: Day | null = null;
    for (const { from, next, facts } of stretches) {
      const decided = decide(rule, { assessOn: from, facts, parameters });
      today ??= decided;
      const inTime = (on: Day | null) => (on !== null && (next === undefined || on < formatDay(next)) ? on : null);
      changesOn ??= sameDecision(today, decided) ? inTime(decided.changesOn) : formatDay(from);
      if (today.outcome !== 'eligible')
        becomesEligibleOn ??= decided.outcome === 'eligible' ? formatDay(from) : inTime(decided.becomesEligibleOn);
      if (changesOn !== null && (today.outcome === 'eligible' || becomesEligibleOn !== null)) break;
    }
    return { ...today!, changesOn, becomesEligibleOn };
  });
}

/** The same for a reader of one day, without the days to come. */
export function decideEntitlementsOnDay(record: PersonDocument, assessOn: Day): DayDecision[] {
  const day = parseDay(assessOn);
  if (day === null) return [];
  const circumstances = {
    assessOn: day,
    facts: factsOfRecord(record, day),
    parameters: withOwnParameters(noParameters),
  };
  return entitlements.map((rule) => decideOnDay(rule, circumstances));
}
