/** What an approved proposal of each kind does. */
import { recordHold } from '../access-log/hold.writes.js';
import { recordAgreement } from '../agreement/agreement.writes.js';
import { recordExemption } from '../exemption/exemption.writes.js';
import { recordParameter } from '../parameter/parameter.writes.js';
import { recordRetention } from '../retention/retention.writes.js';
import { recordStateFirm } from '../state-firm/state-firm.writes.js';
import { letRunThrough } from '../sync-run/held-run.writes.js';
import type { ProposalKind } from './proposal.reads.js';
import type { CarryOut } from './proposal.writes.js';

export const carryOut: Readonly<Record<ProposalKind, CarryOut>> = {
  parameter: recordParameter,
  'state-firm': recordStateFirm,
  exemption: recordExemption,
  retention: recordRetention,
  agreement: recordAgreement(false),
  'sync-run': letRunThrough,
  'access-hold': recordHold,
};

/** The same in the embedded mode, where agreements may be relaxed. */
export const carryOutInDemo: typeof carryOut = { ...carryOut, agreement: recordAgreement(true) };
