/** Agreements as two officers approve them. */
import type pg from 'pg';
import { relaxations } from '../../api/sign-in/relaxations.js';
import type { AgreementTerms } from '../../rules/agreement.js';
import { proposeAgreement } from '../../schema/agreement/agreement.writes.js';
import { carryOutWith } from '../../schema/proposal/carry-out.writes.js';
import { decideProposal } from '../../schema/proposal/proposal.writes.js';

const everything = new Set(relaxations);

export type Terms = Omit<AgreementTerms, 'client'>;

/** Relaxed, as the demo's are: no end, no trusted documents, no binding; the first purpose is the default. */
export function relaxedTerms({
  purposes = [{ code: 'test-purpose', basis: '测试' }],
  ...terms
}: Partial<Terms>): Terms {
  return {
    purposes,
    beginsOn: '2020-01-01',
    endsOn: null,
    defaultPurpose: purposes[0]!.code,
    fields: {},
    regions: [],
    populations: [],
    dailyLimit: 100_000,
    trustedDocuments: false,
    tokenBinding: false,
    ...terms,
  };
}

/** One officer proposes, another approves; in force at once. */
export async function agreeOn(db: pg.Pool, client: string, terms: Terms, now = new Date()): Promise<void> {
  const by = { reason: '测试', proposedBy: '甲' };
  const { id } = await proposeAgreement(db, { client, ...terms }, by, { letOff: everything, now });
  const decided = await decideProposal(
    db,
    { id, to: 'approved', by: '乙', reason: null },
    carryOutWith(everything),
    now,
  );
  if (decided?.not !== null) throw new Error(`the agreement with ${client} is not approved: ${decided?.not}`);
}
