/** `hub sync cancel|retry|pause|resume|list`: what an operator does with runs and streams, at the hub's own machine. */
import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import type pg from 'pg';
import type { Queues } from '../jobs/queues.js';
import { writeAct } from '../schema/access-event/access-event.writes.js';
import { readStreamStates } from '../schema/source-state/source-state.reads.js';
import { pauseStream, resumeStream } from '../schema/sync-act/pause.writes.js';
import type { SyncActRow } from '../schema/sync-act/sync-act.reads.js';
import { cancelRun, type NotRetried, retryRun } from '../schema/sync-act/sync-act.writes.js';
import { readSyncRuns, type SyncRunRow } from '../schema/sync-run/sync-run.reads.js';
import { Refusal } from './command.js';
import { readAct, readList, readTarget } from './sync-options.js';

export interface Hand {
  pool: pg.Pool;
  queues: Queues;
  now: () => Date;
  say: (line: string) => void;
}
type Step = (hand: Hand, args: string[]) => Promise<void>;

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
const listed = 20;

/** By its first word; anything else asks for a sync. */
export const acts: Readonly<Record<string, Step>> = { cancel, retry, pause, resume, list };

async function cancel({ pool, now, say }: Hand, args: string[]): Promise<void> {
  const { what: runId, reason } = readAct(args);
  await acted(pool, 'cancelSyncRun', runOf(runId), async (by) => {
    const state = await cancelRun(pool, runId, { by, reason }, now());
    if (state === null) throw noRun(runId);
    if (state === 'held') throw new Refusal(`run ${runId} waits for a decision and does not run: reject its proposal`);
    if (state !== 'queued' && state !== 'running')
      throw new Refusal(`run ${runId} has ended (${state}) and cannot be cancelled`);
  });
  say(`${runId}: cancelled; what was committed stays`);
}

const whyNotRetried: Readonly<Record<NotRetried, string>> = {
  queued: 'waits already',
  running: 'is at work',
  held: 'waits for a decision: decide its proposal',
  done: 'is done: ask for a new one with hub sync',
  erased: 'was for a key that was erased in its time: ask anew with hub sync --key-file -',
  paused: 'is of a stream that is paused: resume it first',
  used: 'was not tried again',
};

async function retry({ pool, queues, now, say }: Hand, args: string[]): Promise<void> {
  const { what: runId, reason } = readAct(args);
  await acted(pool, 'retrySyncRun', runOf(runId), async (by) => {
    const outcome = await retryRun(pool, runId, { by, reason, idempotencyKey: randomUUID() }, now());
    if (outcome === null) throw noRun(runId);
    if (outcome !== 'retried') throw new Refusal(`run ${runId} ${whyNotRetried[outcome]}`);
  });
  await queues.wakeImport(runId);
  say(`${runId}: goes on`);
}

async function pause({ pool, now, say }: Hand, args: string[]): Promise<void> {
  const { what, reason } = readAct(args);
  const target = readTarget(what);
  await acted(pool, 'pauseStream', null, async (by) => {
    const paused = await pauseStream(pool, target, { by, reason }, now());
    if (paused === false) throw new Refusal(`the database does not know ${what}: run hub migrate`);
    if (paused !== 'paused') throw new Refusal(`${what} is ${said(paused)} already`);
  });
  say(`${what}: paused; a run under way goes on to its end`);
}

async function resume({ pool, now, say }: Hand, args: string[]): Promise<void> {
  const { what, reason } = readAct(args);
  const target = readTarget(what);
  await acted(pool, 'resumeStream', null, async (by) => {
    if (!(await resumeStream(pool, target, { by, reason }, now()))) throw new Refusal(`${what} is not paused`);
  });
  say(`${what}: resumed`);
}

async function list({ pool, say }: Hand, args: string[]): Promise<void> {
  const source = readList(args);
  for (const state of await readStreamStates(pool))
    if (state.pause && (source === null || state.source === source))
      say(`${state.source}/${state.stream}: ${said(state.pause)}`);
  const runs = await readSyncRuns(pool, { source, after: null, limit: listed });
  for (const run of runs) say(`${run.id}  ${run.queuedAt.toISOString()}  ${lineOf(run)}`);
  if (runs.length === 0) say('no runs yet');
}

/** Noted before it begins, and how it ended, like the mutation of this name. */
async function acted(
  pool: pg.Pool,
  operation: string,
  runId: string | null,
  act: (by: string) => Promise<void>,
): Promise<void> {
  const by = userInfo().username;
  const stamp = { client: by, audience: 'machine', purpose: 'own-work', basis: null, agreementId: null } as const;
  const note = (outcome: 'begun' | 'done' | 'failed') =>
    writeAct(pool, { ...stamp, operation: `${operation}#hub`, fields: '' }, outcome, runId);
  await note('begun');
  try {
    await act(by);
  } catch (error) {
    await note('failed');
    throw error;
  }
  await note('done');
}

function runOf(text: string): string {
  if (!uuid.test(text)) throw noRun(text);
  return text;
}

const noRun = (text: string) => new Refusal(`no run ${text}: hub sync list shows the last ones`);

export const said = ({ by, at, reason }: SyncActRow): string => `paused by ${by} since ${at.toISOString()} (${reason})`;

export function lineOf(run: SyncRunRow): string {
  const counts = `${run.rowsRead} rows: ${run.rowsNew} new, ${run.rowsChanged} changed, ${run.rowsUnchanged} unchanged, ${run.rowsRetired} retired, ${run.rowsStale} stale, ${run.rowsRejected} held back${run.rowsWithheld > 0 ? `, ${run.rowsWithheld} deletions withheld` : ''}`;
  return `${run.source}/${run.stream}: ${run.state}, ${counts}${run.error ? `; ${run.error}` : ''}`;
}
