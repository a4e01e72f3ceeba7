import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SourceError } from '../../connectors/source-error.js';
import { openQueues } from '../../jobs/queues.js';
import type { Queues } from '../../jobs/queues.js';
import { openSchedule, requestAllStreams } from '../../jobs/schedule.js';
import { targetsOf } from '../../jobs/webhook-target.js';
import { startWorker } from '../../jobs/worker.js';
import type { WorkerSettings } from '../../jobs/worker.js';
import { openDatabase } from '../../schema/database.js';
import type { Database } from '../../schema/database.js';
import { requestRun } from '../../schema/sync-run/sync-run.writes.js';
import { createVault } from '../../schema/vault.js';
import { createTestDatabase } from '../support/database.js';
import { allStreams, rowsOf } from '../support/facts.js';
import { listImport } from '../support/list-connector.js';
import type { ListSource } from '../support/list-connector.js';
import { openTestBackend } from '../support/queue-backend.js';

const vault = createVault({ version: 1, keys: { 1: Buffer.alloc(32, 1).toString('base64') } });
let database: Database;
let queue: ReturnType<typeof openTestBackend>;
let queues: Queues;
const schedules = ['erase', 'night', 'official-pages', 'snapshot', 'sweep'];
let workers: { close(): Promise<void> }[] = [];

beforeAll(async () => {
  const { url } = await createTestDatabase();
  database = await openDatabase(url, { poolSize: 20 });
  queue = openTestBackend(url);
  queues = openQueues(queue.backend, () => {});
});
beforeEach(async () => {
  await database.pool.query(
    'truncate fact, touched_entity, person_identifier, person_record, organization_record, entitlement_sheet, sync_run',
  );
  await database.pool.query('update source_state set high_water = null, live_rows = 0');
});
afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.close()));
  workers = [];
});
afterAll(async () => {
  await queues.close();
  await queue.close();
  await database.close();
});

async function work(list: Partial<ListSource> = {}): Promise<void> {
  const settings: WorkerSettings = {
    ...listImport(database, vault, { rows: (stream) => rowsOf(stream, 50), ...list }),
    backend: queue.backend,
    batchSize: 10,
    concurrency: 3,
    webhooks: { publicUrl: 'http://hub.example', checkTarget: targetsOf(true) },
    isDemo: false,
  };
  workers.push(await startWorker(settings));
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 300; i++) {
    if (await holds()) return;
    await sleep(100);
  }
  throw new Error(`never came true: ${what}`);
}

const count = async (query: string) =>
  (await database.pool.query<{ n: number }>(`select count(*)::int as n from ${query}`)).rows[0]!.n;
const ask = async (stream: string) => {
  const request = {
    source: 'tax',
    stream,
    scope: 'ALL',
    range: null,
    sealedKey: null,
    dryRun: false,
    requestedBy: 'test',
    reason: 'test',
    idempotencyKey: null,
  } as const;
  return (await requestRun(database.pool, request))!.runId;
};
const runState = async (runId: string) =>
  (
    await database.pool.query<{ state: string; attempt: number; error_kind: string | null; error: string | null }>(
      'select state, attempt, error_kind, error from sync_run where run_id = $1',
      [runId],
    )
  ).rows[0]!;

/** What stands in the queue for the one waiting import. */
async function readQueued(): Promise<string> {
  if ('redisUrl' in queue.backend) {
    const redis = new Redis(queue.backend.redisUrl);
    const keys = await redis.keys('bull:import:????????-*');
    const data = await redis.hget(keys[0]!, 'data');
    await redis.quit();
    return data!;
  }
  const jobs = await database.pool.query<{ data: unknown }>(`select data from bullmq.job where name = 'import'`);
  expect(jobs.rows).toHaveLength(1);
  return JSON.stringify(jobs.rows[0]!.data);
}

