/** F8: the worker is killed again and again in one night, each time at a named point, and the tables end as if it had not been. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, expect, it } from 'vitest';
import { rebuildRecords } from '../../jobs/rebuild-records.job.js';
import { type Database, openDatabase } from '../../schema/database.js';
import { createKeyFile, createVault, loadKeys } from '../../schema/vault.js';
import { createTestDatabase } from '../support/database.js';
import { contributionOf, type Drops, insuredPerson, openDrops } from '../support/drops.js';
import { killAt, killPoints, layKillPoints } from '../support/kill-points.js';
import { differences, readableState } from '../support/readable-state.js';
import { testSealing } from '../support/sealing.js';
import { askForRun } from '../support/syncs.js';

/** `npm run prove -- sync` takes all of them; here those whose guards differ. */
const taken = ['a weighed batch commits', 'a fact comes', 'a batch commits', 'the high water rises', 'a record comes'];
const points =
  process.env['KILL_POINTS'] === 'all' ? killPoints : killPoints.filter(({ name }) => taken.includes(name));

const folder = mkdtempSync(join(tmpdir(), 'killed-'));
const keyFile = join(folder, 'hub.json');
createKeyFile(keyFile);
const vault = createVault(loadKeys(keyFile));
const sealing = testSealing();
const began = new Date();
const closing: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const close of closing.reverse()) await close();
  sealing.remove();
  rmSync(folder, { recursive: true });
});

const streams = ['persons', 'contributions'] as const;
const none = new AbortController().signal;

async function deliverFirst(drops: Drops): Promise<void> {
  const everybody = Array.from({ length: 300 }, (_, n) => insuredPerson(n));
  const months = Array.from({ length: 300 }, (_, n) => contributionOf(n));
  await drops.deliver('20260301', 'persons', [everybody]);
  await drops.deliver('20260302', 'contributions', [months]);
}

async function deliverSecond(drops: Drops): Promise<void> {
  // New ones come first and last, so that each batch that a point needs is still to come when the one before it was passed.
  const order = [...Array.from({ length: 310 }, (_, i) => 309 - i), ...Array.from({ length: 10 }, (_, i) => 310 + i)];
  // Whoever is touched has a new name too: a record that was not built again would show.
  const everybody = order.map((n) => ({
    ...insuredPerson(n, n < 60 ? `李${n}` : n % 7 === 0 ? `王${n}` : `张${n}`),
    ...(n % 7 === 0 && { phone: '13800138000' }),
    ...(n % 90 === 5 && { sex: '9' }),
  }));
  const months = Array.from({ length: 130 }, (_, n) =>
    contributionOf(n * 2 + 50, n < 15 ? { op: 'D' } : { own_fen: String(n) }),
  );
  await drops.deliver('20260308', 'persons', [everybody.slice(0, 200), everybody.slice(200)]);
  await drops.deliver('20260309', 'contributions', [months]);
}

async function openHub(): Promise<{ url: string; database: Database; drops: Drops }> {
  const { url } = await createTestDatabase();
  const database = await openDatabase(url);
  closing.push(() => database.close());
  const drops = await openDrops(database, vault);
  closing.push(() => drops.close());
  await deliverFirst(drops);
  for (const stream of streams) expect(await drops.sync(stream)).toMatchObject({ failure: null, state: 'done' });
  await rebuildRecords({ database, now: () => new Date() }, none);
  await deliverSecond(drops);
  return { url, database, drops };
}

interface Night {
  start(): ChildProcess;
  stop(worker: ChildProcess): Promise<void>;
  /** Everything that its workers said. */
  said(): string;
}

function nightOf({ url, drops }: { url: string; drops: Drops }): Night {
  let said = '';
  const stop = async (worker: ChildProcess) => {
    if (worker.exitCode !== null || worker.signalCode !== null) return;
    worker.kill('SIGKILL');
    await once(worker, 'exit');
  };
  return {
    stop,
    said: () => said.slice(-2000),
    start() {
      const settings = { DATABASE_URL: url, HUB_KEY_FILE: keyFile, SYNC_BATCH_ROWS: '50', SYNC_CONCURRENCY: '1' };
      const env = { PATH: process.env['PATH'], ...drops.env, ...sealing.env, ...settings };
      const worker = spawn(process.execPath, ['dist/hub/main.js', 'work'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
      for (const stream of [worker.stdout, worker.stderr])
        stream.on('data', (chunk: Buffer) => (said += String(chunk)));
      closing.push(() => stop(worker));
      return worker;
    },
  };
}

async function workToTheEnd(database: Database, night: Night): Promise<void> {
  const last = night.start();
  const left = `select (select count(*) from sync_run where state <> 'done') + (select count(*) from touched_entity) = 0 as settled`;
  for (let waited = 0; !(await database.pool.query<{ settled: boolean }>(left)).rows[0]!.settled; waited += 100) {
    if (waited > 60_000) throw new Error(`the night never ended: ${night.said()}`);
    await sleep(100);
  }
  await night.stop(last);
}

it(
  `F8: killed at ${points.length} points, the night ends in the same tables`,
  async () => {
    const [calm, storm] = [await openHub(), await openHub()];
    for (const { database } of [calm, storm])
      for (const stream of streams) await askForRun(database, 'social-insurance', stream);
    await workToTheEnd(calm.database, nightOf(calm));
    const expected = await readableState(calm.database, began);

    const watch = new Client({ connectionString: storm.url });
    await watch.connect();
    closing.push(() => watch.end());
    await layKillPoints(watch, points);
    const night = nightOf(storm);
    for (const point of points) {
      const worker = night.start();
      await killAt(watch, point, () => night.stop(worker)).catch((error: Error) => {
        throw new Error(`${error.message}\n${night.said()}`, { cause: error });
      });
      // The next worker shall not wait until the queue finds its worker dead: the queue forgets, and the run looks silent.
      await watch.query(
        `do $$ declare t text; begin for t in select format('bullmq.%I', tablename) from pg_tables where schemaname = 'bullmq' and tablename not like '%migration%' loop execute 'truncate ' || t || ' cascade'; end loop; end $$`,
      );
      await watch.query(
        `update sync_run set heartbeat_at = heartbeat_at - interval '1 minute', queued_at = queued_at - interval '1 minute' where state in ('queued', 'running')`,
      );
    }
    await workToTheEnd(storm.database, night);
    const attempts = await watch.query<{ n: number }>(`select max(attempt)::int as n from sync_run`);
    expect(attempts.rows[0]!.n).toBeGreaterThan(2);
    expect(differences(expected, await readableState(storm.database, began))).toEqual([]);
    const counts = `select stream_id, rows_read, rows_new, rows_changed, rows_unchanged, rows_retired, rows_rejected from sync_run order by run_id`;
    expect((await storm.database.pool.query(counts)).rows).toEqual((await calm.database.pool.query(counts)).rows);
  },
  60_000 + points.length * 60_000,
);
