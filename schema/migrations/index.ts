/** Every migration, oldest first; a published one is never edited. */
import { FirstThread } from './20261123-first-thread.js';
import { DecisionsKept } from './20261124-decisions-kept.js';
import { StaffByEmployer } from './20261124-staff-by-employer.js';

export const migrations = [
  { name: '20261123-first-thread', class: FirstThread },
  { name: '20261124-decisions-kept', class: DecisionsKept },
  { name: '20261124-staff-by-employer', class: StaffByEmployer },
];
