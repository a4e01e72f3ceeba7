/** What the embedded mode shows a newcomer: example parameters and years, agreements of real kinds of partners, people worth looking at. */
import type { Demo } from '../api/demo.js';
import { relaxations } from '../api/sign-in/relaxations.js';
import { sampleCases } from '../connectors/sandbox/answer-key.js';
import { createPopulation } from '../connectors/sandbox/population.js';
import { sample } from '../connectors/sandbox/sample.js';
import { creditCheckCharacter } from '../rules/identifiers.js';
import { examplePapers } from '../rules/parameters/example.js';
import { paperNames } from '../rules/parameter-papers.js';
import { exampleYear } from '../rules/recruitment/holidays.js';
import { civilDay } from '../rules/shanghai-time.js';
import type { PaperEntry } from '../rules/parameter-papers.js';
import type { Day } from '../rules/vocabulary.js';
import type { AgreementTerms } from '../rules/agreement.js';
import { readAgreements } from '../schema/agreement/agreement.reads.js';
import { proposeAgreement } from '../schema/agreement/agreement.writes.js';
import type { Database } from '../schema/database.js';
import { readParameterHistory } from '../schema/parameter/parameter.reads.js';
import { proposeParameter } from '../schema/parameter/parameter.writes.js';
import { carryOutWith } from '../schema/proposal/carry-out.writes.js';
import { decideProposal } from '../schema/proposal/proposal.writes.js';
import { readWorkYears } from '../schema/work-calendar/work-calendar.reads.js';
import { writeWorkYear } from '../schema/work-calendar/work-calendar.writes.js';
import { issueToken } from './issue-token.js';
import { readSandboxState } from './sandbox-state.js';

const body = '91410900000000000';

/** Who a demo token names when it is not told otherwise. */
export const demoClients = {
  partner: { name: '民政局' },
  staff: { name: '市人社局演示专员', region: '410900' },
  employer: { name: '演示企业', creditCode: body + creditCheckCharacter(body) },
} as const;

/** Approves what the first officer proposes, so that a newcomer can be two persons. */
export const secondOfficer = '市人社局复核专员';

const identity = {
  'Person.name': 'full',
  'Person.sex': 'full',
  'Person.birthDate': 'full',
  'Person.householdRegion': 'full',
} as const;
const work = { 'Person.education': 'full', 'Person.employments': 'full', 'Person.enterprises': 'full' } as const;
const money = {
  'Person.contributions': 'full',
  'Person.benefitGrants': 'full',
  'Person.unemploymentBenefits': 'full',
} as const;
const register = Object.fromEntries(
  ['name', 'entityKind', 'ownership', 'stateLevel', 'industry', 'region', 'address', 'establishedOn', 'state'].map(
    (name) => [`Organization.${name}`, 'full' as const],
  ),
);

/** Each agency sees what its own task needs: 统计局 no name in full, 残联 no money. */
const agreements: Pick<AgreementTerms, 'client' | 'purposes' | 'defaultPurpose' | 'fields'>[] = [
  {
    client: '民政局',
    purposes: [{ code: 'social-assistance', basis: '《社会救助暂行办法》' }],
    defaultPurpose: 'social-assistance',
    fields: { ...identity, ...work, ...money, 'Person.hardships': 'full', 'Person.entitlements': 'full', ...register },
  },
  {
    client: '残联',
    purposes: [{ code: 'disabled-employment', basis: '《残疾人就业条例》' }],
    defaultPurpose: 'disabled-employment',
    fields: { ...identity, ...work, 'Person.hardships': 'full', 'Person.entitlements': 'full', ...register },
  },
  {
    client: '统计局',
    purposes: [{ code: 'statistics', basis: '《统计法》' }],
    defaultPurpose: 'statistics',
    fields: { ...work, 'Person.name': 'masked', 'Person.sex': 'full', 'Person.householdRegion': 'masked', ...register },
  },
  {
    client: '财政局',
    purposes: [{ code: 'fund-supervision', basis: '濮政〔2016〕1号' }],
    defaultPurpose: 'fund-supervision',
    fields: { ...identity, ...money, 'Person.entitlements': 'full', ...register },
  },
];

/** What only a demo may agree on: no end, any document, any token. */
const letOff = new Set(relaxations);
const relaxed = { endsOn: null, trustedDocuments: false, tokenBinding: false, regions: [], populations: [] };

/** Agrees with each client as two officers; what was agreed since stays. */
export async function writeDemoAgreements({ pool }: Database, beginsOn: Day, now: Date): Promise<void> {
  const by = { reason: '演示 / sandbox example', proposedBy: demoClients.staff.name };
  for (const agreement of agreements) {
    const [newest] = await readAgreements(pool, agreement.client);
    if (newest?.proposalId) continue;
    const terms: AgreementTerms = { ...agreement, ...relaxed, beginsOn, dailyLimit: 100_000 };
    const { id } = await proposeAgreement(pool, terms, by, { letOff, now });
    await decideProposal(pool, approvalOf(id), carryOutWith(letOff), now);
  }
}

const approvalOf = (id: string) => ({ id, to: 'approved', by: secondOfficer, reason: null }) as const;

/** Gives every parameter its labelled example value, so that amounts can be seen; what was changed since stays. */
export async function writeDemoParameters({ pool }: Database, now: Date): Promise<void> {
  for (const name of paperNames) {
    const entries: readonly PaperEntry[] = examplePapers[name];
    const [newest] = await readParameterHistory(pool, name);
    if (newest.version > 0) continue;
    const proposed = entries.map(({ source, ...entry }) => ({ ...entry, paper: source }));
    const by = { reason: 'sandbox example', proposedBy: demoClients.staff.name };
    const { id } = await proposeParameter(pool, { name, entries: proposed, paper: entries[0]!.source }, by, now);
    await decideProposal(pool, approvalOf(id), carryOutWith(letOff), now);
  }
}

/** Years that the State Council has not announced yet, as examples: without them no period of working days could reach into them. */
export async function writeDemoCalendar({ pool }: Database, now: Date): Promise<void> {
  const known = new Set((await readWorkYears(pool)).map(({ year }) => year));
  const thisYear = Number(civilDay(now).slice(0, 4));
  for (const year of [thisYear, thisYear + 1, thisYear + 2])
    if (!known.has(year)) await writeWorkYear(pool, exampleYear(year), 'demo', now);
}

/** What the API's pages are handed in the embedded mode. */
export function openDemo(home: string): Demo {
  let picked: Promise<Awaited<ReturnType<Demo['samplePersons']>>> | undefined;
  return {
    samplePersons: () => (picked ??= pick(home)),
    partnerToken: () => issueToken(home, { sub: demoClients.partner.name, audience: 'partner' }),
  };
}

async function pick(home: string): ReturnType<Demo['samplePersons']> {
  const state = await readSandboxState(home);
  if (!state) return [];
  const population = createPopulation(state);
  return sampleCases.flatMap((wanted) => sample(population, wanted, wanted === 'eligible' ? 4 : 1).persons);
}
