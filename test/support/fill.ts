/** Fills a database through the real import and the real rebuild. */
import type { SourceRow } from '../../connectors/connector.js';
import { importSource } from '../../jobs/import-source.job.js';
import { rebuildRecords } from '../../jobs/rebuild-records.job.js';
import type { Database } from '../../schema/database.js';
import { requestRun } from '../../schema/sync-run/sync-run.writes.js';
import type { Vault } from '../../schema/vault.js';
import { allStreams } from './facts.js';
import { listImport } from './list-connector.js';

export async function fill(database: Database, vault: Vault, rows: (stream: string) => SourceRow[]): Promise<void> {
  const dependencies = { ...listImport(database, vault, { rows }), batchSize: 500 };
  const none = new AbortController().signal;
  // What a test puts in another's place is no night's delivery: it is not weighed against it.
  await database.pool.query('update source_state set high_water = null');
  for (const { source, stream } of allStreams) {
    const run = await requestRun(database.pool, {
      source,
      stream,
      scope: 'ALL',
      range: null,
      sealedKey: null,
      dryRun: false,
      requestedBy: 'test',
      reason: 'test',
      idempotencyKey: null,
    });
    await importSource(dependencies, run!.runId, none);
  }
  await rebuildRecords({ database, now: () => new Date() }, none);
}
