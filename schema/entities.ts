/** Every table, in one list. */
import { OrganizationRecordEntity } from './organization/organization.entity.js';
import { PersonIdentifierEntity, PersonRecordEntity } from './person/person.entity.js';

export const entities = [PersonIdentifierEntity, PersonRecordEntity, OrganizationRecordEntity];
