/** What a look at the bureau's own page found, kept with the version that was looked for. */
import type pg from 'pg';
import type { NoticeState } from '../../rules/recruitment/life-cycle.js';
import { transact } from '../database.js';
import { appendHistory } from '../recruitment-history/recruitment-history.writes.js';
import type { OfficialPage } from './official-page.reads.js';

export type OfficialVerdict = 'same' | 'differs' | 'unreachable';

/** The history tells it when it is another than the last time. Of a version that is no longer the published one nothing is kept. */
export function writeOfficialVerdict(
  pool: pg.Pool,
  { id, version }: OfficialPage,
  { verdict, detail }: { verdict: OfficialVerdict; detail: object },
  now: Date,
): Promise<void> {
  return transact(pool, async (client) => {
    const locked = await client.query<{ state: NoticeState }>(
      `select state from notice where notice_id = $1 and version = $2 for update`,
      [id, version],
    );
    const state = locked.rows[0]?.state;
    if (state === undefined) return;
    const written = await client.query<{ before: OfficialVerdict | null }>(
      `update notice_version set official_checked_at = $3, official_verdict = $4 where notice_id = $1 and version = $2
       returning old.official_verdict as before`,
      [id, version, now, verdict],
    );
    if (written.rows[0]!.before === verdict) return;
    const entry = { move: 'official-page', from: state, to: state, version, actor: 'clock', party: 'clock' };
    await appendHistory(client, 'notice', id, { ...entry, reason: null, detail: { verdict, ...detail } }, now);
  });
}
