/** What resolvers and night jobs call: every entitlement for one unified record. */
import { formatDay, parseDay } from './civil-date.js';
import type { CivilDay } from './civil-date.js';
import { decide, decideOnDay } from './decide.js';
import type { DayDecision } from './decide.js';
import { withOwnParameters } from './decide-request.js';
import { entitlements } from './entitlements/index.js';
import { factsOfRecord, turningDaysOfRecord } from './facts-of-record.js';
import type { Decision } from './outcome.js';
import type { Day, PersonDocument } from './vocabulary.js';

const noParameters = new Map();

/**
 * Decides every rule for the record as it stands on `assessOn`. `changesOn` of each decision is the first day on which it
 * would differ with no new fact, also where a designation or registration of the record begins or ends by itself.
 */
export function decideEntitlements(record: PersonDocument, assessOn: Day): Decision[] {
  const day = parseDay(assessOn);
  if (day === null) return [];
  const parameters = withOwnParameters(noParameters);
  const on = (assessed: CivilDay) => {
    const facts = factsOfRecord(record, assessed);
    return entitlements.map((rule) => decide(rule, { assessOn: assessed, facts, parameters }));
  };
  const today = on(day);
  const turns = turningDaysOfRecord(record, day);
  for (const turn of turns) {
    const iso = formatDay(turn);
    const waiting = today.filter((decision) => decision.changesOn === null || decision.changesOn > iso);
    if (waiting.length === 0) break;
    for (const later of on(turn)) {
      const decision = waiting.find(({ rule }) => rule === later.rule);
      if (decision && differs(decision, later)) decision.changesOn = iso;
    }
  }
  return today;
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

function differs(a: Decision, b: Decision): boolean {
  const content = ({ outcome, amountFen, until, missing }: Decision) =>
    JSON.stringify([outcome, amountFen, until, missing]);
  return content(a) !== content(b);
}
