/** How long things are kept: seen by staff with its reason, and shortened by two persons alone. */
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { run } from '../../hub/setting.js';
import { retentions } from '../../rules/retention.js';
import { readRetention } from '../../schema/retention/retention.reads.js';
import { settings } from '../../schema/setting/setting.reads.js';
import { codeOf, openTestApi } from '../support/api.js';
import type { TestApi } from '../support/api.js';

let api: TestApi;
let one: string;
let two: string;
beforeAll(async () => {
  api = await openTestApi();
  [one, two] = (await Promise.all(
    ['甲', '乙'].map((sub) => api.token({ sub, audience: 'staff', roles: ['administrator'] })),
  )) as [string, string];
  vi.stubEnv('DATABASE_URL', api.database.pool.options.connectionString);
});
afterAll(() => api.close());

const propose = (days: number, token = one, reason = '缩短') =>
  api.ask(
    `mutation ($days: Int!, $reason: String!) { proposeRetention(name: QUARANTINE, days: $days, reason: $reason) { id kind } }`,
    { token, variables: { days, reason } },
  );
const approve = (id: string, token: string) =>
  api.ask(`mutation ($id: ID!) { approveProposal(id: $id) { state } }`, { token, variables: { id } });
async function setting(...args: string[]) {
  const io = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() };
  return run(args, io);
}

test('each default is the one that is told, with its reason', async () => {
  for (const [name, { days }] of Object.entries(retentions))
    expect(settings[`retention.${name as keyof typeof retentions}`][0]).toBe(days);
  const { data } = await api.ask('{ retentions { name days defaultDays choices what basis } erasures { what } }', {
    token: one,
  });
  const shown = (data as { retentions: { name: string; days: number; basis: string }[] }).retentions;
  expect(shown.map(({ name, days }) => [name, days])).toEqual([
    ['RAW_BYTES', 30],
    ['QUARANTINE', 180],
    ['PROPOSED_HIRES', 30],
    ['OBJECTIONS', 1095],
  ]);
  for (const { basis } of shown) expect(basis).toMatch(/《.+》.+ \/ .*PIPL/);
  const viewer = await api.token({ sub: '丙', audience: 'staff', roles: ['viewer'] });
  expect(codeOf(await api.ask('{ retentions { days } }', { token: viewer }))).toBe('FORBIDDEN');
});

test('a shorter time takes a second person, also where a bureau has set one for everything else', async () => {
  await api.database.pool.query(
    `insert into setting (bureau, name, value, set_by, set_at) values ('410900', 'proposals.persons', '1', 't', now())`,
  );
  const made = await propose(90);
  const { id } = (made.data as { proposeRetention: { id: string } }).proposeRetention;
  expect(codeOf(await approve(id, one))).toBe('FORBIDDEN');
  expect((await readRetention(api.database.pool)).quarantine).toBe(180);
  expect((await approve(id, two)).data).toEqual({ approveProposal: { state: 'APPROVED' } });
  expect((await readRetention(api.database.pool)).quarantine).toBe(90);
  const set = await api.database.pool.query(`select value, set_by from setting where name = 'retention.quarantine'`);
  expect(set.rows).toEqual([{ value: 90, set_by: 'proposal of 甲' }]);
});

test('at the machine one person may lengthen it, and never shorten it', async () => {
  expect(await setting('retention.objections', '1825')).toBe(0);
  expect((await readRetention(api.database.pool)).objections).toBe(1825);
  await expect(setting('retention.objections', '1095')).rejects.toThrow('a shorter time takes two persons');
  await expect(setting('retention.objections', '1825', '--bureau', '410902')).rejects.toThrow('for the whole city');
  expect((await readRetention(api.database.pool)).objections).toBe(1825);
});

test.each([0, 1, -30, 31, 2_147_483_647])('%i days are no choice', async (days) => {
  const answer = await propose(days);
  expect([codeOf(answer), answer.errors[0]!.message]).toEqual([
    'BAD_INPUT',
    expect.stringContaining('days must be one of 180, 90, 365'),
  ]);
});

test('a county proposes nothing for the city', async () => {
  const county = await api.token({ sub: '丁', audience: 'staff', roles: ['administrator'], region: '410922' });
  expect(codeOf(await propose(365, county))).toBe('FORBIDDEN');
});

test('a reason is needed', async () => {
  expect(codeOf(await propose(365, one, ''))).toBe('BAD_INPUT');
});
