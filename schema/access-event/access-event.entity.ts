import { defineEntity, p } from '@mikro-orm/core';
import { instant, uuidKey } from '../columns.js';

/** Who read or did what, when, why: one row per look-up, refusal and act. It holds no name and no ID number. Its table is split by month. */
export const AccessEventEntity = defineEntity({
  name: 'AccessEvent',
  indexes: [{ name: 'access_event_client_at_index', properties: ['client', 'at'] }],
  properties: {
    eventId: uuidKey(),
    at: instant().defaultRaw('now()'),
    client: p.text(),
    audience: p.text(),
    purpose: p.text(),
    basis: p.text().nullable(),
    agreementId: p.uuid().nullable(),
    operation: p.text(),
    fields: p.text(),
    outcome: p.text(),
    personId: p.uuid().nullable(),
    creditCode: p.text().nullable(),
    target: p.uuid().nullable(),
    salt: p.uuid().defaultRaw('gen_random_uuid()'),
  },
});
