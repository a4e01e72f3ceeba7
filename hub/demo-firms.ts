/** The demo's register of state firms: proposed from the business register, some of them confirmed by a second officer. */
import type { StateFirmPayload } from '../schema/state-firm/state-firm.writes.js';
import { askFor } from './ask.js';
import type { DemoFirm } from './demo-notice.js';
import { demoClients, secondOfficer } from './demo.js';
import { issueToken } from './issue-token.js';

const wanted = 6;

/** The firms on the register; a few are put there where there are none. */
export async function registerFirms(home: string, url: string): Promise<DemoFirm[]> {
  const known = await firmsOnRegister(home, url);
  if (known.length > 0) return known;
  const { region } = demoClients.staff;
  const officer = (sub: string) => issueToken(home, { sub, audience: 'staff', roles: ['operator'], region });
  const first = await officer(demoClients.staff.name);
  await askFor(url, first, 'mutation { proposeStateFirms }');
  const { proposals } = await askFor<{ proposals: Edges<{ id: string; kind: string; payload: string }> }>(
    url,
    first,
    '{ proposals(state: OPEN, first: 100) { edges { node { id kind payload } } } }',
  );
  const likely = proposals.edges
    .filter(({ node }) => node.kind === 'STATE_FIRM')
    .map(({ node }) => ({ id: node.id, ...(JSON.parse(node.payload) as StateFirmPayload) }));
  const second = await officer(secondOfficer);
  for (const { id } of varied(likely).slice(0, wanted))
    await askFor(url, second, 'mutation ($id: ID!) { approveProposal(id: $id) { state } }', { id });
  return firmsOnRegister(home, url);
}

interface Edges<T> {
  edges: { node: T }[];
}

export async function firmsOnRegister(home: string, url: string): Promise<DemoFirm[]> {
  const { name: sub, region } = demoClients.staff;
  const token = await issueToken(home, { sub, audience: 'staff', roles: ['viewer'], region });
  const { stateFirms } = await askFor<{
    stateFirms: Edges<Omit<DemoFirm, 'level' | 'bureau'> & { level: string; bureau: { region: string } }>;
  }>(url, token, '{ stateFirms(first: 100) { edges { node { creditCode name level region bureau { region } } } } }');
  return stateFirms.edges.map(({ node }) => ({
    ...node,
    level: node.level.toLowerCase() as DemoFirm['level'],
    bureau: node.bureau.region,
  }));
}

/** Of each level and kind one, then a second one: branches of central firms beside firms of a county. Clear cases first. */
function varied<T extends StateFirmPayload>(likely: readonly T[]): T[] {
  const clear = likely.toSorted((a, b) => a.doubts.length - b.doubts.length);
  const groups = Object.values(Object.groupBy(clear, ({ level, holding }) => `${level} ${holding}`));
  const longest = Math.max(0, ...groups.map(({ length }) => length));
  return Array.from({ length: longest }, (_, i) => groups.flatMap((group) => group.slice(i, i + 1))).flat();
}
