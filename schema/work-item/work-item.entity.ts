import { defineEntity, p } from '@mikro-orm/core';
import { bytes, instant, uuidKey } from '../columns.js';

/** Something a clerk must look at: here, a row that a source delivered and the hub could not take. */
export const WorkItemEntity = defineEntity({
  name: 'WorkItem',
  uniques: [{ name: 'work_item_case_unique', properties: ['kind', 'streamId', 'subjectHash', 'code'] }],
  properties: {
    workItemId: uuidKey(),
    kind: p.text(),
    streamId: p.smallint(),
    subjectHash: bytes(),
    code: p.text(),
    field: p.text().nullable(),
    reason: p.text(),
    location: p.json(),
    /** The raw row; null once it was erased. */
    sealed: bytes().nullable(),
    state: p.text().default('open'),
    times: p.integer().default(1),
    firstSeenAt: instant(),
    lastSeenAt: instant(),
    runId: p.uuid(),
  },
});
