/** A move on a notice: decided by the rules on the locked notice, written with its history and with what the public is told. */
import type pg from 'pg';
import { changesBetween } from '../../rules/recruitment/changes.js';
import type { RecordWords } from '../../rules/recruitment/changes.js';
import { decideMove } from '../../rules/recruitment/decide-move.js';
import { contentOf } from '../../rules/recruitment/dossier.js';
import type { Circumstances, Decided, Dossier, Effect, MoveCommand } from '../../rules/recruitment/dossier.js';
import { civilDay } from '../../rules/shanghai-time.js';
import { transact } from '../database.js';
import { appendOpenChanges } from '../open-record/open-record.writes.js';
import { cancelBatches } from '../publicity/cancel.writes.js';
import {
  appendHistory,
  type KeyedRequest,
  nextNumber,
  noteUse,
  usedBefore,
} from '../recruitment-history/recruitment-history.writes.js';
import { type KnownNotice, readNotice, standingOf } from './notice.reads.js';

export interface MoveRequest {
  id: string;
  command: MoveCommand;
  /** Whether whoever asks may know of this notice at all. */
  mayKnow: (dossier: Dossier) => boolean;
  key: KeyedRequest | null;
}

export type MoveOutcome =
  | { is: 'done'; id: string }
  | { is: 'not-found' }
  /** The idempotency key was used for another request. */
  | { is: 'other-request' }
  | Exclude<Decided, Effect>;

/** `around` is told the notice, for what is true depends on whose it is; `words` are those of the loaded code lists. */
export function moveNotice(
  pool: pg.Pool,
  { id, command, mayKnow, key }: MoveRequest,
  around: (client: pg.ClientBase, dossier: Dossier) => Promise<Circumstances>,
  words: RecordWords,
): Promise<MoveOutcome> {
  return transact(pool, async (client) => {
    const known = await readNotice(client, id, 'lock');
    if (!known || !mayKnow(known.dossier)) return { is: 'not-found' };
    const used = key && (await usedBefore(client, key));
    if (used) return used === 'other' ? { is: 'other-request' } : { is: 'done', id: used.resultId };
    const circumstances = await around(client, known.dossier);
    const decided = decideMove(known.dossier, command, circumstances);
    if (decided.is !== 'done') return decided;
    const now = new Date(circumstances.now);
    await applyMove(client, known, command, decided, { now, words });
    if (key) await noteUse(client, key, id, now);
    return { is: 'done', id };
  });
}

/** Writes what a decided move changes; also for moves that follow from a batch or an objection. */
export async function applyMove(
  client: pg.ClientBase,
  known: KnownNotice,
  { actor, reason, move }: { actor: MoveCommand['actor']; reason: string | null; move: string },
  effect: Effect,
  { now, words }: { now: Date; words: RecordWords },
): Promise<void> {
  const { dossier } = known;
  const { pending } = dossier;
  const issued = await issue(client, dossier, effect, now);
  if (pending && effect.pending)
    await update(client, 'notice_version', `notice_id = $1 and version = $2`, [dossier.id, pending.version], {
      ...effect.pending,
      ...issued.version,
    });
  await update(client, 'notice', `notice_id = $1`, [dossier.id], {
    ...effect.notice,
    ...issued.notice,
    changedAt: now.toISOString(),
  });
  // Of an amendment on its way the public knows nothing: what happens in public is about the published version.
  const version = pending && effect.pending ? pending.version : dossier.version;
  const entry = { move, from: effect.from, to: effect.to, version };
  const detail = effect.detail ?? (effect.told?.reason ? { reason: effect.told.reason } : null);
  const by = { actor: actor.client, party: actor.parties[0] ?? 'clock' };
  await appendHistory(client, 'notice', dossier.id, { ...entry, ...by, reason, detail }, now);
  if (effect.to === 'withdrawn' || effect.to === 'annulled')
    await cancelBatches(client, dossier.id, { by: actor, reason: effect.to }, now);
  if (!effect.told) return;
  const before = standingOf(known);
  const after = standingOf((await readNotice(client, dossier.id))!);
  await appendOpenChanges(client, changesBetween(before, after, effect.told, words), now);
}

/** Numbers and ids that a move is given: in series without gaps, and one id a post for good. */
async function issue(
  client: pg.ClientBase,
  { id, bureau, pending, published, postIds }: Dossier,
  effect: Effect,
  now: Date,
) {
  const year = civilDay(now).slice(0, 4);
  const padded = (n: number) => String(n).padStart(4, '0');
  if (effect.issues === 'filing-number') {
    // An amendment is filed under the number of its notice.
    if (published) return { version: { filingNumber: published.filingNumber } };
    const n = await nextNumber(client, `filing/${bureau}/${year}`);
    return { version: { filingNumber: `濮人社招备〔${year}〕${bureau}-${padded(n)}号` } };
  }
  if (effect.pending?.state !== 'published' || pending === null) return {};
  const codes = contentOf(pending).posts.map(({ code }) => code);
  const unknown = codes.filter((code) => !Object.hasOwn(postIds, code));
  const made = await client.query<{ id: string }>(`select uuidv7()::text as id from generate_series(1, $1)`, [
    unknown.length,
  ]);
  const ids = { ...postIds, ...Object.fromEntries(unknown.map((code, i) => [code, made.rows[i]!.id])) };
  if (effect.issues !== 'notice-number') return { notice: { id, postIds: ids } };
  const n = await nextNumber(client, `notice/${bureau}/${year}`);
  return { notice: { id, postIds: ids, noticeNo: `PY-${bureau}-${year}-${padded(n)}` } };
}

const ownNames: Readonly<Record<string, string>> = { id: 'notice_id' };
const jsonColumns = new Set([
  'content',
  'employer',
  'returned',
  'answers',
  'withdrawal',
  'conclusion',
  'hired',
  'stageResults',
  'postIds',
]);

/** Sets the named columns; names come from the rules' own types, values from parameters. */
async function update(
  client: pg.ClientBase,
  table: 'notice' | 'notice_version',
  where: string,
  keys: readonly unknown[],
  values: Readonly<Record<string, unknown>>,
): Promise<void> {
  const names = Object.keys(values);
  const columns = names.map(
    (name) => ownNames[name] ?? name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
  );
  const given = names.map((name) =>
    jsonColumns.has(name) && values[name] !== null ? JSON.stringify(values[name]) : values[name],
  );
  const set = columns.map((column, i) => `${column} = $${keys.length + i + 1}`).join(', ');
  await client.query(`update ${table} set ${set} where ${where}`, [...keys, ...given]);
}

/** Takes back a time of publication that cannot be kept; the history says why. */
export function unschedule(pool: pg.Pool, id: string, reason: string, now: Date): Promise<void> {
  return transact(pool, async (client) => {
    const known = await readNotice(client, id, 'lock');
    const pending = known?.dossier.pending;
    // Somebody may have set another time since.
    if (!known || pending?.publishAt == null || pending.publishAt > now.toISOString()) return;
    await update(client, 'notice_version', `notice_id = $1 and version = $2`, [id, pending.version], {
      publishAt: null,
    });
    const entry = { move: 'unschedule', from: known.dossier.state, to: known.dossier.state, version: pending.version };
    await appendHistory(client, 'notice', id, { ...entry, actor: 'clock', party: 'clock', reason, detail: null }, now);
  });
}
