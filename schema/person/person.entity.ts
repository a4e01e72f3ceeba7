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

/** A phone or account number that a source says of a person, beside its fact: sealed, and found by its keyed index. Newest only. */
export const PersonNumberEntity = defineEntity({
  name: 'PersonNumber',
  indexes: [{ name: 'person_number_blind_index_index', properties: 'blindIndex' }],
  properties: {
    streamId: p.smallint().primary(),
    recordKey: bytes().primary(),
    kind: p.text().primary(),
    blindIndex: bytes(),
    sealed: bytes(),
    keyVersion: p.smallint(),
  },
});

/** The unified record: one document, and the few columns that find it. */
export const PersonRecordEntity = defineEntity({
  name: 'PersonRecord',
  properties: {
    personId: p.uuid().primary(),
    nameKeys: p.array(),
    document: p.text(),
    /** Of the household register; empty where nobody knows it. */
    region: p.text().default(''),
    populations: p.array(),
    builtAt: instant(),
  },
});
