import { defineEntity, p } from '@mikro-orm/core';
import { bytes, day } from '../columns.js';
import { instant } from '../columns.js';

/** One change of one public record; its number comes after its commit. */
export const OpenChangeEntity = defineEntity({
  name: 'OpenChange',
  uniques: [{ name: 'open_change_number_unique', properties: ['number'] }],
  properties: {
    changeId: p.bigint('number').primary().autoincrement(),
    number: p.bigint('number').nullable(),
    at: instant(),
    kind: p.text(),
    reason: p.text().nullable(),
    remark: p.text().nullable(),
    recordId: p.uuid().nullable(),
    recordKind: p.text().nullable(),
    noticeId: p.uuid().nullable(),
    version: p.integer().nullable(),
    day: day().nullable(),
    body: p.text().nullable(),
    sha256: bytes().nullable(),
    findable: p.json().nullable(),
    wasFindable: p.json().nullable(),
  },
});

/** Up to which number the log is folded. */
export const OpenLogEntity = defineEntity({
  name: 'OpenLog',
  properties: { single: p.boolean().primary(), lastNumber: p.bigint('number') },
});

/** A public record as it stands at the log's last number. */
export const OpenRecordEntity = defineEntity({
  name: 'OpenRecord',
  properties: {
    recordId: p.uuid().primary(),
    recordKind: p.text(),
    noticeId: p.uuid(),
    place: p.bigint('number'),
    number: p.bigint('number'),
    version: p.integer(),
    day: day(),
    body: p.text(),
    sha256: bytes(),
    findable: p.json(),
    words: p.string().columnType('tsvector'),
  },
});

/** How many records a day has, and their digest. */
export const OpenDayEntity = defineEntity({
  name: 'OpenDay',
  properties: {
    day: day().primary(),
    recordKind: p.text().primary(),
    records: p.integer(),
    digest: p.string().columnType('bit(256)'),
  },
});
