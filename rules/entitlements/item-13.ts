/** Item 13: services for migrant workers. */
import { any, ifGiven, isTrue, nothing } from '../condition.js';
import { rule } from '../entitlement.js';
import { inForce, noMoney } from './policy.js';

const service = { item: 13, sentence: 6 };

export const migrantOneStopService = rule({
  id: 'art13.migrant-one-stop-service',
  name: { zh: '农民工“一站式”综合服务', en: 'services for migrant workers in one place' },
  cites: [service],
  subject: 'person',
  inForce,
  conditions: any(
    { zh: '农民工', en: 'migrant worker' },
    isTrue({ zh: '返乡农民工', en: 'returning migrant worker' }, service, 'person.isReturningMigrantWorker'),
    // The sentence means who works away from home; items 5 to 9 know only who came back, so the wider fact is heard, not asked.
    ifGiven(
      'person.isMigrantWorker',
      isTrue({ zh: '在外务工的农民工', en: 'works away from home' }, service, 'person.isMigrantWorker'),
      nothing,
    ),
  ),
  fund: noMoney,
  readings: ['R-20'],
  remarks: [{ zh: '平等享受公共服务，不设名额', en: 'equal access to public services, without a number' }],
});
