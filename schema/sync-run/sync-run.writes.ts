/** The run ledger: asked for, begun, one entry per batch, ended. */
import type pg from 'pg';
import type { Source } from '../../rules/vocabulary.js';
import type { LoadCounts } from '../fact/fact.writes.js';
import { isUnderWay, waitsForResume } from './sync-run.reads.js';

export type SyncScope = 'ALL' | 'CHANGES' | 'RANGE' | 'KEY' | 'QUARANTINE';

export interface SyncRequest {
  source: Source;
  stream: string;
  scope: SyncScope;
  range: { from: string; to: string } | null;
  /** The record key of a KEY run, sealed: it may be an ID number. */
  sealedKey: Buffer | null;
  /** Of a QUARANTINE run: only what had this fault. */
  faultCode?: string | null;
  dryRun: boolean;
  requestedBy: string;
  reason: string;
  idempotencyKey: string | null;
}

/** What the rows of a run would do to the stream. */
export interface Weight {
  /** Rows that say what is, each key once. */
  rows: number;
  /** New or other than what is held. */
  different: number;
  retired: number;
  rejected: number;
}

export interface Weighed extends Weight {
  /** Too many deletions: the run loads all else, and waits with them. */
  withholdsDeletions: boolean;
}

/** A run as the worker needs it. */
export interface BegunRun {
  runId: string;
  streamId: number;
  source: Source;
  stream: string;
  scope: SyncScope;
  rangeFrom: Date | null;
  rangeTo: Date | null;
  sealedKey: Buffer | null;
  faultCode: string | null;
  dryRun: boolean;
  attempt: number;
  position: unknown;
  highWater: unknown;
  fence: number;
  /** What the stream holds; its own count, kept under its fence. */
  liveRows: number;
  /** Null until the run was weighed. */
  weighed: Weighed | null;
  /** Up to how much a person let through. */
  allowed: Weight | null;
}

/**
 * Writes the ledger row. The same idempotency key gives the row of the first request (`created` false), however many
 * ask at once. Null when the source has no such stream, or the stream is paused.
 */
export async function requestRun(
  db: pg.ClientBase | pg.Pool,
  request: SyncRequest,
): Promise<{ runId: string; created: boolean } | null> {
  const inserted = await db.query<{ run_id: string }>(
    `insert into sync_run (stream_id, scope, range_from, range_to, sealed_key, dry_run, requested_by, reason, idempotency_key, fault_code)
     select stream_id, $3, $4, $5, $6, $7, $8, $9, $10, $11 from source_state where source = $1 and stream = $2 and pause_act is null
     on conflict (idempotency_key) do nothing returning run_id`,
    [
      request.source,
      request.stream,
      request.scope,
      request.range?.from,
      request.range?.to,
      request.sealedKey,
      request.dryRun,
      request.requestedBy,
      request.reason,
      request.idempotencyKey,
      request.faultCode,
    ],
  );
  if (inserted.rows[0]) return { runId: inserted.rows[0].run_id, created: true };
  if (request.idempotencyKey === null) return null;
  const known = await db.query<{ run_id: string }>(`select run_id from sync_run where idempotency_key = $1`, [
    request.idempotencyKey,
  ]);
  return known.rows[0] ? { runId: known.rows[0].run_id, created: false } : null;
}

/** Begins an attempt: raises the stream's fence and takes the run. Null when the run is already ended, or not to be begun while its stream is paused. */
export async function beginRun(client: pg.ClientBase, runId: string, now: Date): Promise<BegunRun | null> {
  const begun = await client.query<Omit<BegunRun, 'fence'> & { fence: string }>(
    // The stream is locked before the run, as each batch does it: the other way round two attempts could lock each other out.
    `with raised as (
       update source_state set fence = fence + 1
       where stream_id = (select stream_id from sync_run where run_id = $1 and state in ('queued', 'running'))
         and (pause_act is null or exists (select from sync_run where run_id = $1 and ${isUnderWay})) returning *
     )
     update sync_run set state = 'running', attempt = sync_run.attempt + 1, fence = raised.fence,
       started_at = coalesce(sync_run.started_at, $2), heartbeat_at = $2, error = null, error_kind = null
     from raised where sync_run.run_id = $1 and sync_run.state in ('queued', 'running')
     returning sync_run.run_id as "runId", sync_run.stream_id as "streamId", raised.source, raised.stream, sync_run.scope,
       sync_run.range_from as "rangeFrom", sync_run.range_to as "rangeTo", sync_run.sealed_key as "sealedKey", sync_run.fault_code as "faultCode", sync_run.dry_run as "dryRun",
       sync_run.attempt, sync_run.position, raised.high_water as "highWater", raised.fence,
       raised.live_rows::float8 as "liveRows", sync_run.weighed, sync_run.allowed`,
    [runId, now],
  );
  const row = begun.rows[0];
  return row ? { ...row, fence: Number(row.fence) } : null;
}

