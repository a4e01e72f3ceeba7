import { defineEntity, p } from '@mikro-orm/core';
import { bytes, instant, uuidKey } from '../columns.js';

/** Something somebody must look at: a row that a source delivered and the hub could not take, or an alarm. */
export const WorkItemEntity = defineEntity({
  name: 'WorkItem',
  uniques: [{ name: 'work_item_case_unique', properties: ['kind', 'streamId', 'subjectHash', 'code'] }],
  indexes: [
    {
      name: 'work_item_open_quarantine_index',
      properties: ['streamId', 'workItemId'],
      where: `kind = 'quarantine' and state = 'open'`,
    },
  ],
  properties: {
    workItemId: uuidKey(),
    kind: p.text(),
    streamId: p.smallint().nullable(),
    subjectHash: bytes(),
    code: p.text(),
    field: p.text().nullable(),
    reason: p.text(),
    location: p.json(),
    /** The raw row; null once it was erased, and of an alarm. */
    sealed: bytes().nullable(),
    state: p.text().default('open'),
    times: p.integer().default(1),
    firstSeenAt: instant(),
    lastSeenAt: instant(),
    /** Who looked into it, and what came of it. */
    settledBy: p.text().nullable(),
    finding: p.text().nullable(),
    runId: p.uuid().nullable(),
  },
});
