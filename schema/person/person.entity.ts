import { defineEntity, p } from '@mikro-orm/core';
import { bytes, day, instant } from '../columns.js';

/** The only place of an ID number: its keyed index, and the number itself sealed. */
export const PersonIdentifierEntity = defineEntity({
  name: 'PersonIdentifier',
  properties: {
    blindIndex: bytes().primary(),
    sealed: bytes(),
    keyVersion: p.smallint(),
    personId: p.uuid().unique('person_identifier_person_id_unique').defaultRaw('uuidv7()'),
  },
});

/** The unified record: one document, and the few columns that find it. */
export const PersonRecordEntity = defineEntity({
  name: 'PersonRecord',
  indexes: [{ name: 'person_record_changes_on_index', properties: 'changesOn', where: 'changes_on is not null' }],
  properties: {
    personId: p.uuid().primary(),
    nameKeys: p.array(),
    document: p.text(),
    changesOn: day().nullable(),
    builtAt: instant(),
  },
});
