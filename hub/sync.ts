/** `hub sync`: asks a hub for a sync through its ledger, like the button on its page. */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { randomUUID } from 'node:crypto';
import { openQueues } from '../jobs/queues.js';
import { holdsIdNumber } from '../rules/identifiers.js';
import { sources, streams } from '../rules/vocabulary.js';
import { openDatabase } from '../schema/database.js';
import type { Database } from '../schema/database.js';
import { readPause, type StreamName } from '../schema/sync-act/pause.writes.js';
import { readSyncRun } from '../schema/sync-run/sync-run.reads.js';
import type { SyncRunRow } from '../schema/sync-run/sync-run.reads.js';
import { requestRun } from '../schema/sync-run/sync-run.writes.js';
import { openBackend } from './backend.js';
import { Refusal } from './command.js';
import type { Io } from './command.js';
import { hubAddress } from './embedded-database.js';
import { keptSecrets, homeOf, readRunNote } from './home.js';

const usage = 'usage: hub sync [--source S] [--stream T] [--all] [--dry-run] [--reason TEXT] [--wait]';

const pollMs = 500;
const sayMs = 2000;

export async function run(args: string[], io: Io): Promise<number> {
  const asked = readOptions(args);
  const databaseUrl = addressOfHub();
  const database = await openDatabase(databaseUrl, { poolSize: 2 });
  const { backend, close } = openBackend(databaseUrl, process.env['REDIS_URL']);
  const queues = openQueues(backend, () => {});
  let failed = 0;
  try {
    const runIds: string[] = [];
    for (const { source, stream } of asked.targets) {
      const run = await requestRun(database.pool, {
        source,
        stream,
        scope: asked.all ? 'ALL' : 'CHANGES',
        range: null,
        sealedKey: null,
        dryRun: asked.dryRun,
        requestedBy: 'hub sync',
        reason: asked.reason,
        idempotencyKey: randomUUID(),
      });
      if (!run) throw await whyNot(database, { source, stream });
      await queues.wakeImport(run.runId);
      runIds.push(run.runId);
      if (!asked.wait) io.stdout.write(`${source}/${stream}: asked for, run ${run.runId}\n`);
    }
    if (!asked.wait) return 0;
    for (const runId of runIds) {
      const run = await waitFor(database, runId, io);
      if (run.state !== 'done') failed++;
      io.stdout.write(`${lineOf(run)}\n`);
    }
    return failed === 0 ? 0 : 1;
  } finally {
    await queues.close();
    await close();
    await database.close();
  }
}

async function whyNot({ pool }: Database, { source, stream }: StreamName): Promise<Refusal> {
  const pause = await readPause(pool, { source, stream });
  if (!pause) return new Refusal(`the database does not know ${source}/${stream}: run hub migrate`);
  const { by, at, reason } = pause;
  return new Refusal(`${source}/${stream} is paused by ${by} since ${at.toISOString()} (${reason}): resume it first`);
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

function lineOf(run: SyncRunRow): string {
  const counts = `${run.rowsRead} rows: ${run.rowsNew} new, ${run.rowsChanged} changed, ${run.rowsUnchanged} unchanged, ${run.rowsRetired} retired, ${run.rowsStale} stale, ${run.rowsRejected} held back${run.rowsWithheld > 0 ? `, ${run.rowsWithheld} deletions withheld` : ''}`;
  return `${run.source}/${run.stream}: ${run.state}, ${counts}${run.error ? `; ${run.error}` : ''}`;
}

function readOptions(args: string[]) {
  const string = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  let values;
  try {
    ({ values } = parseArgs({
      args,
      options: { source: string, stream: string, all: flag, 'dry-run': flag, reason: string, wait: flag },
    }));
  } catch {
    throw new Refusal(usage);
  }
  const { source, stream } = values;
  if (source !== undefined && !sources.some((known) => known === source))
    throw new Refusal(`unknown source ${source}: one of ${sources.join(', ')}`);
  const all = sources.flatMap((name) =>
    (streams[name] as readonly string[]).map((known) => ({ source: name, stream: known })),
  );
  const targets = all.filter(
    (target) =>
      (source === undefined || target.source === source) && (stream === undefined || target.stream === stream),
  );
  if (targets.length === 0)
    throw new Refusal(
      `no stream ${stream}${source ? ` of ${source}` : ''}: one of ${all.map((target) => `${target.source}/${target.stream}`).join(', ')}`,
    );
  return {
    targets,
    all: values.all,
    dryRun: values['dry-run'],
    reason: withoutIdNumber(values.reason) ?? 'asked for on the command line',
    wait: values.wait,
  };
}

function withoutIdNumber(reason: string | undefined): string | undefined {
  if (reason !== undefined && holdsIdNumber(reason))
    throw new Refusal('--reason must not hold an ID number: it stays in the ledger');
  return reason;
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
