/** What weighing found to say something new, kept in memory, so that the source is not read a second time to load it. */
import type { Batch } from '../connectors/connector.js';
import type { LoadCounts } from '../schema/fact/fact.writes.js';
import type { Vault } from '../schema/vault.js';
import type { KeyedRow, PreparedBatch } from './prepare-rows.js';

/** Some 50 MB; rows that are put aside may be long, and count by their bytes too. */
const mostRows = 50_000;
const mostSealed = 50_000_000;

/** One transaction's worth of rows, with what was counted of all that came. */
export interface Load {
  prepared: PreparedBatch;
  read: number;
  rejected: number;
  /** Cases of the quarantine that end with it. */
  settles: readonly string[];
  /** Of rows that were read and need not be loaded. */
  counts: Pick<LoadCounts, 'unchanged' | 'duplicate'>;
  position: Batch['position'];
  expectedRows: number | null;
}

export interface KeptRows {
  /** The rows of a weighed batch that are to be loaded, with what is to be counted of the others; null when nothing is kept any more. */
  choose(keyed: readonly KeyedRow[], moved: ReadonlySet<string>): { rows: KeyedRow[]; counts: Load['counts'] } | null;
  keep(load: Load): void;
  /** Everything that was weighed, or null where it is to be read again: it was too much, or keys have changed since. */
  take(): Load[] | null;
}

/** `fromTheBeginning`: whether all of the run is weighed here; what a process that ended had weighed is gone with it. */
export function keepRows(
  { vault, batchSize, mostKept = mostRows }: { vault: Vault; batchSize: number; mostKept?: number },
  fromTheBeginning: boolean,
): KeptRows {
  const keysOf = () => `${vault.keyVersion} ${vault.otherVersion}`;
  const keysThen = keysOf();
  /** A key that moved once is followed to the end: it may come again as it stands now, and must then end so. */
  const allMoved = new Set<string>();
  let loads: Load[] | null = fromTheBeginning ? [] : null;
  /** Of the last load: a key that comes again must come in a later transaction, as it would have been read. */
  let lastKeys = new Set<string>();
  let kept = 0;
  let sealed = 0;
  return {
    choose(keyed, moved) {
      if (loads === null) return null;
      for (const key of moved) allMoved.add(key);
      const rows: KeyedRow[] = [];
      const others = new Set<string>();
      for (const one of keyed) {
        if (allMoved.has(one.recordKey)) rows.push(one);
        else others.add(one.recordKey);
      }
      const duplicate = keyed.length - rows.length - others.size;
      return { rows, counts: { unchanged: others.size, duplicate } };
    },
    keep(load) {
      const { rows, quarantined } = load.prepared;
      kept += rows.length + quarantined.length;
      for (const one of quarantined) sealed += one.sealed.length;
      if (kept > mostKept || sealed > mostSealed) loads = null;
      if (loads === null) return;
      const last = loads.at(-1);
      const fits = last !== undefined && last.prepared.rows.length + rows.length <= batchSize;
      if (fits && !rows.some(({ recordKey }) => lastKeys.has(recordKey))) append(last, load);
      else {
        loads.push(load);
        lastKeys = new Set();
      }
      for (const { recordKey } of rows) lastKeys.add(recordKey);
    },
    take: () => (keysOf() === keysThen ? loads : null),
  };
}

/** Into the one that is there: copied for each batch, a quiet night would be copied over and over. */
function append(last: Load, { prepared, read, rejected, counts, position, expectedRows }: Load): void {
  last.prepared.rows.push(...prepared.rows);
  for (const [index, idNumber] of prepared.idNumbers) last.prepared.idNumbers.set(index, idNumber);
  last.prepared.phones.push(...prepared.phones);
  last.prepared.quarantined.push(...prepared.quarantined);
  last.read += read;
  last.rejected += rejected;
  last.counts.unchanged += counts.unchanged;
  last.counts.duplicate += counts.duplicate;
  last.position = position;
  last.expectedRows = expectedRows;
}
