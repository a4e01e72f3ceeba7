/** What the rules decide for a person's or an organization's record, as the viewer may know it. */
import { companionsOf } from '../rules/decide-together.js';
import { factsOfOrganization } from '../rules/facts-of-organization.js';
import { parseDay } from '../rules/civil-date.js';
import {
  decideDeclaredFacts,
  decideEntitlements,
  decideEntitlementsOnDay,
  rulesOfOrganizations,
  rulesOfPersons,
} from '../rules/index.js';
import type { Decision, Entitlement, Outcome, ReadingChoices } from '../rules/index.js';
import { endOfDay } from '../rules/shanghai-time.js';
import { type Accesses, mayKnowFacts } from '../rules/visibility.js';
import type { Day, OrganizationDocument } from '../rules/vocabulary.js';
import type { EntitlementDecision } from '../schema/entitlement/entitlement.type.js';
import { readStaffGroups } from '../schema/fact/fact.reads.js';
import { readParameters } from '../schema/parameter/parameter.reads.js';
import type { Context } from './context.js';
import { decisionView } from './decision-views.js';
import type { OnDemand } from './decision-views.js';
import { HubError } from './errors.js';
import { recordAsKnown } from './record-as-known.js';
import type { PersonView } from './record-views.js';

export interface Asked {
  assessOn: Day;
  knownAt: Day | null;
  rules: readonly string[] | null;
  outcome: Outcome | null;
}

export async function personDecisions(
  context: Context,
  { document, accesses }: PersonView,
  { assessOn, knownAt, rules, outcome }: Asked,
): Promise<EntitlementDecision[]> {
  checkRules(rules, rulesOfPersons);
  checkDay(assessOn);
  const { pool } = context.database;
  const known = knownAt === null ? context.parameters.current() : readParameters(pool, endOfDay(knownAt));
  const { parameters } = await known;
  const record = knownAt === null ? document : await recordAsKnown(pool, document.id, knownAt);
  const options = { parameters, spend: context.spend, ...(rules && { rules }) };
  const mayKnow = (facts: readonly string[]) => mayKnowFacts(accesses, facts);
  let decidedAhead: Map<string, Decision> | undefined;
  const ahead = (rule: string) => {
    decidedAhead ??= new Map(
      decideEntitlements(record, assessOn, options).map((decision) => [decision.rule, decision]),
    );
    return decidedAhead.get(rule)!;
  };
  const under = (rule: string, readings: ReadingChoices) =>
    decideEntitlementsOnDay(record, assessOn, { ...options, readings, rules: [rule] }).find(
      (one) => one.rule === rule,
    )!;
  return decideEntitlementsOnDay(record, assessOn, options)
    .filter((decision) => wanted(decision, rules, outcome))
    .map((decision) => decisionView(decision, mayKnow, { ahead, under }));
}

/** The staff is counted when it is asked: a firm's decisions hang on it and nothing of it is a person's. */
export async function organizationDecisions(
  context: Context,
  document: OrganizationDocument,
  accesses: Accesses,
  { assessOn, rules, outcome }: Omit<Asked, 'knownAt'>,
): Promise<EntitlementDecision[]> {
  checkRules(rules, rulesOfOrganizations);
  const day = checkDay(assessOn);
  const staff = await readStaffGroups(context.database.pool, [document.creditCode], assessOn);
  const { parameters } = await context.parameters.current();
  const facts = factsOfOrganization(document, staff.get(document.creditCode) ?? null, day);
  const asked = rulesOfOrganizations.filter(({ id }) => rules === null || rules.includes(id));
  const mayKnow = (read: readonly string[]) => mayKnowFacts(accesses, read, 'organization');
  const circumstances = { assessOn: day, facts, parameters, spend: context.spend };
  return decideDeclaredFacts(asked, circumstances)
    .filter((decision) => wanted(decision, rules, outcome))
    .map((decision) => decisionView(decision, mayKnow, onDemandFor(decision, asked, circumstances)));
}

/** A decision on facts that stand still has its days to come already. */
export function onDemandFor(
  decision: Decision,
  asked: readonly Entitlement[],
  circumstances: Parameters<typeof decideDeclaredFacts>[1],
): OnDemand {
  return {
    ahead: () => decision,
    under: (rule, choices) => {
      const beside = companionsOf(new Set([rule]), asked);
      const needed = asked.filter(({ id }) => beside.has(id));
      return decideDeclaredFacts(needed, circumstances, choices).find((one) => one.rule === rule)!;
    },
  };
}

function wanted(
  decision: { rule: string; outcome: Outcome },
  rules: readonly string[] | null,
  outcome: Outcome | null,
) {
  return (rules === null || rules.includes(decision.rule)) && (outcome === null || decision.outcome === outcome);
}

function checkRules(asked: readonly string[] | null, known: readonly { id: string }[]): void {
  const unknown = asked?.find((id) => !known.some((rule) => rule.id === id));
  if (unknown === undefined) return;
  throw new HubError(
    'BAD_INPUT',
    'rules 中有未知或不适用于该对象的规则；可用的规则见 entitlementRules',
    'rules names one that is unknown or not about this subject; see entitlementRules',
    { path: 'rules' },
  );
}

function checkDay(assessOn: Day): number {
  const day = parseDay(assessOn);
  if (day !== null) return day;
  throw new HubError('BAD_INPUT', 'assessOn 须在 1900 至 2199 年之间', 'assessOn must lie between 1900 and 2199', {
    path: 'assessOn',
  });
}
