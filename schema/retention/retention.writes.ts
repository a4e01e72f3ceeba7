/** How long things are kept changes by proposal, and always by two persons: a shorter time erases for good. */
import type pg from 'pg';
import type { RetentionName } from '../../rules/retention.js';
import type { ProposalRow } from '../proposal/proposal.reads.js';
import { type CarryOut, propose } from '../proposal/proposal.writes.js';
import { cityBureau, type SettingValue } from '../setting/setting.reads.js';
import { writeSetting } from '../setting/setting.writes.js';

/** What a proposal of the kind `retention` holds. */
export interface RetentionPayload {
  name: RetentionName;
  days: SettingValue<`retention.${RetentionName}`>;
}

export function proposeRetention(
  db: pg.Pool,
  payload: RetentionPayload,
  by: { reason: string; proposedBy: string },
  now: Date,
): Promise<ProposalRow> {
  return propose(db, { kind: 'retention', payload, ...by }, now);
}

export const recordRetention: CarryOut = async (client, { payload, proposedBy }, now) => {
  const { name, days } = payload as RetentionPayload;
  await writeSetting(
    client,
    { bureau: cityBureau, name: `retention.${name}`, value: days, setBy: `proposal of ${proposedBy}` },
    now,
  );
  return true;
};
