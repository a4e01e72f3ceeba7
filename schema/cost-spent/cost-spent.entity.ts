import { defineEntity, p } from '@mikro-orm/core';
import { instant } from '../columns.js';

/** What one API process let a client spend within one minute. Each process writes rows of its own alone; a crash may lose them. */
export const CostSpentEntity = defineEntity({
  name: 'CostSpent',
  properties: {
    minute: instant().primary(),
    purse: p.text().primary(),
    process: p.uuid().primary(),
    cost: p.double(),
  },
});
