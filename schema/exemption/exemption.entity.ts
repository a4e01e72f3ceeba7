import { defineEntity, p } from '@mikro-orm/core';
import { day, instant, uuidKey } from '../columns.js';

/** 涉密等特殊岗位: that posts were exempted, by whom and why, and nothing of what they are. */
export const ExemptionEntity = defineEntity({
  name: 'Exemption',
  uniques: [{ name: 'exemption_proposal_id_unique', properties: ['proposalId'] }],
  indexes: [{ name: 'exemption_bureau_index', properties: ['bureau', 'recordedAt'] }],
  properties: {
    exemptionId: uuidKey(),
    bureau: p.text(),
    creditCode: p.text(),
    kind: p.text(),
    basis: p.text(),
    level: p.text(),
    posts: p.integer(),
    expiresOn: day(),
    proposalId: p.uuid(),
    recordedAt: instant(),
  },
});
