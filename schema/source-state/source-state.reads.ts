/** How new the copy of each stream is, with its last run. */
import type pg from 'pg';
import type { Source } from '../../rules/vocabulary.js';

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
}

export async function readStreamStates(db: pg.Pool): Promise<StreamStateRow[]> {
  const found = await db.query<StreamStateRow>(
    `select source, stream, data_as_of as "dataAsOf", live_rows::float8 as rows,
       (select run_id from sync_run run where run.stream_id = state.stream_id order by run_id desc limit 1) as "lastRunId"
     from source_state state order by stream_id`,
  );
  return found.rows;
}
