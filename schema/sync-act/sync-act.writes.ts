/** What people do with runs: noted in the transaction of what it does. */
import type pg from 'pg';
import { transact } from '../database.js';
import type { SyncRunRow } from '../sync-run/sync-run.reads.js';
import { runCancelledChannel } from '../sync-run/sync-run.reads.js';

export interface Act {
  by: string;
  reason: string;
}

type State = SyncRunRow['state'];

/**
 * Stops a run that waits or works. Once this is committed no batch of it can commit any more: the one under way has, or is refused by
 * the fence. Gives the state in which the run already ended, or null where there is none such.
 */
export async function cancelRun(pool: pg.Pool, runId: string, act: Act, now: Date): Promise<State | null> {
  return transact(pool, async (client) => {
    const state = await lockRun(client, runId);
    if (state !== 'queued' && state !== 'running') return state;
    await client.query(`update sync_run set state = 'cancelled', finished_at = $2 where run_id = $1`, [runId, now]);
    // Only its own: another run may have the stream by now.
    await client.query(
      `update source_state state set fence = state.fence + 1 from sync_run run
       where run.run_id = $1 and state.stream_id = run.stream_id and state.fence = run.fence`,
      [runId],
    );
    await noteRunAct(client, 'cancel', runId, act, now);
    await client.query(`select pg_notify($1, '')`, [runCancelledChannel]);
    return state;
  });
}

/** The stream first, as each batch has it: whoever waits here waits for the batch under way. */
async function lockRun(client: pg.ClientBase, runId: string): Promise<State | null> {
  await client.query(
    `select from source_state where stream_id = (select stream_id from sync_run where run_id = $1) for no key update`,
    [runId],
  );
  const found = await client.query<{ state: State }>(`select state from sync_run where run_id = $1 for update`, [
    runId,
  ]);
  return found.rows[0]?.state ?? null;
}

async function noteRunAct(
  client: pg.ClientBase,
  kind: 'cancel',
  runId: string,
  { by, reason }: Act,
  now: Date,
): Promise<void> {
  await client.query(
    `insert into sync_act (act, stream_id, run_id, acted_by, reason, acted_at)
     select $2, stream_id, run_id, $3, $4, $5 from sync_run where run_id = $1`,
    [runId, kind, by, reason, now],
  );
}
