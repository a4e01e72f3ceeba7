/** A connector over rows in memory that speaks the whole contract: positions, high water, ends. For tests of the jobs alone. */
import type { Batch, Connector, End, PullRequest, SourceRow } from '../../connectors/connector.js';
import type { Connectors } from '../../connectors/registry.js';
import type { Source } from '../../rules/vocabulary.js';

export interface ListSource {
  rows(stream: string): SourceRow[];
  /** Called before each batch leaves: throws, waits or kills as the test likes. */
  beforeBatch?(stream: string, number: number): Promise<void> | void;
}

export function listConnector(source: Source, list: ListSource): Connector {
  return {
    descriptor: { source, title: source, streams: [] },
    check: () => Promise.resolve([]),
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
