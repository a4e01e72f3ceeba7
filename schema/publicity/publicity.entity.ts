import { defineEntity, p } from '@mikro-orm/core';
import { bytes, day, instant, uuidKey } from '../columns.js';

/** One list of proposed hires and the period in which it is public. */
export const PublicityBatchEntity = defineEntity({
  name: 'PublicityBatch',
  indexes: [{ name: 'publicity_batch_notice_id_index', properties: ['noticeId'] }],
  properties: {
    batchId: uuidKey(),
    noticeId: p.uuid(),
    state: p.text().default('draft'),
    recusalStatement: p.boolean().default(false),
    counts: p.json(),
    savedBy: p.text(),
    savedAt: instant(),
    returnReason: p.text().nullable(),
    submittedBy: p.text().nullable(),
    submittedAt: instant().nullable(),
    postedAt: instant().nullable(),
    workingDays: p.integer().nullable(),
    firstDay: day().nullable(),
    lastDay: day().nullable(),
    endsAt: instant().nullable(),
    listHash: p.text().nullable(),
    takenDownAt: instant().nullable(),
    cancelReason: p.text().nullable(),
  },
});

/** One proposed hire; who it is stands sealed. */
export const PublicityCandidateEntity = defineEntity({
  name: 'PublicityCandidate',
  properties: {
    batchId: p.uuid().primary(),
    place: p.integer().primary(),
    postCode: p.text(),
    /** Null once it was erased. */
    sealed: bytes().nullable(),
    removedAt: instant().nullable(),
  },
});
