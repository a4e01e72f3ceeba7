/**
 * An investigation has a purpose of its own in the agency's agreement. What is looked at for it is logged and sealed like anything, and its
 * persons see it after a day that two officers set before.
 */
import type pg from 'pg';
import { investigationPrefix, mostHeldDays } from '../../rules/agreement.js';
import { beginOfDay, civilDay, endOfDay } from '../../rules/shanghai-time.js';
import { parseDay } from '../../rules/civil-date.js';
import { Refusal } from '../../rules/refusal.js';
import type { Day } from '../../rules/vocabulary.js';
import { isInForce, readAgreement } from '../agreement/agreement.reads.js';
import type { ProposalRow } from '../proposal/proposal.reads.js';
import { type CarryOut, propose } from '../proposal/proposal.writes.js';

/** What a proposal of the kind `access-hold` holds. It names no person. */
export interface HoldPayload {
  client: string;
  purpose: string;
  caseNumber: string;
  /** The first day on which it is shown. */
  until: Day;
}

/** A Refusal names what is wrong. */
export async function proposeHold(
  db: pg.Pool,
  payload: HoldPayload,
  by: { reason: string; proposedBy: string },
  now: Date,
): Promise<ProposalRow> {
  await check(db, payload, now);
  return propose(db, { kind: 'access-hold', payload, ...by }, now);
}

/** It begins when it is approved: nothing that its person could see before is hidden. */
export const recordHold: CarryOut = async (client, { id, payload }, now) => {
  const hold = payload as HoldPayload;
  await check(client, hold, now);
  await client.query(
    `insert into access_hold (hold_id, client, purpose, case_number, until) values ($1, $2, $3, $4, $5)`,
    [id, hold.client, hold.purpose, hold.caseNumber, beginOfDay(endOfDay(hold.until))],
  );
  return true;
};

async function check(db: pg.Pool | pg.ClientBase, { client, purpose, until }: HoldPayload, now: Date): Promise<void> {
  const today = civilDay(now);
  const days = parseDay(until)! - parseDay(today)!;
  if (days < 1 || days > mostHeldDays)
    throw new Refusal('until', `须在 1 至 ${mostHeldDays} 天之后`, `must lie 1 to ${mostHeldDays} days ahead`);
  // Everyday looks are never hidden, by nobody's approval.
  if (!purpose.startsWith(investigationPrefix))
    throw new Refusal('purpose', `须以 ${investigationPrefix} 开头`, `must begin with ${investigationPrefix}`);
  const agreement = await readAgreement(db, client, today);
  const isAgreed = agreement && isInForce(agreement, today) && agreement.purposes.some(({ code }) => code === purpose);
  if (!isAgreed) throw new Refusal('purpose', '须列入该机构的现行协议', 'must be in the agreement of the client');
}
