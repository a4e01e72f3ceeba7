/** A run that failed or was cancelled is tried again: from its checkpoint where that still counts, else from its beginning. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { SourceError } from '../../connectors/source-error.js';
import { importSource } from '../../jobs/import-source.job.js';
import { type Database, openDatabase } from '../../schema/database.js';
import { cancelRun, retryRun } from '../../schema/sync-act/sync-act.writes.js';
import { readSyncRun } from '../../schema/sync-run/sync-run.reads.js';
import { failRun, readForgottenRuns } from '../../schema/sync-run/sync-run.writes.js';
import { createVault } from '../../schema/vault.js';
import { createTestDatabase } from '../support/database.js';
import { rowsOf } from '../support/facts.js';
import { listImport } from '../support/list-connector.js';
import { askForRun, type AskFor, heldRows, syncOnce } from '../support/syncs.js';

const vault = createVault({ version: 1, keys: { 1: Buffer.alloc(32, 1).toString('base64') } });
const fixed = new Date('2026-11-01T00:00:00Z');
const act = { by: '王科员', reason: '来源已修复' };
const never = new AbortController().signal;
let database: Database;

beforeAll(async () => {
  database = await openDatabase((await createTestDatabase()).url, { poolSize: 10 });
});
beforeEach(async () => {
  await database.pool.query('truncate fact, touched_entity, person_identifier, sync_run');
  await database.pool.query('update source_state set high_water = null, live_rows = 0, data_as_of = null');
});
afterAll(() => database.close());

let keys = 0;
const retry = (runId: string) =>
  retryRun(database.pool, runId, { ...act, idempotencyKey: `key-${++keys}` }, new Date());
const kept = (runId: string) => readSyncRun(database.pool, runId);

/** The batches that an attempt asks for, by their number from one on; `breaksAt` is not given. */
async function attempt(runId: string, breaksAt = 0): Promise<{ asked: number[]; outcome: string }> {
  const asked: number[] = [];
  const beforeBatch = (_: string, number: number) => {
    if (number === breaksAt) throw new SourceError('tax', 'unavailable', 'tax: nobody answers');
    asked.push(number);
  };
  const list = listImport(database, vault, { rows: (stream) => rowsOf(stream, 50), beforeBatch }, () => fixed);
  const outcome = await importSource(list, runId, never).catch((error: Error) => error.message);
  return { asked, outcome };
}

async function brokenRun(more: AskFor = { scope: 'ALL' }): Promise<string> {
  const runId = await askForRun(database, 'tax', 'taxpayers', more);
  expect(await attempt(runId, 4)).toEqual({ asked: [1, 2, 3], outcome: 'tax: nobody answers' });
  await failRun(database.pool, runId, { kind: 'unavailable', message: 'tax: nobody answers' }, fixed);
  return runId;
}

it('goes on from its checkpoint as the next attempt of the same run, and ends in the same tables', async () => {
  const list = listImport(database, vault, { rows: (stream) => rowsOf(stream, 50) }, () => fixed);
  const calm = await syncOnce(list, 'tax', 'taxpayers', { scope: 'ALL' });
  const expected = (await heldRows(database, 'taxpayers')).replaceAll(calm.id, 'run');
  await database.pool.query('truncate fact, touched_entity, sync_run');
  await database.pool.query('update source_state set high_water = null, live_rows = 0, data_as_of = null');
  const runId = await brokenRun();
  expect(await kept(runId)).toMatchObject({ state: 'failed', rowsRead: 21 });
  expect(await retry(runId)).toBe('retried');
  expect(await kept(runId)).toMatchObject({ state: 'queued', rowsRead: 21, error: null, finishedAt: null });
  expect(await readForgottenRuns(database.pool, new Date(0))).toEqual([runId]);
  expect(await attempt(runId)).toEqual({ asked: [4, 5, 6, 7, 8], outcome: 'done' });
  expect(await kept(runId)).toMatchObject({ state: 'done', attempt: 2, rowsRead: 50, rowsNew: 50 });
  expect((await heldRows(database, 'taxpayers')).replaceAll(runId, 'run')).toBe(expected);
});

it('goes on after it was cancelled, too, and so often as somebody asks', async () => {
  const runId = await askForRun(database, 'tax', 'taxpayers', { scope: 'ALL' });
  await attempt(runId, 3);
  await cancelRun(database.pool, runId, act, new Date());
  await retry(runId);
  await attempt(runId, 5);
  await cancelRun(database.pool, runId, act, new Date());
  await retry(runId);
  expect(await attempt(runId)).toEqual({ asked: [5, 6, 7, 8], outcome: 'done' });
  expect((await kept(runId))!.acts.map((one) => one.act)).toEqual(['retry', 'cancel', 'retry', 'cancel']);
});

it('begins anew where another run has read the stream to its end since', async () => {
  const runId = await brokenRun();
  const list = listImport(database, vault, { rows: (stream) => rowsOf(stream, 50) }, () => new Date());
  expect(await syncOnce(list, 'tax', 'taxpayers')).toMatchObject({ state: 'done' });
  await retry(runId);
  expect(await kept(runId)).toMatchObject({ state: 'queued', rowsRead: 0, rowsNew: 0 });
  // The stream has something to lose by now: it is weighed first, to its end.
  expect(await attempt(runId)).toEqual({ asked: [1, 2, 3, 4, 5, 6, 7, 8], outcome: 'done' });
  expect(await kept(runId)).toMatchObject({ state: 'done', rowsRead: 50, rowsUnchanged: 50 });
});

it('begins anew where the source let the checkpoint expire', async () => {
  const runId = await brokenRun();
  await database.pool.query(`update sync_run set error_kind = 'position-expired' where run_id = $1`, [runId]);
  await retry(runId);
  expect((await attempt(runId)).asked[0]).toBe(1);
});

it.each<AskFor>([
  { scope: 'RANGE', range: { from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z' } },
  { scope: 'ALL', dryRun: true },
])('goes on from its checkpoint where nothing that ended meanwhile has moved it: %j', async (more) => {
  const runId = await brokenRun(more);
  const list = listImport(database, vault, { rows: (stream) => rowsOf(stream, 50) }, () => new Date());
  const other: AskFor = more.scope === 'RANGE' ? {} : { dryRun: true, scope: 'ALL' };
  expect(await syncOnce(list, 'tax', 'taxpayers', other)).toMatchObject({ state: 'done' });
  await retry(runId);
  expect((await kept(runId))!.rowsRead).toBe(21);
});
