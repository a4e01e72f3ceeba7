import { defineEntity, p } from '@mikro-orm/core';
import { instant, uuidKey } from '../columns.js';

/** What a person did with a run or a stream. Append only. */
export const SyncActEntity = defineEntity({
  name: 'SyncAct',
  uniques: [{ name: 'sync_act_idempotency_key_unique', properties: 'idempotencyKey' }],
  indexes: [{ name: 'sync_act_run_id_index', properties: ['runId', 'actId'], where: 'run_id is not null' }],
  properties: {
    actId: uuidKey(),
    act: p.text(),
    streamId: p.smallint(),
    /** Null of a stream as a whole. */
    runId: p.uuid().nullable(),
    actedBy: p.text(),
    reason: p.text(),
    actedAt: instant(),
    idempotencyKey: p.text().nullable(),
  },
});
