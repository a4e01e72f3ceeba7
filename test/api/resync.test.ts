/** Asking for a resync: once per key however often it is clicked, only by who may, and never with an ID number in clear. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeOf, openTestApi } from '../support/api.js';
import type { Answer, TestApi } from '../support/api.js';
import { idNumberOf } from '../support/facts.js';

let api: TestApi;
let operator: string;
beforeAll(async () => {
  api = await openTestApi();
  operator = await api.token({ sub: '王科员', audience: 'staff', roles: ['operator'] });
});
afterAll(() => api.close());

const mutation = `mutation ($input: TriggerResyncInput!) { triggerResync(input: $input) {
  id source stream scope state dryRun requestedBy reason attempt rowsRead } }`;
let keys = 0;
const good = () => ({
  source: 'EMPLOYMENT',
  stream: 'registrations',
  scope: 'ALL',
  reason: '核对数据',
  idempotencyKey: `click-${++keys}`,
});
const trigger = (input: Record<string, unknown>, token = operator) =>
  api.ask(mutation, { token, variables: { input } });
const idOf = (answer: Answer) => (answer.data as { triggerResync: { id: string } }).triggerResync.id;
const runs = async () => {
  const counted = await api.database.pool.query<{ count: number }>('select count(*)::int as count from sync_run');
  return counted.rows[0]!.count;
};

describe('one key, one run', () => {
  test('ten clicks at once book one run, wake one job, and each click sees it', async () => {
    const before = await runs();
    const input = good();
    const answers = await Promise.all(Array.from({ length: 10 }, () => trigger(input)));
    expect(answers.flatMap((answer) => answer.errors)).toEqual([]);
    expect(new Set(answers.map(idOf)).size).toBe(1);
    expect(await runs()).toBe(before + 1);
    expect(answers[0]!.data).toEqual({
      triggerResync: {
        id: idOf(answers[0]!),
        source: 'EMPLOYMENT',
        stream: 'registrations',
        scope: 'ALL',
        state: 'QUEUED',
        dryRun: false,
        requestedBy: '王科员',
        reason: '核对数据',
        attempt: 0,
        rowsRead: 0,
      },
    });
    const ledger = await api.ask(
      'query ($id: ID!) { syncRun(id: $id) { id } syncRuns(source: EMPLOYMENT, first: 1) { edges { node { id } } } }',
      {
        token: operator,
        variables: { id: idOf(answers[0]!) },
      },
    );
    expect(ledger.data).toEqual({
      syncRun: { id: idOf(answers[0]!) },
      syncRuns: { edges: [{ node: { id: idOf(answers[0]!) } }] },
    });
  });

  test.each<Record<string, unknown>>([
    { stream: 'hardship' },
    { source: 'TAX', stream: 'taxpayers' },
    { reason: '另一个原因' },
    { dryRun: true },
    { scope: 'KEY', key: 'r1' },
    { scope: 'RANGE', from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z' },
  ])('the same key for %j is a conflict, and the first run stands', async (other) => {
    const input = good();
    const first = idOf(await trigger(input));
    const before = await runs();
    const answer = await trigger({ ...input, ...other });
    expect(codeOf(answer)).toBe('CONFLICT');
    expect(answer.errors[0]!.message).toBe(
      '此 idempotencyKey 已用于另一个要求，请换一个 / this idempotencyKey was used for another request; take a new one',
    );
    expect(await runs()).toBe(before);
    expect(idOf(await trigger(input))).toBe(first);
  });

  test('the same range written in another time zone is the same request', async () => {
    const input = { ...good(), scope: 'RANGE', from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00.000Z' };
    const first = await trigger(input);
    const again = await trigger({ ...input, from: '2026-01-01T08:00:00+08:00' });
    expect(idOf(again)).toBe(idOf(first));
  });
});

describe('a key of one record', () => {
  test('is sealed: neither the ledger nor the queue nor the log holds the ID number', async () => {
    const key = idNumberOf(3);
    const input = { ...good(), source: 'SOCIAL_INSURANCE', stream: 'persons', scope: 'KEY', key };
    const id = idOf(await trigger(input));
    const row = await api.database.pool.query<{ sealed_key: Buffer; all: string }>(
      'select sealed_key, sync_run::text as all from sync_run where run_id = $1',
      [id],
    );
    expect(row.rows[0]!.all).not.toContain(key);
    expect(row.rows[0]!.sealed_key.toString('latin1')).not.toContain(key);
    expect(api.vault.open(row.rows[0]!.sealed_key)).toBe(key);
    const queue = await api.database.pool.query<{ table_name: string }>(
      `select table_name from information_schema.tables where table_schema = 'bullmq' and table_type = 'BASE TABLE'`,
    );
    expect(queue.rows.length).toBeGreaterThan(0);
    for (const { table_name: table } of queue.rows) {
      const found = await api.database.pool.query(`select from bullmq."${table}" t where t::text like $1`, [
        `%${key}%`,
      ]);
      expect([table, ...found.rows]).toEqual([table]);
    }
    expect(api.logged()).not.toContain(key);
    expect(idOf(await trigger(input))).toBe(id);
    expect(codeOf(await trigger({ ...input, key: idNumberOf(4) }))).toBe('CONFLICT');
  });
});

describe('bad input', () => {
  test('a stream that the source does not have is answered with those it has', async () => {
    const answer = await trigger({ ...good(), stream: 'taxpayers' });
    expect([answer.status, codeOf(answer)]).toEqual([400, 'BAD_INPUT']);
    expect(answer.errors[0]!.extensions['streams']).toEqual([
      'job-seekers',
      'registrations',
      'hardship',
      'benefit-grants',
      'certificates',
      'trainings',
      'startup-loans',
      'internships',
      'rural-labour',
      'households',
      'internship-units',
      'parks',
      'park-residents',
      'communities',
      'welfare-posts',
      'training-bodies',
    ]);
    expect(answer.errors[0]!.message).toContain('job-seekers, registrations, hardship, benefit-grants');
  });

  const from = '2026-01-01T00:00:00Z';
  const to = '2026-02-01T00:00:00Z';
  test.each<[string, Record<string, unknown>]>([
    ['scope KEY needs key', { scope: 'KEY' }],
    ['scope KEY needs key', { scope: 'KEY', key: ' ' }],
    ['scope KEY needs key', { scope: 'KEY', key: 'k'.repeat(201) }],
    ['key goes with scope KEY alone', { key: 'r1' }],
    ['scope RANGE needs from and to', { scope: 'RANGE', from }],
    ['from must be before to', { scope: 'RANGE', from: to, to: from }],
    ['from must be before to', { scope: 'RANGE', from, to: from }],
    ['from and to go with scope RANGE alone', { from, to }],
    ['must not hold an ID number', { reason: `查 ${idNumberOf(1)} 的记录` }],
    ['must not hold an ID number', { idempotencyKey: idNumberOf(1) }],
    ['reason must have 1 to 500 characters', { reason: ' ' }],
    ['reason must have 1 to 500 characters', { reason: '长'.repeat(501) }],
    ['reason must have 1 to 500 characters', { reason: 'a\u0000b' }],
    ['idempotencyKey must be', { idempotencyKey: '' }],
    ['idempotencyKey must be', { idempotencyKey: '有中文' }],
    ['idempotencyKey must be', { idempotencyKey: 'k'.repeat(101) }],
    ['a value does not fit its type', { scope: 'EVERYTHING' }],
    ['a value does not fit its type', { scope: 'CHANGES' }],
    ['a value does not fit its type', { source: 'POLICE' }],
    ['a value does not fit its type', { stream: 5 }],
    ['a value does not fit its type ($input.from)', { scope: 'RANGE', from: 'yesterday', to }],
    ['a value does not fit its type', { scope: 'RANGE', from: '2026-01-01T00:00:00', to }],
    ['a value does not fit its type', { dryRun: null }],
  ])('%s: %j', async (says, wrong) => {
    const before = await runs();
    const answer = await trigger({ ...good(), ...wrong });
    expect([answer.status, codeOf(answer)]).toEqual([400, 'BAD_INPUT']);
    expect(answer.errors[0]!.message).toContain(says);
    expect(await runs()).toBe(before);
  });

  test.each(['', 'x', '01890000-0000-7000-8000-000000000000'])('there is no run %j', async (id) => {
    const answer = await api.ask('query ($id: ID!) { syncRun(id: $id) { id } }', {
      token: operator,
      variables: { id },
    });
    expect(answer.data).toEqual({ syncRun: null });
  });
});

test('only who runs the hub may ask for it', async () => {
  const viewer = await api.token({ sub: '李科员', audience: 'staff', roles: ['viewer'] });
  const partner = await api.token({ sub: '民政局', audience: 'partner' });
  const forbidden = await trigger(good(), viewer);
  expect([forbidden.status, codeOf(forbidden)]).toEqual([403, 'FORBIDDEN']);
  const foreign = await trigger(good(), partner);
  expect(foreign.status).toBe(400);
  const administrator = await api.token({ sub: '赵科长', audience: 'staff', roles: ['administrator'] });
  expect((await trigger(good(), administrator)).errors).toEqual([]);
});

test('the ledger stands when the wake-up is lost: the sweeper finds the run', async () => {
  await api.database.pool.query('alter schema bullmq rename to bullmq_away');
  const answer = await trigger(good());
  await api.database.pool.query('alter schema bullmq_away rename to bullmq');
  expect(answer.errors).toEqual([]);
  expect(api.logged()).toContain('wake-up lost');
});
