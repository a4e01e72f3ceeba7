import { defineEntity, p } from '@mikro-orm/core';
import { instant, uuidKey } from '../columns.js';

/** That something was erased: what kind, how many, by which period. Never what it said. */
export const ErasureEntity = defineEntity({
  name: 'Erasure',
  properties: {
    erasureId: uuidKey(),
    at: instant(),
    what: p.text(),
    /** Older than this. */
    before: instant(),
    days: p.integer(),
    rows: p.bigint('number'),
  },
});
