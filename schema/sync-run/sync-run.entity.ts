import { defineEntity, p } from '@mikro-orm/core';
import { bytes, count, instant, uuidKey } from '../columns.js';

/** The run ledger: one row per run of one stream, written before anything is queued. */
export const SyncRunEntity = defineEntity({
  name: 'SyncRun',
  uniques: [{ name: 'sync_run_idempotency_key_unique', properties: 'idempotencyKey' }],
  indexes: [
    { name: 'sync_run_stream_id_run_id_index', properties: ['streamId', 'runId'] },
    { name: 'sync_run_state_index', properties: 'state', where: `state in ('queued', 'running')` },
  ],
  properties: {
    runId: uuidKey(),
    streamId: p.smallint(),
    scope: p.text(),
    rangeFrom: instant().nullable(),
    rangeTo: instant().nullable(),
    sealedKey: bytes().nullable(),
    dryRun: p.boolean().default(false),
    requestedBy: p.text(),
    reason: p.text(),
    idempotencyKey: p.text().nullable(),
    state: p.text().default('queued'),
    attempt: p.integer().default(0),
    fence: p.bigint('number').nullable(),
    position: p.json().nullable(),
    expectedRows: p.bigint('number').nullable(),
    rowsRead: count(),
    rowsNew: count(),
    rowsChanged: count(),
    rowsUnchanged: count(),
    rowsStale: count(),
    rowsDuplicate: count(),
    rowsRetired: count(),
    rowsRejected: count(),
    dataAsOf: instant().nullable(),
    queuedAt: instant().defaultRaw('now()'),
    startedAt: instant().nullable(),
    heartbeatAt: instant().nullable(),
    finishedAt: instant().nullable(),
    errorKind: p.text().nullable(),
    error: p.text().nullable(),
  },
});
