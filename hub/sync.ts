/** `hub sync`: asks a hub for a sync through its ledger, like the button on its page; and what an operator does with runs and streams. */
import { randomUUID } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { openQueues } from '../jobs/queues.js';
import type { Queues } from '../jobs/queues.js';
import { openDatabase } from '../schema/database.js';
import type { Database } from '../schema/database.js';
import { readPause } from '../schema/sync-act/pause.writes.js';
import { readSyncRun } from '../schema/sync-run/sync-run.reads.js';
import type { SyncRunRow } from '../schema/sync-run/sync-run.reads.js';
import { requestRun } from '../schema/sync-run/sync-run.writes.js';
import { openBackend } from './backend.js';
import { clockOfMode } from './clock.js';
import { Refusal } from './command.js';
import type { Io } from './command.js';
import { hubAddress } from './embedded-database.js';
import { vaultKeyFile } from './embedded-environment.js';
import { keptSecrets, homeOf, readRunNote } from './home.js';
import { openKeys } from './open-keys.js';
import { acts, lineOf, said } from './sync-acts.js';
import { type AskedSync, readSync, type Target } from './sync-options.js';

const pollMs = 500;
const sayMs = 2000;

export async function run(args: string[], io: Io): Promise<number> {
  const [word = '', ...rest] = args;
  const act = Object.hasOwn(acts, word) ? acts[word] : undefined;
  const asked = act ? null : readSync(args);
  const databaseUrl = addressOfHub();
  const key = asked?.scope === 'KEY' ? await readKey(io) : null;
  const database = await openDatabase(databaseUrl, { poolSize: 2 });
  const { backend, close } = openBackend(databaseUrl, process.env['REDIS_URL']);
  const queues = openQueues(backend, () => {});
  try {
    if (asked) return await askAll(database, queues, asked, key, io);
    const say = (line: string) => void io.stdout.write(`${line}\n`);
    await act!({ pool: database.pool, queues, now: clockOfMode(process.env), say }, rest);
    return 0;
  } finally {
    await queues.close();
    await close();
    await database.close();
  }
}

async function askAll(
  database: Database,
  queues: Queues,
  asked: AskedSync,
  key: string | null,
  io: Io,
): Promise<number> {
  const sealedKey = key === null ? null : await sealed(database, key);
  const runIds: string[] = [];
  for (const target of asked.targets) {
    const run = await requestRun(database.pool, {
      ...target,
      scope: asked.scope,
      range: asked.range,
      faultCode: asked.faultCode,
      sealedKey,
      dryRun: asked.dryRun,
      requestedBy: 'hub sync',
      reason: asked.reason,
      idempotencyKey: randomUUID(),
    });
    if (!run) {
      const why = await whyNot(database, target);
      // Of many streams those that are paused are left out, and said so.
      if (asked.targets.length === 1) throw why;
      io.stderr.write(`${why.message}\n`);
      continue;
    }
    await queues.wakeImport(run.runId);
    runIds.push(run.runId);
    if (!asked.wait) io.stdout.write(`${target.source}/${target.stream}: asked for, run ${run.runId}\n`);
  }
  if (!asked.wait) return 0;
  let failed = 0;
  for (const runId of runIds) {
    const run = await waitFor(database, runId, io);
    if (run.state !== 'done') failed++;
    io.stdout.write(`${lineOf(run)}\n`);
  }
  return failed === 0 ? 0 : 1;
}

async function whyNot({ pool }: Database, target: Target): Promise<Refusal> {
  const name = `${target.source}/${target.stream}`;
  const pause = await readPause(pool, target);
  if (!pause) return new Refusal(`the database does not know ${name}: run hub migrate`);
  return new Refusal(`${name} is ${said(pause)}: hub sync resume ${name} --reason TEXT`);
}

/** Until the run has ended; says every few seconds how far it is, and when nobody works on it. */
async function waitFor(database: Database, runId: string, io: Io): Promise<SyncRunRow> {
  for (let waited = 0; ; waited += pollMs) {
    const run = await readSyncRun(database.pool, runId);
    if (!run) throw new Error(`run ${runId} is gone from the ledger`);
    if (run.state !== 'queued' && run.state !== 'running') return run;
    if (waited > 0 && waited % sayMs === 0) {
      const idle = run.state === 'queued' ? '; no worker has taken it yet: is one running?' : '';
      io.stderr.write(`${run.source}/${run.stream}: ${run.state}, ${run.rowsRead} rows so far${idle}\n`);
    }
    await sleep(pollMs);
  }
}

async function readKey(io: Io): Promise<string> {
  const key = (await text(io.stdin)).replace(/\r?\n$/, '');
  if (key.trim() === '' || key.length > 200 || /[\r\n]/.test(key))
    throw new Refusal('standard input must hold one key of 1 to 200 characters');
  return key;
}

/** It may be an ID number: nothing but the sealed key leaves this process. */
async function sealed({ pool }: Database, key: string): Promise<Buffer> {
  const file = process.env['HUB_KEY_FILE'] || vaultKeyFile(homeOf(process.env));
  const keys = await openKeys(pool, file, { name: 'hub sync', log: pino({ level: 'silent' }) });
  try {
    return keys.vault.seal(key);
  } finally {
    await keys.close();
  }
}

/** The database of DATABASE_URL, or of the hub that runs on HUB_HOME. */
export function addressOfHub(): string {
  if (process.env['DATABASE_URL']) return process.env['DATABASE_URL'];
  const home = homeOf(process.env);
  const note = readRunNote(home);
  if (!note || note.postgresPort === 0)
    throw new Refusal(`no hub runs on ${home}: start it with npm start, or set DATABASE_URL`);
  return hubAddress(note.postgresPort, keptSecrets(home).app);
}
