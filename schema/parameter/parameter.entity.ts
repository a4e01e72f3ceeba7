import { defineEntity, p } from '@mikro-orm/core';
import { instant } from '../columns.js';

/** The whole dated history of one parameter as it was approved at one moment; append only, the newest version counts. */
export const ParameterVersionEntity = defineEntity({
  name: 'ParameterVersion',
  properties: {
    name: p.text().primary(),
    version: p.integer().primary(),
    entries: p.json(),
    proposalId: p.uuid().unique('parameter_version_proposal_id_unique'),
    recordedAt: instant(),
  },
});
