import { defineEntity, p } from '@mikro-orm/core';
import { day, uuidKey } from '../columns.js';

/** What one client may read, in one version; a new version is a new row. */
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
  },
});
