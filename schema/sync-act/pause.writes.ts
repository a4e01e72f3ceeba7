/** Pausing a stream: what is under way goes on to its end, and nothing else is begun. */
import type pg from 'pg';
import { transact } from '../database.js';
import type { Source } from '../../rules/vocabulary.js';
import { type ActJson, actJson, actOf, type SyncActRow } from './sync-act.reads.js';
import type { Act } from './sync-act.writes.js';

export interface StreamName {
  source: Source;
  stream: string;
}

interface Found {
  streamId: number;
  pause: ActJson | null;
}
const found = (client: pg.ClientBase | pg.Pool, { source, stream }: StreamName, lock = '') =>
  client.query<Found>(
    `select stream_id as "streamId", (select ${actJson} from sync_act where act_id = pause_act) as pause
     from source_state where source = $1 and stream = $2 ${lock}`,
    [source, stream],
  );

/** Who paused the stream, or null. */
export async function readPause(db: pg.Pool, name: StreamName): Promise<SyncActRow | null> {
  const pause = (await found(db, name)).rows[0]?.pause;
  return pause ? actOf(pause) : null;
}

/** Gives the pause that stands already, where there is one; false where there is no such stream. */
export async function pauseStream(
  pool: pg.Pool,
  name: StreamName,
  act: Act,
  now: Date,
): Promise<'paused' | SyncActRow | false> {
  return transact(pool, async (client) => {
    const stream = (await found(client, name, 'for no key update')).rows[0];
    if (!stream) return false;
    if (stream.pause) return actOf(stream.pause);
    await client.query(
      `with noted as (insert into sync_act (act, stream_id, acted_by, reason, acted_at) values ('pause', $1, $2, $3, $4) returning act_id)
       update source_state set pause_act = noted.act_id from noted where stream_id = $1`,
      [stream.streamId, act.by, act.reason, now],
    );
    return 'paused';
  });
}

/** False where the stream is not paused. What waited meanwhile is woken by the sweeper. */
export async function resumeStream(pool: pg.Pool, name: StreamName, act: Act, now: Date): Promise<boolean> {
  return transact(pool, async (client) => {
    const stream = (await found(client, name, 'for no key update')).rows[0];
    if (!stream?.pause) return false;
    await client.query(
      `with noted as (insert into sync_act (act, stream_id, acted_by, reason, acted_at) values ('resume', $1, $2, $3, $4))
       update source_state set pause_act = null where stream_id = $1`,
      [stream.streamId, act.by, act.reason, now],
    );
    return true;
  });
}
