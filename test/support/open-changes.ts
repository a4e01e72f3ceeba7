/** Small invented changes of public records, appended and numbered as the hub does it. */
import type { RecordChange } from '../../rules/recruitment/changes.js';
import { searchable } from '../../rules/recruitment/search-text.js';
import type { Database } from '../../schema/database.js';
import { transact } from '../../schema/database.js';
import { appendOpenChanges, numberOpenChanges } from '../../schema/open-record/open-record.writes.js';

export const recordId = (n: number) => `0195a000-0000-7000-8000-${String(n).padStart(12, '0')}`;

/** The n-th post, somewhere; `region` null: it is gone. */
export function postChange(n: number, region: string | null, more: Partial<RecordChange> = {}): RecordChange {
  const gone = region === null;
  return {
    kind: gone ? 'withdrawn' : 'published',
    reason: gone ? 'plan_changed' : null,
    remark: null,
    recordId: recordId(n),
    recordKind: 'post',
    noticeId: recordId(0),
    version: 1,
    day: '2026-11-27',
    body: gone ? null : JSON.stringify({ id: recordId(n), region }),
    findable: gone
      ? null
      : {
          facets: { region: [region, '410900'] },
          text: searchable('软件工程师'),
          closesAt: '2027-01-01',
          monthlyFen: null,
        },
    ...more,
  };
}

/** Commits and numbers changes, as whoever publishes does. */
export async function publish(database: Database, ...changes: RecordChange[]): Promise<void> {
  await transact(database.pool, (client) => appendOpenChanges(client, changes, new Date()));
  await numberOpenChanges(database.pool);
}
