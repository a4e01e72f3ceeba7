/** A connector over rows in memory that speaks the whole contract: positions, high water, ends. For tests of the jobs alone. */
import type { Batch, Connector, End, PullRequest, SourceRow } from '../../connectors/connector.js';
import type { Connectors } from '../../connectors/registry.js';
import type { ImportDependencies } from '../../jobs/import-source.job.js';
import type { Source } from '../../rules/vocabulary.js';
import type { Database } from '../../schema/database.js';
import type { Vault } from '../../schema/vault.js';

export interface ListSource {
  rows(stream: string): SourceRow[];
  /** Called before each batch leaves: throws, waits or kills as the test likes. */
  beforeBatch?(stream: string, number: number): Promise<void> | void;
}

export function listConnector(source: Source, list: ListSource): Connector {
  return {
    descriptor: { source, title: source, streams: [] },
    check: () => Promise.resolve([]),
    readAgain() {
      throw new Error('a list puts nothing aside');
    },
    async *pull(request: PullRequest, context): AsyncGenerator<Batch | End> {
      const mode = request.mode;
      const rows = list.rows(request.stream).filter((row) => mode.kind !== 'key' || mode.keys.includes(row.key));
      for (let at = Number(request.position ?? 0); at < rows.length; at += request.batchSize) {
        await list.beforeBatch?.(request.stream, at / request.batchSize + 1);
        context.signal.throwIfAborted();
        const next = Math.min(at + request.batchSize, rows.length);
        yield { kind: 'batch', rows: rows.slice(at, next), rejects: [], position: next, expectedRows: rows.length };
      }
      yield {
        kind: 'end',
        asOf: context.now().toISOString(),
        highWater: rows.length,
        completeSnapshot: mode.kind === 'all',
      };
    },
  };
}

export function listConnectors(list: ListSource): Connectors {
  return {
    employment: listConnector('employment', list),
    tax: listConnector('tax', list),
    commerce: listConnector('commerce', list),
    'social-insurance': listConnector('social-insurance', list),
  };
}

/** What an import needs to read a list: registers complete since 2016, batches of seven rows. */
export function listImport(
  database: Database,
  vault: Vault,
  list: ListSource,
  now = () => new Date(),
): ImportDependencies {
  const begin = '2016-01-01';
  const unused = (): never => {
    throw new Error('a list connector needs no transport');
  };
  return {
    database,
    vault,
    connectors: listConnectors(list),
    recordsBeginOn: { employment: begin, tax: begin, commerce: begin, 'social-insurance': begin },
    context: {
      transport: { http: unused, sql: unused, sftp: unused },
      now,
      randomHex: unused,
      sleep: unused,
      log: () => {},
    },
    batchSize: 7,
  };
}
