import { defineEntity, p } from '@mikro-orm/core';
import { bytes, instant } from '../columns.js';

/** A proof of possession that came with a request, until it is too old to come again. */
export const UsedProofEntity = defineEntity({
  name: 'UsedProof',
  properties: { proofHash: bytes().primary(), endsAt: instant() },
});

/** Since when used proofs are remembered: a crash empties both tables. */
export const UsedProofMemoryEntity = defineEntity({
  name: 'UsedProofMemory',
  properties: { isOnly: p.boolean().primary().default(true), since: instant() },
});
