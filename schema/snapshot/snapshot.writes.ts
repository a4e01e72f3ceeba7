/** Writes a day's snapshot: every public record as it stands at one number of the log, held against the daily digests before it counts. */
import { hash } from 'node:crypto';
import type pg from 'pg';
import type { Day } from '../../rules/vocabulary.js';
import { transact } from '../database.js';
import { readDays, readTotals } from '../open-record/open-record.reads.js';
import type { DayDigest, RecordKind } from '../open-record/open-record.reads.js';
import { openPartWriter } from './part-writer.writes.js';
import type { SnapshotFileEntry, SnapshotManifest } from './snapshot.reads.js';

export interface SnapshotFile {
  name: string;
  kind: RecordKind;
  /** What stands before the first record. */
  head: string;
  /** Records, given by their stored bodies, as the file has them. */
  write(bodies: readonly string[]): string;
}

const kinds = ['notice', 'post'] as const;
const pageRows = 2000;
const keptDays = 30;

/** False when the day has its snapshot already, or nothing was ever published: a snapshot never changes. */
export async function writeSnapshot(
  pool: pg.Pool,
  day: Day,
  now: Date,
  files: readonly SnapshotFile[],
): Promise<boolean> {
  return transact(pool, async (client) => {
    await client.query('set transaction isolation level repeatable read');
    // The moment of reading is fixed by the first statement behind the lock: of two writers the second finds the day taken.
    await client.query('lock table open_snapshot in share row exclusive mode');
    const taken = await client.query(`select from open_snapshot where day = $1`, [day]);
    const { number, days } = await readDays(client, '0001-01-01', '9999-12-31');
    if (taken.rowCount !== 0 || number === 0) return false;
    const written = await writeFiles(client, day, files);
    refuseIfOther(day, days, written.days);
    const manifest: SnapshotManifest = { files: written.files, totals: (await readTotals(client)).kinds, days };
    await client.query(`insert into open_snapshot (day, number, created_at, manifest) values ($1, $2, $3, $4)`, [
      day,
      number,
      now,
      JSON.stringify(manifest),
    ]);
    await client.query(
      `delete from open_snapshot where day not in (select day from open_snapshot order by day desc limit $1)`,
      [keptDays],
    );
    return true;
  });
}

async function writeFiles(client: pg.ClientBase, day: Day, files: readonly SnapshotFile[]) {
  const entries: SnapshotFileEntry[] = [];
  const counted = new Map<string, { records: number; digest: Buffer }>();
  for (const kind of kinds) {
    const open = files
      .filter((file) => file.kind === kind)
      .map((file) => ({ file, writer: openPartWriter(client, day, file.name) }));
    for (const { file, writer } of open) await writer.write(file.head, 0);
    for await (const page of pagesOf(client, kind)) {
      for (const record of page) count(counted, `${record.day} ${kind}`, record.body);
      const bodies = page.map(({ body }) => body);
      for (const { file, writer } of open) await writer.write(file.write(bodies), bodies.length);
    }
    for (const { writer } of open) entries.push(await writer.end());
  }
  return { files: entries, days: counted };
}

async function* pagesOf(client: pg.ClientBase, kind: RecordKind) {
  for (let place = 0; ;) {
    const { rows } = await client.query<{ place: number; day: Day; body: string }>({
      name: 'read-snapshot-page',
      text: `select place, day, body from open_record where record_kind = $1 and place > $2 order by place limit $3`,
      values: [kind, place, pageRows],
    });
    if (rows.length > 0) yield rows;
    if (rows.length < pageRows) return;
    place = rows.at(-1)!.place;
  }
}

function count(counted: Map<string, { records: number; digest: Buffer }>, key: string, body: string): void {
  const day = counted.get(key) ?? { records: 0, digest: Buffer.alloc(32) };
  const one = hash('sha256', body, 'buffer');
  for (let i = 0; i < 32; i++) day.digest[i]! ^= one[i]!;
  day.records += 1;
  counted.set(key, day);
}

/** What was written must be what the digests say is public, day by day. */
function refuseIfOther(
  day: Day,
  expected: readonly DayDigest[],
  counted: ReadonlyMap<string, { records: number; digest: Buffer }>,
): void {
  const odd = expected.find(({ day, kind, records, digest }) => {
    const found = counted.get(`${day} ${kind}`);
    return found?.records !== records || found.digest.toString('hex') !== digest;
  });
  if (odd)
    throw new Error(`snapshot of ${day} is not published: the ${odd.kind}s of ${odd.day} do not fit their digest`);
  if (counted.size !== expected.length)
    throw new Error(`snapshot of ${day} is not published: it holds records of a day that has no digest`);
}
