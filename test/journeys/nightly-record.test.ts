/** Journey one: from four source systems to unified records, by real workers that get killed on the way. */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerKey } from '../../connectors/sandbox/answer-key.js';
import { openQueues } from '../../jobs/queues.js';
import type { QueueBackend, Queues } from '../../jobs/queues.js';
import { requestAllStreams } from '../../jobs/schedule.js';
import { openDatabase } from '../../schema/database.js';
import type { Database } from '../../schema/database.js';
import { createKeyFile, createVault, loadKeys } from '../../schema/vault.js';
import type { Vault } from '../../schema/vault.js';
import { createTestDatabase } from '../support/database.js';
import { openTestBackend } from '../support/queue-backend.js';
import { differences, readableState } from '../support/readable-state.js';
import { openTestSandbox } from '../support/sandbox.js';
import type { TestSandbox } from '../support/sandbox.js';
import { testSealing } from '../support/sealing.js';

interface Hub {
  database: Database;
  queues: Queues;
  backend: QueueBackend;
  startWorker(): ChildProcess;
  close(): Promise<void>;
}

const persons = 1500;
let sandbox: TestSandbox;
let vault: Vault;
let keyFile: string;
/** Everything that any worker said. */
let said = '';

const began = new Date();
/** A hub whose worker nobody disturbed. */
let calm: Hub;

const hubs: Hub[] = [];
beforeAll(async () => {
  sandbox = await openTestSandbox(persons);
  keyFile = join(mkdtempSync(join(tmpdir(), 'keys-')), 'hub.json');
  createKeyFile(keyFile);
  vault = createVault(loadKeys(keyFile));
  calm = await openHub();
  const worker = calm.startWorker();
  await requestAllStreams(calm.database, calm.queues, firstSync);
  await until(calm, 'calm hub settled', () => settled(calm));
  await stopped(worker, 'SIGTERM');
}, 240_000);
// Also after a test that failed: a worker must not outlive its file.
afterAll(async () => {
  await Promise.all(hubs.map((hub) => hub.close()));
  await sandbox?.close();
});

async function openHub(): Promise<Hub> {
  const { url } = await createTestDatabase();
  const database = await openDatabase(url);
  const backend = openTestBackend(url);
  const queues = openQueues(backend.backend, () => {});
  const children: ChildProcess[] = [];
  const hub: Hub = {
    database,
    queues,
    backend: backend.backend,
    startWorker() {
      const redis = 'redisUrl' in backend.backend ? { REDIS_URL: backend.backend.redisUrl } : {};
      const env = {
        PATH: process.env['PATH'],
        ...sandbox.env,
        ...redis,
        DATABASE_URL: url,
        HUB_KEY_FILE: keyFile,
        ...testSealing().env,
        SYNC_BATCH_ROWS: '500',
      };
      const child = spawn(process.execPath, ['dist/hub/main.js', 'work'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
      child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
      children.push(child);
      return child;
    },
    async close() {
      for (const child of children) await stopped(child, 'SIGTERM');
      await queues.close();
      await backend.close();
      await database.close();
    },
  };
  hubs.push(hub);
  return hub;
}

async function stopped(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, 'exit');
}

const firstSync = { scope: 'ALL', requestedBy: 'test', reason: 'first sync', occasion: 'first sync' } as const;

async function numberOf(hub: Hub, query: string): Promise<number> {
  return (await hub.database.pool.query<{ n: number }>(`select count(*)::int as n from ${query}`)).rows[0]!.n;
}

async function until(hub: Hub, what: string, holds: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 900; i++) {
    if (await holds()) return;
    await sleep(100);
  }
  const state: string[] = [];
  for (const query of [
    'select stream_id, state, attempt, rows_read, heartbeat_at, error from sync_run order by 1',
    `select state, wait_event, now() - query_start as since, left(query, 80) as query from pg_stat_activity where datname = current_database()`,
    ...('pool' in hub.backend ? ['select id, queue, state, locked_until_ms, stalled_marked from bullmq.job'] : []),
  ])
    state.push(JSON.stringify((await hub.database.pool.query(query)).rows));
  throw new Error(`never came true: ${what}, at ${Date.now()}\n${state.join('\n')}\n${said.slice(-4000)}`);
}

