/** Fills a database through the real import and the real rebuild. */
import type { SourceRow } from '../../connectors/connector.js';
import { importSource } from '../../jobs/import-source.job.js';
import { rebuildRecords } from '../../jobs/rebuild-records.job.js';
import type { Database } from '../../schema/database.js';
import { requestRun } from '../../schema/sync-run/sync-run.writes.js';
import type { Vault } from '../../schema/vault.js';
import { allStreams } from './facts.js';
import { listConnectors } from './list-connector.js';

export async function fill(database: Database, vault: Vault, rows: (stream: string) => SourceRow[]): Promise<void> {
  const unused = (): never => {
    throw new Error('a list connector needs no transport');
  };
  const begin = '2016-01-01';
  const dependencies = {
    database,
    vault,
    connectors: listConnectors({ rows }),
    recordsBeginOn: { employment: begin, tax: begin, commerce: begin, 'social-insurance': begin },
    context: {
      transport: { http: unused, sql: unused, sftp: unused },
      now: () => new Date(),
      randomHex: unused,
      sleep: unused,
      log: () => {},
    },
    batchSize: 500,
  };
  const none = new AbortController().signal;
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
