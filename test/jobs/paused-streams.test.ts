/** A stream that is paused: nothing of it is begun, what is under way goes on to its end, and the rest of the night is not kept waiting. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { importSource } from '../../jobs/import-source.job.js';
import { openQueues, type Queues } from '../../jobs/queues.js';
import { requestAllStreams } from '../../jobs/schedule.js';
import { type Database, openDatabase } from '../../schema/database.js';
import { isRebuildDue } from '../../schema/person/person.writes.js';
import { pauseStream, resumeStream } from '../../schema/sync-act/pause.writes.js';
import { readSyncRun } from '../../schema/sync-run/sync-run.reads.js';
import { readForgottenRuns } from '../../schema/sync-run/sync-run.writes.js';
import { createVault } from '../../schema/vault.js';
import { createTestDatabase } from '../support/database.js';
import { allStreams, rowsOf } from '../support/facts.js';
import { listImport, type ListSource } from '../support/list-connector.js';
import { openTestBackend } from '../support/queue-backend.js';
import { askForRun } from '../support/syncs.js';

const vault = createVault({ version: 1, keys: { 1: Buffer.alloc(32, 1).toString('base64') } });
const name = { source: 'tax', stream: 'taxpayers' } as const;
const act = { by: '王科员', reason: '来源在维护' };
const never = new AbortController().signal;
let database: Database;
let queues: Queues;
let closeQueue: () => Promise<unknown>;

beforeAll(async () => {
  const { url } = await createTestDatabase();
  database = await openDatabase(url, { poolSize: 10 });
  const queue = openTestBackend(url);
  queues = openQueues(queue.backend, () => {});
  closeQueue = () => queues.close().then(() => queue.close());
});
beforeEach(async () => {
  await database.pool.query('truncate fact, touched_entity, person_identifier, sync_run');
  await database.pool.query('update source_state set high_water = null, live_rows = 0, pause_act = null');
});
afterAll(async () => {
  await closeQueue();
  await database.close();
});

const pause = () => pauseStream(database.pool, name, act, new Date());
const resume = () => resumeStream(database.pool, name, act, new Date());
const ask = () => askForRun(database, 'tax', 'taxpayers', { scope: 'ALL' });
const work = (runId: string, more: Partial<ListSource> = {}, signal = never) =>
  importSource(listImport(database, vault, { rows: (stream) => rowsOf(stream, 50), ...more }), runId, signal);
const state = async (runId: string) => (await readSyncRun(database.pool, runId))!.state;
const forgotten = () => readForgottenRuns(database.pool, new Date(Date.now() + 60_000));

describe('a paused stream', () => {
  it('is left out of the night, once, and is in the next one', async () => {
    await pause();
    const night = (occasion: string) =>
      requestAllStreams(database, queues, {
        scope: 'CHANGES',
        requestedBy: 'schedule',
        reason: 'nightly sync',
        occasion,
      });
    expect(await night('one')).toHaveLength(allStreams.length - 1);
    await resume();
    expect(await night('two')).toHaveLength(allStreams.length);
  });

  it('keeps what waits: no worker begins it and no sweeper wakes it, until it is resumed', async () => {
    const runId = await ask();
    await pause();
    expect(await work(runId)).toBe('ended');
    expect(await state(runId)).toBe('queued');
    expect(await forgotten()).toEqual([]);
    await resume();
    expect(await forgotten()).toEqual([runId]);
    expect(await work(runId)).toBe('done');
  });

  it('lets a run go on that is under way, also after its worker died or was stopped', async () => {
    const runId = await ask();
    expect(await work(runId, { beforeBatch: async (_, number) => void (number === 3 && (await pause())) })).toBe(
      'done',
    );

    await resume();
    const dies = await ask();
    const beforeBatch = async (_: string, number: number) => {
      if (number !== 4) return;
      await pause();
      throw new Error('the worker dies');
    };
    await expect(work(dies, { beforeBatch })).rejects.toThrow('the worker dies');
    expect(await forgotten()).toEqual([dies]);
    expect(await work(dies)).toBe('done');

    await resume();
    const stops = await ask();
    const stopping = new AbortController();
    const stopAt = async (_: string, number: number) => {
      if (number !== 4) return;
      await pause();
      stopping.abort();
    };
    expect(await work(stops, { beforeBatch: stopAt }, stopping.signal)).toBe('stopped');
    expect(await state(stops)).toBe('queued');
    expect(await forgotten()).toEqual([stops]);
    expect(await work(stops)).toBe('done');
  });

  it('does not keep records waiting that others touched', async () => {
    await work(await ask());
    const waits = await ask();
    expect(await isRebuildDue(database.pool, new Date(0))).toBe(false);
    await pause();
    expect(await isRebuildDue(database.pool, new Date(0))).toBe(true);
    expect(await state(waits)).toBe('queued');
  });

  it('is paused before whatever begins at the same moment', async () => {
    const runId = await ask();
    const client = await database.pool.connect();
    await client.query('begin');
    await client.query(`select from source_state where stream = 'taxpayers' for no key update`);
    const [paused, begun] = [pause(), new Promise((go) => setTimeout(go, 200)).then(() => work(runId))];
    await new Promise((go) => setTimeout(go, 600));
    await client.query('commit');
    client.release();
    expect(await paused).toBe('paused');
    expect(await begun).toBe('ended');
    expect(await state(runId)).toBe('queued');
  });
});
