/** Candidates and changes as the viewer may see them: where a rule reads a hidden fact, its reasons and amounts stay hidden too. */
import { factsReadBy } from '../rules/facts-read-by.js';
import { type Accesses, mayKnowFacts, show } from '../rules/visibility.js';
import type { PersonDocument } from '../rules/vocabulary.js';
import type { StoredCandidate, StoredChange } from '../schema/entitlement/candidate.reads.js';
import type { EntitlementCandidate } from '../schema/entitlement/candidate.type.js';
import type { ChangeCause, EntitlementChange } from '../schema/entitlement/change.type.js';
import { named } from './decision-views.js';
import { personView } from './record-views.js';

export function candidateView(row: StoredCandidate, accesses: Accesses): EntitlementCandidate {
  const { rule, certainty, decidedOn, document, missing } = row;
  const open = mayKnow(rule, accesses);
  return {
    rule,
    certainty,
    decidedOn,
    person: personView(JSON.parse(document) as PersonDocument, accesses),
    region: shownRegion(row, accesses),
    amountFen: open ? row.amountFen : null,
    amountAtMostFen: open ? row.amountAtMostFen : null,
    missing: open && missing !== null ? named(missing) : null,
    firm: open ? row.firm : null,
    reasons: open ? row.reasons : [],
  };
}

export function changeView(row: StoredChange, accesses: Accesses): EntitlementChange {
  const { id, rule, changedOn, fromOutcome, toOutcome, document } = row;
  const open = mayKnow(rule, accesses);
  return {
    id,
    rule,
    changedOn,
    fromOutcome,
    toOutcome,
    person: personView(JSON.parse(document) as PersonDocument, accesses),
    region: shownRegion(row, accesses),
    fromAmountFen: open ? row.fromAmountFen : null,
    toAmountFen: open ? row.toAmountFen : null,
    causes: open ? row.causes.map(causeOf) : [],
  };
}

const mayKnow = (rule: string, accesses: Accesses) => mayKnowFacts(accesses, [...factsReadBy(rule)]);

function shownRegion({ region }: { region: string }, accesses: Accesses): string | null {
  return region === '' ? null : show(accesses, 'Person.householdRegion', region);
}

function causeOf(cause: string): ChangeCause {
  if (cause === 'calendar' || cause === 'rules' || cause === 'first') return { kind: cause, fact: null };
  return { kind: cause.startsWith('parameter:') ? 'parameter' : 'fact', fact: named(cause) };
}
