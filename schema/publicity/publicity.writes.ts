/** Lists of proposed hires: names sealed, moves with their history, and the notice following what its lists and objections come to. */
import type pg from 'pg';
import type { RecordWords, Told } from '../../rules/recruitment/changes.js';
import type { Actor, Dossier } from '../../rules/recruitment/dossier.js';
import { isOver, stateByPublicity } from '../../rules/recruitment/life-cycle.js';
import { countByPost, decidePublicity } from '../../rules/recruitment/publicity.js';
import type {
  AroundPublicity,
  Candidate,
  DecidedPublicity,
  PublicityCommand,
  PublicityEffect,
} from '../../rules/recruitment/publicity.js';
import { contentOf } from '../../rules/recruitment/dossier.js';
import { transact } from '../database.js';
import { type KnownNotice, readNotice } from '../notice/notice.reads.js';
import { applyMove } from '../notice/notice.writes.js';
import { appendHistory } from '../recruitment-history/recruitment-history.writes.js';
import type { Vault } from '../vault.js';
import { readBatch, readCandidates, readProposedElsewhere } from './publicity.reads.js';
import type { PublicityRow } from './publicity.reads.js';

export interface SavedList {
  noticeId: string;
  /** Null opens a new list. */
  batchId: string | null;
  recusalStatement: boolean;
  candidates: readonly Candidate[];
  savedBy: string;
  mayKnow: (dossier: Dossier) => boolean;
}

export type ListOutcome = { is: 'done'; id: string } | { is: 'not-found' } | { is: 'closed'; state: string };

/** Saves a list before it is submitted, as a whole. */
export function saveList(pool: pg.Pool, vault: Vault, list: SavedList, now: Date): Promise<ListOutcome> {
  return transact(pool, async (client) => {
    const known = await readNotice(client, list.noticeId, 'lock');
    if (!known || !list.mayKnow(known.dossier)) return { is: 'not-found' };
    const batch = list.batchId === null ? null : await readBatch(client, list.batchId, 'lock');
    if (list.batchId !== null && batch?.noticeId !== list.noticeId) return { is: 'not-found' };
    if (batch && batch.state !== 'draft' && batch.state !== 'returned') return { is: 'closed', state: batch.state };
    const { state, version } = known.dossier;
    if (version === 0 || isOver(state)) return { is: 'closed', state };
    const id = batch?.id ?? (await openBatch(client, list, now));
    await client.query(
      `update publicity_batch set recusal_statement = $2, counts = $3, saved_by = $4, saved_at = $5 where batch_id = $1`,
      [id, list.recusalStatement, JSON.stringify(countByPost(list.candidates)), list.savedBy, now],
    );
    await client.query(`delete from publicity_candidate where batch_id = $1`, [id]);
    const sealed = list.candidates.map((candidate) => vault.seal(JSON.stringify(candidate)));
    await client.query(
      `insert into publicity_candidate (batch_id, place, post_code, sealed)
       select $1, place, post, sealed from unnest($2::text[], $3::bytea[]) with ordinality as listed(post, sealed, place)`,
      [id, list.candidates.map(({ post }) => post), sealed],
    );
    return { is: 'done', id };
  });
}

async function openBatch(client: pg.ClientBase, { noticeId, savedBy }: SavedList, now: Date): Promise<string> {
  const made = await client.query<{ id: string }>(
    `insert into publicity_batch (notice_id, saved_by, saved_at) values ($1, $2, $3) returning batch_id as id`,
    [noticeId, savedBy, now],
  );
  return made.rows[0]!.id;
}

export interface ListMove {
  id: string;
  command: PublicityCommand;
  mayKnow: (dossier: Dossier) => boolean;
}

export type ListMoveOutcome =
  | { is: 'done'; id: string }
  | { is: 'not-found' }
  | Exclude<DecidedPublicity, PublicityEffect>;

/** What is known of the world when the notice is known. */
export type AroundList = (
  client: pg.ClientBase,
  dossier: Dossier,
) => Promise<Pick<AroundPublicity, 'now' | 'calendar' | 'limits' | 'persons'>>;

export function moveList(
  pool: pg.Pool,
  vault: Vault,
  { id, command, mayKnow }: ListMove,
  around: AroundList,
  words: RecordWords,
): Promise<ListMoveOutcome> {
  return transact(pool, async (client) => {
    const found = await readBatch(client, id);
    // The notice is locked before its list, as everybody does.
    const known = found && (await readNotice(client, found.noticeId, 'lock'));
    const batch = known && (await readBatch(client, id, 'lock'));
    if (!known || !batch || !mayKnow(known.dossier)) return { is: 'not-found' };
    const candidates = await readCandidates(client, vault, id);
    const { dossier } = known;
    const world = await around(client, dossier);
    const decided = decidePublicity({ ...asRulesRead(batch), candidates }, command, {
      ...world,
      noticeState: dossier.state,
      content: contentOf(dossier.published!),
      proposedElsewhere: await readProposedElsewhere(client, dossier.id, id),
    });
    if (decided.is !== 'done') return decided;
    const now = new Date(world.now);
    const listHash = vault.contentHash(JSON.stringify(candidates.filter(({ removedAt }) => removedAt === null)));
    await writeMove(client, batch, command, decided, { now, listHash });
    await followPublicity(client, known, command, toldOf(batch, command), { now, words });
    return { is: 'done', id };
  });
}

