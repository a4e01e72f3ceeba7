/** Drafts: saved as they are, however little is in them. Who saves over a newer one is told so, and nothing is lost. */
import type pg from 'pg';
import { isTakingApplications } from '../../rules/recruitment/decide-move.js';
import type { Dossier } from '../../rules/recruitment/dossier.js';
import type { NoticeDraft } from '../../rules/recruitment/notice.js';
import { transact } from '../database.js';
import {
  appendHistory,
  type KeyedRequest,
  noteUse,
  usedBefore,
} from '../recruitment-history/recruitment-history.writes.js';
import { readNotice } from './notice.reads.js';

export interface NewDraft {
  creditCode: string;
  /** Region code of the responsible bureau. */
  bureau: string;
  content: NoticeDraft;
  savedBy: string;
}

/** Opens a notice with its first draft. */
export function createDraft(
  pool: pg.Pool,
  draft: NewDraft,
  key: KeyedRequest | null,
  now: Date,
): Promise<{ is: 'done'; id: string } | { is: 'other-request' }> {
  return transact(pool, async (client) => {
    const used = key && (await usedBefore(client, key));
    if (used) return used === 'other' ? { is: 'other-request' } : { is: 'done', id: used.resultId };
    const made = await client.query<{ id: string }>(
      `insert into notice (credit_code, bureau, created_by, created_at, changed_at) values ($1, $2, $3, $4, $4) returning notice_id as id`,
      [draft.creditCode, draft.bureau, draft.savedBy, now],
    );
    const { id } = made.rows[0]!;
    await insertVersion(client, id, 1, draft, null, now);
    const by = { actor: draft.savedBy, party: 'firm-clerk' };
    const entry = { move: 'create', from: 'none', to: 'draft', version: 1, reason: null, detail: null };
    await appendHistory(client, 'notice', id, { ...entry, ...by }, now);
    if (key) await noteUse(client, key, id, now);
    return { is: 'done', id };
  });
}

export interface SavedDraft {
  id: string;
  /** Null leaves the content as it is. */
  change: (content: NoticeDraft) => NoticeDraft;
  amendReason: string | null;
  /** The revision that was changed; null: whichever stands. */
  revision: number | null;
  savedBy: string;
  mayKnow: (dossier: Dossier) => boolean;
}

export type SaveOutcome =
  | { is: 'done'; id: string }
  | { is: 'not-found' }
  /** Somebody has saved since. */
  | { is: 'stale'; revision: number }
  /** Its text is with the bureau, or nothing more can be changed. */
  | { is: 'closed'; state: string }
  | { is: 'no-reason' };

/** Saves the text on its way; of a public notice without one it begins an amendment, which needs its reason. */
export function saveDraft(pool: pg.Pool, saved: SavedDraft, now: Date): Promise<SaveOutcome> {
  return transact(pool, async (client) => {
    const known = await readNotice(client, saved.id, 'lock');
    if (!known || !saved.mayKnow(known.dossier)) return { is: 'not-found' };
    const { pending, published, state } = known.dossier;
    if (pending) {
      if (pending.state !== 'draft' && pending.state !== 'returned') return { is: 'closed', state: pending.state };
      if (saved.revision !== null && saved.revision !== pending.revision)
        return { is: 'stale', revision: pending.revision };
      await client.query(
        `update notice_version set content = $3, saved_by = $4, saved_at = $5, revision = revision + 1, amend_reason = coalesce($6, amend_reason)
         where notice_id = $1 and version = $2`,
        [
          saved.id,
          pending.version,
          JSON.stringify(saved.change(pending.content)),
          saved.savedBy,
          now,
          saved.amendReason,
        ],
      );
    } else {
      if (!published || !isTakingApplications(known.dossier)) return { is: 'closed', state };
      if (saved.amendReason === null) return { is: 'no-reason' };
      const draft = { content: saved.change(published.content), savedBy: saved.savedBy };
      await insertVersion(client, saved.id, published.version + 1, draft, saved.amendReason, now);
    }
    await client.query(`update notice set changed_at = $2 where notice_id = $1`, [saved.id, now]);
    return { is: 'done', id: saved.id };
  });
}

/** An amendment that was given up before leaves its number to the next: the public counts versions without a gap. */
async function insertVersion(
  client: pg.ClientBase,
  id: string,
  version: number,
  { content, savedBy }: Pick<NewDraft, 'content' | 'savedBy'>,
  amendReason: string | null,
  now: Date,
): Promise<void> {
  await client.query(
    `insert into notice_version (notice_id, version, content, saved_by, saved_at, amend_reason) values ($1, $2, $3, $4, $5, $6)
     on conflict (notice_id, version) do update set state = 'draft', revision = notice_version.revision + 1, content = excluded.content,
       saved_by = excluded.saved_by, saved_at = excluded.saved_at, amend_reason = excluded.amend_reason, employer = null, justification = null,
       returned = null, answers = null, submitted_by = null, submitted_at = null, reviewed_by = null, filing_number = null, filed_at = null,
       publish_at = null, official_url = null, official_published_at = null`,
    [id, version, JSON.stringify(content), savedBy, now, amendReason],
  );
}
