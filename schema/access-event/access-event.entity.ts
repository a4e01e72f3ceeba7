import { defineEntity, p } from '@mikro-orm/core';
import { instant, uuidKey } from '../columns.js';

/** Who read what, when, why: one row per look-up, also for misses and refusals. It holds no name and no ID number. */
export const AccessEventEntity = defineEntity({
  name: 'AccessEvent',
  indexes: [{ name: 'access_event_client_at_index', properties: ['client', 'at'] }],
  properties: {
    eventId: uuidKey(),
    at: instant().defaultRaw('now()'),
    client: p.text(),
    audience: p.text(),
    purpose: p.text(),
    agreementId: p.uuid().nullable(),
    operation: p.text(),
    fields: p.text(),
    outcome: p.text(),
    personId: p.uuid().nullable(),
    creditCode: p.text().nullable(),
  },
});
