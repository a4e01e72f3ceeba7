/** Runs that would change too much: weighed, held, and let through by a person up to what was shown. */
import type pg from 'pg';
import { propose } from '../proposal/proposal.writes.js';
import type { CarryOut } from '../proposal/proposal.writes.js';
import type { BegunRun, Weighed, Weight } from './sync-run.writes.js';

/** Who holds runs. A proposal of the hub's own takes one person. */
const holder = 'hub';

/** What a run that goes again from its beginning forgets. */
export const fromTheBeginning = `position = null, rows_read = 0, rows_new = 0, rows_changed = 0, rows_unchanged = 0, rows_stale = 0,
  rows_duplicate = 0, rows_retired = 0, rows_rejected = 0, rows_withheld = 0`;

/** What the run has counted so far, read or loaded. */
export async function readWeight(client: pg.ClientBase, runId: string): Promise<Weight> {
  const found = await client.query<Weight>(
    `select (rows_new + rows_changed + rows_unchanged + rows_stale)::float8 as rows, (rows_new + rows_changed)::float8 as different,
       rows_retired::float8 as retired, rows_rejected::float8 as rejected from sync_run where run_id = $1`,
    [runId],
  );
  return found.rows[0]!;
}

/** The run was weighed and begins anew, this time to load. */
export async function settleWeight(client: pg.ClientBase, runId: string, weighed: Weighed): Promise<void> {
  await client.query(`update sync_run set weighed = $2, ${fromTheBeginning} where run_id = $1`, [
    runId,
    JSON.stringify(weighed),
  ]);
}

/** Ends the run as held and asks for a decision; an older question about the same stream is taken back. */
export async function holdRun(
  client: pg.ClientBase,
  run: BegunRun,
  held: { weight: Weight; reason: string },
  now: Date,
): Promise<void> {
  const { runId, source, stream, liveRows } = run;
  await client.query(
    `update sync_run set state = 'held', error_kind = 'held', error = $2, finished_at = $3, heartbeat_at = $3 where run_id = $1`,
    [runId, held.reason, now],
  );
  await client.query(
    `update proposal set state = 'withdrawn', decided_by = $1, decided_at = $2
     where kind = 'sync-run' and state = 'open' and payload ->> 'source' = $3 and payload ->> 'stream' = $4`,
    [holder, now, source, stream],
  );
  const payload = { runId, source, stream, liveRows, ...held.weight };
  await propose(client, { kind: 'sync-run', payload, reason: held.reason, proposedBy: holder }, now);
}

/**
 * The run goes again from its beginning and is weighed again: it may do as much as was shown and no more. False when it is not held
 * any more. The sweeper wakes it.
 */
export const letRunThrough: CarryOut = async (client, proposal) => {
  const { runId, rows, different, retired, rejected } = proposal.payload as Weight & { runId: string };
  const allowed: Weight = { rows, different, retired, rejected };
  const released = await client.query(
    `update sync_run set state = 'queued', weighed = null, allowed = $2, error = null, error_kind = null, finished_at = null, heartbeat_at = null,
       ${fromTheBeginning} where run_id = $1 and state = 'held'`,
    [runId, JSON.stringify(allowed)],
  );
  return released.rowCount === 1;
};
