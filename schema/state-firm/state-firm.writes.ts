/** An entry of the register is made, followed or ended by an approved proposal alone; what was once recorded stays. */
import type pg from 'pg';
import { Refusal } from '../../rules/refusal.js';
import type { StateLevel } from '../../rules/recruitment/bureaus.js';
import type { StateHolding } from '../../rules/recruitment/state-firms.js';
import type { Day } from '../../rules/vocabulary.js';
import { lockOrganizations } from '../organization/organization.writes.js';
import type { ProposalRow } from '../proposal/proposal.reads.js';
import { type CarryOut, type NewProposal, propose } from '../proposal/proposal.writes.js';
import { readEntriesOf } from './state-firm.reads.js';
import type { StateFirmRow } from './state-firm.reads.js';

/** What the register is to say of a firm from a day on. */
export interface ProposedStateFirm {
  creditCode: string;
  name: string;
  from: Day;
  /** Last day; null for as long as nothing else is said. */
  to: Day | null;
  level: StateLevel;
  holding: StateHolding;
  investor: string | null;
  region: string;
  bureau: string;
  evidence: string[];
}

/** What a proposal of the kind `state-firm` holds. */
export interface StateFirmPayload extends ProposedStateFirm {
  doubts: string[];
  /** The days of the firm's entries when it was proposed; approved only while they are the same. */
  restsOn: string[];
}

type By = Pick<NewProposal, 'reason' | 'proposedBy'>;

/** A new entry, or one that follows the entry that lasts; a Refusal when it would lie over other days on record. */
export async function proposeStateFirm(db: pg.Pool, entry: ProposedStateFirm, by: By, now: Date): Promise<ProposalRow> {
  const { from, to } = entry;
  if (to !== null && to < from) throw new Refusal('to', '不能早于 from', 'must not be before from');
  const standing = await readEntriesOf(db, entry.creditCode);
  const met = standing.filter((one) => (to === null || one.from <= to) && (one.to === null || one.to >= from));
  const follows = met.length === 1 && met[0]!.to === null && met[0]!.from < from;
  if (met.length > 0 && !follows)
    throw new Refusal(
      'from',
      `与名录中已有的期间重叠（${daysOf(met[0]!)}）；须晚于该期间的首日，或先提议其截止日`,
      `lies over days already on the register (${daysOf(met[0]!)}): begin after their first day, or propose their end first`,
    );
  return proposeEntry(db, entry, standing, by, now);
}

/** The end of the entry that holds on `lastDay`; null when there is none, or it ends by then anyway. */
export async function proposeStateFirmEnd(
  db: pg.Pool,
  { creditCode, lastDay }: { creditCode: string; lastDay: Day },
  by: By,
  now: Date,
): Promise<ProposalRow | null> {
  const standing = await readEntriesOf(db, creditCode);
  const entry = standing.find((one) => one.from <= lastDay && (one.to === null || one.to > lastDay));
  if (!entry) return null;
  const { name, from, level, holding, investor, region, bureau, evidence } = entry;
  const ended = { creditCode, name, from, to: lastDay, level, holding, investor, region, evidence };
  return proposeEntry(db, { ...ended, bureau: bureau.region }, standing, by, now);
}

function proposeEntry(
  db: pg.Pool,
  entry: ProposedStateFirm,
  standing: readonly StateFirmRow[],
  by: By,
  now: Date,
): Promise<ProposalRow> {
  const payload: StateFirmPayload = { ...entry, doubts: [], restsOn: standing.map(daysOf) };
  return propose(db, { kind: 'state-firm', payload, ...by }, now);
}

/** Writes the register, unless it has changed since: the entry that begins on the same day is ended, one that lasts gives way to the new one. */
export const recordStateFirm: CarryOut = async (client, proposal, now) => {
  const payload = proposal.payload as StateFirmPayload;
  const { creditCode, from, to } = payload;
  await lockOrganizations(client, [creditCode]);
  const standing = await readEntriesOf(client, creditCode);
  if (standing.map(daysOf).join() !== payload.restsOn.join()) return false;
  const ends = standing.some((one) => one.from === from);
  await client.query(
    `update state_firm set valid = daterange(lower(valid), $3::date, $4) where credit_code = $1 and valid @> $2::date`,
    ends ? [creditCode, from, to, '[]'] : [creditCode, from, from, '[)'],
  );
  if (!ends) await insertEntry(client, payload, proposal.id, now);
  return true;
};

async function insertEntry(client: pg.ClientBase, entry: StateFirmPayload, proposalId: string, now: Date) {
  const { creditCode, from, to, name, level, holding, investor, region, bureau, evidence } = entry;
  await client.query(
    `insert into state_firm (credit_code, valid, name, level, holding, investor, region, bureau, evidence, proposal_id, recorded_at)
     values ($1, daterange($2::date, $3::date, '[]'), $4, $5, $6, $7, $8, $9, $10::jsonb, $11, $12)`,
    [creditCode, from, to, name, level, holding, investor, region, bureau, JSON.stringify(evidence), proposalId, now],
  );
}

/** `2026-11-27/2027-01-31`, an open end as `2026-11-27/..`: as ISO 8601 writes it. */
function daysOf({ from, to }: { from: Day; to: Day | null }): string {
  return `${from}/${to ?? '..'}`;
}
