/** What happens to the lists of a notice that is gone; apart, so that a notice's writes need no more of publicity. */
import type pg from 'pg';
import type { Actor } from '../../rules/recruitment/dossier.js';
import { appendHistory } from '../recruitment-history/recruitment-history.writes.js';

/** With its notice gone, no list of it stays on the page. */
export async function cancelBatches(
  client: pg.ClientBase,
  noticeId: string,
  { by, reason }: { by: Actor; reason: string },
  now: Date,
): Promise<void> {
  const open = await client.query<{ id: string; state: string; listHash: string | null }>(
    `select batch_id as id, state, list_hash as "listHash" from publicity_batch where notice_id = $1 and state not in ('ended', 'cancelled') for update`,
    [noticeId],
  );
  for (const { id, state, listHash } of open.rows) {
    await client.query(
      `update publicity_batch set state = 'cancelled', cancel_reason = $2, taken_down_at = case when state = 'public' then $3::timestamptz end where batch_id = $1`,
      [id, reason, now],
    );
    const entry = {
      move: 'cancel',
      from: state,
      to: 'cancelled',
      version: null,
      reason,
      detail: listHash === null ? null : { listHash },
    };
    await appendHistory(client, 'publicity', id, { ...entry, actor: by.client, party: by.parties[0] ?? 'clock' }, now);
  }
}
