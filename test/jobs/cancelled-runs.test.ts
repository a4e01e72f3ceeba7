/** A run that a person cancels: nothing is written after the answer, what was committed stays, and the next run goes on from there. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { importSource } from '../../jobs/import-source.job.js';
import { openQueues } from '../../jobs/queues.js';
import { targetsOf } from '../../jobs/webhook-target.js';
import { startWorker } from '../../jobs/worker.js';
import { type Database, openDatabase } from '../../schema/database.js';
import { cancelRun } from '../../schema/sync-act/sync-act.writes.js';
import { readSyncRun } from '../../schema/sync-run/sync-run.reads.js';
import { readForgottenRuns, releaseRun } from '../../schema/sync-run/sync-run.writes.js';
import { createVault } from '../../schema/vault.js';
import { createTestDatabase } from '../support/database.js';
import { rowsOf } from '../support/facts.js';
import { listImport, type ListSource } from '../support/list-connector.js';
import { openTestBackend } from '../support/queue-backend.js';
import { askForRun, heldRows, syncOnce } from '../support/syncs.js';

const vault = createVault({ version: 1, keys: { 1: Buffer.alloc(32, 1).toString('base64') } });
const fixed = new Date('2026-11-01T00:00:00Z');
const act = { by: '王科员', reason: '来源有误' };
const never = new AbortController().signal;
let database: Database;
let url: string;

beforeAll(async () => {
  ({ url } = await createTestDatabase());
  database = await openDatabase(url, { poolSize: 20 });
});
beforeEach(async () => {
  await database.pool.query('truncate fact, touched_entity, person_identifier, sync_run');
  await database.pool.query('update source_state set high_water = null, live_rows = 0, data_as_of = null');
});
afterAll(() => database.close());

const listed = (more: Partial<ListSource> = {}) =>
  listImport(database, vault, { rows: (stream) => rowsOf(stream, 50), ...more }, () => fixed);
const ask = () => askForRun(database, 'tax', 'taxpayers', { scope: 'ALL' });
const cancel = (runId: string) => cancelRun(database.pool, runId, act, new Date());
const facts = async () => (await database.pool.query<{ n: number }>('select count(*)::int as n from fact')).rows[0]!.n;

describe('a run that is cancelled', () => {
  it('writes nothing after the answer, whoever works on it without having heard', async () => {
    const runId = await ask();
    let held = -1;
    const attempt = importSource(
      listed({
        beforeBatch: async (_, number) => {
          if (number !== 4) return;
          expect(await cancel(runId)).toBe('running');
          held = await facts();
        },
      }),
      runId,
      never,
    );
    await expect(attempt).rejects.toThrow('was overtaken');
    expect(held).toBeGreaterThan(0);
    expect(await facts()).toBe(held);
    expect(await readSyncRun(database.pool, runId)).toMatchObject({
      state: 'cancelled',
      rowsRead: held,
      finishedAt: expect.any(Date),
      acts: [{ act: 'cancel', at: expect.any(Date), ...act }],
    });
    expect(await readForgottenRuns(database.pool, new Date(Date.now() + 60_000))).toEqual([]);
  });

  it('leaves what the next run ends as if it had not been', async () => {
    const calm = await syncOnce(listed(), 'tax', 'taxpayers', { scope: 'ALL' });
    const expected = (await heldRows(database, 'taxpayers')).replaceAll(calm.id, 'run');
    await database.pool.query('truncate fact, touched_entity, sync_run');
    await database.pool.query('update source_state set high_water = null, live_rows = 0, data_as_of = null');
    const cancelled = await ask();
    const beforeBatch = async (_: string, number: number) => void (number === 4 && (await cancel(cancelled)));
    await importSource(listed({ beforeBatch }), cancelled, never).catch(() => undefined);
    const next = await syncOnce(listed(), 'tax', 'taxpayers', { scope: 'ALL' });
    expect(next).toMatchObject({ state: 'done', failure: null, rowsRead: 50 });
    const found = await heldRows(database, 'taxpayers');
    expect(found.replaceAll(next.id, 'run').replaceAll(cancelled, 'run')).toBe(expected);
  });

  it('is never begun while it waits, and an end that comes too late does not bring it back', async () => {
    const runId = await ask();
    expect(await cancel(runId)).toBe('queued');
    expect(await importSource(listed(), runId, never)).toBe('ended');
    expect(await cancel(runId)).toBe('cancelled');
    await releaseRun(database.pool, { runId, fence: 0 });
    expect((await readSyncRun(database.pool, runId))!.state).toBe('cancelled');
  });

  it('does not stop another run that has the stream', async () => {
    const waits = await ask();
    const works = await ask();
    const beforeBatch = async (_: string, number: number) => void (number === 3 && (await cancel(waits)));
    expect(await importSource(listed({ beforeBatch }), works, never)).toBe('done');
    expect(await facts()).toBe(50);
  });

  it('gives back nothing that another attempt works on', async () => {
    const runId = await ask();
    await database.pool.query(`update sync_run set state = 'running', attempt = 2, fence = 7 where run_id = $1`, [
      runId,
    ]);
    await releaseRun(database.pool, { runId, fence: 6 });
    expect((await readSyncRun(database.pool, runId))!.state).toBe('running');
  });
});

it('a worker that waits for a slow source hears of it at once and works on something else', async () => {
  const queue = openTestBackend(url);
  const { backend } = queue;
  const queues = openQueues(backend, () => {});
  const settings = listed();
  const { tax } = settings.connectors;
  const begun = Promise.withResolvers<void>();
  let waits = 0;
  const slow: typeof tax = {
    ...tax,
    async *pull(request, context) {
      begun.resolve();
      if (waits++ === 0) await sleep(60_000, undefined, { signal: context.signal });
      yield* tax.pull(request, context);
    },
  };
  const worker = await startWorker({
    ...settings,
    connectors: { ...settings.connectors, tax: slow },
    backend,
    concurrency: 1,
    webhooks: { publicUrl: 'http://hub.example', checkTarget: targetsOf(true) },
    isDemo: false,
  });
  try {
    const [first, second] = [await ask(), await ask()];
    await queues.wakeImport(first);
    await begun.promise;
    await queues.wakeImport(second);
    expect(await cancel(first)).toBe('running');
    const since = Date.now();
    const state = async () => (await readSyncRun(database.pool, second))!.state;
    while ((await state()) !== 'done' && Date.now() - since < 15_000) await sleep(50);
    expect(await state()).toBe('done');
    expect((await readSyncRun(database.pool, first))!).toMatchObject({ state: 'cancelled', rowsRead: 0 });
  } finally {
    await worker.close();
    await queues.close();
    await queue.close();
  }
});