async function writeMove(
  client: pg.ClientBase,
  batch: PublicityRow,
  { move, actor, reason }: PublicityCommand,
  { to, list, removed }: PublicityEffect,
  { now, listHash }: { now: Date; listHash: string },
): Promise<void> {
  const isLast = to === 'ended' || to === 'cancelled';
  await client.query(
    `update publicity_batch set state = $2, working_days = coalesce($3, working_days), first_day = coalesce($4, first_day),
       last_day = coalesce($5, last_day), ends_at = coalesce($6, ends_at), posted_at = coalesce($7, posted_at),
       list_hash = case when $8 = 'publish' then $9 else list_hash end,
       submitted_by = case when $8 = 'submit' then $10 else submitted_by end, submitted_at = case when $8 = 'submit' then $11 else submitted_at end,
       return_reason = case when $8 = 'return' then $12 else return_reason end,
       cancel_reason = case when $8 = 'cancel' then $12 else cancel_reason end,
       taken_down_at = case when $13 then $11 else taken_down_at end
     where batch_id = $1`,
    [
      batch.id,
      to,
      list.workingDays,
      list.firstDay,
      list.lastDay,
      list.endsAt,
      list.postedAt,
      move,
      listHash,
      actor.client,
      now,
      reason,
      isLast && batch.state === 'public',
    ],
  );
  await removeFromList(client, batch.id, removed, now);
  // What was shown and that it is shown no more can be proved by its keyed hash, without a name.
  const detail = {
    listHash,
    ...(removed.length > 0 && { places: removed }),
    ...(list.endsAt && { endsAt: list.endsAt }),
  };
  const by = { actor: actor.client, party: actor.parties[0] ?? 'clock' };
  const entry = { move, from: batch.state, to, version: null, reason, detail };
  await appendHistory(client, 'publicity', batch.id, { ...entry, ...by }, now);
}

/** Takes places off a list; the counts that the public is told follow. */
export async function removeFromList(
  client: pg.ClientBase,
  batchId: string,
  places: readonly number[],
  now: Date,
): Promise<void> {
  if (places.length === 0) return;
  await client.query(
    `update publicity_candidate set removed_at = $3 where batch_id = $1 and place = any($2) and removed_at is null`,
    [batchId, places, now],
  );
  await client.query(
    `update publicity_batch set counts = (select coalesce(json_agg(json_build_object('post', post_code, 'proposed', n) order by post_code), '[]')
       from (select post_code, count(*) as n from publicity_candidate where batch_id = $1 and removed_at is null group by post_code) left_over)
     where batch_id = $1`,
    [batchId],
  );
}

function toldOf({ state }: PublicityRow, { move, reason }: PublicityCommand): Told | null {
  const kinds = {
    publish: 'publicity_opened',
    extend: 'publicity_opened',
    end: 'publicity_ended',
    cancel: 'publicity_ended',
    remove: 'candidate_replaced',
  } as const;
  if (!Object.hasOwn(kinds, move)) return null;
  // Of a list that nobody saw nobody is told that it will not come.
  if (move === 'cancel' && state !== 'public') return null;
  return { kind: kinds[move as keyof typeof kinds], reason: null, remark: move === 'end' ? null : reason };
}

/** The notice stands where its lists and objections stand; the public is told of both at once. */
export async function followPublicity(
  client: pg.ClientBase,
  before: KnownNotice,
  { actor, reason, move }: { actor: Actor; reason: string | null; move: string },
  told: Told | null,
  { now, words }: { now: Date; words: RecordWords },
): Promise<void> {
  if (!told) return;
  const { dossier } = (await readNotice(client, before.dossier.id))!;
  const { state } = dossier;
  const follows = state === 'closed' || state === 'in_publicity' || state === 'objection';
  const inPublic = dossier.batches.filter((batch) => batch.state === 'public').length;
  const to = follows ? stateByPublicity(inPublic, dossier.openObjections) : state;
  const effect = { is: 'done', from: state, to, notice: { state: to }, told } as const;
  await applyMove(client, before, { actor, reason, move: `publicity.${move}` }, effect, { now, words });
}

function asRulesRead(batch: PublicityRow) {
  return {
    ...batch,
    postedAt: batch.postedAt?.toISOString() ?? null,
    endsAt: batch.endsAt?.toISOString() ?? null,
  };
}
