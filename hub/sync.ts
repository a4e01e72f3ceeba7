/** `hub sync`: asks a hub for a sync through its ledger, like the button on its page. */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { randomUUID } from 'node:crypto';
import { openQueues } from '../jobs/queues.js';
import { sources, streams } from '../rules/vocabulary.js';
import { openDatabase } from '../schema/database.js';
import { readSyncRun } from '../schema/sync-run/sync-run.reads.js';
import { requestRun } from '../schema/sync-run/sync-run.writes.js';
import { openBackend } from './backend.js';
import { Refusal } from './command.js';
import type { Io } from './command.js';
import { hubAddress } from './embedded-database.js';
import { keptSecrets, homeOf, readRunNote } from './home.js';

const usage = 'usage: hub sync [--source S] [--stream T] [--all] [--dry-run] [--reason TEXT] [--wait]';

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
      if (!run) throw new Refusal(`the database does not know ${source}/${stream}: run hub migrate`);
      await queues.wakeImport(run.runId);
      runIds.push(run.runId);
      if (!asked.wait) io.stdout.write(`${source}/${stream}: asked for, run ${run.runId}\n`);
    }
    if (!asked.wait) return 0;
    for (const runId of runIds) {
      let run = await readSyncRun(database.pool, runId);
      while (run && (run.state === 'queued' || run.state === 'running')) {
        await sleep(500);
        run = await readSyncRun(database.pool, runId);
      }
      if (!run) continue;
      if (run.state === 'failed') failed++;
      io.stdout.write(
        `${run.source}/${run.stream}: ${run.state}, ${run.rowsRead} rows: ${run.rowsNew} new, ${run.rowsChanged} changed, ${run.rowsUnchanged} unchanged, ${run.rowsRetired} retired, ${run.rowsStale} stale, ${run.rowsRejected} held back${run.error ? `; ${run.error}` : ''}\n`,
      );
    }
    return failed === 0 ? 0 : 1;
  } finally {
    await queues.close();
    await close();
    await database.close();
  }
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
    reason: values.reason ?? 'asked for on the command line',
    wait: values.wait,
  };
}

/** The database of DATABASE_URL, or of the hub that runs on HUB_HOME. */
function addressOfHub(): string {
  if (process.env['DATABASE_URL']) return process.env['DATABASE_URL'];
  const home = homeOf(process.env);
  const note = readRunNote(home);
  if (!note || note.postgresPort === 0)
    throw new Refusal(`no hub runs on ${home}: start it with npm start, or set DATABASE_URL`);
  return hubAddress(note.postgresPort, keptSecrets(home).hub);
}
