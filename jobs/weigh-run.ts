/** Before a run changes anything, what it would change is counted; too much of it waits for a person. */
import type { End } from '../connectors/connector.js';
import type { BegunRun, Weight } from '../schema/sync-run/sync-run.writes.js';

/**
 * Both a number and a share must be passed: a share alone cries wolf on small streams, a number alone on large ones. What the shares
 * are of is what the stream holds, which a held run has not moved: tomorrow's run is measured by the same.
 */
const limits = {
  /** Of a whole snapshot: 90 % smaller than what is held. */
  smaller: { above: 100, share: 0.9 },
  different: { above: 100, share: 0.5 },
  /** Rows that could not be read, of those that were delivered: rather the source's form has changed than so many rows. */
  rejected: { above: 100, share: 0.1 },
  retired: { above: 20, share: 0.02 },
};

export interface Verdict {
  /** Nothing of the run may be loaded. */
  holdsAll: boolean;
  /** Deletions wait, all else is loaded. */
  withholdsDeletions: boolean;
  /** Null: go on. Counts alone, no key and no value. */
  reason: string | null;
}

type Weighing = Pick<BegunRun, 'source' | 'stream' | 'scope' | 'liveRows' | 'allowed'>;

/** A stream that was never read to its end has nothing to lose; one key is asked for by a person, and a rehearsal loads nothing. */
export const mustBeWeighed = ({ highWater, scope, dryRun }: BegunRun): boolean =>
  highWater !== null && scope !== 'KEY' && !dryRun;

export function judgeWeight(
  run: Weighing,
  weight: Weight,
  { completeSnapshot }: Pick<End, 'completeSnapshot'>,
): Verdict {
  const { liveRows, allowed } = run;
  const reasons: string[] = [];
  if (completeSnapshot && isTooSmall(weight.rows, liveRows, allowed))
    reasons.push(`the whole stream came with ${weight.rows} rows, ${liveRows} are held`);
  if (isOver('different', weight.different, liveRows, allowed))
    reasons.push(`${weight.different} rows are new or changed, ${liveRows} are held`);
  // What was put aside was not as agreed before.
  if (run.scope !== 'QUARANTINE') reasons.push(...rejectedReason(weight, allowed));
  const holdsAll = reasons.length > 0;
  const withholdsDeletions = isOver('retired', weight.retired, liveRows, allowed);
  if (withholdsDeletions) reasons.push(`the source deletes ${weight.retired} of ${liveRows} rows`);
  const what = holdsAll ? 'nothing of it was loaded' : 'all but the deletions was loaded';
  return { holdsAll, withholdsDeletions, reason: reasons.length > 0 ? said(run, reasons, what) : null };
}

/** A first load is not weighed, but with too much unread in it the stream does not count as read. */
export function judgeFirstLoad(run: Weighing, weight: Weight): Pick<Verdict, 'reason'> {
  // What was put aside was not as agreed before.
  if (run.scope === 'QUARANTINE') return { reason: null };
  const reasons = rejectedReason(weight, run.allowed);
  return {
    reason: reasons.length > 0 ? said(run, reasons, 'the rest was loaded, the stream does not count as read') : null,
  };
}

function isOver(
  what: 'different' | 'rejected' | 'retired',
  count: number,
  of: number,
  allowed: Weight | null,
): boolean {
  const { above, share } = limits[what];
  return count > above && count > share * of && count > (allowed?.[what] ?? 0);
}

function isTooSmall(rows: number, liveRows: number, allowed: Weight | null): boolean {
  const { above, share } = limits.smaller;
  const missing = liveRows - rows;
  const small = rows === 0 ? missing > 0 : missing > above && missing > share * liveRows;
  return small && rows < (allowed?.rows ?? Infinity);
}

function rejectedReason({ rows, rejected }: Weight, allowed: Weight | null): string[] {
  const read = rows + rejected;
  return isOver('rejected', rejected, read, allowed) ? [`${rejected} of ${read} rows could not be read`] : [];
}

const said = ({ source, stream }: Weighing, reasons: string[], what: string): string =>
  `${source}/${stream}: ${reasons.join('; ')}; ${what}; approve or reject the proposal of kind SYNC_RUN`;
