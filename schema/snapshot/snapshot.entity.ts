/** What was public on a day, as files that never change. */
import { defineEntity, p } from '@mikro-orm/core';
import { bytes, day, instant } from '../columns.js';

export const OpenSnapshotEntity = defineEntity({
  name: 'OpenSnapshot',
  properties: {
    day: day().primary(),
    /** The log's number at which everything in it was read. */
    number: p.bigint('number'),
    createdAt: instant(),
    manifest: p.json(),
  },
});

/** A piece of a file's gzip stream; the pieces in their order are the whole stream. */
export const OpenSnapshotPartEntity = defineEntity({
  name: 'OpenSnapshotPart',
  properties: {
    day: day().primary(),
    file: p.text().primary(),
    part: p.integer().primary(),
    bytes: bytes(),
  },
});