/** Books one batch: the counts, and the position behind it. In the batch's own transaction, so that both come or neither. */
export async function bookBatch(
  client: pg.ClientBase,
  runId: string,
  batch: {
    counts: LoadCounts;
    rejected: number;
    withheld: number;
    read: number;
    position: unknown;
    expectedRows: number | null;
    now: Date;
  },
): Promise<void> {
  const { counts } = batch;
  await client.query(
    `update sync_run set rows_read = rows_read + $2, rows_new = rows_new + $3, rows_changed = rows_changed + $4,
       rows_unchanged = rows_unchanged + $5, rows_stale = rows_stale + $6, rows_duplicate = rows_duplicate + $7,
       rows_retired = rows_retired + $8, rows_rejected = rows_rejected + $9, position = $10,
       expected_rows = coalesce($11, expected_rows), heartbeat_at = $12, rows_withheld = rows_withheld + $13
     where run_id = $1`,
    [
      runId,
      batch.read,
      counts.new,
      counts.changed,
      counts.unchanged,
      counts.stale,
      counts.duplicate,
      counts.retired,
      batch.rejected,
      JSON.stringify(batch.position),
      batch.expectedRows,
      batch.now,
      batch.withheld,
    ],
  );
}

export async function finishRun(client: pg.ClientBase, runId: string, dataAsOf: string, now: Date): Promise<void> {
  await client.query(
    `update sync_run set state = 'done', data_as_of = $2, finished_at = $3, heartbeat_at = $3 where run_id = $1`,
    [runId, dataAsOf, now],
  );
}

/** Ends a run that will not be tried again. `message` holds no personal data and no secret. */
export async function failRun(
  db: pg.Pool,
  runId: string,
  error: { kind: string; message: string },
  now: Date,
): Promise<void> {
  await db.query(
    `update sync_run set state = 'failed', error_kind = $2, error = $3, finished_at = $4 where run_id = $1 and state in ('queued', 'running')`,
    [runId, error.kind, error.message.slice(0, 1000), now],
  );
}

/** Notes why an attempt stopped, while the run itself goes on. */
export async function noteAttempt(db: pg.Pool, runId: string, error: { kind: string; message: string }): Promise<void> {
  await db.query(
    `update sync_run set error_kind = $2, error = $3 where run_id = $1 and state in ('queued', 'running')`,
    [runId, error.kind, error.message.slice(0, 1000)],
  );
}

/** A sign of life between two batches. */
export async function heartbeat(db: pg.Pool, runId: string, now: Date): Promise<void> {
  await db.query(`update sync_run set heartbeat_at = $2 where run_id = $1 and state = 'running'`, [runId, now]);
}

/** Gives a run back that was stopped at a batch edge: whoever sweeps next wakes it, and it goes on from there. */
export async function releaseRun(db: pg.Pool, { runId, fence }: Pick<BegunRun, 'runId' | 'fence'>): Promise<void> {
  // Another attempt of the same run may be at work by now.
  await db.query(
    `update sync_run set state = 'queued', heartbeat_at = null where run_id = $1 and state = 'running' and fence = $2`,
    [runId, fence],
  );
}

/** Runs that nobody seems to work on: given back, or queued or silent since `before`. What waits for its stream to be resumed is left alone. */
export async function readForgottenRuns(db: pg.Pool, before: Date): Promise<string[]> {
  const found = await db.query<{ run_id: string }>(
    `select run_id from sync_run where state in ('queued', 'running') and not ${waitsForResume}
       and (greatest(queued_at, heartbeat_at) < $1 or (state = 'queued' and attempt > 0)) order by run_id`,
    [before],
  );
  return found.rows.map((row) => row.run_id);
}
