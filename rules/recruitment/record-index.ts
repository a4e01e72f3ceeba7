/**
 * The public records of one kind in columns: a page of a filtered list, its total and the counts of every facet, in one pass and
 * without a database. Rows stand in the order of `place`, the number of their first publication, so the newest is the last.
 */
import { closedState } from './closed-by-clock.js';
import { grown, openFacetColumn } from './facet-column.js';
import { facetNames } from './facets.js';
import type { FacetName, Findable } from './facets.js';
import type { RecordFilter } from './post-filter.js';

export interface IndexedRecord extends Omit<Findable, 'text'> {
  place: number;
}

export interface IndexQuestion {
  /** Its text is not looked at: see `among`. */
  filter: RecordFilter;
  /** Places of the records that hold the words asked for, ascending; null: all. */
  among: Float64Array | null;
  now: Date;
}

export interface IndexCounts {
  total: number;
  /** Of each facet as if it were not filtered by itself: how many records more or other values would give. */
  facets: ReadonlyMap<FacetName, ReadonlyMap<string, number>>;
}

export interface RecordIndex {
  /** Adds a record behind all others, or writes one anew at its place. */
  put(record: IndexedRecord): void;
  remove(place: number): void;
  /** Places before `after`, newest first. */
  page(question: IndexQuestion, after: number | null, most: number): number[];
  count(question: IndexQuestion): IndexCounts;
  /** Of some values of a facet, the place of the newest record that has each. */
  newestWith(facet: FacetName, values: readonly string[]): Map<string, number>;
}

const unknownPay = -1;
const stateAt = facetNames.indexOf('state');

