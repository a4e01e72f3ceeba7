/** The public records of both kinds in this process's memory, never older than the log at the moment of asking. */
import type { Logger } from 'pino';
import type pg from 'pg';
import { takesApplications } from '../../rules/recruitment/closed-by-clock.js';
import { facetNames } from '../../rules/recruitment/facets.js';
import type { RecordFilter } from '../../rules/recruitment/post-filter.js';
import { openRecordIndex } from '../../rules/recruitment/record-index.js';
import type { IndexCounts, RecordIndex } from '../../rules/recruitment/record-index.js';
import { searchTerms } from '../../rules/recruitment/search-text.js';
import { readEmployerNames, readFindable, readFindableChanged } from '../../schema/open-record/findable.reads.js';
import { findPlaces } from '../../schema/open-record/open-record.reads.js';
import type { RecordKind } from '../../schema/open-record/open-record.reads.js';
import type { ChangeWatch } from './change-watch.js';

const rowsAtOnce = 5000;
const mostAnswers = 200;
/** Places found by words, all words together: eight bytes each, and of a million posts a common character is in most. */
const mostFound = 4_000_000;

export interface OpenRecords {
  /** Places of the records that a filter wants before a place, newest first. */
  page(kind: RecordKind, filter: RecordFilter, after: number | null, most: number): Promise<number[]>;
  count(kind: RecordKind, filter: RecordFilter): Promise<IndexCounts>;
  employerNames(kind: RecordKind, creditCodes: readonly string[]): Promise<ReadonlyMap<string, string>>;
  close(): Promise<void>;
}

interface Loaded {
  /** Up to which number of the log everything is in. */
  number: number;
  indexes: Record<RecordKind, RecordIndex>;
  names: Map<string, string>;
  /** What was counted and found at this number. */
  counts: Map<string, IndexCounts>;
  places: Map<string, Promise<Float64Array>>;
  /** How many places these are. */
  found: number;
}

export function openIndexes(
  pool: pg.Pool,
  watch: ChangeWatch,
  clock: () => Date,
  log: Logger,
  most = mostFound,
): OpenRecords {
  let loaded: Promise<Loaded> | null = null;
  let following: Promise<void> | null = null;
  const closing = new AbortController();

  async function load(): Promise<Loaded> {
    const indexes = {
      notice: openRecordIndex(takesApplications.notice),
      post: openRecordIndex(takesApplications.post),
    };
    // Read before the records: what changes meanwhile is followed afterwards.
    const number = await watch.last();
    for (const kind of ['notice', 'post'] as const) {
      let rows;
      for (let place = 0; !closing.signal.aborted; place = rows.at(-1)!.place) {
        rows = await readFindable(pool, kind, place, rowsAtOnce);
        for (const row of rows) indexes[kind].put(row);
        if (rows.length < rowsAtOnce) break;
      }
    }
    return { number, indexes, names: new Map(), counts: new Map(), places: new Map(), found: 0 };
  }

  async function follow(known: Loaded): Promise<void> {
    const { last, records } = await readFindableChanged(pool, known.number);
    try {
      for (const { kind, numbers, now } of records) {
        for (const number of numbers) if (number !== now?.place) known.indexes[kind].remove(number);
        if (now === null) continue;
        known.indexes[kind].put(now);
        known.names.set(now.creditCode, now.employerName);
      }
    } catch (error) {
      // Half of it is in.
      loaded = null;
      throw error;
    }
    known.number = last;
    known.counts.clear();
    forgetPlaces(known);
  }

  /** The next to ask loads anew; what others load meanwhile stays. */
  function forget(what: Promise<Loaded>): void {
    if (loaded === what) loaded = null;
  }

  async function current(): Promise<Loaded> {
    const asked = (loaded ??= load());
    asked.catch(() => forget(asked));
    const known = await asked;
    // A database that does not answer takes nothing from what is in memory: it is held against the log when that is there again.
    const last = await watch.last();
    if (last < known.number) {
      forget(asked);
      // Another database, or an older one brought back.
      throw new Error('the public log is shorter than it was');
    }
    while (known.number < last) {
      following ??= follow(known).finally(() => (following = null));
      await following;
    }
    return known;
  }

  async function placesOf(known: Loaded, kind: RecordKind, text: string | null): Promise<Float64Array | null> {
    const terms = searchTerms(text ?? '');
    if (terms.length === 0) return null;
    const key = `${known.number} ${kind} ${terms.join(' ')}`;
    const found = kept(known.places, key, async () => {
      const places = (await findPlaces(pool, kind, terms)).sort();
      known.found += places.length;
      if (known.found > most) forgetPlaces(known);
      return places;
    });
    found.catch(() => known.places.delete(key));
    return found;
  }

  watch.onNews(() => {
    if (closing.signal.aborted) return;
    current().catch((error: NodeJS.ErrnoException) =>
      log.warn({ code: error.code }, 'the public records are not in memory'),
    );
  });

  return {
    async page(kind, filter, after, most) {
      const known = await current();
      const among = await placesOf(known, kind, filter.text);
      return known.indexes[kind].page({ filter, among, now: clock() }, after, most);
    },
    async count(kind, filter) {
      const known = await current();
      const { number } = known;
      const among = await placesOf(known, kind, filter.text);
      const now = clock();
      // Named by the number before the words were looked for: whoever asks later asks at a later one.
      const key = `${number} ${kind} ${Math.floor(now.getTime() / 1000)} ${canonical(filter)}`;
      return kept(known.counts, key, () => known.indexes[kind].count({ filter, among, now }));
    },
    async employerNames(kind, creditCodes) {
      const { names, indexes } = await current();
      const unknown = creditCodes.filter((code) => !names.has(code));
      const places = [...indexes[kind].newestWith('employer', unknown).values()];
      if (places.length > 0)
        for (const { creditCode, employerName } of await readEmployerNames(pool, places))
          names.set(creditCode, employerName);
      return names;
    },
    async close() {
      closing.abort();
      await Promise.allSettled([loaded, following]);
    },
  };
}

function forgetPlaces(known: Loaded): void {
  known.places.clear();
  known.found = 0;
}

/** Made once for a key; of too many keys none is kept. */
function kept<T>(known: Map<string, T>, key: string, make: () => T): T {
  const found = known.get(key);
  if (found !== undefined) return found;
  if (known.size >= mostAnswers) known.clear();
  const made = make();
  known.set(key, made);
  return made;
}

/** The same text for every way to ask the same. */
function canonical({ facets, text, payAtLeastFen, closesAfter, closesBefore }: RecordFilter): string {
  const wanted = facetNames.map((name) => [...new Set(facets[name])].sort());
  const isAsked = facetNames.map((name) => facets[name] !== undefined);
  return JSON.stringify([wanted, isAsked, searchTerms(text ?? ''), payAtLeastFen, closesAfter, closesBefore]);
}