const settled = async (hub: Hub) =>
  (await numberOf(hub, `sync_run where state <> 'done'`)) === 0 && (await numberOf(hub, 'touched_entity')) === 0;

describe('the nightly record', () => {
  it('ends in the same tables when workers are killed again and again', async () => {
    const expected = await readableState(calm.database, began);
    const storm = await openHub();
    await requestAllStreams(storm.database, storm.queues, firstSync);
    for (const rows of [500, 4000, 12_000]) {
      const worker = storm.startWorker();
      await until(storm, `${rows} rows`, async () => {
        const read = await storm.database.pool.query<{ n: number }>('select sum(rows_read)::int as n from sync_run');
        return read.rows[0]!.n >= rows || (await settled(storm));
      });
      await stopped(worker, 'SIGKILL');
    }
    expect(await settled(storm)).toBe(false);
    storm.startWorker();
    await until(storm, 'stormy hub settled', () => settled(storm));
    expect(await numberOf(storm, 'sync_run where attempt > 1')).toBeGreaterThan(0);
    expect(differences(expected, await readableState(storm.database, began))).toEqual([]);
  }, 240_000);

  it('knows what the answer key knows, and holds what could not be taken as work items', async () => {
    const key = answerKey(sandbox.population);
    const everybody = Array.from({ length: persons }, (_, index) => key.person(index));
    const plain = everybody.filter((person) => person.knownToEmployment && person.planted.length === 0);
    const found = await calm.database.pool.query<{ index: string; name: string }>(
      `select encode(blind_index, 'hex') as index, document::json -> 'name' ->> 'value' as name from person_record join person_identifier using (person_id)`,
    );
    const names = new Map(found.rows.map((row) => [row.index, row.name]));
    expect(plain.length).toBeGreaterThan(persons / 2);
    for (const person of plain) expect(names.get(vault.blindIndex(person.idNumber).toString('hex'))).toBe(person.name);

    const planted = everybody.filter(
      (person) => person.planted.includes('check-character-employment') && person.knownToEmployment,
    ).length;
    expect(planted).toBeGreaterThan(0);
    expect(
      await numberOf(calm, `work_item where state = 'open' and code = 'id-check-character'`),
    ).toBeGreaterThanOrEqual(planted);
    expect(await numberOf(calm, `sync_run where rows_rejected > 0`)).toBeGreaterThan(2);

    // Nobody's ID number in clear: not in a table, an index, the write-ahead log, the queue or a log line.
    const canaries = [...everybody.slice(0, 300), ...everybody.slice(-300)].map((person) => person.idNumber);
    const folder = await calm.database.pool.query<{ data_directory: string }>('show data_directory');
    await calm.database.pool.query('checkpoint');
    const hits = searchFolder(folder.rows[0]!.data_directory, canaries);
    expect(hits).toEqual([]);
    expect(canaries.filter((canary) => said.includes(canary))).toEqual([]);
    for (const secret of ['employment-secret', 'tax-secret', 'commerce-secret', 'drop-secret'])
      expect(said).not.toContain(secret);
  }, 240_000);

  it('finds a canary where one stands: the search itself can fail', async () => {
    // A word of its own: the other runs of this file search the same server.
    const canary = `canary ${randomUUID()}`;
    await calm.database.pool.query('create table leak (t text)');
    await calm.database.pool.query('insert into leak values ($1)', [canary]);
    await calm.database.pool.query('checkpoint');
    const folder = await calm.database.pool.query<{ data_directory: string }>('show data_directory');
    expect(searchFolder(folder.rows[0]!.data_directory, [canary]).length).toBeGreaterThan(0);
    await calm.database.pool.query('drop table leak');
  });
});

/** Files below a folder that hold one of the needles, by their bytes. */
function searchFolder(folder: string, needles: readonly string[]): string[] {
  const pattern = new RegExp(needles.join('|'));
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => {
    const path = join(folder, name);
    return statSync(path, { throwIfNoEntry: false })?.isFile() === true && pattern.test(readFileSync(path, 'latin1'));
  });
}
