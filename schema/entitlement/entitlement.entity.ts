import { defineEntity, p } from '@mikro-orm/core';
import { day } from '../columns.js';

/** The last decision of each rule for each person; `changesOn` is the first day on which it would differ with no new fact. */
export const EntitlementDecisionEntity = defineEntity({
  name: 'EntitlementDecision',
  properties: {
    personId: p.uuid().primary(),
    rule: p.text().primary(),
    outcome: p.text(),
    amountFen: p.bigint('number').nullable(),
    decidedOn: day(),
    changesOn: day().nullable(),
  },
});
