/** Reads of snapshots: what a day's files hold, and their bytes part by part. */
import type pg from 'pg';
import type { Day } from '../../rules/vocabulary.js';
import type { DayDigest } from '../open-record/open-record.reads.js';

export interface SnapshotFileEntry {
  name: string;
  rows: number;
  /** Of the file as it is read. */
  bytes: number;
  sha256: string;
  /** Of its gzip stream, and the parts that it stands in. */
  gzipBytes: number;
  parts: number;
}

export interface SnapshotManifest {
  files: SnapshotFileEntry[];
  totals: Omit<DayDigest, 'day'>[];
  days: DayDigest[];
}

export interface SnapshotRow extends SnapshotManifest {
  day: Day;
  number: number;
  createdAt: Date;
}

/** The snapshot of a day; null for the day: the newest. */
export async function readSnapshot(db: pg.Pool | pg.ClientBase, day: Day | null): Promise<SnapshotRow | null> {
  const found = await db.query<Omit<SnapshotRow, keyof SnapshotManifest> & { manifest: SnapshotManifest }>(
    `select day, number, created_at as "createdAt", manifest from open_snapshot
     where $1::date is null or day = $1 order by day desc limit 1`,
    [day],
  );
  const row = found.rows[0];
  if (!row) return null;
  const { manifest, ...snapshot } = row;
  return { ...snapshot, ...manifest };
}

/** The days that there is a snapshot of, newest first. */
export async function readSnapshotDays(db: pg.Pool | pg.ClientBase): Promise<Day[]> {
  const found = await db.query<{ day: Day }>(`select day from open_snapshot order by day desc`);
  return found.rows.map(({ day }) => day);
}

/** Null when the snapshot has gone. */
export async function readSnapshotPart(
  db: pg.Pool | pg.ClientBase,
  day: Day,
  file: string,
  part: number,
): Promise<Buffer | null> {
  const found = await db.query<{ bytes: Buffer }>({
    name: 'read-snapshot-part',
    text: `select bytes from open_snapshot_part where day = $1 and file = $2 and part = $3`,
    values: [day, file, part],
  });
  return found.rows[0]?.bytes ?? null;
}
