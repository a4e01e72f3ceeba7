/** What was put aside, read again as it would be read today: the same rows by the same merge, without asking the source. */
import type { Connector, End, Reject, SourceRow } from '../connectors/connector.js';
import { type PutAsideRow, readPutAside } from '../schema/work-item/quarantine.reads.js';
import type { BegunRun } from '../schema/sync-run/sync-run.writes.js';
import type { ImportDependencies } from './import-source.job.js';
import type { ReadBatch } from './read-to-end.js';

/** Oldest case first; a case that cannot be read today either stays as it is. */
export async function* pullPutAside(
  { database, vault, context, batchSize }: ImportDependencies,
  connector: Pick<Connector, 'readAgain'>,
  run: BegunRun,
): AsyncGenerator<ReadBatch | End> {
  let after = (run.position as { after: string } | null)?.after ?? null;
  let newest: Date | null = null;
  function readOne({ id, sealed, location }: PutAsideRow): SourceRow | Reject {
    try {
      return connector.readAgain(run.stream, { raw: vault.open(sealed), location });
    } catch (error) {
      // One that is damaged keeps nobody else waiting.
      context.log('a row that was put aside cannot be opened', { case: id, kind: (error as Error).name });
      return { key: null, location, code: 'wrong-form', field: null, reason: 'it cannot be opened', raw: '' };
    }
  }
  for (;;) {
    const cases = await readPutAside(database.pool, run.streamId, { code: run.faultCode, after, limit: batchSize });
    if (cases.length === 0) break;
    const rows: SourceRow[] = [];
    const rejects: Reject[] = [];
    const settles: string[] = [];
    for (const one of cases) {
      const { id, lastSeenAt } = one;
      const read = readOne(one);
      if ('op' in read) {
        rows.push(read);
        settles.push(id);
      } else rejects.push(read);
      if (newest === null || lastSeenAt > newest) newest = lastSeenAt;
    }
    after = cases.at(-1)!.id;
    yield { kind: 'batch', rows, rejects, position: { after }, expectedRows: null, settles };
  }
  const asOf = (newest ?? context.now()).toISOString();
  yield { kind: 'end', asOf, highWater: null, completeSnapshot: false };
}
