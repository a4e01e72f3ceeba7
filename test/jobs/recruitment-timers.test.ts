/** Deadlines of recruitment, kept by real workers: in time, whatever else a worker does, and when one is killed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openQueues } from '../../jobs/queues.js';
import type { Queues } from '../../jobs/queues.js';
import { targetsOf } from '../../jobs/webhook-target.js';
import { startWorker } from '../../jobs/worker.js';
import { createKeyFile } from '../../schema/vault.js';
import { openTestApi } from '../support/api.js';
import type { TestApi } from '../support/api.js';
import { program } from '../support/hub-process.js';
import { listImport } from '../support/list-connector.js';
import { openTestBackend } from '../support/queue-backend.js';
import { officialUrl, openRecruiters, recruitment } from '../support/recruitment.js';
import type { Recruiters } from '../support/recruitment.js';
import { testSealing } from '../support/sealing.js';

const second = 1000;
/** The timers look every five seconds. */
const soon = 8 * second;

let api: TestApi;
let who: Recruiters;
let on: ReturnType<typeof recruitment>;
let queue: ReturnType<typeof openTestBackend>;
let queues: Queues;
let ending: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  api = await openTestApi();
  who = await openRecruiters(api);
  on = recruitment(api, who);
  queue = openTestBackend(api.database.pool.options.connectionString!);
  queues = openQueues(queue.backend, () => {});
});
afterEach(async () => {
  for (const end of ending.toReversed()) await end();
  ending = [];
});
afterAll(async () => {
  await queues.close();
  await queue.close();
  await api.close();
});

/** A worker by the machine's clock. */
async function work(): Promise<void> {
  const worker = await startWorker({
    ...listImport(api.database, api.vault, { rows: () => [] }),
    backend: queue.backend,
    concurrency: 1,
    webhooks: { publicUrl: 'http://hub.example', checkTarget: targetsOf(true) },
    isDemo: false,
  });
  ending.push(() => worker.close());
}

/** A public notice that closes so many milliseconds from now by the machine's clock. */
async function closingIn(ms: number): Promise<{ id: string; closesAt: Date }> {
  const id = await on.publish();
  const closesAt = new Date(Date.now() + ms);
  await api.database.pool.query(`update notice set closes_at = $2 where notice_id = $1`, [id, closesAt]);
  return { id, closesAt };
}

/** When the public was told of it, each time. */
async function told(id: string, kind: string): Promise<Date[]> {
  const found = await api.database.pool.query<{ at: Date }>(
    `select at from open_change where record_id = $1 and kind = $2 and number is not null`,
    [id, kind],
  );
  return found.rows.map(({ at }) => at);
}

async function until(what: string, withinMs: number, holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`not within ${withinMs} ms: ${what}`);
    await sleep(100);
  }
}

const expired = (id: string) => async () => (await told(id, 'expired')).length > 0;
const waiting = async (least: number, statement: string) => {
  const found = await api.database.pool.query<{ n: number }>(
    `select count(*)::int as n from pg_stat_activity
     where datname = current_database() and wait_event_type = 'Lock' and query ilike '%' || $1 || '%'`,
    [statement],
  );
  return found.rows[0]!.n >= least;
};

/** Holds a lock until it is told to let go. */
async function lock(statement: string, values: unknown[] = []): Promise<() => Promise<void>> {
  const client = await api.database.pool.connect();
  await client.query('begin');
  await client.query(statement, values);
  let held = true;
  const letGo = async () => {
    if (!held) return;
    held = false;
    await client.query('rollback');
    client.release();
  };
  ending.push(letGo);
  return letGo;
}

test('a notice expires within seconds of its time, not before, and once, by however many workers', async () => {
  const { id, closesAt } = await closingIn(2 * second);
  await Promise.all([work(), work()]);
  await until('EXPIRED', 2 * second + soon, expired(id));
  const [at, ...more] = await told(id, 'expired');
  expect(at!.getTime()).toBeGreaterThanOrEqual(closesAt.getTime());
  expect(more).toEqual([]);
});

test('also while long jobs keep the upkeep busy', async () => {
  await work();
  await lock('lock table touched_entity in access exclusive mode');
  await queues.wakeRebuild();
  await queues.schedule('sweep', { every: 500 });
  await until('both places of the upkeep are taken', 10 * second, () => waiting(2, 'touched_entity'));
  const { id } = await closingIn(second);
  await until('EXPIRED', second + soon, expired(id));
  expect(await waiting(2, 'touched_entity')).toBe(true);
});

test('a time of publication is kept, too', async () => {
  await work();
  const id = await on.file();
  // By the hub's clock, which here stands in another month than the machine's.
  const publishAt = new Date(on.now().getTime() + second).toISOString();
  on.ok(await on.move(who.approver, id, 'SCHEDULE', { publishAt, officialUrl }));
  await api.database.pool.query(
    `update notice_version set publish_at = now() + interval '1 s',
       content = replace(content::text, $2, to_char(now() + interval '20 days', 'YYYY-MM-DD"T09:00:00.000Z"'))::json where notice_id = $1`,
    [id, on.content().application.closesAt],
  );
  await until('PUBLISHED', second + soon, async () => (await told(id, 'published')).length > 0);
  expect(await told(id, 'published')).toHaveLength(1);
});

test('a worker that is killed in the middle of a move leaves it to the next one', async () => {
  const keyFile = join(api.home, 'hub.json');
  createKeyFile(keyFile);
  const nowhere = 'http://127.0.0.1:9';
  const child = spawn(process.execPath, [program, 'work'], {
    stdio: 'ignore',
    env: {
      PATH: process.env['PATH'],
      DATABASE_URL: api.database.pool.options.connectionString,
      ...('redisUrl' in queue.backend && { REDIS_URL: queue.backend.redisUrl }),
      HUB_KEY_FILE: keyFile,
      ...testSealing().env,
      EMPLOYMENT_URL: nowhere,
      EMPLOYMENT_APP_ID: 'x',
      EMPLOYMENT_SECRET: 'x',
      TAX_URL: nowhere,
      TAX_USERNAME: 'x',
      TAX_PASSWORD: 'x',
      COMMERCE_URL: 'postgresql://127.0.0.1:9/x',
      SOCIAL_INSURANCE_HOST: '127.0.0.1',
      SOCIAL_INSURANCE_PORT: '9',
      SOCIAL_INSURANCE_USERNAME: 'x',
      SOCIAL_INSURANCE_PASSWORD: 'x',
      SOCIAL_INSURANCE_HOST_KEY: 'x',
    },
  });
  ending.push(() => Promise.resolve(child.kill('SIGKILL')));
  const { id } = await closingIn(second);
  const letGo = await lock('select from notice where notice_id = $1 for update', [id]);
  await until('the worker has begun the move', 20 * second, () => waiting(1, 'for update'));
  child.kill('SIGKILL');
  await once(child, 'exit');
  await letGo();
  await sleep(500);
  expect(await told(id, 'expired')).toEqual([]);
  await work();
  await until('EXPIRED', soon, expired(id));
  expect(await told(id, 'expired')).toHaveLength(1);
});
