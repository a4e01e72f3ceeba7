/** One request's world, and what all requests of a process share. */
import type { Logger } from 'pino';
import type { Queues } from '../jobs/queues.js';
import type { AccessEvent, AccessStamp } from '../schema/access-event/access-event.writes.js';
import type { openCodeLists } from '../schema/code-list/code-list.reads.js';
import type { Database } from '../schema/database.js';
import type { openParameters } from '../schema/parameter/parameter.reads.js';
import type { PersonFound, PersonLookUp } from '../schema/person/person.reads.js';
import type { BureauRow } from '../schema/state-firm/state-firm.reads.js';
import type { TrustedDocuments } from '../schema/trusted-document/trusted-document.reads.js';
import type { Vault } from '../schema/vault.js';
import type { WebhookFault } from '../schema/webhook/webhook.reads.js';
import type { Viewer } from './authenticate.js';
import type { Budget } from './budget.js';
import type { CompiledOperation } from './compile-document.js';
import type { CostBudget, Hold } from './cost-budget.js';
import type { Deciding } from './deciding/open-deciding.js';
import type { Effort } from './effort.js';
import type { ChangeWatch } from './open-data/change-watch.js';
import type { OpenRecords } from './open-data/open-index.js';
import type { Patience } from './patience.js';
import type { PurseOf } from './purse.js';
import type { Grant, Rights } from './rights.js';
import type { RunProgress } from './run-progress.js';
import type { Relaxation } from './sign-in/relaxations.js';

/** What one API process holds open. */
export interface House {
  database: Database;
  vault: Vault;
  queues: Queues;
  clock: () => Date;
  /** On one machine, to look at: the hub's own pages stand for the bureau's website. */
  isDemo: boolean;
  /** What it is let off; nothing but in the embedded mode. */
  letOff: ReadonlySet<Relaxation>;
  /** Where links lead that the public is given, without a slash at the end. */
  publicUrl: () => string;
  log: Logger;
  budget: Budget;
  deciding: Deciding;
  costs: CostBudget;
  purseOf: PurseOf;
  documents: TrustedDocuments;
  rights: Rights;
  /** The parameters that decisions rest on, as last approved. */
  parameters: ReturnType<typeof openParameters>;
  /** The code lists in use. */
  codeLists: ReturnType<typeof openCodeLists>;
  /** The public records in memory, and whatever wakes those who wait for a change of them. */
  openRecords: OpenRecords;
  watch: ChangeWatch;
  /** How sync runs go on, for whoever follows one. */
  runProgress: RunProgress;
  /** The bureaus with which state firms file. */
  readBureaus: () => Promise<BureauRow[]>;
  /** What is wrong with an address for webhooks, if anything. */
  checkTarget: (url: string) => Promise<WebhookFault | null>;
  /** One person's stored document, or null; its access event is committed by then. With an agreement, of its rows alone. */
  readPerson: (asked: PersonLookUp) => Promise<PersonFound>;
}

export interface Context extends House, Patience {
  viewer: Viewer;
  /** From where it is asked; our own pages ask from here. */
  address: string;
  operation: CompiledOperation;
  /** Access events that this operation has committed; whoever reads personal data adds its own, for the receipt. */
  noted: AccessEvent[];
  /** What the viewer may see in this operation; null when it asks for no record. */
  grant: Grant | null;
  /** What deciding took in this operation. */
  effort: Effort;
  /** Whose budget pays for it, or whose turn it takes. */
  payer: string;
  /** Its time is over. */
  isStopped: () => boolean;
  /** The most that it may cost. */
  estimate: number;
  /** What was set aside for it of the client's budget; null for our own pages. */
  hold: Hold | null;
}

/** Thrown when a resolver is reached that reads records while rights saw none: a fault of the hub, never of the asker. */
export function grantOf(context: Context): Grant & { stamp: AccessStamp } {
  if (!context.grant) throw new Error(`operation ${context.operation.name} reads records without a grant`);
  return context.grant;
}
