/** What an approved proposal of each kind does. */
import type { LetOff } from '../../rules/agreement.js';
import { recordHold } from '../access-log/hold.writes.js';
import { recordAgreement } from '../agreement/agreement.writes.js';
import { recordExemption } from '../exemption/exemption.writes.js';
import { recordParameter } from '../parameter/parameter.writes.js';
import { recordRetention } from '../retention/retention.writes.js';
import { recordStateFirm } from '../state-firm/state-firm.writes.js';
import { letRunThrough } from '../sync-run/held-run.writes.js';
import type { ProposalKind } from './proposal.reads.js';
import type { CarryOut } from './proposal.writes.js';

const decided = {
  parameter: recordParameter,
  'state-firm': recordStateFirm,
  exemption: recordExemption,
  retention: recordRetention,
  'sync-run': letRunThrough,
  'access-hold': recordHold,
};

/** By what a hub is let off. */
export const carryOutWith = (letOff: LetOff): Readonly<Record<ProposalKind, CarryOut>> => ({
  ...decided,
  agreement: recordAgreement(letOff),
});

/** Where nothing is let off. */
export const carryOut = carryOutWith(new Set());
