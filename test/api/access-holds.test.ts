/** Looks of an investigation: logged and sealed at once, shown to their persons on the day that two officers set. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { civilDay } from '../../rules/shanghai-time.js';
import { transact } from '../../schema/database.js';
import { cityBureau } from '../../schema/setting/setting.reads.js';
import { writeSetting } from '../../schema/setting/setting.writes.js';
import { exported, sealAll, verdictOn } from '../support/access-log.js';
import { type Answer, codeOf, openTestApi } from '../support/api.js';
import type { TestApi } from '../support/api.js';
import { idNumberOf, rowsOf } from '../support/facts.js';
import { testSealing } from '../support/sealing.js';

const sealing = testSealing();
const client = '公安局';
const purpose = 'investigation-2026-17';
let api: TestApi;
const now = new Date();
const tokens: Record<string, string> = {};
const inDays = (days: number) => civilDay(new Date(now.getTime() + days * 86_400_000));

beforeAll(async () => {
  api = await openTestApi();
  await api.fill((stream) => rowsOf(stream, 3));
  // A bureau where one person is enough for other proposals.
  const one = { bureau: cityBureau, name: 'proposals.persons', value: 1, setBy: 'test' } as const;
  await transact(api.database.pool, (db) => writeSetting(db, one, now));
  await api.agree(client, {
    purposes: ['public-security', purpose],
    fields: { 'Person.name': 'full' },
    beginsOn: inDays(-1),
  });
  tokens[client] = await api.token({ sub: client, audience: 'partner' });
  for (const sub of ['甲', '乙']) tokens[sub] = await api.token({ sub, audience: 'staff', roles: ['operator'] });
  tokens['viewer'] = await api.token({ sub: '丙', audience: 'staff', roles: ['viewer'] });
  tokens['auditor'] = await api.token({ sub: '审计', audience: 'staff', roles: ['auditor'] });
  const { person } = (await look('甲')).data as { person: { id: string } };
  tokens['person'] = await api.token({ sub: '本人', audience: 'subject', person_id: person.id });
});
afterAll(async () => {
  await api.close();
  sealing.remove();
});

const look = (who: string, why?: string) =>
  api.ask(`{ person(idNumber: "${idNumberOf(1)}", name: "张1") { ${who === client ? 'name' : 'id'} } }`, {
    token: tokens[who]!,
    headers: why === undefined ? {} : { 'x-purpose': why },
  });
const receiptId = (answer: Answer) =>
  (JSON.parse(answer.text) as { extensions: { receipt: { id: string }[] } }).extensions.receipt[0]!.id;
const propose = (who: string, change: Record<string, string> = {}) =>
  api.ask(
    `mutation ($client: String!, $purpose: String!, $caseNumber: String!, $until: Date!) {
       proposeAccessHold(client: $client, purpose: $purpose, caseNumber: $caseNumber, until: $until, reason: "线索核查") { id kind payload } }`,
    {
      token: tokens[who]!,
      variables: { client, purpose, caseNumber: '濮公（2026）17号', until: inDays(30), ...change },
    },
  );
const approve = (who: string, id: string) =>
  api.ask('mutation ($id: ID!) { approveProposal(id: $id) { state } }', { token: tokens[who]!, variables: { id } });
const seal = () => sealAll(api.database.pool, { vault: api.vault, key: sealing.key });
async function seen(): Promise<string[]> {
  await seal();
  const { data } = await api.ask('{ myAccessHistory(first: 100) { edges { node { by purpose } } } }', {
    token: tokens['person']!,
  });
  const { edges } = data!['myAccessHistory'] as { edges: { node: { by: string; purpose: string } }[] };
  return edges.map(({ node }) => node).flatMap(({ by, purpose: why }) => (by === client ? [why] : []));
}

test('are held back from their approval until their day, and from nobody else; everyday looks never', async () => {
  await look(client, purpose);
  const proposed = (await propose('甲')).data!['proposeAccessHold'] as { id: string; kind: string; payload: string };
  expect([proposed.kind, proposed.payload]).toEqual(['ACCESS_HOLD', expect.stringContaining('17号') as string]);
  expect(proposed.payload).not.toMatch(/张|4109\d{14}|person/);
  await look(client, purpose);
  expect(codeOf(await approve('甲', proposed.id))).toBe('FORBIDDEN');
  expect((await approve('乙', proposed.id)).data).toEqual({ approveProposal: { state: 'APPROVED' } });
  const held = await look(client, purpose);
  await look(client, 'public-security');
  // What was there before the approval stays in sight.
  expect(await seen()).toEqual(['public-security', purpose, purpose]);

  const proof = async (who: string) =>
    (
      await api.ask('query ($id: ID!) { accessReceipt(id: $id) { isSealed } }', {
        token: tokens[who]!,
        variables: { id: receiptId(held) },
      })
    ).data!['accessReceipt'];
  expect([await proof('person'), await proof(client), await proof('auditor')]).toEqual([
    null,
    { isSealed: true },
    { isSealed: true },
  ]);
  const { data } = await api.ask(`{ accessEvents(filter: { purpose: "${purpose}" }) { totalCount } }`, {
    token: tokens['auditor']!,
  });
  expect(data).toEqual({ accessEvents: { totalCount: 3 } });
  const lines = await exported(api.database.pool, api.vault);
  expect(lines.filter((line) => line.includes(purpose))).toHaveLength(3);
  expect((await verdictOn(sealing.folder, lines, sealing.publicFile)).code).toBe(0);

  api.shift(29 * 86_400_000);
  expect(await seen()).toHaveLength(3);
  api.shift(30 * 86_400_000);
  expect(await seen()).toEqual(['public-security', purpose, purpose, purpose]);
  expect(await proof('person')).toEqual({ isSealed: true });
  api.shift(0);
});

test('take two officers of the whole city, a purpose of their own that is agreed on, and a day within a year', async () => {
  for (const change of [
    { purpose: 'public-security' },
    { purpose: 'investigation-2026-18' },
    { client: '没有的局' },
    { until: inDays(0) },
    { until: inDays(367) },
    { caseNumber: ' ' },
    { caseNumber: idNumberOf(1) },
    { client: '\0' },
  ])
    expect({ change, code: codeOf(await propose('甲', change)) }).toEqual({ change, code: 'BAD_INPUT' });
  for (const who of ['viewer', 'auditor']) expect(codeOf(await propose(who))).toBe('FORBIDDEN');
  const county = await api.token({ sub: '县', audience: 'staff', roles: ['operator'], region: '410922' });
  tokens['county'] = county;
  expect(codeOf(await propose('county'))).toBe('FORBIDDEN');
  const kinds = async (who: string) =>
    (await api.ask('{ proposals { edges { node { kind } } } }', { token: tokens[who]! })).text;
  expect(await kinds('auditor')).toContain('ACCESS_HOLD');
  expect(await kinds('viewer')).not.toContain('ACCESS_HOLD');
});

test('are changed by nobody afterwards', async () => {
  for (const attempt of [
    `update access_hold set until = 'infinity'`,
    'delete from access_hold',
    'truncate access_hold',
  ])
    await expect(api.database.pool.query(attempt)).rejects.toThrow(/append only/);
});