describe('worker', () => {
  it('imports every stream once and rebuilds the records, also when asked twice at once', async () => {
    await work();
    const request = { scope: 'ALL', requestedBy: 'test', reason: 'first sync', occasion: 'first' } as const;
    const [first, second] = await Promise.all([
      requestAllStreams(database, queues, request),
      requestAllStreams(database, queues, request),
    ]);
    expect(second).toEqual(first);
    await until('all runs done', async () => (await count(`sync_run where state = 'done'`)) === allStreams.length);
    await until(
      'all records built',
      async () => (await count('person_record')) === 50 && (await count('touched_entity')) === 0,
    );
    expect(await count('organization_record')).toBe(50);
    expect(await count('sync_run where attempt > 1')).toBe(0);
  });

  it('tries again after a passing failure, from where it was', async () => {
    let failures = 0;
    await work({
      beforeBatch: (_, number) => {
        if (number === 3 && failures++ === 0) throw new SourceError('tax', 'unavailable', 'tax: nobody answers');
      },
    });
    const runId = await ask('taxpayers');
    await queues.wakeImport(runId);
    await until('done', async () => (await runState(runId)).state === 'done');
    expect(await runState(runId)).toMatchObject({ attempt: 2, error: null });
    expect(await count('fact')).toBe(50);
  });

  it('gives up at once where trying again changes nothing, and says why', async () => {
    await work({
      beforeBatch: () => {
        throw new SourceError(
          'tax',
          'auth',
          'tax: the source refuses our signature; check TAX_USERNAME and TAX_PASSWORD',
        );
      },
    });
    const runId = await ask('taxpayers');
    await queues.wakeImport(runId);
    await until('failed', async () => (await runState(runId)).state === 'failed');
    expect(await runState(runId)).toMatchObject({
      attempt: 1,
      error_kind: 'auth',
      error: expect.stringContaining('TAX_USERNAME') as string,
    });
  });

  it('waits until the moment that the source named', async () => {
    let asked = 0;
    const retryAt = new Date(Date.now() + 1500);
    await work({
      beforeBatch: () => {
        if (asked++ === 0) throw new SourceError('tax', 'rate-limited', 'tax: too many requests', retryAt);
        expect(Date.now()).toBeGreaterThanOrEqual(retryAt.getTime() - 50);
      },
    });
    const runId = await ask('taxpayers');
    await queues.wakeImport(runId);
    await until('done', async () => (await runState(runId)).state === 'done');
    expect(asked).toBeGreaterThan(1);
  });

  it('finds a run that the queue never heard of, and touched records that nobody rebuilt', async () => {
    const runId = await ask('taxpayers');
    await database.pool.query(`update sync_run set queued_at = now() - interval '1 minute' where run_id = $1`, [runId]);
    await work();
    await until('done', async () => (await runState(runId)).state === 'done');
    await until('rebuilt', async () => (await count('organization_record')) === 50);
    expect(await count('touched_entity')).toBe(0);
  });

  it('stops at a batch edge and lets the next worker go on', async () => {
    const reached = Promise.withResolvers<void>();
    await work({
      beforeBatch: async (_, number) => {
        if (number < 3) return;
        reached.resolve();
        await sleep(300);
      },
    });
    const runId = await ask('taxpayers');
    await queues.wakeImport(runId);
    await reached.promise;
    await workers.pop()!.close();
    expect((await runState(runId)).state).toBe('queued');
    expect(await count('fact')).toBeLessThan(50);
    await work();
    await until('done', async () => (await runState(runId)).state === 'done');
    expect(await count('fact')).toBe(50);
  });

  it('puts nothing but a run id into the queue', async () => {
    const runId = await ask('taxpayers');
    await queues.wakeImport(runId);
    const payload = await readQueued();
    expect(payload).toContain(runId);
    expect(Object.keys(JSON.parse(payload) as object)).toEqual(['runId']);
    await work();
    await until('done', async () => (await runState(runId)).state === 'done');
  });

  it('proposes state firms once the business register is read, and not while it is being read', async () => {
    const owned = rowsOf('market-entities', 13).map((row) =>
      row.op === 'upsert' && row.body.kind === 'organization'
        ? { ...row, body: { ...row.body, entityKind: 'company', ownership: 'state' } as const }
        : row,
    );
    const goOn = Promise.withResolvers<void>();
    await work({
      rows: (stream) => (stream === 'market-entities' ? owned : rowsOf(stream, 50)),
      beforeBatch: (stream, number) => (stream === 'market-entities' && number === 2 ? goOn.promise : undefined),
    });
    await requestAllStreams(database, queues, {
      scope: 'ALL',
      requestedBy: 'test',
      reason: 'r',
      occasion: 'state firms',
    });
    await until(
      'all but one done, and some firms of that one known',
      async () =>
        (await count(`sync_run where state = 'done'`)) === allStreams.length - 1 &&
        (await count('fact where stream_id = 21')) === 10,
    );
    await work();
    const early = await count('proposal');
    goOn.resolve();
    expect(early).toBe(0);
    await until('all done', async () => (await count(`sync_run where state = 'done'`)) === allStreams.length);
    // A worker sweeps when it starts.
    await work();
    expect(await count(`proposal where kind = 'state-firm' and state = 'open'`)).toBe(13);
  });

  it('schedules the same once, however many workers start at the same moment', async () => {
    const all = Array.from({ length: 8 }, () => openQueues(queue.backend, () => {}));
    for (let round = 0; round < 5; round++) {
      if ('pool' in queue.backend) await database.pool.query('truncate bullmq.job, bullmq.scheduler cascade');
      await Promise.all(all.map((one) => openSchedule(one)));
      expect([...(await queues.nextRuns()).keys()].sort()).toEqual(schedules);
    }
    await Promise.all(all.map((one) => one.close()));
  });

  it('goes to work at 01:30 in Shanghai, and once a night however often it is woken', async () => {
    await work();
    const next = (await queues.nextRuns()).get('night')!;
    expect(next.toISOString().slice(11)).toBe('17:30:00.000Z');
    expect(next.getTime() - Date.now()).toBeLessThanOrEqual(86_400_000);
    expect([...(await queues.nextRuns()).keys()].sort()).toEqual(schedules);
    expect((await queues.nextRuns()).get('erase')!.toISOString().slice(11)).toBe('19:00:00.000Z');

    await queues.schedule('night', { every: 300 });
    await until('the night is done', async () => (await count(`sync_run where state = 'done'`)) === allStreams.length);
    await sleep(1000);
    expect(await count(`sync_run where requested_by = 'schedule'`)).toBe(allStreams.length);
    expect(await count('sync_run')).toBe(allStreams.length);
  });
});
