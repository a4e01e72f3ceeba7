/** Deciding for one field of an operation, as a job of plain data: it runs in a thread of its own and holds up nobody who asks for less. */
import { parseDay } from '../../rules/civil-date.js';
import { companionsOf } from '../../rules/decide-together.js';
import { factsOfOrganization } from '../../rules/facts-of-organization.js';
import {
  decideDeclared,
  decideDeclaredFacts,
  decideEntitlements,
  decideEntitlementsOnDay,
  rulesOfOrganizations,
} from '../../rules/index.js';
import type { DayDecision, Decision, Entitlement, Outcome, Parameters, ReadingChoices } from '../../rules/index.js';
import type { Circumstances } from '../../rules/situation.js';
import type { Spend } from '../../rules/spend.js';
import { type Accesses, mayKnowFacts } from '../../rules/visibility.js';
import type { Day, OrganizationDocument, PersonDocument, StaffGroup } from '../../rules/vocabulary.js';
import type { EntitlementDecision } from '../../schema/entitlement/entitlement.type.js';
import type { ToldByDeciding } from '../costs.js';
import { decisionView, type MayKnow, type OnDemand } from '../decision-views.js';

/** Records come as they are stored: a text passes from thread to thread faster than what is in it. */
export type About =
  | { is: 'person'; document: string; accesses: Accesses; assessOn: Day }
  | { is: 'organization'; document: string; staff: readonly StaffGroup[] | null; accesses: Accesses; assessOn: Day }
  | { is: 'declared'; request: unknown };

export interface Job {
  about: About;
  /** Null: all that the subject can be asked about. */
  rules: readonly string[] | null;
  outcome: Outcome | null;
  /** Fields of each decision that are told; what none of them needs is not worked out. */
  wanted: readonly string[];
  /** Steps that it may take. */
  mostSteps: number;
  /** Items of the lists of all decisions together that may be told; null: as many as what is declared has. */
  mostTold: Readonly<Record<ToldByDeciding, number>> | null;
}

export type Told = Partial<EntitlementDecision>;

export type Decided =
  | { is: 'decided'; decisions: Told[]; totalFen: number | null; steps: number }
  | { is: 'refused'; path: string; message: string; steps: number }
  | { is: 'too-much'; steps: number };

class TooMuch extends Error {}

export function decideJob(job: Job, parameters: Parameters): Decided {
  let steps = 0;
  const spend = (more: number) => {
    steps += more;
    if (steps > job.mostSteps) throw new TooMuch();
  };
  try {
    const decided = decide(job, parameters, spend);
    if (decided.is === 'decided') checkTold(job, decided.decisions);
    return { ...decided, steps };
  } catch (error) {
    if (!(error instanceof TooMuch)) throw error;
    return { is: 'too-much', steps: Math.min(steps, job.mostSteps) };
  }
}

function checkTold({ mostTold }: Job, decisions: readonly Told[]): void {
  if (mostTold === null) return;
  const count = (...lists: readonly (readonly unknown[] | undefined)[]) =>
    lists.reduce((sum, list) => sum + (list?.length ?? 0), 0);
  const told: Record<ToldByDeciding, number> = {
    amountMissing: count(...decisions.map(({ amountMissing }) => amountMissing)),
    conditions: count(...decisions.map(({ conditions }) => conditions)),
    facts: count(...decisions.flatMap(({ conditions }) => conditions?.map(({ facts }) => facts) ?? [])),
    missingFacts: count(...decisions.map(({ missingFacts }) => missingFacts)),
  };
  for (const name of Object.keys(told) as ToldByDeciding[]) if (told[name] > mostTold[name]) throw new TooMuch();
}

type WithoutSteps<T> = T extends unknown ? Omit<T, 'steps'> : never;

function decide(job: Job, parameters: Parameters, spend: Spend): WithoutSteps<Decided> {
  const { about } = job;
  if (about.is === 'person')
    return { is: 'decided', decisions: ofPerson(job, about, parameters, spend), totalFen: null };
  if (about.is === 'organization')
    return { is: 'decided', decisions: ofOrganization(job, about, parameters, spend), totalFen: null };
  const decided = decideDeclared(about.request, parameters, spend);
  if ('error' in decided) return { is: 'refused', ...decided.error };
  const { asked, circumstances, totalFen } = decided;
  const decisions = job.wanted.length === 0 ? [] : decided.decisions;
  const views = decisions.map((one) => told(job, one, () => true, onDemandFor(one, asked, circumstances)));
  return { is: 'decided', decisions: views, totalFen };
}

function ofPerson(
  job: Job,
  { document, accesses, assessOn }: Extract<About, { is: 'person' }>,
  parameters: Parameters,
  spend: Spend,
): Told[] {
  const record = JSON.parse(document) as PersonDocument;
  const options = { parameters, spend, ...(job.rules && { rules: job.rules }) };
  let decidedAhead: Map<string, Decision> | undefined;
  const onDemand: OnDemand = {
    ahead(rule) {
      decidedAhead ??= new Map(decideEntitlements(record, assessOn, options).map((one) => [one.rule, one]));
      return decidedAhead.get(rule)!;
    },
    under: (rule, readings) =>
      decideEntitlementsOnDay(record, assessOn, { ...options, readings, rules: [rule] }).find(
        (one) => one.rule === rule,
      )!,
  };
  return decideEntitlementsOnDay(record, assessOn, options)
    .filter((decision) => isWanted(decision, job))
    .map((decision) => told(job, decision, (facts) => mayKnowFacts(accesses, facts), onDemand));
}

function ofOrganization(
  job: Job,
  { document, staff, accesses, assessOn }: Extract<About, { is: 'organization' }>,
  parameters: Parameters,
  spend: Spend,
): Told[] {
  const day = parseDay(assessOn)!;
  const facts = factsOfOrganization(JSON.parse(document) as OrganizationDocument, staff, day);
  const asked = rulesOfOrganizations.filter(({ id }) => job.rules === null || job.rules.includes(id));
  const circumstances = { assessOn: day, facts, parameters, spend };
  const mayKnow: MayKnow = (read) => mayKnowFacts(accesses, read, 'organization');
  return decideDeclaredFacts(asked, circumstances)
    .filter((decision) => isWanted(decision, job))
    .map((decision) => told(job, decision, mayKnow, onDemandFor(decision, asked, circumstances)));
}

/** A decision on facts that stand still has its days to come already. */
export function onDemandFor(decision: Decision, asked: readonly Entitlement[], circumstances: Circumstances): OnDemand {
  return {
    ahead: () => decision,
    under: (rule, choices: ReadingChoices) => {
      const beside = companionsOf(new Set([rule]), asked);
      const needed = asked.filter(({ id }) => beside.has(id));
      return decideDeclaredFacts(needed, circumstances, choices).find((one) => one.rule === rule)!;
    },
  };
}

function isWanted({ rule, outcome }: DayDecision, job: Job): boolean {
  return (job.rules === null || job.rules.includes(rule)) && (job.outcome === null || outcome === job.outcome);
}

/** What is not wanted is left out; what takes work is worked out by reading it. */
function told({ wanted }: Job, decision: DayDecision, mayKnow: MayKnow, onDemand: OnDemand): Told {
  const view = decisionView(decision, mayKnow, onDemand);
  return Object.fromEntries(wanted.map((name) => [name, view[name as keyof EntitlementDecision]]));
}
