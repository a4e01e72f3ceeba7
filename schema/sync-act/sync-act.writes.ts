/** What people do with runs: noted in the transaction of what it does. */
import type pg from 'pg';
import { transact } from '../database.js';
import { fromTheBeginning } from '../sync-run/held-run.writes.js';
import type { SyncRunRow } from '../sync-run/sync-run.reads.js';
import { runCancelledChannel } from '../sync-run/sync-run.reads.js';
import type { SyncActRow } from './sync-act.reads.js';

export interface Act {
  by: string;
  reason: string;
}

type State = SyncRunRow['state'];
export type NotRetried = Exclude<State, 'failed' | 'cancelled'> | 'used' | 'erased' | 'paused';

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

/**
 * Has a run that failed or was cancelled tried again, once for one idempotency key. It goes on from its checkpoint, or from its
 * beginning where the checkpoint counts no more: the source let it expire, or another run has since read the stream to its end. Gives
 * the state of a run that cannot be tried again, `used` for a key that asked for something else, and null where there is no run.
 */
export async function retryRun(
  pool: pg.Pool,
  runId: string,
  act: Act & { idempotencyKey: string },
  now: Date,
): Promise<'retried' | NotRetried | null> {
  return transact(pool, async (client) => {
    const state = await lockRun(client, runId);
    if (state === null) return null;
    const known = await readActOfKey(client, act.idempotencyKey);
    if (known) return isSame(known, { ...act, runId }) ? 'retried' : 'used';
    if (state !== 'failed' && state !== 'cancelled') return state;
    if (await isKeyErased(client, runId)) return 'erased';
    if (await isPaused(client, runId)) return 'paused';
    // Of another stream somebody may ask with the same key at this moment.
    if (!(await noteRunAct(client, 'retry', runId, act, now))) return 'used';
    const again = (await isOvertaken(client, runId)) ? `weighed = null, ${fromTheBeginning},` : '';
    await client.query(
      `update sync_run set ${again} state = 'queued', error = null, error_kind = null, finished_at = null, heartbeat_at = null where run_id = $1`,
      [runId],
    );
    return 'retried';
  });
}

type KeyedAct = Act & { runId: string | null; act: SyncActRow['act'] };

async function readActOfKey(client: pg.ClientBase, idempotencyKey: string): Promise<KeyedAct | undefined> {
  const found = await client.query<KeyedAct>(
    `select run_id as "runId", act, acted_by as by, reason from sync_act where idempotency_key = $1`,
    [idempotencyKey],
  );
  return found.rows[0];
}

const isSame = (known: KeyedAct, { runId, by, reason }: Act & { runId: string }): boolean =>
  known.act === 'retry' && known.runId === runId && known.by === by && known.reason === reason;

/** The record key of a run long past is erased, and with it what it asked for. */
async function isKeyErased(client: pg.ClientBase, runId: string): Promise<boolean> {
  const found = await client.query(`select from sync_run where run_id = $1 and scope = 'KEY' and sealed_key is null`, [
    runId,
  ]);
  return found.rowCount === 1;
}

async function isPaused(client: pg.ClientBase, runId: string): Promise<boolean> {
  const found = await client.query(
    `select from sync_run join source_state using (stream_id) where run_id = $1 and pause_act is not null`,
    [runId],
  );
  return found.rowCount === 1;
}

/** A window and a key stay what they are; a position within all changes is one behind a high water that has since moved. */
async function isOvertaken(client: pg.ClientBase, runId: string): Promise<boolean> {
  const found = await client.query(
    `select from sync_run run where run_id = $1 and (error_kind = 'position-expired' or scope in ('ALL', 'CHANGES') and exists (
       select from sync_run later where later.stream_id = run.stream_id and later.state = 'done' and not later.dry_run
         and later.scope in ('ALL', 'CHANGES') and later.finished_at > run.started_at))`,
    [runId],
  );
  return found.rowCount === 1;
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
  kind: SyncActRow['act'],
  runId: string,
  { by, reason, idempotencyKey }: Act & { idempotencyKey?: string },
  now: Date,
): Promise<boolean> {
  const noted = await client.query(
    `insert into sync_act (act, stream_id, run_id, acted_by, reason, acted_at, idempotency_key)
     select $2, stream_id, run_id, $3, $4, $5, $6 from sync_run where run_id = $1 on conflict (idempotency_key) do nothing`,
    [runId, kind, by, reason, now, idempotencyKey],
  );
  return noted.rowCount === 1;
}
