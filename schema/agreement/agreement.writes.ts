/** An agreement begins by an approved proposal alone and ends by one officer's word; the versions that were in force stay readable. */
import type pg from 'pg';
import { type AgreementTerms, type LetOff, parseAgreement, relaxedIn } from '../../rules/agreement.js';
import { Refusal } from '../../rules/refusal.js';
import { type CarryOut, type NewProposal, propose } from '../proposal/proposal.writes.js';
import type { ProposalRow } from '../proposal/proposal.reads.js';
import { readAgreements } from './agreement.reads.js';

/** What a proposal of the kind `agreement` holds. */
export interface AgreementPayload {
  terms: AgreementTerms;
  /** The newest version that the proposer saw, 0 for none; approved only while it still is. */
  restsOn: number;
}

/** Proposes the next version; a Refusal names what is wrong. */
export async function proposeAgreement(
  db: pg.Pool,
  wanted: unknown,
  by: Pick<NewProposal, 'reason' | 'proposedBy'>,
  { letOff, now }: { letOff: LetOff; now: Date },
): Promise<ProposalRow> {
  const terms = parseAgreement(wanted);
  refuseRelaxed(terms, letOff);
  const [newest] = await readAgreements(db, terms.client);
  const payload: AgreementPayload = { terms, restsOn: newest?.version ?? 0 };
  return propose(db, { kind: 'agreement', payload, ...by }, now);
}

/** Adds the version, unless another one came first. What is proposed in a demo and approved elsewhere is refused there. */
export const recordAgreement =
  (letOff: LetOff): CarryOut =>
  async (client, proposal, now) => {
    const { terms: proposed, restsOn } = proposal.payload as AgreementPayload;
    const terms = parseAgreement(proposed);
    refuseRelaxed(terms, letOff);
    const recorded = await client.query(
      `insert into agreement (client, version, begins_on, ends_on, purposes, default_purpose, fields, regions, populations, daily_limit,
         trusted_documents, token_binding, proposal_id, recorded_at)
       select $1, $2::integer + 1, $3, $4, $5::jsonb, $6, $7::jsonb, $8, $9, $10, $11, $12, $13, $14
       where $2::integer = coalesce((select max(version) from agreement where client = $1), 0)
       on conflict (client, version) do nothing`,
      [
        terms.client,
        restsOn,
        terms.beginsOn,
        terms.endsOn,
        JSON.stringify(terms.purposes),
        terms.defaultPurpose,
        JSON.stringify(terms.fields),
        terms.regions,
        terms.populations,
        terms.dailyLimit,
        terms.trustedDocuments,
        terms.tokenBinding,
        proposal.id,
        now,
      ],
    );
    return recorded.rowCount === 1;
  };

/** Ends every version of a client that still holds or is yet to begin; says how many. */
export async function endAgreement(
  db: pg.Pool,
  { client, by, reason }: { client: string; by: string; reason: string },
  now: Date,
): Promise<number> {
  const ended = await db.query(
    `update agreement set ended_at = $2, ended_by = $3, end_reason = $4 where client = $1 and ended_at is null`,
    [client, now, by, reason],
  );
  return ended.rowCount ?? 0;
}

function refuseRelaxed(terms: AgreementTerms, letOff: LetOff): void {
  const [first] = relaxedIn(terms, letOff);
  if (first === undefined) return;
  throw new Refusal(
    first,
    '此值仅供单机演示：须有截止日、须用受信文档和绑定令牌、不设默认目的',
    'this value is for a demonstration on one machine alone: agree on an end, trusted documents, bound tokens, and no default purpose',
  );
}
