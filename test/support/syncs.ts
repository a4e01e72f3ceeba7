/** Asks for a run of a stream and works on it, and what is held afterwards. */
import { importSource, type ImportDependencies } from '../../jobs/import-source.job.js';
import type { Source } from '../../rules/vocabulary.js';
import type { Database } from '../../schema/database.js';
import { type AskedRun, readSyncRun } from '../../schema/sync-run/sync-run.reads.js';
import { requestRun, type SyncRequest } from '../../schema/sync-run/sync-run.writes.js';

export type AskFor = Partial<Pick<SyncRequest, 'scope' | 'range' | 'dryRun' | 'faultCode'>>;

export async function askForRun(
  database: Database,
  source: Source,
  stream: string,
  more: AskFor = {},
): Promise<string> {
  const asked = { source, stream, scope: 'CHANGES', range: null, sealedKey: null, dryRun: false, ...more } as const;
  const by = { requestedBy: 'test', reason: 'test', idempotencyKey: null };
  return (await requestRun(database.pool, { ...asked, ...by }))!.runId;
}

/** The run's row of the ledger; a failure is given as its kind and message. */
export async function syncOnce(
  dependencies: ImportDependencies,
  source: Source,
  stream: string,
  more: AskFor = {},
): Promise<AskedRun & { failure: string | null }> {
  const { database } = dependencies;
  const runId = await askForRun(database, source, stream, more);
  const failure = await importSource(dependencies, runId, new AbortController().signal).then(
    () => null,
    (error: Error & { kind?: string }) => `${error.kind ?? error.name}: ${error.message}`,
  );
  return { ...(await readSyncRun(database.pool, runId))!, failure };
}

/** What a stream holds and how far it is read, row for row: equal texts are equal tables. */
export async function heldRows(database: Database, stream: string): Promise<string> {
  const found = await database.pool.query<{ rows: string }>(
    `select concat(high_water, data_as_of, live_rows, (select string_agg(fact::text, E'\\n' order by record_key) from fact where fact.stream_id = state.stream_id)) as rows
     from source_state state where stream = $1`,
    [stream],
  );
  return found.rows[0]!.rows;
}

/** Open cases of a stream: where, code and field. */
export async function openCases(database: Database, stream: string): Promise<string[]> {
  const found = await database.pool.query<{ line: string }>(
    `select concat_ws(' ', coalesce(location ->> 'line', location ->> 'index'), code, field) as line
     from work_item join source_state using (stream_id) where stream = $1 and kind = 'quarantine' and state = 'open'
     order by coalesce(location ->> 'line', location ->> 'index')::int`,
    [stream],
  );
  return found.rows.map(({ line }) => line);
}
