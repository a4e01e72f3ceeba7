/** One person's decisions after a change: only rules that read what changed, or whose day has come, are decided again. */
import { changesBetween, namesReadBy } from '../rules/changed-facts.js';
import type { StaffOf } from '../rules/changed-facts.js';
import { companionsOf } from '../rules/decide-together.js';
import type { Parameters } from '../rules/fact.js';
import type { Memory } from '../rules/memory.js';
import { decideEntitlements, rulesOfPersons } from '../rules/index.js';
import type { Decision, Trace } from '../rules/index.js';
import type { Day, PersonDocument, StaffGroup } from '../rules/vocabulary.js';
import type { Basis, Certainty, KeptDecision, Sheet } from '../schema/entitlement/entitlement.reads.js';
import type { CandidateRow, ChangeRow, SheetRow } from '../schema/entitlement/entitlement.writes.js';

/** Counted staff by credit code; null: not known. A firm that is left out has none. */
export type CountedStaff = Readonly<Record<string, readonly StaffGroup[] | null>>;

/** A person's record as it was, null for a new one, and as it is. */
export interface RebuiltPerson {
  personId: string;
  before: PersonDocument | null;
  after: PersonDocument;
}

/** The decisions so far, and what they rest on. */
export interface Kept {
  sheet: Sheet;
  staff: CountedStaff;
  basis: Basis;
}

/** What every decision rests on now. */
export interface InForce {
  basis: Basis;
  parameters: Parameters;
  /** What these rules and parameters came to for others with the same facts. */
  memory: Memory;
}

export interface Present extends InForce {
  today: Day;
  staff: CountedStaff;
}

export interface DecidedPerson {
  /** Rules that were decided again; the others stand as they are. */
  decided: string[];
  sheet: SheetRow;
  /** What came in, changed or went out; candidacies of rules that were not decided stay as they are. */
  candidates: CandidateRow[];
  changes: ChangeRow[];
}

type Answer = Decision & { firm: string | null };
const notMet: Pick<KeptDecision, 'outcome' | 'amountFen'> = { outcome: 'ineligible', amountFen: 0 };

export function decideAgain(person: RebuiltPerson, kept: Kept | null, present: Present): DecidedPerson {
  const { personId, after } = person;
  const { basis, today } = present;
  const causes = causesByRule(person, kept, present);
  const decided = decisionsOf(after, present, causes);
  const region = after.householdRegion?.value ?? '';
  const sheet: Record<string, KeptDecision> = {};
  const candidates: CandidateRow[] = [];
  const changes: ChangeRow[] = [];
  for (const rule of new Set([...basis.rules, ...Object.keys(kept?.sheet ?? {})])) {
    const old = kept?.sheet[rule];
    const answer = decided.get(rule);
    const now = answer ? keptForm(answer, old, today) : basis.rules.includes(rule) ? old : undefined;
    if (now) sheet[rule] = now;
    const subject = { personId, rule, region };
    // The same decision can be due to another firm, or for other reasons.
    if ((answer || now !== old) && (isCandidate(now) || isCandidate(old)))
      candidates.push(candidacy(subject, now, answer, today));
    const from = kept?.basis.rules.includes(rule) ? (old ?? notMet) : null;
    if (answer && isNews(from, now ?? notMet))
      changes.push({
        ...subject,
        fromOutcome: from?.outcome ?? null,
        fromAmountFen: from?.amountFen ?? null,
        toOutcome: answer.outcome,
        toAmountFen: answer.amountFen,
        causes: causes.get(rule) ?? causesBeside(rule, causes),
      });
  }
  const days = Object.values(sheet).flatMap(({ changesOn }) => changesOn ?? []);
  const row = { personId, region, changesOn: days.sort()[0] ?? null, decisions: JSON.stringify(sheet) };
  return {
    decided: [...decided.keys()],
    sheet: { ...row, staff: staffForm(after, present.staff) },
    candidates,
    changes,
  };
}

type Causes = ReadonlyMap<string, string[]>;

