/** An exemption is registered by an approved proposal alone, and holds no content of the posts. */
import type pg from 'pg';
import type { ProposalRow } from '../proposal/proposal.reads.js';
import { type CarryOut, propose } from '../proposal/proposal.writes.js';
import type { ExemptionKind } from './exemption.reads.js';

/** What a proposal of the kind `exemption` holds. */
export interface ExemptionPayload {
  bureau: string;
  creditCode: string;
  kind: ExemptionKind;
  /** The paper that it rests on. */
  basis: string;
  /** 密级 or the level of whoever granted it. */
  level: string;
  posts: number;
  expiresOn: string;
}

export function proposeExemption(
  db: pg.Pool,
  payload: ExemptionPayload,
  by: { reason: string; proposedBy: string },
  now: Date,
): Promise<ProposalRow> {
  return propose(db, { kind: 'exemption', payload, ...by }, now);
}

export const recordExemption: CarryOut = async (client, proposal, now) => {
  const { bureau, creditCode, kind, basis, level, posts, expiresOn } = proposal.payload as ExemptionPayload;
  await client.query(
    `insert into exemption (bureau, credit_code, kind, basis, level, posts, expires_on, proposal_id, recorded_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [bureau, creditCode, kind, basis, level, posts, expiresOn, proposal.id, now],
  );
  return true;
};