/** `openState` is what a record's state is called while it takes applications. */
export function openRecordIndex(openState: string): RecordIndex {
  const columns = facetNames.map(() => openFacetColumn());
  const stateColumn = columns[stateAt]!;
  const [openNumber, closedNumber] = [stateColumn.numberOf([openState]), stateColumn.numberOf([closedState])];
  let size = 0;
  let places = new Float64Array(1024);
  let closesAt = new Float64Array(1024);
  let monthlyFen = new Float64Array(1024);
  let isThere = new Uint8Array(1024);

  /** The first row whose place is not before `place`. */
  function rowFrom(place: number): number {
    let [low, high] = [0, size];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (places[middle]! < place) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function rowOf(place: number): number | null {
    const row = rowFrom(place);
    return row < size && places[row] === place ? row : null;
  }

  function makeRoom(row: number): void {
    if (row < places.length) return;
    const length = grown(places.length, row);
    const longer = (old: Float64Array) => {
      const column = new Float64Array(length);
      column.set(old);
      return column;
    };
    [places, closesAt, monthlyFen] = [longer(places), longer(closesAt), longer(monthlyFen)];
    const flags = new Uint8Array(length);
    flags.set(isThere);
    isThere = flags;
  }

  /** Whether a row is there and meets what is no facet. */
  function meets({ filter, now }: IndexQuestion) {
    const [after, before] = [instant(filter.closesAfter, -Infinity), instant(filter.closesBefore, Infinity)];
    const least = filter.payAtLeastFen ?? -Infinity;
    const paid = filter.payAtLeastFen === null ? -Infinity : 0;
    const states = stateColumn.cells();
    const moment = now.getTime();
    return {
      row: (row: number) =>
        isThere[row] === 1 &&
        closesAt[row]! > after &&
        closesAt[row]! <= before &&
        monthlyFen[row]! >= paid &&
        monthlyFen[row]! >= least,
      /** The state, which the clock may have ended. */
      state: (row: number) => (states[row] === openNumber && closesAt[row]! <= moment ? closedNumber : states[row]!),
    };
  }

  function wantedIn({ facets }: RecordFilter) {
    return facetNames.flatMap((name, facet) => {
      const wanted = facets[name];
      return wanted ? [{ facet, accepts: columns[facet]!.accepting(wanted) }] : [];
    });
  }

  return {
    put({ place, facets, closesAt: closes, monthlyFen: fen }) {
      const known = rowOf(place);
      const row = known ?? size;
      if (known === null && size > 0 && places[size - 1]! > place)
        throw new Error(`place ${place} comes behind ${places[size - 1]}`);
      makeRoom(row);
      for (const [facet, name] of facetNames.entries()) columns[facet]!.put(row, facets[name] ?? []);
      places[row] = place;
      closesAt[row] = Date.parse(closes);
      monthlyFen[row] = fen ?? unknownPay;
      isThere[row] = 1;
      size = Math.max(size, row + 1);
    },

    remove(place) {
      const row = rowOf(place);
      if (row !== null) isThere[row] = 0;
    },

    page(question, after, most) {
      const fits = meets(question);
      const wanted = wantedIn(question.filter).map(({ facet, accepts }) => ({
        cells: columns[facet]!.cells(),
        accepts,
        isState: facet === stateAt,
      }));
      const isHit = (row: number) =>
        fits.row(row) &&
        wanted.every(({ cells, accepts, isState }) => accepts[isState ? fits.state(row) : cells[row]!] === 1);
      const found: number[] = [];
      const { among } = question;
      let next = among
        ? among.findLastIndex((place) => after === null || place < after)
        : rowFrom(after ?? Infinity) - 1;
      for (; next >= 0 && found.length < most; next--) {
        const row = among ? rowOf(among[next]!) : next;
        if (row !== null && isHit(row)) found.push(places[row]!);
      }
      return found;
    },

    count(question) {
      const fits = meets(question);
      const { among } = question;
      const most = among ? among.length : size;
      // Rows that miss no facet (0) or exactly one (its position + 1): only these count anywhere.
      const rows = new Uint32Array(most);
      const misses = new Uint8Array(most);
      let left = 0;
      for (let i = 0; i < most; i++) {
        const row = among ? rowOf(among[i]!) : i;
        if (row !== null && fits.row(row)) rows[left++] = row;
      }
      const states = new Uint32Array(size);
      for (let i = 0; i < left; i++) states[rows[i]!] = fits.state(rows[i]!);
      const cellsOf = (facet: number) => (facet === stateAt ? states : columns[facet]!.cells());
      for (const { facet, accepts } of wantedIn(question.filter)) {
        const cells = cellsOf(facet);
        let kept = 0;
        for (let i = 0; i < left; i++) {
          const row = rows[i]!;
          const isWanted = accepts[cells[row]!] === 1;
          if (!isWanted && misses[i] !== 0) continue;
          misses[kept] = isWanted ? misses[i]! : facet + 1;
          rows[kept++] = row;
        }
        left = kept;
      }
      let total = 0;
      for (let i = 0; i < left; i++) if (misses[i] === 0) total++;
      const facets = facetNames.map((name, facet) => {
        const { lists } = columns[facet]!;
        const counts = new Uint32Array(lists.length);
        const cells = cellsOf(facet);
        for (let i = 0; i < left; i++) if (misses[i] === 0 || misses[i] === facet + 1) counts[cells[rows[i]!]!]!++;
        return [name, byValue(lists, counts)] as const;
      });
      return { total, facets: new Map(facets) };
    },

    newestWith(facet, values) {
      const column = columns[facetNames.indexOf(facet)]!;
      const [cells, accepts] = [column.cells(), column.accepting(values)];
      const wanted = new Set(values);
      const found = new Map<string, number>();
      for (let row = size - 1; row >= 0 && wanted.size > 0; row--) {
        if (isThere[row] !== 1 || accepts[cells[row]!] !== 1) continue;
        for (const value of column.lists[cells[row]!]!) if (wanted.delete(value)) found.set(value, places[row]!);
      }
      return found;
    },
  };
}

function byValue(lists: readonly (readonly string[])[], counts: Uint32Array): Map<string, number> {
  const sums = new Map<string, number>();
  for (const [number, values] of lists.entries())
    if (counts[number]! > 0) for (const value of values) sums.set(value, (sums.get(value) ?? 0) + counts[number]!);
  return sums;
}

const instant = (text: string | null, without: number) => (text === null ? without : Date.parse(text));
