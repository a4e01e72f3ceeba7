/** Daily snapshots: everything public at one moment, as files whose digests agree with the log's, never changed afterwards. */
import { createHash, hash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { snapshotFiles } from '../../jobs/snapshot-files.js';
import { writeSnapshot as runJob } from '../../jobs/write-snapshot.job.js';
import type { RecordChange } from '../../rules/recruitment/changes.js';
import { searchable } from '../../rules/recruitment/search-text.js';
import { openDatabase, transact } from '../../schema/database.js';
import type { Database } from '../../schema/database.js';
import { appendOpenChanges, numberOpenChanges } from '../../schema/open-record/open-record.writes.js';
import { readSnapshot, readSnapshotDays, readSnapshotPart } from '../../schema/snapshot/snapshot.reads.js';
import { writeSnapshot } from '../../schema/snapshot/snapshot.writes.js';
import type { SnapshotFile } from '../../schema/snapshot/snapshot.writes.js';
import { createTestDatabase } from '../support/database.js';

let database: Database;
beforeAll(async () => {
  database = await openDatabase((await createTestDatabase()).url, { poolSize: 10 });
});
afterAll(() => database.close());

const now = new Date('2026-11-27T18:30:00Z');
const idOf = (n: number) => `0195a000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const bodyOf = (n: number, text: string) => JSON.stringify({ id: idOf(n), text });
function change(n: number, text: string, more: Partial<RecordChange> = {}): RecordChange {
  return {
    kind: 'published',
    reason: null,
    remark: null,
    recordId: idOf(n),
    recordKind: n % 10 === 0 ? 'notice' : 'post',
    noticeId: idOf(0),
    version: 1,
    day: n % 2 === 0 ? '2026-11-26' : '2026-11-27',
    body: bodyOf(n, text),
    findable: { facets: {}, text: searchable(text.slice(0, 50)), closesAt: '2027-01-01', monthlyFen: null },
    ...more,
  };
}
async function publish(...changes: RecordChange[]): Promise<void> {
  await transact(database.pool, (client) => appendOpenChanges(client, changes, now));
  await numberOpenChanges(database.pool);
}
/** Records as they are stored; other files are of the job's own tests. */
const lines = (['notice', 'post'] as const).map((kind): SnapshotFile => ({
  name: `${kind}s.ndjson`,
  kind,
  head: '',
  write: (bodies) => `${bodies.join('\n')}\n`,
}));
/** Files of notices, which are written before posts are read: so many that much can happen meanwhile. */
const many = (meanwhile: () => void) =>
  Array.from({ length: 30 }, (_, i): SnapshotFile => ({
    ...lines[0]!,
    name: `${i}`,
    write(bodies) {
      meanwhile();
      return lines[0]!.write(bodies);
    },
  }));
const write = (day: string) => writeSnapshot(database.pool, day, now, lines);
async function fileOf(day: string, name: string) {
  const entry = (await readSnapshot(database.pool, day))!.files.find((file) => file.name === name)!;
  const parts = await Promise.all(
    Array.from({ length: entry.parts }, (_, part) => readSnapshotPart(database.pool, day, name, part)),
  );
  const gzip = Buffer.concat(parts.map((part) => part!));
  expect(gzip.length).toBe(entry.gzipBytes);
  const bytes = gunzipSync(gzip);
  expect(bytes.length).toBe(entry.bytes);
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(entry.sha256);
  return { entry, text: bytes.toString() };
}

beforeEach(async () => {
  const { pool } = database;
  await pool.query(`alter table open_change disable trigger open_change_kept`);
  await pool.query(
    `delete from open_change; delete from open_record; delete from open_day; update open_log set last_number = 0; delete from open_snapshot`,
  );
  await pool.query(`alter table open_change enable trigger open_change_kept`);
});

describe('a snapshot', () => {
  test('holds the stored bodies in their order, one a line, and says where to go on', async () => {
    await publish(change(1, '一'), change(10, '公告'), change(2, '二'));
    await publish(change(1, '一，更正', { kind: 'amended' }));
    expect(await write('2026-11-28')).toBe(true);
    const posts = await fileOf('2026-11-28', 'posts.ndjson');
    expect(posts.text).toBe(`${bodyOf(1, '一，更正')}\n${bodyOf(2, '二')}\n`);
    expect(posts.entry.rows).toBe(2);
    expect((await fileOf('2026-11-28', 'notices.ndjson')).text).toBe(`${bodyOf(10, '公告')}\n`);
    const snapshot = (await readSnapshot(database.pool, null))!;
    expect(snapshot).toMatchObject({ day: '2026-11-28', number: 4, createdAt: now });
    expect(snapshot.days).toEqual([
      { day: '2026-11-26', kind: 'notice', records: 1, digest: hash('sha256', bodyOf(10, '公告')) },
      { day: '2026-11-26', kind: 'post', records: 1, digest: hash('sha256', bodyOf(2, '二')) },
      { day: '2026-11-27', kind: 'post', records: 1, digest: hash('sha256', bodyOf(1, '一，更正')) },
    ]);
    expect(snapshot.totals.map(({ kind, records }) => [kind, records])).toEqual([
      ['notice', 1],
      ['post', 2],
    ]);
  });

  test('never changes: the same day again does nothing, also when two write it at once', async () => {
    await publish(change(1, '一'));
    const slowly = [...many(() => {}), ...lines];
    const both = [1, 2].map(() => writeSnapshot(database.pool, '2026-11-28', now, slowly));
    expect((await Promise.all(both)).filter(Boolean)).toHaveLength(1);
    await publish(change(2, '二'));
    expect(await write('2026-11-28')).toBe(false);
    expect((await fileOf('2026-11-28', 'posts.ndjson')).entry.rows).toBe(1);
    expect(await write('2026-11-29')).toBe(true);
    expect((await fileOf('2026-11-29', 'posts.ndjson')).entry.rows).toBe(2);
  });

  test('is of one moment: what is published while it is written is not in it', async () => {
    await publish(change(1, '一'), change(10, '公告'));
    let meanwhile: Promise<void> | undefined;
    const slow = many(() => void (meanwhile ??= publish(change(3, '后来的岗位'))));
    expect(await writeSnapshot(database.pool, '2026-11-28', now, [...slow, lines[1]!])).toBe(true);
    await meanwhile;
    expect((await readSnapshot(database.pool, null))!.number).toBe(2);
    expect((await fileOf('2026-11-28', 'posts.ndjson')).text).toBe(`${bodyOf(1, '一')}\n`);
  });

  test('does not come to be when nothing was ever published', async () => {
    expect(await write('2026-11-28')).toBe(false);
    expect(await readSnapshot(database.pool, null)).toBeNull();
  });

  test.each([
    ['a record that is missing', `delete from open_record where record_id = '${idOf(2)}'`],
    ['a record that was altered', `update open_record set body = body || ' ' where record_id = '${idOf(2)}'`],
    ['a record of a day that has none', `update open_record set day = '2026-01-01' where record_id = '${idOf(2)}'`],
    [
      'a record too many',
      `update open_day set records = 0, digest = repeat('0', 256)::bit(256) where day = '2026-11-26'`,
    ],
  ])('is refused over %s, and leaves nothing behind', async (_, harm) => {
    await publish(change(1, '一'), change(2, '二'));
    await database.pool.query(harm);
    await expect(write('2026-11-28')).rejects.toThrow(/^snapshot of 2026-11-28 is not published: /);
    expect((await database.pool.query(`select from open_snapshot_part`)).rowCount).toBe(0);
  });

  test('stands in parts of about a mebibyte, of more than one page of records', async () => {
    // Digits of hashes hardly shrink.
    const noise = (n: number) => Array.from({ length: 20 }, (_, i) => hash('sha256', `${n} ${i}`)).join('');
    const some = Array.from({ length: 4500 }, (_, i) => change(2 * i + 1, noise(i)));
    for (let i = 0; i < some.length; i += 1500) await publish(...some.slice(i, i + 1500));
    await write('2026-11-28');
    const { entry, text } = await fileOf('2026-11-28', 'posts.ndjson');
    expect(entry.rows).toBe(4500);
    expect(entry.parts).toBeGreaterThanOrEqual(2);
    expect(text.trimEnd().split('\n')).toEqual(some.map(({ body }) => body));
  });

  test('goes after thirty days, parts and all', async () => {
    await publish(change(1, '一'));
    for (let day = 1; day <= 31; day++) await write(`2026-12-${String(day).padStart(2, '0')}`);
    const days = await readSnapshotDays(database.pool);
    expect([days.length, days[0], days.at(-1)]).toEqual([30, '2026-12-31', '2026-12-02']);
    const parts = await database.pool.query(`select from open_snapshot_part where day = '2026-12-01'`);
    expect(parts.rowCount).toBe(0);
  });
});

describe('the job', () => {
  const logged: unknown[] = [];
  const job = (at: Date, signal = new AbortController().signal) =>
    runJob({ database, now: () => at, log: (message, details) => void logged.push([message, details]) }, signal);

  test('leaves the day to the next worker when asked to stop', async () => {
    await publish(change(10, '公告'));
    await job(now, AbortSignal.abort());
    expect(logged.splice(0)).toEqual([]);
    expect((await database.pool.query('select from open_snapshot')).rowCount).toBe(0);
  });

  test('writes the day of Beijing once, and says a fault before it fails', async () => {
    await publish(change(10, '公告'));
    // A body of four words is no whole record: the tables cannot be made of it.
    await expect(job(now)).rejects.toThrow(TypeError);
    expect(logged.splice(0)).toEqual([['snapshot failed', { day: '2026-11-28', error: expect.any(String) as string }]]);
  });

  test('writes records as stored, and tables that a spreadsheet reads and does not run', () => {
    expect(snapshotFiles.map(({ name }) => name)).toEqual([
      'notices.ndjson',
      'notices.csv',
      'posts.ndjson',
      'posts.csv',
    ]);
    const [, , , posts] = snapshotFiles;
    const body = JSON.stringify({
      id: idOf(1),
      notice: {},
      employer: { name: '濮阳"示例",公司' },
      eligibility: {},
      contact: {},
      title: '=HYPERLINK("http://x")',
      unit: '+1',
      code: '@A',
      degree: '-2',
      places: ['410902', '410922'],
      majors: [],
      pay: { minFen: 5 },
      reservedForVeterans: false,
      text: '一\n二',
    });
    const text = posts!.head + posts!.write([body]);
    expect(text.startsWith('\uFEFFid,noticeId,')).toBe(true);
    const [row] = parse<Record<string, string>>(text, { bom: true, columns: true, recordDelimiter: '\r\n' });
    expect(row).toMatchObject({
      id: idOf(1),
      title: `'=HYPERLINK("http://x")`,
      unit: `'+1`,
      code: `'@A`,
      degree: `'-2`,
      employerName: '濮阳"示例",公司',
      places: '410902|410922',
      payMinFen: '5',
      reservedForVeterans: 'false',
      text: '一\n二',
    });
  });
});
