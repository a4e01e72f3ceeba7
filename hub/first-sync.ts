/** The first sync of an empty hub, with its progress in the terminal. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Queues } from '../jobs/queues.js';
import { requestAllStreams } from '../jobs/schedule.js';
import { sources } from '../rules/vocabulary.js';
import type { Database } from '../schema/database.js';
import { readTouchedCount } from '../schema/person/person.writes.js';
import { readSyncRuns } from '../schema/sync-run/sync-run.reads.js';
import type { SyncRunRow } from '../schema/sync-run/sync-run.reads.js';

const titles = { employment: '就业', tax: '税务', commerce: '市场主体', 'social-insurance': '社保' };
/** Where lines cannot be written over, a source speaks at most this often. */
const quietMs = 3000;

/**
 * Asks for the first sync where there was none yet, and shows how far it is until every record is built. Returns false when
 * there was nothing to do. Nobody has to wait for the last record: what `firstRecord` gives is told as soon as it gives something.
 * Registers that no record shows are asked for when all records stand, and nobody waits for them.
 */
export async function runFirstSync(
  database: Database,
  queues: Queues,
  out: NodeJS.WritableStream & { isTTY?: boolean },
  signal: AbortSignal,
  firstRecord: () => Promise<string | null>,
): Promise<boolean> {
  const known = await readSyncRuns(database.pool, { source: null, after: null, limit: 1 });
  const asked = { scope: 'ALL', requestedBy: 'hub start', reason: 'first sync', occasion: 'first sync' } as const;
  if (
    known.length > 0 &&
    (await database.pool.query(`select from sync_run where reason = 'first sync' and state in ('queued', 'running')`))
      .rowCount === 0
  )
    return false;
  const runIds = new Set(await requestAllStreams(database, queues, { ...asked, feedsRecord: true }));
  const started = performance.now();
  const { show, tell } = openProgress(out);
  let askAt = 0;
  while (!signal.aborted) {
    const runs = (await readSyncRuns(database.pool, { source: null, after: null, limit: 100 })).filter((run) =>
      runIds.has(run.id),
    );
    const waiting = await readTouchedCount(database.pool);
    const loaded = runs.every((run) => run.state !== 'queued' && run.state !== 'running');
    const seconds = (performance.now() - started) / 1000;
    const lines = sources.map((source) =>
      lineOf(
        source,
        runs.filter((run) => run.source === source),
      ),
    );
    show(
      [
        ...lines,
        loaded && waiting > 0
          ? `records          档案  ${waiting.toLocaleString('en')} changes to build in`
          : 'records          档案',
      ],
      loaded && waiting === 0,
      seconds,
    );
    if (loaded && waiting === 0) {
      await requestAllStreams(database, queues, { ...asked, feedsRecord: false });
      return true;
    }
    if (loaded && seconds >= askAt) {
      const told = await firstRecord();
      askAt = told === null ? seconds + 1 : Infinity;
      if (told !== null) tell(`\nthe first records answer; the others follow:\n${told}\n`);
    }
    await sleep(500, undefined, { signal }).catch(() => undefined);
  }
  return true;
}

function lineOf(source: keyof typeof titles, runs: SyncRunRow[]): string {
  const rows = runs.reduce((sum, run) => sum + run.rowsRead, 0);
  const rejected = runs.reduce((sum, run) => sum + run.rowsRejected, 0);
  const done = runs.filter((run) => run.state === 'done').length;
  const failed = runs.find((run) => run.state === 'failed' || run.state === 'held' || run.state === 'cancelled');
  const held = rejected > 0 ? `, ${rejected} held back` : '';
  const how = failed
    ? `${failed.state.toUpperCase()}: ${failed.error ?? failed.acts[0]?.reason}`
    : `${done} of ${runs.length} streams`;
  return `${source.padEnd(17)}${titles[source]}  ${rows.toLocaleString('en').padStart(9)} rows${held}, ${how}`;
}

interface Progress {
  show: (lines: string[], done: boolean, seconds: number) => void;
  /** Words between the lines. */
  tell: (text: string) => void;
}

/** On a terminal the lines stand still and count; elsewhere a line comes when something was finished, or after a pause. */
function openProgress(out: NodeJS.WritableStream & { isTTY?: boolean }): Progress {
  const said = new Map<number, { line: string; at: number }>();
  let drawn = 0;
  return {
    show(lines, done, seconds) {
      if (out.isTTY) {
        out.write(`${drawn > 0 ? `\u001b[${drawn}A` : ''}${lines.map((line) => `\u001b[2K${line}\n`).join('')}`);
        drawn = lines.length;
        return;
      }
      for (const [index, line] of lines.entries()) {
        const last = said.get(index);
        if (last?.line === line || (!done && last && seconds * 1000 - last.at < quietMs)) continue;
        out.write(`${line}\n`);
        said.set(index, { line, at: seconds * 1000 });
      }
    },
    tell(text) {
      drawn = 0;
      out.write(text);
    },
  };
}
