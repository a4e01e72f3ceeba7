/** Reads of agreements. */
import type pg from 'pg';
import type { AgreementTerms } from '../../rules/agreement.js';
import type { Day } from '../../rules/vocabulary.js';

/** Told whenever an agreement is added or ended. */
export const agreementChannel = 'agreement';

export interface AgreementRow extends AgreementTerms {
  id: string;
  version: number;
  endedAt: Date | null;
}

export interface AgreementVersionRow extends AgreementRow {
  recordedAt: Date;
  proposalId: string | null;
  reason: string | null;
  proposedBy: string | null;
  approvedBy: string | null;
  endedBy: string | null;
  endReason: string | null;
}

const columns = `agreement_id as id, client, version, begins_on as "beginsOn", ends_on as "endsOn", purposes, default_purpose as "defaultPurpose",
  fields, regions, populations, daily_limit as "dailyLimit", trusted_documents as "trustedDocuments", token_binding as "tokenBinding",
  ended_at as "endedAt"`;

/** The newest version that has begun by `today`, whether it still holds or not: what it replaced never comes back. */
export async function readAgreement(
  db: pg.Pool | pg.ClientBase,
  client: string,
  today: Day,
): Promise<AgreementRow | null> {
  const found = await db.query<AgreementRow>(
    `select ${columns} from agreement where client = $1 and begins_on <= $2 order by version desc limit 1`,
    [client, today],
  );
  return found.rows[0] ?? null;
}

export function isInForce({ beginsOn, endsOn, endedAt }: AgreementRow, today: Day): boolean {
  return beginsOn <= today && (endsOn === null || endsOn >= today) && endedAt === null;
}

/** Every version, by client, newest first; of one client when it is named. */
export async function readAgreements(
  db: pg.Pool | pg.ClientBase,
  client: string | null,
): Promise<AgreementVersionRow[]> {
  const found = await db.query<AgreementVersionRow>(
    `select ${columns}, recorded_at as "recordedAt", proposal_id as "proposalId", reason, proposed_by as "proposedBy",
       decided_by as "approvedBy", ended_by as "endedBy", end_reason as "endReason"
     from agreement left join proposal using (proposal_id)
     where $1::text is null or client = $1 order by client, version desc limit 1000`,
    [client],
  );
  return found.rows;
}
