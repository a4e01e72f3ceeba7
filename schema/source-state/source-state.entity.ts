import { defineEntity, p } from '@mikro-orm/core';
import { count, day, instant } from '../columns.js';

/** One stream of one source: its fence, its high water, and how new its data is. */
export const SourceStateEntity = defineEntity({
  name: 'SourceState',
  uniques: [{ name: 'source_state_source_stream_unique', properties: ['source', 'stream'] }],
  properties: {
    streamId: p.smallint().primary().autoincrement(false),
    source: p.text(),
    stream: p.text(),
    fence: count(),
    highWater: p.json().nullable(),
    dataAsOf: instant().nullable(),
    recordsBeginOn: day().nullable(),
    liveRows: count(),
    /** The act that paused it; null: it is not. */
    pauseAct: p.uuid().nullable(),
    feedsRecord: p.boolean().default(false),
  },
});
