/** A stretch of the public log behind a number, as whoever follows a filter sees it; waits for more where nothing is there yet. */
import type { ChangeKind } from '../../rules/recruitment/changes.js';
import { seenThrough } from '../../rules/recruitment/post-filter.js';
import type { RecordFilter } from '../../rules/recruitment/post-filter.js';
import { readChangesAt, readFoundChanges } from '../../schema/open-record/found-change.reads.js';
import type { ToldChange } from '../../schema/open-record/found-change.reads.js';
import type { House } from '../context.js';
import { HubError } from '../errors.js';

/** So many numbers are looked at for one page of a filter. */
export const scannedAtMost = 5000;
const scannedAtOnce = 1000;

export interface SeenChange extends Omit<ToldChange, 'kind'> {
  kind: ChangeKind | 'entered_filter' | 'left_filter';
}

export interface SeenPage {
  changes: SeenChange[];
  /** Where to go on. */
  end: number;
  hasMore: boolean;
}

export interface PageQuestion {
  after: number;
  filter: RecordFilter | null;
  first: number;
  waitMs: number;
  gone: () => AbortSignal;
  /** Whose waiting is counted together. */
  who: string;
}

type Parts = Pick<House, 'database' | 'watch'>;

export async function readChangePage(
  house: Parts,
  { after, filter, first, waitMs, gone, who }: PageQuestion,
): Promise<SeenPage> {
  const deadline = performance.now() + waitMs;
  const hungUp = waitMs > 0 ? gone() : AbortSignal.abort();
  const page: SeenPage = { changes: [], end: after, hasMore: true };
  for (let left = scannedAtMost; ;) {
    const last = await house.watch.last();
    if (page.end > last) throw beyondTheEnd();
    while (page.end < last && page.changes.length < first && left > 0) {
      const wanted = first - page.changes.length;
      const upTo = Math.min(page.end + Math.min(filter ? scannedAtOnce : wanted, left), last);
      left -= upTo - page.end;
      const seen = filter
        ? await seenBy(house, filter, page.end, upTo, wanted)
        : await seenByAll(house, page.end, upTo);
      page.changes.push(...seen.changes);
      page.end = seen.end;
    }
    page.hasMore = page.end < last;
    const rest = deadline - performance.now();
    if (page.changes.length > 0 || page.hasMore || rest <= 0) return page;
    if (!(await house.watch.beyond(page.end, rest, hungUp, who))) return page;
  }
}

/** Numbers are dense: a stretch of the log is all numbers in it. */
async function seenByAll({ database }: Parts, after: number, upTo: number) {
  const numbers = Array.from({ length: upTo - after }, (_, i) => after + 1 + i);
  return { changes: await readChangesAt(database.pool, numbers), end: upTo };
}

/** At most `wanted` changes; its end is the last one's where more might follow. */
async function seenBy({ database }: Parts, filter: RecordFilter, after: number, upTo: number, wanted: number) {
  const found = await readFoundChanges(database.pool, after, upTo);
  const seen = found.flatMap(({ number, recordKind, findable, wasFindable }) => {
    // News of the interface itself concerns everybody.
    const how = recordKind === null ? 'as-is' : seenThrough(filter, wasFindable, findable);
    return how === null ? [] : [{ number, how }];
  });
  const told = seen.slice(0, wanted);
  const rows =
    told.length > 0
      ? await readChangesAt(
          database.pool,
          told.map(({ number }) => number),
        )
      : [];
  const changes = rows.map((row, i): SeenChange => {
    const { how } = told[i]!;
    if (how === 'as-is') return row;
    return how === 'entered'
      ? { ...row, kind: 'entered_filter' }
      : { ...row, kind: 'left_filter', body: null, sha256: null };
  });
  return { changes, end: seen.length > wanted ? told.at(-1)!.number : upTo };
}

function beyondTheEnd(): HubError {
  return new HubError(
    'BAD_INPUT',
    'after 在变更流的末尾之后：它来自另一个系统，请从快照重新开始',
    'after lies beyond the end of the stream: it is of another hub, start again from a snapshot',
  );
}
