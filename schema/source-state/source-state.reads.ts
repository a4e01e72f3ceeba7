/** How new the copy of each stream is, with its last run. */
import type pg from 'pg';
import type { Source } from '../../rules/vocabulary.js';
import { type ActJson, actJson, actOf, type SyncActRow } from '../sync-act/sync-act.reads.js';

/** `source/stream` of the streams that records are built from. */
export async function readFeedingStreams(db: pg.Pool): Promise<ReadonlySet<string>> {
  const found = await db.query<{ name: string }>(
    `select source || '/' || stream as name from source_state where feeds_record`,
  );
  return new Set(found.rows.map(({ name }) => name));
}

export interface StreamStateRow {
  source: Source;
  stream: string;
  dataAsOf: Date | null;
  rows: number;
  lastRunId: string | null;
  /** Who paused it; null: nobody did. */
  pause: SyncActRow | null;
}

export async function readStreamStates(db: pg.Pool): Promise<StreamStateRow[]> {
  const found = await db.query<Omit<StreamStateRow, 'pause'> & { pause: ActJson | null }>(
    `select source, stream, data_as_of as "dataAsOf", live_rows::float8 as rows,
       (select run_id from sync_run run where run.stream_id = state.stream_id order by run_id desc limit 1) as "lastRunId",
       (select ${actJson} from sync_act where act_id = pause_act) as pause
     from source_state state order by stream_id`,
  );
  return found.rows.map((row) => ({ ...row, pause: row.pause && actOf(row.pause) }));
}
