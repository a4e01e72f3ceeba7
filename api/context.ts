/** One request's world, and what all requests of a process share. */
import type { Logger } from 'pino';
import type { Queues } from '../jobs/queues.js';
import type { Spend } from '../rules/spend.js';
import type { AccessStamp } from '../schema/access-event/access-event.writes.js';
import type { openCodeLists } from '../schema/code-list/code-list.reads.js';
import type { Database } from '../schema/database.js';
import type { openParameters } from '../schema/parameter/parameter.reads.js';
import type { PersonLookUp } from '../schema/person/person.reads.js';
import type { Vault } from '../schema/vault.js';
import type { Viewer } from './authenticate.js';
import type { Budget } from './budget.js';
import type { CompiledOperation } from './compile-document.js';
import type { Grant, Rights } from './rights.js';

/** What one API process holds open. */
export interface House {
  database: Database;
  vault: Vault;
  queues: Queues;
  clock: () => Date;
  log: Logger;
  budget: Budget;
  rights: Rights;
  /** The parameters that decisions rest on, as last approved. */
  parameters: ReturnType<typeof openParameters>;
  /** The code lists in use. */
  codeLists: ReturnType<typeof openCodeLists>;
  /** One person's stored document, or null; its access event is committed by then. */
  readPerson: (asked: PersonLookUp) => Promise<string | null>;
}

export interface Context extends House {
  viewer: Viewer;
  operation: CompiledOperation;
  /** What the viewer may see in this operation; null when it asks for no record. */
  grant: Grant | null;
  /** What deciding in this operation takes; throws when it is too much. */
  spend: Spend;
}

/** Thrown when a resolver is reached that reads records while rights saw none: a fault of the hub, never of the asker. */
export function grantOf(context: Context): Grant & { stamp: AccessStamp } {
  if (!context.grant) throw new Error(`operation ${context.operation.name} reads records without a grant`);
  return context.grant;
}
