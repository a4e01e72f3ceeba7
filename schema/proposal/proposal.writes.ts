/** A proposal is made by one person and decided by another, once. What it does happens in the transaction that approves it. */
import type pg from 'pg';
import { maybeSamePerson } from '../../rules/names.js';
import { transact } from '../database.js';
import { jsonHash } from '../json-hash.js';
import { cityBureau, readSetting } from '../setting/setting.reads.js';
import { proposalColumns } from './proposal.reads.js';
import type { ProposalKind, ProposalRow } from './proposal.reads.js';

const daysToDecide = 30;
/** Whatever a bureau of one clerk has set: what is erased comes back by no second thought, nor what a partner has read; and nobody hides looks alone. */
const alwaysTwo: ReadonlySet<ProposalKind> = new Set(['retention', 'agreement', 'access-hold']);

export function expiryOf(proposedAt: Date): Date {
  return new Date(proposedAt.getTime() + daysToDecide * 86_400_000);
}

export interface NewProposal {
  kind: ProposalKind;
  payload: unknown;
  reason: string;
  proposedBy: string;
}

export async function propose(
  db: pg.Pool | pg.ClientBase,
  { kind, payload, reason, proposedBy }: NewProposal,
  now: Date,
): Promise<ProposalRow> {
  const made = await db.query<ProposalRow>(
    `insert into proposal (kind, payload, payload_hash, reason, proposed_by, proposed_at, expires_at)
     values ($2, $3::jsonb, $4, $5, $6, $1, $7) returning ${proposalColumns}`,
    [now, kind, JSON.stringify(payload), jsonHash(payload), reason, proposedBy, expiryOf(now)],
  );
  return made.rows[0]!;
}

/** What an approved proposal does; false, with nothing written, when what it rests on has changed. */
export type CarryOut = (client: pg.ClientBase, proposal: ProposalRow, now: Date) => Promise<boolean>;

export interface Decision {
  id: string;
  to: 'approved' | 'rejected' | 'withdrawn';
  by: string;
  reason: string | null;
}

/** Why a decision was not taken; the proposal is as it was. */
export type NotDecided = 'closed' | 'same-person' | 'another-person' | 'altered' | 'changed-underneath';

/** Takes the decision, or says why not; null when there is no such proposal. Of two at once one wins and the other sees it closed. */
export function decideProposal(
  db: pg.Pool,
  decision: Decision,
  carryOut: Readonly<Record<ProposalKind, CarryOut>>,
  now: Date,
): Promise<{ proposal: ProposalRow; not: NotDecided | null } | null> {
  return transact(db, async (client) => {
    const found = await client.query<ProposalRow>(
      `select ${proposalColumns} from proposal where proposal_id = $2 for no key update`,
      [now, decision.id],
    );
    const proposal = found.rows[0];
    if (!proposal) return null;
    const persons = alwaysTwo.has(proposal.kind) ? 2 : await readSetting(client, cityBureau, 'proposals.persons');
    const not = whyNot(proposal, decision, persons);
    if (not) return { proposal, not };
    if (decision.to === 'approved' && !(await carryOut[proposal.kind](client, proposal, now)))
      return { proposal, not: 'changed-underneath' };
    const decided = await client.query<ProposalRow>(
      `update proposal set state = $3, persons = $4, decided_by = $5, decided_at = $1, decision_reason = $6
       where proposal_id = $2 returning ${proposalColumns}`,
      [now, decision.id, decision.to, persons, decision.by, decision.reason],
    );
    return { proposal: decided.rows[0]!, not: null };
  });
}

function whyNot(proposal: ProposalRow, { to, by }: Decision, persons: 1 | 2): NotDecided | null {
  if (proposal.state !== 'open') return 'closed';
  if (to === 'approved' && persons === 2 && maybeSamePerson(proposal.proposedBy, by)) return 'same-person';
  if (to === 'withdrawn' && proposal.proposedBy !== by) return 'another-person';
  if (to === 'approved' && jsonHash(proposal.payload) !== proposal.payloadHash) return 'altered';
  return null;
}
