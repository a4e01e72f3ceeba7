import { defineEntity, p } from '@mikro-orm/core';
import { bytes, instant } from '../columns.js';

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
  properties: {
    personId: p.uuid().primary(),
    nameKeys: p.array(),
    document: p.text(),
    builtAt: instant(),
  },
});
