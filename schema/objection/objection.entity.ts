import { defineEntity, p } from '@mikro-orm/core';
import { bytes, instant, uuidKey } from '../columns.js';

/** What somebody says against a proposed hire; who says it and what stands sealed. */
export const ObjectionEntity = defineEntity({
  name: 'Objection',
  uniques: [{ name: 'objection_receipt_unique', properties: ['receipt'] }],
  indexes: [
    { name: 'objection_notice_id_index', properties: ['noticeId'] },
    { name: 'objection_batch_id_index', properties: ['batchId'] },
  ],
  properties: {
    objectionId: uuidKey(),
    batchId: p.uuid(),
    noticeId: p.uuid(),
    receipt: p.text(),
    channel: p.text(),
    /** Null once it was erased. */
    sealed: bytes().nullable(),
    state: p.text().default('received'),
    receivedAt: instant(),
    decidedAt: instant().nullable(),
    finding: p.text().nullable(),
    removedPlaces: p.json().nullable(),
  },
});
