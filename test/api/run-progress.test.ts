/** How a run goes on, told over a socket: the steps, the end, and how much of the house it takes. */
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { watchRuns } from '../../api/run-progress.js';
import { importSource } from '../../jobs/import-source.job.js';
import { cancelRun } from '../../schema/sync-act/sync-act.writes.js';
import { openTestApi, type TestApi } from '../support/api.js';
import { rowsOf } from '../support/facts.js';
import { listImport } from '../support/list-connector.js';
import { type Subscriber, subscriber } from '../support/subscriber.js';
import { askForRun } from '../support/syncs.js';

const progress = 'subscription ($id: ID!) { syncRunProgress(id: $id) { state rowsRead rowsNew attempt acts { act } } }';
let api: TestApi;
let token: string;
let open: Subscriber[] = [];
beforeAll(async () => {
  api = await openTestApi();
  token = await api.token({ sub: '王科员', audience: 'staff', roles: ['viewer'] });
});
afterEach(async () => {
  for (const { client } of open) await client.dispose();
  open = [];
});
afterAll(() => api.close());

interface Step {
  state: string;
  rowsRead: number;
}
const stepsOf = (messages: unknown[]) =>
  (messages as { data: { syncRunProgress: Step } }[]).map(({ data }) => data.syncRunProgress);
function connect(): Subscriber {
  const one = subscriber(api.url, { authorization: `Bearer ${token}` });
  open.push(one);
  return one;
}
const ask = () => askForRun(api.database, 'tax', 'taxpayers', { scope: 'ALL' });
/** Seven rows a batch, one batch in so many milliseconds. */
const work = (runId: string, rows: number, betweenMs: number) =>
  importSource(
    listImport(api.database, api.vault, {
      rows: (stream) => rowsOf(stream, rows),
      beforeBatch: () => sleep(betweenMs),
    }),
    runId,
    new AbortController().signal,
  );

describe('syncRunProgress', () => {
  it('tells a run from its beginning to its end, at most twice a second, and is over by itself', async () => {
    const runId = await ask();
    const following = connect().all(progress, { id: runId });
    await sleep(700);
    const since = Date.now();
    expect(await work(runId, 350, 60)).toBe('done');
    const steps = stepsOf(await following);
    const seconds = (Date.now() - since) / 1000;
    expect(steps[0]).toEqual({ state: 'QUEUED', rowsRead: 0, rowsNew: 0, attempt: 0, acts: [] });
    expect(steps.at(-1)).toEqual({ state: 'DONE', rowsRead: 350, rowsNew: 350, attempt: 1, acts: [] });
    expect(steps.length).toBeGreaterThan(4);
    expect(steps.length).toBeLessThanOrEqual(Math.ceil(seconds * 2) + 2);
    const read = steps.map(({ rowsRead }) => rowsRead);
    expect(read).toEqual([...read].sort((a, b) => a - b));
    expect(new Set(steps.map(({ state }) => state))).toEqual(new Set(['QUEUED', 'RUNNING', 'DONE']));
  });

  it('ends with a run that is cancelled, and with one that ended long ago', async () => {
    const runId = await ask();
    const following = connect().all(progress, { id: runId });
    await sleep(300);
    await cancelRun(api.database.pool, runId, { by: '王科员', reason: '来源有误' }, new Date());
    const last = { state: 'CANCELLED', rowsRead: 0, rowsNew: 0, attempt: 0, acts: [{ act: 'CANCEL' }] };
    expect(stepsOf(await following).at(-1)).toEqual(last);
    expect(stepsOf(await connect().all(progress, { id: runId }))).toEqual([last]);
  });

  it('is one listening connection of the process and one read a step, for however many follow', async () => {
    const runId = await ask();
    const lines = Array.from({ length: 4 }, connect);
    const all = lines.flatMap((line) => Array.from({ length: 5 }, () => line.all(progress, { id: runId })));
    await sleep(700);
    const listening = await api.database.pool.query(
      `select from pg_stat_activity where datname = current_database() and query = 'listen "sync_run"'`,
    );
    expect(listening.rowCount).toBe(1);
    const before = reads();
    await work(runId, 70, 150);
    const told = await Promise.all(all);
    for (const messages of told) expect(stepsOf(messages).at(-1)).toMatchObject({ state: 'DONE' });
    expect(told).toHaveLength(20);
    expect(reads() - before).toBeLessThanOrEqual(8);
  });

  it('tells a follower nothing of another run, and lets go of who turns away while nothing moves', async () => {
    const [quiet, busy] = [await ask(), await ask()];
    const line = connect();
    const waiting = line.each(progress, { id: quiet });
    expect((await waiting.next()).value).toMatchObject({ data: { syncRunProgress: { state: 'QUEUED' } } });
    const next = waiting.next();
    await work(busy, 14, 0);
    expect(await Promise.race([next, sleep(1200, 'nothing')])).toBe('nothing');
    await waiting.return!();
    expect((await next).done).toBe(true);
    // Its place is free again: five more find room.
    const more = Array.from({ length: 5 }, () => line.each(progress, { id: quiet }));
    for (const one of more) expect((await one.next()).value).toMatchObject({ data: { syncRunProgress: {} } });
  });

  it('lets go at once of whoever turns away while it waits', async () => {
    const watching = watchRuns(api.database.pool, pino({ level: 'silent' }));
    const following = watching.follow(await ask());
    expect((await following.next()).value).toMatchObject({ state: 'queued' });
    const next = following.next();
    await following.return!();
    expect(await Promise.race([next, sleep(2000, 'nothing')])).toEqual({ done: true, value: undefined });
    await watching.close();
  });

  it.each(['x', '01890000-0000-7000-8000-000000000000', `' or 1=1 --`, '\u0000', '\ud800', '𠮷%_\\'])(
    'there is no run %j',
    async (id) => {
      expect(await connect().all(progress, { id })).toEqual([
        {
          data: null,
          errors: [
            expect.objectContaining({
              message: '没有这个同步任务 / there is no such sync run',
              extensions: { code: 'NOT_FOUND' },
            }),
          ],
        },
      ]);
    },
  );

  it('goes on after its connection to the database was cut', async () => {
    const runId = await ask();
    const following = connect().all(progress, { id: runId });
    await sleep(300);
    await api.database.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query = 'listen "sync_run"'`,
    );
    await cancelRun(api.database.pool, runId, { by: '王科员', reason: '来源有误' }, new Date());
    expect(stepsOf(await following).at(-1)).toMatchObject({ state: 'CANCELLED' });
  });
});

/** How often this process has read a run since its pool was opened. */
let count = 0;
function reads(): number {
  return count;
}
beforeAll(() => {
  const { pool } = api.database;
  const query = pool.query.bind(pool) as (...args: unknown[]) => unknown;
  Object.assign(pool, {
    query: (...args: unknown[]) => {
      if (String(args[0]).includes('"sealedKey" from sync_run run')) count++;
      return query(...args);
    },
  });
});
