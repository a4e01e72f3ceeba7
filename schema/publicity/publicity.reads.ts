/** Reads of proposed hires. Whoever opens a sealed name says until when it may be shown, and the statement holds it. */
import type pg from 'pg';
import type { PublicityState } from '../../rules/recruitment/life-cycle.js';
import type { Candidate } from '../../rules/recruitment/publicity.js';
import type { Vault } from '../vault.js';

type Db = pg.Pool | pg.ClientBase;

export interface PublicityRow {
  id: string;
  noticeId: string;
  state: PublicityState;
  recusalStatement: boolean;
  counts: { post: string; proposed: number }[];
  savedBy: string;
  savedAt: Date;
  returnReason: string | null;
  submittedBy: string | null;
  submittedAt: Date | null;
  postedAt: Date | null;
  workingDays: number | null;
  firstDay: string | null;
  lastDay: string | null;
  endsAt: Date | null;
  listHash: string | null;
  takenDownAt: Date | null;
  cancelReason: string | null;
}

const columns = `batch_id as id, notice_id as "noticeId", state, recusal_statement as "recusalStatement", counts, saved_by as "savedBy", saved_at as "savedAt",
  return_reason as "returnReason", submitted_by as "submittedBy", submitted_at as "submittedAt", posted_at as "postedAt", working_days as "workingDays",
  first_day as "firstDay", last_day as "lastDay", ends_at as "endsAt", list_hash as "listHash", taken_down_at as "takenDownAt", cancel_reason as "cancelReason"`;

export async function readBatch(db: Db, id: string, lock: 'lock' | null = null): Promise<PublicityRow | null> {
  const found = await db.query<PublicityRow>(
    `select ${columns} from publicity_batch where batch_id = $1 ${lock ? 'for update' : ''}`,
    [id],
  );
  return found.rows[0] ?? null;
}

/** Oldest first. */
export async function readBatchesOf(db: Db, noticeId: string): Promise<PublicityRow[]> {
  const found = await db.query<PublicityRow>(
    `select ${columns} from publicity_batch where notice_id = $1 order by batch_id`,
    [noticeId],
  );
  return found.rows;
}

export interface ListedCandidate extends Candidate {
  place: number;
  removedAt: Date | null;
}

/** Who stands in a list, for the firm that made it and the bureau that answers for it. Nobody once the names were erased. */
export async function readCandidates(db: Db, vault: Pick<Vault, 'open'>, batchId: string): Promise<ListedCandidate[]> {
  const found = await db.query<{ place: number; sealed: Buffer; removedAt: Date | null }>(
    `select place, sealed, removed_at as "removedAt" from publicity_candidate where batch_id = $1 and sealed is not null order by place`,
    [batchId],
  );
  return found.rows.map(({ place, sealed, removedAt }) => ({
    place,
    removedAt,
    ...(JSON.parse(vault.open(sealed)) as Candidate),
  }));
}

/** Who stands on the public page at this moment: nobody before the list is posted, and nobody from its end on, whatever else went wrong. */
export async function readPublicCandidates(
  db: Db,
  vault: Pick<Vault, 'open'>,
  batchId: string,
  now: Date,
): Promise<ListedCandidate[]> {
  const found = await db.query<{ place: number; sealed: Buffer }>(
    `select place, sealed from publicity_candidate join publicity_batch using (batch_id)
     where batch_id = $1 and sealed is not null and removed_at is null and state = 'public' and posted_at <= $2 and $2 < ends_at order by place`,
    [batchId, now],
  );
  return found.rows.map(({ place, sealed }) => ({
    place,
    removedAt: null,
    ...(JSON.parse(vault.open(sealed)) as Candidate),
  }));
}

/** Proposed hires of a notice in all lists but one that are or were public, by post. */
export async function readProposedElsewhere(db: Db, noticeId: string, batchId: string): Promise<Map<string, number>> {
  const found = await db.query<{ post: string; proposed: number }>(
    `select post_code as post, count(*)::int as proposed from publicity_candidate join publicity_batch using (batch_id)
     where notice_id = $1 and batch_id <> $2 and state in ('public', 'ended') and removed_at is null group by post_code`,
    [noticeId, batchId],
  );
  return new Map(found.rows.map(({ post, proposed }) => [post, proposed]));
}

/** Lists whose period is over and that the clock must take down. */
export async function readDueBatches(db: Db, now: Date): Promise<string[]> {
  const found = await db.query<{ id: string }>(
    `select batch_id as id from publicity_batch where state = 'public' and ends_at <= $1`,
    [now],
  );
  return found.rows.map(({ id }) => id);
}
