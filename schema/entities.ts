/** Every table, in one list. */
import { EntitlementDecisionEntity } from './entitlement/entitlement.entity.js';
import { FactEntity, FactHistoryEntity, TouchedEntityEntity } from './fact/fact.entity.js';
import { OrganizationRecordEntity } from './organization/organization.entity.js';
import { PersonIdentifierEntity, PersonRecordEntity } from './person/person.entity.js';
import { SourceStateEntity } from './source-state/source-state.entity.js';
import { SyncRunEntity } from './sync-run/sync-run.entity.js';
import { WorkItemEntity } from './work-item/work-item.entity.js';

export const entities = [
  PersonIdentifierEntity,
  PersonRecordEntity,
  OrganizationRecordEntity,
  SourceStateEntity,
  FactEntity,
  FactHistoryEntity,
  TouchedEntityEntity,
  SyncRunEntity,
  WorkItemEntity,
  EntitlementDecisionEntity,
];
