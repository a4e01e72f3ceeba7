import { defineEntity, p } from '@mikro-orm/core';
import { bytes, instant } from '../columns.js';

const factColumns = {
  streamId: p.smallint().primary(),
  recordKey: bytes().primary(),
  contentHash: bytes(),
  personId: p.uuid().nullable(),
  creditCode: p.text().nullable(),
  relatedPersonId: p.uuid().nullable(),
  version: p.text().nullable(),
  asOf: instant(),
  recordedAt: instant(),
  runId: p.uuid(),
  absentSince: instant().nullable(),
  body: p.text(),
};

/** What a source says now, one row per record of a stream. */
export const FactEntity = defineEntity({ name: 'Fact', properties: factColumns });

/** What a source said before. */
export const FactHistoryEntity = defineEntity({
  name: 'FactHistory',
  properties: { ...factColumns, supersededAt: instant().primary() },
});

/** What changed and waits for its record to be built again. */
export const TouchedEntityEntity = defineEntity({
  name: 'TouchedEntity',
  properties: {
    touchedId: p.bigint('number').primary().autoincrement(),
    personId: p.uuid().nullable(),
    creditCode: p.text().nullable(),
  },
});
