import { defineEntity, p } from '@mikro-orm/core';
import { day, instant, uuidKey } from '../columns.js';

/** What one client may read, in one version; a new version is a new row, and only its end is ever added to one. */
export const AgreementEntity = defineEntity({
  name: 'Agreement',
  uniques: [{ name: 'agreement_client_version_unique', properties: ['client', 'version'] }],
  properties: {
    agreementId: uuidKey(),
    client: p.text(),
    version: p.integer(),
    beginsOn: day(),
    endsOn: day().nullable(),
    purposes: p.json(),
    defaultPurpose: p.text().nullable(),
    fields: p.json(),
    dailyLimit: p.integer(),
    regions: p.array(),
    populations: p.array(),
    trustedDocuments: p.boolean().default(false),
    tokenBinding: p.boolean().default(false),
    /** Null in a database that is older than proposals of agreements. */
    proposalId: p.uuid().nullable(),
    recordedAt: instant().defaultRaw('now()'),
    endedAt: instant().nullable(),
    endedBy: p.text().nullable(),
    endReason: p.text().nullable(),
  },
});
