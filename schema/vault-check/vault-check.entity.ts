import { defineEntity, p } from '@mikro-orm/core';
import { count, instant } from '../columns.js';

/** One row: a keyed hash of a fixed word, by which a database knows its key file again, and with which algorithms it was filled. */
export const VaultCheckEntity = defineEntity({
  name: 'VaultCheck',
  properties: { single: p.boolean().primary().default(true), hash: p.text(), profile: p.text().default('standard') },
});

/** The life of one key version: added, writing, leaving, left, dropped. */
export const KeyVersionEntity = defineEntity({
  name: 'KeyVersion',
  properties: {
    version: p.smallint().primary().autoincrement(false),
    state: p.text(),
    keyCheck: p.text(),
    addedAt: instant(),
    writesSince: instant().nullable(),
    leftAt: instant().nullable(),
  },
});

/** A process that seals or looks up, and with which versions. */
export const KeyReaderEntity = defineEntity({
  name: 'KeyReader',
  properties: {
    reader: p.text().primary(),
    writes: p.smallint(),
    other: p.smallint().nullable(),
    seenAt: instant(),
  },
});

/** How far one place is sealed again under a version. */
export const ResealEntity = defineEntity({
  name: 'Reseal',
  properties: {
    version: p.smallint().primary(),
    place: p.text().primary(),
    position: p.json().nullable(),
    rows: count(),
    unreadable: count(),
    done: p.boolean().default(false),
  },
});
