import { defineEntity, p } from '@mikro-orm/core';
import { day, instant, uuidKey } from '../columns.js';

/** Somebody at whom no officer, or one officer not, looks without a case number. It ends by its day and is never taken back. */
export const GuardedPersonEntity = defineEntity({
  name: 'GuardedPerson',
  indexes: [{ name: 'guarded_person_person_index', properties: ['personId', 'until'] }],
  properties: {
    guardId: uuidKey(),
    personId: p.uuid(),
    /** Against whom; null: every officer. */
    officer: p.text().nullable(),
    until: day(),
    reason: p.text(),
    guardedBy: p.text(),
    guardedAt: instant(),
  },
});
