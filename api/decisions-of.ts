/** What the rules decide for a person's or an organization's record or for declared facts, as the viewer may know it. */
import { parseDay } from '../rules/civil-date.js';
import { rulesOfOrganizations, rulesOfPersons } from '../rules/index.js';
import type { Outcome } from '../rules/index.js';
import { endOfDay } from '../rules/shanghai-time.js';
import { type Accesses, mayKnowAll } from '../rules/visibility.js';
import type { Day, OrganizationDocument } from '../rules/vocabulary.js';
import type { EntitlementDecision } from '../schema/entitlement/entitlement.type.js';
import type { DecidedEntitlements } from '../schema/entitlement/rule.type.js';
import { readStaffGroups } from '../schema/fact/fact.reads.js';
import { type KnownParameters, readParameters } from '../schema/parameter/parameter.reads.js';
import { badInput } from './bad-input.js';
import type { Context } from './context.js';
import { mostTold } from './costs.js';
import type { Decided, Job } from './deciding/decide-job.js';
import { mostSteps, usualSteps } from './effort.js';
import { HubError } from './errors.js';
import { recordAsKnown } from './record-as-known.js';
import type { PersonView } from './record-views.js';

export interface Asked extends Pick<Job, 'rules' | 'wanted'> {
  assessOn: Day;
  knownAt: Day | null;
  outcome: Outcome | null;
}

export async function personDecisions(
  context: Context,
  { document, accesses }: PersonView,
  { assessOn, knownAt, rules, outcome, wanted }: Asked,
): Promise<EntitlementDecision[]> {
  checkRules(rules, rulesOfPersons);
  checkDay(assessOn);
  const { pool } = context.database;
  const known = await (knownAt === null ? context.parameters.current() : readParameters(pool, endOfDay(knownAt)));
  const record = knownAt === null ? document : await recordAsKnown(pool, document.id, knownAt);
  const about = { is: 'person', document: JSON.stringify(record), accesses, assessOn } as const;
  const limits = { mostSteps: mostSteps.person, mostTold: mostTold('person', rules?.length ?? null) };
  return (await decide(context, { about, rules, outcome, wanted, ...limits }, known)).decisions;
}

/** The staff is counted when it is asked: a firm's decisions hang on it and nothing of it is a person's. */
export async function organizationDecisions(
  context: Context,
  document: OrganizationDocument,
  accesses: Accesses,
  { assessOn, rules, outcome, wanted }: Omit<Asked, 'knownAt'>,
): Promise<EntitlementDecision[]> {
  checkRules(rules, rulesOfOrganizations);
  checkDay(assessOn);
  const staff = await readStaffGroups(context.database.pool, [document.creditCode], assessOn);
  const about = {
    is: 'organization',
    document: JSON.stringify(document),
    staff: staff.get(document.creditCode) ?? null,
    accesses,
    assessOn,
  } as const;
  const limits = { mostSteps: mostSteps.declared, mostTold: mostTold('organization', rules?.length ?? null) };
  const job = { about, rules, outcome, wanted, ...limits };
  return (await decide(context, job, await context.parameters.current())).decisions;
}

export async function declaredDecisions(
  context: Context,
  request: unknown,
  wanted: readonly string[],
): Promise<DecidedEntitlements> {
  const about = { is: 'declared', request } as const;
  const job = { about, rules: null, outcome: null, wanted, mostSteps: mostSteps.declared, mostTold: null };
  return decide(context, job, await context.parameters.current());
}

async function decide(
  { deciding, effort, payer, isStopped }: Context,
  job: Job,
  known: KnownParameters,
): Promise<DecidedEntitlements> {
  const decided: Decided = await deciding.decide({ client: payer, isStopped }, job, known);
  effort.add(unseenSteps(job) ?? decided.steps);
  if (decided.is === 'too-much')
    throw new HubError(
      'LIMIT_EXCEEDED',
      '判定量过大：请减少规则或列表项，补齐未知的事实，或不查 conditions、otherReadings',
      'this takes too much deciding: ask for fewer rules or shorter lists, tell more of the facts, or leave conditions and otherReadings out',
    );
  if (decided.is === 'refused') throw badInput(decided);
  // Nobody reads a field that was not asked for.
  return { decisions: decided.decisions as EntitlementDecision[], totalFen: decided.totalFen };
}

/** Of a record of which not every fact may be known: alike, whatever it says. Null: as many as it took. */
function unseenSteps({ about, rules }: Job): number | null {
  if (about.is === 'declared') return null;
  if (mayKnowAll(about.accesses, about.is === 'person' ? 'Person' : 'Organization')) return null;
  const all = about.is === 'person' ? rulesOfPersons : rulesOfOrganizations;
  return usualSteps[about.is] * (rules ? new Set(rules).size : all.length);
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

function checkDay(assessOn: Day): void {
  if (parseDay(assessOn) !== null) return;
  throw new HubError('BAD_INPUT', 'assessOn 须在 1900 至 2199 年之间', 'assessOn must lie between 1900 and 2199', {
    path: 'assessOn',
  });
}
