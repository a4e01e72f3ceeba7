import { defineEntity, p } from '@mikro-orm/core';
import { instant, uuidKey } from '../columns.js';

/** A machine that asks for an agency or an employer; of its keys only the public halves. */
export const ClientEntity = defineEntity({
  name: 'Client',
  properties: {
    clientId: uuidKey(),
    /** As agreements and access events write it. */
    name: p.text(),
    audience: p.text(),
    /** Of an employer. */
    creditCode: p.text().nullable(),
    /** Public JWKs. */
    keys: p.json(),
    /** Tokens name it: those with another one were got by another key, and are refused. */
    keysSince: instant(),
    addedAt: instant(),
    addedBy: p.text(),
    revokedAt: instant().nullable(),
    revokedBy: p.text().nullable(),
  },
});
