/** 涉密等特殊岗位: registered by two persons, without content, seen by nobody else, told by no public number. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeOf, openTestApi } from '../support/api.js';
import type { TestApi } from '../support/api.js';
import { goodEmployer } from '../support/notices.js';
import { openRecruiters, recruitment } from '../support/recruitment.js';
import type { Recruiters } from '../support/recruitment.js';

let api: TestApi;
let who: Recruiters;
beforeAll(async () => {
  api = await openTestApi();
  who = await openRecruiters(api);
});
afterAll(() => api.close());

const good = () => ({
  creditCode: goodEmployer.creditCode,
  kind: 'CLASSIFIED',
  basis: '濮密〔2026〕1号',
  level: '市级',
  posts: 2,
  expiresOn: '2099-12-31',
  reason: '按规定豁免',
});
const propose = (input: object, token = who.approver) =>
  api.ask(`mutation ($input: ProposeExemptionInput!) { proposeExemption(input: $input) { id state kind } }`, {
    token,
    variables: { input },
  });
const approve = (id: string, token: string) =>
  api.ask(`mutation ($id: ID!) { approveProposal(id: $id) { state } }`, { token, variables: { id } });

test('two persons of one bureau register it; nobody else sees that there is one', async () => {
  const made = await propose(good());
  const { id } = (made.data as { proposeExemption: { id: string } }).proposeExemption;
  const operator = await api.token({ sub: '员', audience: 'staff', roles: ['operator'] });
  const county = await api.token({ sub: '县', audience: 'staff', roles: ['approver'], region: '410922' });
  for (const token of [operator, county, who.reviewer]) {
    expect(codeOf(await approve(id, token))).toBe('NOT_FOUND');
    const { data } = await api.ask('{ proposals { edges { node { kind } } } }', { token });
    expect(JSON.stringify(data)).not.toContain('EXEMPTION');
  }
  expect(codeOf(await approve(id, who.approver))).toBe('FORBIDDEN');
  expect((await approve(id, who.supervisor)).data).toEqual({ approveProposal: { state: 'APPROVED' } });
  const year = new Date(Date.now() + 8 * 3_600_000).getUTCFullYear();
  const counts = await api.ask(
    `{ exemptionCounts(year: ${year}) { creditCode kind exemptedPosts publishedOpenings } }`,
    {
      token: who.supervisor,
    },
  );
  expect(counts.data).toEqual({
    exemptionCounts: [
      { creditCode: goodEmployer.creditCode, kind: 'CLASSIFIED', exemptedPosts: 2, publishedOpenings: 0 },
    ],
  });
  expect(codeOf(await api.ask(`{ exemptionCounts(year: ${year}) { kind } }`, { token: who.approver }))).toBe(
    'FORBIDDEN',
  );
  expect(codeOf(await api.ask(`{ exemptionCounts(year: ${year}) { kind } }`))).toBe('BAD_INPUT');
});

test('an exemption between two notices leaves no gap in their numbers and no change in the stream', async () => {
  const at = recruitment(api, who);
  const numberOf = async (id: string) =>
    (await api.database.pool.query<{ n: string }>(`select notice_no as n from notice where notice_id = $1`, [id]))
      .rows[0]!.n;
  const first = await numberOf(await at.publish());
  const changes = (await at.kinds()).length;
  const made = await propose({ ...good(), kind: 'OTHER_SPECIAL' });
  await approve((made.data as { proposeExemption: { id: string } }).proposeExemption.id, who.supervisor);
  expect((await at.kinds()).length).toBe(changes);
  const second = await numberOf(await at.publish());
  expect(Number(second.slice(-4))).toBe(Number(first.slice(-4)) + 1);
});

test.each<[string, object]>([
  ['creditCode', { creditCode: '123' }],
  ['posts', { posts: 0 }],
  ['posts', { posts: 1000 }],
  ['expiresOn', { expiresOn: '2020-01-01' }],
  ['basis', { basis: ' ' }],
  ['level', { level: '长'.repeat(41) }],
  ['reason', { reason: '' }],
])('a bad %s is refused by name: %j', async (name, wrong) => {
  const answer = await propose({ ...good(), ...wrong });
  expect([codeOf(answer), answer.errors[0]!.message]).toEqual(['BAD_INPUT', expect.stringContaining(`${name} `)]);
});
