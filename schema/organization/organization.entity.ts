import { defineEntity, p } from '@mikro-orm/core';
import { instant } from '../columns.js';

/** The unified record of a firm; its credit code is public and stands in clear. */
export const OrganizationRecordEntity = defineEntity({
  name: 'OrganizationRecord',
  properties: {
    creditCode: p.text().primary(),
    document: p.text(),
    region: p.text().default(''),
    builtAt: instant(),
  },
});
