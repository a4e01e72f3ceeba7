/** A parameter changes by an approved proposal alone: its whole new history becomes the next version. */
import type pg from 'pg';
import { parsePaperName, parsePapers } from '../../rules/parameter-papers.js';
import type { Paper, PaperEntry } from '../../rules/parameter-papers.js';
import { jsonHash } from '../json-hash.js';
import { propose } from '../proposal/proposal.writes.js';
import type { CarryOut, NewProposal } from '../proposal/proposal.writes.js';
import type { ProposalRow } from '../proposal/proposal.reads.js';
import { readParameterHistory } from './parameter.reads.js';

/** What a proposal of the kind `parameter` holds. */
export interface ParameterPayload {
  name: string;
  entries: readonly PaperEntry[];
  /** The version of this parameter that the proposer saw; approved only while it is still the newest. */
  restsOn: number;
}

/** One value of a proposed history; without a paper of its own it stands in the proposal's. */
export type ProposedEntry = Pick<PaperEntry, 'from' | 'to' | 'value'> & { paper: Paper | null };

/** `entries` is the whole new history. A value that stands already keeps its paper and who entered it; a Refusal names what is wrong. */
export async function proposeParameter(
  db: pg.Pool,
  { name: wanted, entries, paper }: { name: string; entries: readonly ProposedEntry[]; paper: Paper },
  by: Pick<NewProposal, 'reason' | 'proposedBy'>,
  now: Date,
): Promise<ProposalRow> {
  const name = parsePaperName(wanted);
  const [newest] = await readParameterHistory(db, name);
  const valueOf = ({ from, value }: Pick<PaperEntry, 'from' | 'value'>) => `${from} ${jsonHash(value)}`;
  const standing = new Map(newest.entries.map((entry) => [valueOf(entry), entry]));
  const proposed = entries.map(({ from, to, value, paper: own }) => {
    return { from, to, value, source: own ?? paper, enteredBy: by.proposedBy };
  });
  const papers = parsePapers(name, proposed).map((entry, i) => {
    const { source, enteredBy } = (entries[i]?.paper ? undefined : standing.get(valueOf(entry))) ?? entry;
    return { ...entry, source, enteredBy };
  });
  const payload: ParameterPayload = { name, entries: papers, restsOn: newest.version };
  return propose(db, { kind: 'parameter', payload, ...by }, now);
}

/** Adds the version, unless another one came first: the primary key lets only one follow. */
export const recordParameter: CarryOut = async (client, proposal, now) => {
  const { name, entries, restsOn } = proposal.payload as ParameterPayload;
  const recorded = await client.query(
    `insert into parameter_version (name, version, entries, proposal_id, recorded_at)
     select $1, $2::integer + 1, $3::jsonb, $4, $5
     where $2::integer = coalesce((select max(version) from parameter_version where name = $1), 0)
     on conflict (name, version) do nothing`,
    [name, restsOn, JSON.stringify(parsePapers(name, entries)), proposal.id, now],
  );
  return recorded.rowCount === 1;
};
