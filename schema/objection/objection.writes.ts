/** Objections: received against a receipt, answered once; the notice and its list follow. */
import type pg from 'pg';
import type { RecordWords } from '../../rules/recruitment/changes.js';
import type { Actor, Dossier } from '../../rules/recruitment/dossier.js';
import { decideObjection, isInPeriod } from '../../rules/recruitment/objection.js';
import type { DecidedObjection, ObjectionChannel, ObjectionCommand } from '../../rules/recruitment/objection.js';
import { transact } from '../database.js';
import { readNotice } from '../notice/notice.reads.js';
import { readBatch, readCandidates } from '../publicity/publicity.reads.js';
import { followPublicity, removeFromList } from '../publicity/publicity.writes.js';
import { appendHistory } from '../recruitment-history/recruitment-history.writes.js';
import type { Vault } from '../vault.js';
import { type ObjectionText, readObjection } from './objection.reads.js';

export interface NewObjection extends ObjectionText {
  batchId: string;
  channel: ObjectionChannel;
  /** Drawn by lot; the objector asks with it. */
  receipt: string;
  actor: Actor;
  /** When it was made: a letter may be entered after the period that it came in. */
  receivedAt: Date;
  mayKnow: (dossier: Dossier) => boolean;
}

export type ReceiveOutcome = { is: 'done'; id: string } | { is: 'not-found' } | { is: 'out-of-period' };

export function receiveObjection(
  pool: pg.Pool,
  vault: Vault,
  objection: NewObjection,
  now: Date,
  words: RecordWords,
): Promise<ReceiveOutcome> {
  return transact(pool, async (client) => {
    const found = await readBatch(client, objection.batchId);
    const known = found && (await readNotice(client, found.noticeId, 'lock'));
    const batch = known && (await readBatch(client, objection.batchId, 'lock'));
    if (!known || !batch?.postedAt || !batch.endsAt || !objection.mayKnow(known.dossier)) return { is: 'not-found' };
    const period = { postedAt: batch.postedAt.toISOString(), endsAt: batch.endsAt.toISOString() };
    const isListed = batch.state === 'public' || batch.state === 'ended';
    if (!isListed || !isInPeriod(objection.receivedAt.toISOString(), period)) return { is: 'out-of-period' };
    const { text, contact } = objection;
    const made = await client.query<{ id: string }>(
      `insert into objection (batch_id, notice_id, receipt, channel, sealed, received_at) values ($1, $2, $3, $4, $5, $6) returning objection_id as id`,
      [
        batch.id,
        batch.noticeId,
        objection.receipt,
        objection.channel,
        vault.seal(JSON.stringify({ text, contact })),
        objection.receivedAt,
      ],
    );
    const { id } = made.rows[0]!;
    const { actor, channel } = objection;
    const by = { actor: actor.client, party: actor.parties[0] ?? 'public' };
    const entry = { move: 'receive', from: 'none', to: 'received', version: null, reason: null, detail: { channel } };
    await appendHistory(client, 'objection', id, { ...entry, ...by }, now);
    const told = { kind: 'objection', reason: null, remark: null } as const;
    await followPublicity(client, known, { actor, reason: null, move: 'objection' }, told, { now, words });
    return { is: 'done', id };
  });
}

export interface ObjectionMoveRequest {
  id: string;
  command: ObjectionCommand;
  mayKnow: (dossier: Dossier) => boolean;
}

export type ObjectionOutcome =
  | { is: 'done'; id: string }
  | { is: 'not-found' }
  | Exclude<DecidedObjection, { is: 'done' }>;

export function moveObjection(
  pool: pg.Pool,
  vault: Vault,
  { id, command, mayKnow }: ObjectionMoveRequest,
  now: Date,
  words: RecordWords,
): Promise<ObjectionOutcome> {
  return transact(pool, async (client) => {
    const found = await readObjection(client, id);
    const known = found && (await readNotice(client, found.noticeId, 'lock'));
    const objection = known && (await readObjection(client, id, 'lock'));
    if (!known || !objection || !mayKnow(known.dossier)) return { is: 'not-found' };
    const batch = (await readBatch(client, objection.batchId, 'lock'))!;
    const listed = await readCandidates(client, vault, batch.id);
    const decided = decideObjection({ state: objection.state, listed }, command);
    if (decided.is !== 'done') return decided;
    const { actor, finding, move } = command;
    const isAnswer = decided.to !== 'acknowledged';
    await client.query(
      `update objection set state = $2, finding = coalesce($3, finding), removed_places = $4, decided_at = $5 where objection_id = $1`,
      [id, decided.to, finding, JSON.stringify(decided.removed), isAnswer ? now : null],
    );
    await removeFromList(client, batch.id, decided.removed, now);
    const by = { actor: actor.client, party: actor.parties[0] ?? 'bureau-supervisor' };
    const detail = decided.removed.length > 0 ? { places: decided.removed } : null;
    const entry = { move, from: objection.state, to: decided.to, version: null, reason: finding, detail };
    await appendHistory(client, 'objection', id, { ...entry, ...by }, now);
    const kind = decided.removed.length > 0 ? 'candidate_replaced' : 'objection';
    const told = isAnswer ? ({ kind, reason: null, remark: finding } as const) : null;
    await followPublicity(client, known, { actor, reason: finding, move: `objection.${move}` }, told, { now, words });
    return { is: 'done', id };
  });
}
