/** Reads of the run ledger, newest first. */
import type pg from 'pg';
import type { Source } from '../../rules/vocabulary.js';
import { type ActJson, actJson, actOf, type SyncActRow } from '../sync-act/sync-act.reads.js';

/** Told in the transaction that cancels a run: whoever works on one looks whether it is theirs. */
export const runCancelledChannel = 'run_cancelled';

/** A trigger tells the id of each run that moved: its state, its attempt, what was read. */
export const runChangedChannel = 'sync_run';

/** Of a row of `sync_run`: something of it is read already, or it is being read. */
export const isUnderWay = `(sync_run.state = 'running' or sync_run.position is not null or sync_run.weighed is not null)`;

/** Of a row of `sync_run`: it is not begun while its stream is paused. */
export const waitsForResume = `(sync_run.state = 'queued' and not ${isUnderWay}
  and exists (select from source_state paused where paused.stream_id = sync_run.stream_id and paused.pause_act is not null))`;

export interface SyncRunRow {
  id: string;
  source: Source;
  stream: string;
  scope: 'ALL' | 'CHANGES' | 'RANGE' | 'KEY' | 'QUARANTINE';
  state: 'queued' | 'running' | 'held' | 'done' | 'failed' | 'cancelled';
  dryRun: boolean;
  requestedBy: string;
  reason: string;
  attempt: number;
  expectedRows: number | null;
  rowsRead: number;
  rowsNew: number;
  rowsChanged: number;
  rowsUnchanged: number;
  rowsStale: number;
  rowsDuplicate: number;
  rowsRetired: number;
  rowsRejected: number;
  rowsWithheld: number;
  dataAsOf: Date | null;
  queuedAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  error: string | null;
  /** The last ones, newest first. */
  acts: SyncActRow[];
}

/** What was asked for, to compare a repeated request with the first. */
export interface AskedRun extends SyncRunRow {
  rangeFrom: Date | null;
  rangeTo: Date | null;
  sealedKey: Buffer | null;
  faultCode: string | null;
}

// Counts are bigint in the table; as float8 they arrive as numbers and stay exact up to 2^53.
const columns = `run_id as id, source, stream, scope, state, dry_run as "dryRun", requested_by as "requestedBy", reason, attempt,
  expected_rows::float8 as "expectedRows", rows_read::float8 as "rowsRead", rows_new::float8 as "rowsNew", rows_changed::float8 as "rowsChanged",
  rows_unchanged::float8 as "rowsUnchanged", rows_stale::float8 as "rowsStale", rows_duplicate::float8 as "rowsDuplicate",
  rows_retired::float8 as "rowsRetired", rows_rejected::float8 as "rowsRejected",
  rows_withheld::float8 as "rowsWithheld", run.data_as_of as "dataAsOf", queued_at as "queuedAt",
  started_at as "startedAt", finished_at as "finishedAt", error,
  array(select ${actJson} from sync_act where sync_act.run_id = run.run_id order by act_id desc limit 10) as acts`;
const ledger = `sync_run run join source_state using (stream_id)`;

/** Up to `limit` runs older than the run `after`. */
export async function readSyncRuns(
  db: pg.Pool,
  page: { source: Source | null; after: string | null; limit: number },
): Promise<SyncRunRow[]> {
  const found = await db.query<Kept<SyncRunRow>>(
    `select ${columns} from ${ledger}
     where ($1::text is null or source = $1) and ($2::uuid is null or run_id < $2) order by run_id desc limit $3`,
    [page.source, page.after, page.limit],
  );
  return found.rows.map(withActs);
}

export async function readSyncRun(db: pg.Pool, runId: string): Promise<AskedRun | null> {
  const found = await db.query<Kept<AskedRun>>(
    `select ${columns}, range_from as "rangeFrom", range_to as "rangeTo", sealed_key as "sealedKey", fault_code as "faultCode" from ${ledger} where run_id = $1`,
    [runId],
  );
  return found.rows[0] ? withActs(found.rows[0]) : null;
}

type Kept<Row extends SyncRunRow> = Omit<Row, 'acts'> & { acts: ActJson[] };

const withActs = <Row extends SyncRunRow>(row: Kept<Row>): Row =>
  ({ ...row, acts: row.acts.map(actOf) }) as unknown as Row;

/** Which of these a person has cancelled. */
export async function readCancelledRuns(db: pg.Pool, runIds: readonly string[]): Promise<string[]> {
  const found = await db.query<{ id: string }>(
    `select run_id as id from sync_run where run_id = any($1) and state = 'cancelled'`,
    [runIds],
  );
  return found.rows.map(({ id }) => id);
}
