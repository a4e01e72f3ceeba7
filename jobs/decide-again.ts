/** One person's decisions after a change: only rules that read what changed, or whose day has come, are decided again. */
import { changesBetween, namesReadBy } from '../rules/changed-facts.js';
import { companionsOf } from '../rules/decide-together.js';
import { decideEntitlements, rulesOfPersons } from '../rules/index.js';
import type { Decision } from '../rules/index.js';
import type { Day, PersonDocument } from '../rules/vocabulary.js';
import type { Basis, Certainty, KeptDecision, Sheet } from '../schema/entitlement/entitlement.reads.js';
import type { CandidateRow, ChangeRow, SheetRow } from '../schema/entitlement/entitlement.writes.js';

/** A person's record as it was, null for a new one, and as it is. */
export interface RebuiltPerson {
  personId: string;
  before: PersonDocument | null;
  after: PersonDocument;
}

/** The decisions so far, and what they rest on. */
export interface Kept {
  sheet: Sheet;
  basis: Basis;
}

export interface DecidedPerson {
  sheet: SheetRow;
  /** What came in, changed or went out; candidacies of rules that were not decided stay as they are. */
  candidates: CandidateRow[];
  changes: ChangeRow[];
}

const notMet: Pick<KeptDecision, 'outcome' | 'amountFen'> = { outcome: 'ineligible', amountFen: 0 };

export function decideAgain(person: RebuiltPerson, kept: Kept | null, basis: Basis, today: Day): DecidedPerson {
  const { personId, after } = person;
  const causes = causesByRule(person, kept, basis, today);
  const decided = decisionsOf(after, today, [...causes.keys()]);
  for (const rule of decided.keys()) if (!causes.has(rule)) causes.set(rule, causesBeside(rule, causes));
  const region = after.householdRegion?.value ?? '';
  const sheet: Record<string, KeptDecision> = {};
  const candidates: CandidateRow[] = [];
  const changes: ChangeRow[] = [];
  for (const rule of new Set([...basis.rules, ...Object.keys(kept?.sheet ?? {})])) {
    const old = kept?.sheet[rule];
    const decision = decided.get(rule);
    const now = decision ? keptForm(decision, old, today) : basis.rules.includes(rule) ? old : undefined;
    if (now) sheet[rule] = now;
    if (now === old) continue;
    const certainty = certaintyOf(now);
    if (certainty !== null || certaintyOf(old) !== null)
      candidates.push({
        personId,
        rule,
        certainty,
        region,
        amountFen: now?.amountFen ?? null,
        atMostFen: now?.amountFen ?? now?.atMostFen ?? null,
        missing: certainty === 'one_fact_away' ? (now?.missing?.[0] ?? null) : null,
        reasons: certainty === null ? [] : (decision?.reasons ?? []),
        decidedOn: now?.decidedOn ?? today,
      });
    if (!decision) continue;
    const from = kept?.basis.rules.includes(rule) ? (old ?? notMet) : null;
    const to = now ?? notMet;
    // What nobody knew before is news only where it opens a right.
    const isNews = from ? from.outcome !== to.outcome || from.amountFen !== to.amountFen : to.outcome === 'eligible';
    if (isNews)
      changes.push({
        personId,
        rule,
        region,
        fromOutcome: from?.outcome ?? null,
        fromAmountFen: from?.amountFen ?? null,
        toOutcome: to.outcome,
        toAmountFen: to.amountFen ?? null,
        causes: causes.get(rule) ?? [],
      });
  }
  const days = Object.values(sheet).flatMap(({ changesOn }) => changesOn ?? []);
  const changesOn = days.sort()[0] ?? null;
  return { sheet: { personId, region, changesOn, decisions: JSON.stringify(sheet) }, candidates, changes };
}

/** Why each rule must be decided again; a rule without a cause is not in the map. */
function causesByRule(
  { before, after }: RebuiltPerson,
  kept: Kept | null,
  basis: Basis,
  today: Day,
): Map<string, string[]> {
  const known = before === null ? null : kept;
  const factsChanged = known && before ? changesBetween(before, after, today) : () => [];
  const parameters = known ? changedParameters(known.basis, basis) : new Set<string>();
  const causesOf = (rule: string): string[] => {
    if (!known?.basis.rules.includes(rule)) return ['first'];
    const due = known.sheet[rule]?.changesOn;
    return [
      ...factsChanged(rule),
      ...namesReadBy(rule, parameters),
      ...(due !== undefined && due <= today ? ['calendar'] : []),
      ...(known.basis.rulesVersion === basis.rulesVersion ? [] : ['rules']),
    ];
  };
  return new Map(basis.rules.map((rule) => [rule, causesOf(rule)] as const).filter(([, causes]) => causes.length > 0));
}

function changedParameters(old: Basis, now: Basis): ReadonlySet<string> {
  if (old.parameterVersion === now.parameterVersion) return new Set();
  const names = new Set([...Object.keys(old.parameters), ...Object.keys(now.parameters)]);
  const said = (value: unknown) => JSON.stringify(value);
  const changed = [...names].filter((name) => said(old.parameters[name]) !== said(now.parameters[name]));
  return new Set(changed.map((name) => `parameter:${name}`));
}

/** Rules that share a cap or a cost with one of these are decided beside them. */
function decisionsOf(record: PersonDocument, today: Day, rules: readonly string[]): ReadonlyMap<string, Decision> {
  if (rules.length === 0) return new Map();
  return new Map(decideEntitlements(record, today, { rules }).map((decision) => [decision.rule, decision]));
}

/** What a rule takes from others comes from their causes. */
function causesBeside(rule: string, causes: ReadonlyMap<string, string[]>): string[] {
  const others = [...causes].filter(([other]) => companionsOf(new Set([other]), rulesOfPersons).has(rule));
  return [...new Set(others.flatMap(([, why]) => why))];
}

/** Undefined for a plain no. What came out like this before keeps its day. */
function keptForm(decision: Decision, old: KeptDecision | undefined, today: Day): KeptDecision | undefined {
  const { outcome, amountFen, amountAtMostFen, missing, changesOn, becomesEligibleOn } = decision;
  if (outcome === 'ineligible' && changesOn === null && becomesEligibleOn === null) return undefined;
  const open = amountFen === null && amountAtMostFen !== null;
  const form = {
    outcome,
    ...(amountFen !== null && { amountFen }),
    ...(open && { atMostFen: amountAtMostFen }),
    ...(missing.length > 0 && { missing }),
    ...(changesOn !== null && { changesOn }),
    ...(becomesEligibleOn !== null && { becomesEligibleOn }),
  };
  const { decidedOn, ...before } = old ?? {};
  if (old && decidedOn && JSON.stringify(before) === JSON.stringify(form)) return old;
  return { ...form, decidedOn: today };
}

function certaintyOf(decision: KeptDecision | undefined): Certainty | null {
  if (decision?.outcome === 'eligible' && decision.amountFen !== 0) return 'certain';
  return decision?.outcome === 'unknown' && decision.missing?.length === 1 ? 'one_fact_away' : null;
}