/** Why each rule must be decided again; a rule without a cause is not in the map. */
function causesByRule({ before, after }: RebuiltPerson, kept: Kept | null, present: Present): Causes {
  const { basis, today, staff } = present;
  const known = before === null ? null : kept;
  const isSame = before === after && (!known || staffForm(after, staff) === staffForm(after, known.staff));
  const factsChanged =
    known && before && !isSame
      ? changesBetween(
          { record: before, staffOf: staffIn(known.staff) },
          { record: after, staffOf: staffIn(staff) },
          today,
        )
      : () => [];
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

/** Rules that share a cap or a cost with one that has a cause are decided beside it. */
function decisionsOf(
  record: PersonDocument,
  { today, parameters, memory, staff }: Present,
  causes: Causes,
): Map<string, Answer> {
  if (causes.size === 0) return new Map();
  const options = { rules: causes.keys(), parameters, memory, staffOf: staffIn(staff) };
  return new Map(decideEntitlements(record, today, options).map((decision) => [decision.rule, decision]));
}

/** What a rule takes from those beside it comes from their causes. */
function causesBeside(rule: string, causes: Causes): string[] {
  const others = [...causes].filter(([other]) => companionsOf(new Set([other]), rulesOfPersons).has(rule));
  return [...new Set(others.flatMap(([, why]) => why))];
}

const staffIn =
  (staff: CountedStaff): StaffOf =>
  (creditCode) =>
    staff[creditCode] === undefined ? [] : staff[creditCode];

/** Null: no firm of the person has staff. */
function staffForm({ enterprises }: PersonDocument, staff: CountedStaff): string | null {
  const firms = enterprises.map(({ creditCode }) => [creditCode, staffIn(staff)(creditCode)] as const);
  const counted = firms.filter(([, groups]) => groups === null || groups.length > 0);
  return counted.length === 0 ? null : JSON.stringify(Object.fromEntries(counted));
}

/** Undefined for a plain no. What came out like this before keeps its day. */
function keptForm(answer: Answer, old: KeptDecision | undefined, today: Day): KeptDecision | undefined {
  const { outcome, amountFen, amountAtMostFen, missing, changesOn, becomesEligibleOn } = answer;
  if (outcome === 'ineligible' && changesOn === null && becomesEligibleOn === null) return undefined;
  const isOpen = amountFen === null && amountAtMostFen !== null;
  const form = {
    outcome,
    ...(amountFen !== null && { amountFen }),
    ...(isOpen && { atMostFen: amountAtMostFen }),
    ...(missing.length > 0 && { missing }),
    ...(outcome === 'unknown' &&
      missing.length === 1 &&
      isPartlyMet(answer.conditions) && { partlyMet: true as const }),
    ...(changesOn !== null && { changesOn }),
    ...(becomesEligibleOn !== null && { becomesEligibleOn }),
  };
  const { decidedOn, ...before } = old ?? {};
  if (old && decidedOn && JSON.stringify(before) === JSON.stringify(form)) return old;
  return { ...form, decidedOn: today };
}

function certaintyOf(decision: KeptDecision | undefined): Certainty | null {
  if (decision?.outcome === 'eligible' && decision.amountFen !== 0) return 'certain';
  return decision?.partlyMet ? 'one_fact_away' : null;
}

const isCandidate = (decision: KeptDecision | undefined) => certaintyOf(decision) !== null;

/** One fact away is who meets something already: of whom nothing is known is no nearer than anybody else. */
function isPartlyMet(trace: Trace): boolean {
  return trace.kind === 'condition' ? trace.truth === 'true' : trace.of.some(isPartlyMet);
}

function candidacy(
  subject: Pick<CandidateRow, 'personId' | 'rule' | 'region'>,
  now: KeptDecision | undefined,
  answer: Answer | undefined,
  today: Day,
): CandidateRow {
  const certainty = certaintyOf(now);
  return {
    ...subject,
    certainty,
    amountFen: now?.amountFen ?? null,
    atMostFen: now?.amountFen ?? now?.atMostFen ?? null,
    missing: certainty === 'one_fact_away' ? (now?.missing?.[0] ?? null) : null,
    reasons: answer?.reasons ?? [],
    decidedOn: now?.decidedOn ?? today,
    firm: answer?.firm ?? null,
  };
}

/** What nobody knew before is news only where it opens a right. */
function isNews(
  from: Pick<KeptDecision, 'outcome' | 'amountFen'> | null,
  to: Pick<KeptDecision, 'outcome' | 'amountFen'>,
) {
  return from ? from.outcome !== to.outcome || from.amountFen !== to.amountFen : to.outcome === 'eligible';
}
