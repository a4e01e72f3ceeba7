/** Reads of proposals. Nothing expires by a job: an open proposal past its day reads as expired. */
import type pg from 'pg';

/** What can be proposed; a further kind needs its line in `carry-out.writes.ts`. */
export type ProposalKind =
  | 'parameter'
  | 'state-firm'
  | 'exemption'
  | 'retention'
  | 'agreement'
  | 'sync-run'
  | 'access-hold';
export type ProposalState = 'open' | 'approved' | 'rejected' | 'withdrawn' | 'expired';

export interface ProposalRow {
  id: string;
  kind: ProposalKind;
  payload: unknown;
  payloadHash: string;
  reason: string;
  proposedBy: string;
  proposedAt: Date;
  expiresAt: Date;
  state: ProposalState;
  decidedBy: string | null;
  decidedAt: Date | null;
  decisionReason: string | null;
}

/** `now` is the first argument of every statement with these columns. */
export const proposalColumns = `proposal_id as id, kind, payload, payload_hash as "payloadHash", reason, proposed_by as "proposedBy",
  proposed_at as "proposedAt", expires_at as "expiresAt",
  case when state = 'open' and expires_at <= $1 then 'expired' else state end as state,
  decided_by as "decidedBy", decided_at as "decidedAt", decision_reason as "decisionReason"`;

export async function readProposal(db: pg.Pool | pg.ClientBase, id: string, now: Date): Promise<ProposalRow | null> {
  const found = await db.query<ProposalRow>(`select ${proposalColumns} from proposal where proposal_id = $2`, [
    now,
    id,
  ]);
  return found.rows[0] ?? null;
}

export interface ProposalPage {
  state: ProposalState | null;
  after: string | null;
  limit: number;
  /** Exemptions are shown for this bureau alone; null: none at all. */
  exemptionsOf: string | null;
  /** What the codes of the bureaus begin with whose state firms are shown; null: none at all. */
  bureaus: string | null;
  /** Whether holds of the access log are shown. */
  holds: boolean;
}

/** Newest first; up to `limit` of them older than the proposal `after`. */
export async function readProposals(db: pg.Pool, page: ProposalPage, now: Date): Promise<ProposalRow[]> {
  const found = await db.query<ProposalRow>(
    `select ${proposalColumns} from proposal
     where ($2::text is null
         or state = case when $2 = 'expired' then 'open' else $2 end and ($2 not in ('open', 'expired') or (expires_at <= $1) = ($2 = 'expired')))
       and ($3::uuid is null or proposal_id < $3) and (kind <> 'exemption' or payload ->> 'bureau' = $5)
       and (kind <> 'state-firm' or starts_with(payload ->> 'bureau', $6)) and (kind <> 'access-hold' or $7)
     order by proposal_id desc limit $4`,
    [now, page.state, page.after, page.limit, page.exemptionsOf, page.bureaus, page.holds],
  );
  return found.rows;
}
