import { defineEntity, p } from '@mikro-orm/core';
import { instant } from '../columns.js';

/** Working days of one year that the release does not ship, or ships otherwise; loaded again, it is written over. */
export const WorkCalendarYearEntity = defineEntity({
  name: 'WorkCalendarYear',
  properties: {
    year: p.integer().primary(),
    daysOff: p.array().columnType('date[]'),
    workDays: p.array().columnType('date[]'),
    papers: p.json(),
    /** Invented for the demo. */
    example: p.boolean(),
    loadedBy: p.text(),
    loadedAt: instant(),
  },
});
