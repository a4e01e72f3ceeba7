/** Many requests that each keep within every limit: the client's budget ends them, says when it renews, and nobody waits for its bookkeeping. */
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCostBudget } from '../../api/cost-budget.js';
import { mostWaitingEach } from '../../api/open-data/change-watch.js';
import { networkOf } from '../../api/network-of.js';
import { stoppedCost } from '../../api/open-operation.js';
import { codeOf, openTestApi } from '../support/api.js';
import type { Answer, TestApi } from '../support/api.js';
import { rowsOf } from '../support/facts.js';

const perMinute = { public: 5000, platform: 9000, employer: 5000, partner: 12_000, staff: 8000, subject: 5000 };
let api: TestApi;
let partner: string;
let other: string;
const minute = 60_000;

beforeAll(async () => {
  api = await openTestApi(undefined, { own: { costPerMinute: perMinute, operationMs: 1000, statementMs: 400 } });
  await api.fill((stream) => rowsOf(stream, 3));
  for (const client of ['民政局', '残联']) await api.agree(client, { fields: { 'Person.name': 'full' } });
  partner = await api.token({ sub: '民政局', audience: 'partner' });
  other = await api.token({ sub: '残联', audience: 'partner' });
});
afterAll(() => api.close());

const cheap = '{ bureaus { region } }';
const budgetOf = ({ text }: Answer) =>
  (JSON.parse(text) as { extensions: { budget: { cost: number; left: number; renewsAt: string } } }).extensions.budget;
/** Asks until it is refused. */
async function useUp(token?: string): Promise<{ answered: number; refusal: Answer }> {
  for (let answered = 0; answered < 1000; answered++) {
    const answer = await api.ask(cheap, token === undefined ? {} : { token });
    if (answer.errors.length > 0) return { answered, refusal: answer };
  }
  throw new Error('a thousand were answered');
}

// By the minute of the hub's clock: each test begins in one of its own.
let minutes = 0;
const nextMinute = () => api.shift(++minutes * minute + (minute - (Date.now() % minute)) + 1000);

async function whileLocked<T>(table: string, work: () => Promise<T>): Promise<T> {
  const client = await api.database.pool.connect();
  try {
    await client.query(`begin; lock table ${table} in access exclusive mode`);
    return await work();
  } finally {
    await client.query('rollback');
    client.release();
  }
}

