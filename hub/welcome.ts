/** What a newcomer is shown once the hub is up: everything on it was tried first. */
import type { Demo } from '../api/demo.js';
import { ask } from './ask.js';
import { firmsOnRegister } from './demo-firms.js';
import { bureauToken, firmToken } from './demo-officers.js';
import { demoClients, openDemo, secondOfficer } from './demo.js';
import { issueToken } from './issue-token.js';

const postsQuery =
  '{ recruitmentPosts(filter: { state: [OPEN] }, first: 2) { totalCount facets { name values { label count } } edges { node { title openings employer { name } closesAt url } } } }';
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

/** The lines under `ready`. */
export async function welcome(home: string, url: string): Promise<string> {
  const token = (audience: keyof typeof demoClients, claims: object = {}) =>
    issueToken(home, { sub: demoClients[audience].name, audience, ...claims });
  const partner = await token('partner');
  const staff = await token('staff', { roles: ['operator'], region: demoClients.staff.region });
  const { region } = demoClients.staff;
  const second = await issueToken(home, { sub: secondOfficer, audience: 'staff', roles: ['operator'], region });
  const firms = await firmsOnRegister(home, url);
  const firm = firms.find((one) => one.bureau === region) ?? firms[0];
  const { creditCode, name, bureau } = firm ?? { ...demoClients.employer, bureau: region };
  const person = await eligiblePerson(openDemo(home), url, partner);
  return [
    `open    ${url}/          the sources, a resync button, people worth looking at, open notices`,
    `        ${url}/recruitment          posts of state firms as the public finds them; something new every minute`,
    `        ${url}/recruitment/changes  what was amended and withdrawn;  ${url}/open-data/  the same for machines`,
    `        ${url}/graphiql  ask for yourself`,
    `        ${url}/healthz   ${url}/readyz`,
    '',
    'open posts of state firms with the counts of every facet, no key needed:',
    `  curl -s ${url}/graphql ${json} -d '${body(postsQuery)}'`,
    '',
    'every change of them since the beginning, as a mirror follows it (go on with after=<endCursor>&wait=20):',
    `  curl -s '${url}/open-data/changes?first=3'`,
    '',
    ...(person ? [personLines(url, partner, person)] : []),
    'what the policy gives for declared facts, no key needed, nothing kept:',
    `  curl -s ${url}/graphql ${json} -d '${body(declaredQuery, { input: declared })}'`,
    '',
    'who would qualify without having applied, in figures (as staff):',
    `  curl -s ${url}/graphql ${json} -H 'authorization: Bearer ${staff}' -d '${body(candidatesQuery)}'`,
    '',
    'demo tokens (30 days; more: npm run --silent hub -- token --audience partner --as 统计局):',
    `  partner   ${partner}`,
    `  staff     ${staff}`,
    `  staff 2   ${second}  a second person approves what the first proposes`,
    `recruitment by ${name}, filed with the bureau ${bureau}:`,
    `  clerk     ${await firmToken(home, 'clerk', creditCode)}  drafts`,
    `  approver  ${await firmToken(home, 'approver', creditCode)}  submits`,
    `  reviewer  ${await bureauToken(home, 'reviewer', bureau)}  reviews`,
    `  approver  ${await bureauToken(home, 'approver', bureau)}  accepts and publishes`,
    '',
  ].join('\n');
}

/** Sample persons asked for at a time: whoever is not built yet is a miss, and who misses often is reported. */
const asked = 3;

/** For the time while records are being built: asks for a few sample persons at each call, and gives the lines once one is answered. */
export async function watchForRecord(home: string, url: string): Promise<() => Promise<string | null>> {
  let open: Named[] = await openDemo(home).samplePersons();
  const partner = await issueToken(home, { sub: demoClients.partner.name, audience: 'partner' });
  return async () => {
    for (const person of open.slice(0, asked)) {
      const found = await readEligible(url, partner, person);
      if (found) return personLines(url, partner, person);
      if (found === false) open = open.filter((one) => one !== person);
    }
    return null;
  };
}

interface Named {
  idNumber: string;
  name: string;
}

const json = `-H 'content-type: application/json'`;
const body = (query: string, variables?: object) => JSON.stringify({ query, ...(variables && { variables }) });

function personLines(url: string, token: string, { idNumber, name }: Named): string {
  return [
    `${name} founded a firm and may claim the opening subsidy (as ${demoClients.partner.name}):`,
    `  curl -s ${url}/graphql ${json} -H 'authorization: Bearer ${token}' -d '${body(personQuery, { idNumber, name })}'`,
    '',
  ].join('\n');
}

/** The first sample person whom the running API really finds eligible. */
async function eligiblePerson(demo: Demo, url: string, token: string): Promise<Named | null> {
  for (const person of await demo.samplePersons()) if (await readEligible(url, token, person)) return person;
  return null;
}

/** Null: nobody is there yet. */
async function readEligible(url: string, token: string, { idNumber, name }: Named): Promise<boolean | null> {
  const answer = await ask(url, token, personQuery, { idNumber, name });
  const person = answer.data?.['person'] as
    | { entitlements: { rule: string; amountFen: number | null }[] }
    | null
    | undefined;
  const isIt = ({ rule, amountFen }: { rule: string; amountFen: number | null }) =>
    rule === 'art05.opening-subsidy' && amountFen !== null;
  return person?.entitlements.some(isIt) ?? null;
}
