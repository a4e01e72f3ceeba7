import { defineEntity, p } from '@mikro-orm/core';
import { instant } from '../columns.js';

/** One entry of the register of state firms: on which days a firm is one. Entries of one firm never overlap; an entry is only ever ended. */
export const StateFirmEntity = defineEntity({
  name: 'StateFirm',
  properties: {
    creditCode: p.text().primary(),
    valid: p.string().columnType('daterange').primary(),
    name: p.text(),
    level: p.text(),
    holding: p.text(),
    investor: p.text().nullable(),
    region: p.text(),
    bureau: p.text(),
    evidence: p.json(),
    proposalId: p.uuid().unique('state_firm_proposal_id_unique'),
    recordedAt: instant(),
  },
});

/** A bureau of human resources and social security, by the region that it serves. */
export const BureauEntity = defineEntity({
  name: 'Bureau',
  properties: { region: p.text().primary(), name: p.text(), website: p.text().nullable() },
});
