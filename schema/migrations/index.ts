/** Every migration, oldest first; a published one is never edited. */
import { ClientsAndPeople } from './20261128-clients-and-people.js';
import { AccessLog } from './20261128-access-log.js';
import { Agreements } from './20261128-agreements.js';
import { CodeLists } from './20261127-code-lists.js';
import { FactsAsKnown } from './20261124-facts-as-known.js';
import { FirstThread } from './20261123-first-thread.js';
import { DecisionsKept } from './20261124-decisions-kept.js';
import { StaffByEmployer } from './20261124-staff-by-employer.js';
import { StaffCounted } from './20261124-staff-counted.js';
import { ParametersWithPapers } from './20261124-parameters-with-papers.js';
import { Corrections } from './20261127-corrections.js';
import { OpenRecords } from './20261127-open-records.js';
import { Recruitment } from './20261127-recruitment.js';
import { Snapshots } from './20261127-snapshots.js';
import { StateFirms } from './20261127-state-firms.js';
import { Webhooks } from './20261127-webhooks.js';
import { KeysAndRetention } from './20261128-keys-and-retention.js';
import { AccessHolds } from './20261129-access-holds.js';
import { TrustedDocuments } from './20261128-trusted-documents.js';
import { WeighedRuns } from './20261129-weighed-runs.js';
import { GuardedPersons } from './20261129-guarded-persons.js';
import { WorkCalendar } from './20261127-work-calendar.js';

export const migrations = [
  { name: '20261123-first-thread', class: FirstThread },
  { name: '20261124-decisions-kept', class: DecisionsKept },
  { name: '20261124-staff-by-employer', class: StaffByEmployer },
  { name: '20261124-staff-counted', class: StaffCounted },
  { name: '20261124-parameters-with-papers', class: ParametersWithPapers },
  { name: '20261124-facts-as-known', class: FactsAsKnown },
  { name: '20261127-state-firms', class: StateFirms },
  { name: '20261127-open-records', class: OpenRecords },
  { name: '20261127-recruitment', class: Recruitment },
  { name: '20261127-snapshots', class: Snapshots },
  { name: '20261127-webhooks', class: Webhooks },
  { name: '20261127-work-calendar', class: WorkCalendar },
  { name: '20261127-code-lists', class: CodeLists },
  { name: '20261127-corrections', class: Corrections },
  { name: '20261128-keys-and-retention', class: KeysAndRetention },
  { name: '20261128-clients-and-people', class: ClientsAndPeople },
  { name: '20261128-access-log', class: AccessLog },
  { name: '20261128-agreements', class: Agreements },
  { name: '20261128-trusted-documents', class: TrustedDocuments },
  { name: '20261129-weighed-runs', class: WeighedRuns },
  { name: '20261129-guarded-persons', class: GuardedPersons },
  { name: '20261129-access-holds', class: AccessHolds },
];
