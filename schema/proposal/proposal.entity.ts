import { defineEntity, p } from '@mikro-orm/core';
import { instant, uuidKey } from '../columns.js';

/** Something that one person proposes and another approves; decided once, then kept. */
export const ProposalEntity = defineEntity({
  name: 'Proposal',
  indexes: [{ name: 'proposal_state_index', properties: ['state', 'proposalId'] }],
  properties: {
    proposalId: uuidKey(),
    kind: p.text(),
    payload: p.json(),
    payloadHash: p.text(),
    reason: p.text(),
    proposedBy: p.text(),
    proposedAt: instant(),
    expiresAt: instant(),
    state: p.text().default('open'),
    /** How many persons it took, by the setting of that moment. */
    persons: p.smallint().nullable(),
    decidedBy: p.text().nullable(),
    decidedAt: instant().nullable(),
    decisionReason: p.text().nullable(),
  },
});