describe('a client’s budget', () => {
  it('G21: many cheap queries are ended by it, with 429, what is left and when it renews; others go on', async () => {
    nextMinute();
    const first = budgetOf(await api.ask(cheap, { token: partner }));
    expect(first.cost + first.left).toBeLessThanOrEqual(perMinute.partner);
    const { answered, refusal } = await useUp(partner);
    expect(answered).toBeGreaterThan(20);
    expect([refusal.status, codeOf(refusal)]).toEqual([429, 'BUDGET_EXHAUSTED']);
    const wait = Number(refusal.headers.get('retry-after'));
    expect(wait > 0 && wait <= 60).toBe(true);
    expect(refusal.errors[0]!.extensions['budget']).toMatchObject({ renewsAt: first.renewsAt });
    expect(refusal.errors[0]!.message).toMatch(/\p{Script=Han}.* \/ this minute’s cost is used up/u);
    expect((await api.ask(cheap, { token: other })).errors).toEqual([]);
    expect((await api.ask(cheap)).errors).toEqual([]);
    nextMinute();
    expect((await api.ask(cheap, { token: partner })).errors).toEqual([]);
  });

  it('G21: the public has one for each address, and a platform’s key one of its own', async () => {
    nextMinute();
    const { refusal } = await useUp();
    expect(codeOf(refusal)).toBe('BUDGET_EXHAUSTED');
    nextMinute();
    const made = await api.ask(
      'mutation { registerPlatform(name: "招聘平台", contactEmail: "a@example.org") { key } }',
    );
    const { key } = (made.data as { registerPlatform: { key: string } }).registerPlatform;
    await useUp();
    const withKey = await api.ask(cheap, { token: key });
    expect([withKey.errors, budgetOf(withKey).left > perMinute.public]).toEqual([[], true]);
  });

  it('G21: pages and open data are paid out of the same purse; they are no way around it', async () => {
    for (const path of ['/recruitment/', '/open-data/changes?first=1000', '/sitemap.xml', '/']) {
      nextMinute();
      const before = budgetOf(await api.ask(cheap)).left;
      const answers = [await fetch(api.url + path)];
      expect(answers[0]!.status).toBe(200);
      expect(budgetOf(await api.ask(cheap)).left).toBeLessThan(before - 100);
      while (answers.length < 200 && answers.at(-1)!.status === 200) answers.push(await fetch(api.url + path));
      const last = answers.at(-1)!;
      expect([path, last.status, last.headers.get('cache-control')]).toEqual([path, 429, 'no-store']);
      expect(codeOf(await api.ask(cheap))).toBe('BUDGET_EXHAUSTED');
    }
  });

  it('what is turned away before anything of it is read is billed, too', async () => {
    nextMinute();
    const before = budgetOf(await api.ask(cheap, { token: partner })).left;
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${partner}` };
    const refused = [
      '[{"query":"{ __typename }"}]',
      '{"documentId":"sha256:00"}',
      '{"query":"{ __typename }","variables":5}',
    ];
    for (const body of refused) await fetch(`${api.url}/graphql`, { method: 'POST', headers, body });
    const after = budgetOf(await api.ask(cheap, { token: partner })).left;
    expect(before - after).toBeGreaterThanOrEqual(50 * (refused.length + 1));
  });

  it('G21: keys are free, and many of one address have no more than two have', async () => {
    nextMinute();
    const answered: number[] = [];
    for (const name of ['甲平台', '乙平台', '丙平台', '丁平台']) {
      const made = await api.ask(`mutation { registerPlatform(name: "${name}", contactEmail: "a@b.cn") { key } }`);
      const { key } = (made.data as { registerPlatform: { key: string } }).registerPlatform;
      answered.push((await useUp(key)).answered);
    }
    const [first = 0, second, third = 0, fourth = 0] = answered;
    expect(first).toBeGreaterThan(20);
    expect(second).toBe(first);
    // Of two budgets a rest may be left that is too small for either.
    expect(third + fourth).toBeLessThan(3);
  });

  it('G21: of an address only a keyed hash is told to the other processes, and IPv6 counts by network', async () => {
    nextMinute();
    await api.ask(cheap);
    await expect
      .poll(async () => (await api.database.pool.query<{ purse: string }>('select purse from cost_spent')).rows, {
        timeout: 5000,
      })
      .toContainEqual({ purse: expect.stringMatching(/^address [\w-]{20,}$/) });
    const { rows } = await api.database.pool.query<{ purse: string }>('select purse from cost_spent');
    expect(JSON.stringify(rows)).not.toContain('127.0.0.1');
    expect([networkOf('::ffff:10.1.2.3'), networkOf('2001:db8::1'), networkOf('2001:0DB8:0:0:1:2:3:4')]).toEqual([
      '10.1.2.3',
      '2001:db8:0:0::/64',
      '2001:db8:0:0::/64',
    ]);
  });

  it('G1: a document beyond the limits is charged for more than its thousand aliases, and a few of them use up a minute', async () => {
    nextMinute();
    const before = budgetOf(await api.ask(cheap, { token: partner })).left;
    const wide = `{ ${Array.from({ length: 16 }, (_, n) => `a${n}: __typename`).join(' ')} }`;
    expect(codeOf(await api.ask(wide, { token: partner }))).toBe('LIMIT_EXCEEDED');
    const after = budgetOf(await api.ask(cheap, { token: partner })).left;
    expect(before - after).toBeGreaterThanOrEqual(4000);
    const answers = [];
    for (let n = 0; n < 5; n++) answers.push(codeOf(await api.ask(wide, { token: partner })));
    expect(answers.at(-1)).toBe('BUDGET_EXHAUSTED');
  });

  it('what runs at once is set aside for; nothing runs over the budget by coming together', async () => {
    nextMinute();
    const answers = await Promise.all(Array.from({ length: 200 }, () => api.ask(cheap, { token: partner })));
    const spent = answers.filter(({ errors }) => errors.length === 0).map((answer) => budgetOf(answer).cost);
    const total = spent.reduce((sum, cost) => sum + cost, 0);
    expect(total).toBeLessThanOrEqual(perMinute.partner + spent.length);
    expect(spent.length).toBeLessThan(200);
    for (const answer of answers.filter(({ errors }) => errors.length > 0))
      expect([answer.status, codeOf(answer), Number(answer.headers.get('retry-after')) > 0]).toEqual([
        429,
        'BUDGET_EXHAUSTED',
        true,
      ]);
  });
});

describe('its bookkeeping', () => {
  it('sets aside for what runs until it is done', () => {
    const clock = () => new Date(Date.UTC(2030, 0, 1));
    const budget = openCostBudget(api.database.pool, clock, pino({ level: 'silent' }));
    const purse = { name: 'set aside', perMinute: 1000 };
    const running = budget.reserve(purse, 600);
    expect(() => budget.reserve(purse, 600)).toThrow('wait for their answers');
    running.settle(100);
    expect(budget.reserve(purse, 600).settle(600).left).toBe(300);
    return budget.close();
  });

  it('is shared by processes, each of which writes rows of its own', async () => {
    const { pool } = api.database;
    const log = pino({ level: 'silent' });
    const clock = () => new Date(Date.UTC(2030, 0, 1));
    const [one, two] = [openCostBudget(pool, clock, log), openCostBudget(pool, clock, log)];
    const purse = { name: 'shared', perMinute: 1000 };
    one.reserve(purse, 600).settle(600);
    two.reserve(purse, 100).settle(100);
    await expect.poll(() => two.reserve(purse, 0).settle(0).left, { timeout: 5000 }).toBe(300);
    await expect.poll(() => one.reserve(purse, 0).settle(0).left, { timeout: 5000 }).toBe(300);
    expect(() => one.reserve(purse, 301)).toThrow('used up');
    await Promise.all([one.close(), two.close()]);
  });

  it('holds up no request, even where its table is locked', async () => {
    nextMinute();
    await whileLocked('cost_spent', async () => {
      const start = performance.now();
      for (let n = 0; n < 20; n++) expect((await api.ask(cheap, { token: partner })).errors).toEqual([]);
      expect(performance.now() - start).toBeLessThan(3000);
    });
  });
});

describe('time', () => {
  it('an operation that waits too long is stopped, and told to', async () => {
    nextMinute();
    const start = performance.now();
    const answer = await api.ask('{ recruitmentChanges(waitSeconds: 20) { hasMore } }');
    expect([answer.status, codeOf(answer), answer.data]).toEqual([400, 'LIMIT_EXCEEDED', null]);
    expect(answer.errors[0]!.message).toMatch(/took too long/);
    expect(performance.now() - start).toBeLessThan(2500);
    // Who waited was told so: twenty may wait at once, and none of those who were stopped is among them.
    const stopped = () =>
      Promise.all(
        Array.from({ length: mostWaitingEach }, () =>
          api.ask('{ recruitmentChanges(waitSeconds: 20) { hasMore } }', { token: partner }),
        ),
      );
    for (let times = 0; times < 2; times++) {
      nextMinute();
      for (const one of await stopped()) expect(one.errors[0]!.message).toMatch(/took too long/);
    }
  });

  it('an operation that is stopped is billed the most that deciding may take: it may have worked all the while', async () => {
    nextMinute();
    const left = async () => budgetOf(await api.ask(cheap, { token: partner })).left;
    const before = await left();
    await api.ask('{ recruitmentChanges(waitSeconds: 20) { hasMore } }', { token: partner });
    expect(before - (await left())).toBeGreaterThan(stoppedCost);
  });

  it('a statement that takes too long is ended by the database, and says so', async () => {
    nextMinute();
    const answer = await whileLocked('open_change', () =>
      api.ask('{ recruitmentRecordState(id: "0195a000-0000-7000-8000-000000000001") { state } }'),
    );
    expect(codeOf(answer)).toBe('LIMIT_EXCEEDED');
    expect(answer.errors[0]!.message).toMatch(/took too long/);
    expect(api.logged()).not.toContain('unforeseen');
  });
});
