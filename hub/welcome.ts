/** What a newcomer is shown once the hub is up: everything on it was tried first. */
import type { Audience } from '../api/authenticate.js';
import type { Demo } from '../api/demo.js';
import { demoClients, openDemo, secondOfficer, stateFirms } from './demo.js';
import { issueToken } from './issue-token.js';
import { readSandboxState } from './sandbox-state.js';

type Answer = { data?: Record<string, never>; errors?: { message: string }[] };

async function ask(url: string, token: string | null, query: string, variables: object = {}): Promise<Answer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as Answer;
}

const noticeQuery = '{ recruitmentNotices(first: 1) { edges { node { title employerName headcount applyUntil } } } }';
const personQuery =
  'query ($idNumber: String!, $name: String!) { person(idNumber: $idNumber, name: $name) { name birthDate entitlements(outcome: ELIGIBLE) { rule outcome amountFen reasons missing } provenance { field source asOf } } }';

const declaredQuery =
  'query ($input: DecideEntitlementsInput!) { decideEntitlements(input: $input) { totalFen decisions { rule outcome amountFen until reasons missingFacts { chinese english } documents } } }';
const declared = {
  rules: ['art05.opening-subsidy', 'art05.job-creation-subsidy'],
  assessOn: '2026-09-01',
  facts: {
    person: { education: { schoolType: 'university', status: 'graduated', graduationDate: '2024-06-30' } },
    enterprise: { registeredOn: '2026-05-01', foundedByPerson: true, operatingNormally: true },
    history: { openingSubsidyAlreadyPaid: false },
  },
};
const candidatesQuery = '{ entitlementCandidateCounts { rule certain oneFactAway amountFen } }';

/** Files and publishes a few notices of the invented city's state firms through the same mutations as everybody, where none is open yet. */
export async function fileDemoNotices(home: string, url: string, today: Date): Promise<void> {
  const open = await ask(url, null, noticeQuery);
  const edges = (open.data?.['recruitmentNotices'] as unknown as { edges: unknown[] } | undefined)?.edges;
  if (!edges || edges.length > 0) return;
  const state = await readSandboxState(home);
  if (!state) return;
  const officer = await issueToken(home, { sub: demoClients.staff.name, audience: 'staff', roles: ['operator'] });
  const until = new Date(today.getTime() + 30 * 86_400_000).toISOString().slice(0, 10);
  for (const [index, firm] of stateFirms(state, 5).entries()) {
    const clerk = await issueToken(home, {
      sub: firm.name,
      audience: 'employer',
      roles: ['clerk'],
      credit_code: firm.creditCode,
    });
    const input = {
      title: `${firm.name}公开招聘高校毕业生公告`,
      body: `${firm.name}面向社会公开招聘高校毕业生${index + 2}名，岗位、条件和程序以本公告为准。（演示数据）`,
      region: firm.region,
      headcount: index + 2,
      applyUrl: `https://recruit.example/${firm.creditCode}`,
      applyUntil: until,
    };
    const filed = await ask(
      url,
      clerk,
      'mutation ($input: FileRecruitmentNoticeInput!) { fileRecruitmentNotice(input: $input) { id } }',
      { input },
    );
    if (!filed.data) throw new Error(`the demo's notice was refused: ${filed.errors?.[0]?.message}`);
    const { id } = filed.data['fileRecruitmentNotice'] as unknown as { id: string };
    const published = await ask(url, officer, 'mutation ($id: ID!) { publishRecruitmentNotice(id: $id) { id } }', {
      id,
    });
    if (!published.data) throw new Error(`the demo's notice was not published: ${published.errors?.[0]?.message}`);
  }
}

/** The lines under `ready`. */
export async function welcome(home: string, url: string): Promise<string> {
  const token = (audience: Exclude<Audience, 'public'>, claims: object = {}) =>
    issueToken(home, { sub: demoClients[audience].name, audience, ...claims });
  const partner = await token('partner');
  const staff = await token('staff', { roles: ['operator'] });
  const second = await issueToken(home, { sub: secondOfficer, audience: 'staff', roles: ['operator'] });
  const state = await readSandboxState(home);
  const firm = state && stateFirms(state, 1)[0];
  const employer = await issueToken(home, {
    sub: firm?.name ?? demoClients.employer.name,
    audience: 'employer',
    roles: ['clerk'],
    credit_code: firm?.creditCode ?? demoClients.employer.creditCode,
  });
  const person = await eligiblePerson(openDemo(home), url, partner);
  const body = (query: string, variables?: object) => JSON.stringify({ query, ...(variables && { variables }) });
  const json = `-H 'content-type: application/json'`;
  return [
    `open    ${url}/          the sources, a resync button, people worth looking at, open notices`,
    `        ${url}/graphiql  ask for yourself`,
    `        ${url}/healthz   ${url}/readyz`,
    '',
    'an open recruitment notice, no key needed:',
    `  curl -s ${url}/graphql ${json} -d '${body(noticeQuery)}'`,
    '',
    ...(person
      ? [
          `${person.name} founded a firm and may claim the opening subsidy (as ${demoClients.partner.name}):`,
          `  curl -s ${url}/graphql ${json} -H 'authorization: Bearer ${partner}' -d '${body(personQuery, { idNumber: person.idNumber, name: person.name })}'`,
          '',
        ]
      : []),
    'what the policy gives for declared facts, no key needed, nothing kept:',
    `  curl -s ${url}/graphql ${json} -d '${body(declaredQuery, { input: declared })}'`,
    '',
    'who would qualify without having applied, in figures (as staff):',
    `  curl -s ${url}/graphql ${json} -H 'authorization: Bearer ${staff}' -d '${body(candidatesQuery)}'`,
    '',
    'demo tokens (30 days; more: npm run --silent hub -- token --audience partner --as 统计局):',
    `  partner   ${partner}`,
    `  employer  ${employer}`,
    `  staff     ${staff}`,
    `  staff 2   ${second}  a second person approves what the first proposes`,
    '',
  ].join('\n');
}

/** The first sample person whom the running API really finds eligible. */
async function eligiblePerson(
  demo: Demo,
  url: string,
  token: string,
): Promise<{ idNumber: string; name: string } | null> {
  for (const { idNumber, name } of await demo.samplePersons()) {
    const answer = await ask(url, token, personQuery, { idNumber, name });
    const person = answer.data?.['person'] as unknown as
      | { entitlements: { rule: string; amountFen: number | null }[] }
      | null
      | undefined;
    if (person?.entitlements.some(({ rule, amountFen }) => rule === 'art05.opening-subsidy' && amountFen))
      return { idNumber, name };
  }
  return null;
}
