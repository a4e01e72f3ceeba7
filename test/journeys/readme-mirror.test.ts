/** The mirror that the README prints, run as it is printed: it keeps a copy through snapshot and changes, and notices what is missing. */
import { execFile } from 'node:child_process';
import { hash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeSnapshot } from '../../jobs/write-snapshot.job.js';
import type { NoticeStanding } from '../../rules/recruitment/public-record.js';
import { readTotals } from '../../schema/open-record/open-record.reads.js';
import { openTestApi } from '../support/api.js';
import type { TestApi } from '../support/api.js';
import { goodNotice } from '../support/notices.js';
import { standingOf, tell } from '../support/told-notices.js';

const script = /```js\n([^`]*(?:`(?!``)[^`]*)*)```/.exec(readFileSync('README.md', 'utf8'))![1]!;
const at = (day: string) => new Date(`${day}T02:00:00Z`);
const folder = mkdtempSync(join(tmpdir(), 'mirror '));
const copyFile = join(folder, 'copy.json');

let api: TestApi;
const standing: NoticeStanding[] = [];
beforeAll(async () => {
  writeFileSync(join(folder, 'mirror.mjs'), script);
  api = await openTestApi();
  for (let n = 1; n <= 6; n++) standing.push(standingOf(n, at(n <= 3 ? '2026-11-26' : '2026-11-27'), {}, n));
  for (const one of standing) await tell(api.database.pool, null, one);
});
afterAll(async () => {
  await api.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Exit code and everything it said. */
const mirror = () =>
  new Promise<[number, string]>((done) => {
    const environment = { PATH: process.env['PATH'] };
    execFile(
      process.execPath,
      ['mirror.mjs', api.url, copyFile],
      { cwd: folder, env: environment },
      (error, out, complaint) => done([error === null ? 0 : Number(error.code), `${out}${complaint}`.trim()]),
    );
  });
interface Copy {
  cursor: string;
  records: Record<string, string>;
}
const readCopy = () => JSON.parse(readFileSync(copyFile, 'utf8')) as Copy;
/** The copy's own digests, which must be the hub's. */
async function expectEqual(records: number): Promise<void> {
  const bodies = Object.values(readCopy().records);
  expect(bodies).toHaveLength(records);
  const totals = (await readTotals(api.database.pool)).kinds.map(({ digest }) => BigInt(`0x${digest}`));
  const sum = bodies.reduce((all, body) => all ^ BigInt(`0x${hash('sha256', body)}`), 0n);
  expect(sum).toBe(totals.reduce((all, digest) => all ^ digest, 0n));
}

test('it has at most 40 lines and needs nothing but Node', () => {
  expect(script.trimEnd().split('\n').length).toBeLessThanOrEqual(40);
  const imported = [...script.matchAll(/from '([^']+)'/g)].map(([, name]) => name);
  expect(imported.filter((name) => !name!.startsWith('node:'))).toEqual([]);
});

describe('as it is run', () => {
  test('before the first snapshot it begins from the very beginning', async () => {
    expect(await mirror()).toEqual([0, '27 records, complete']);
    await expectEqual(27);
    rmSync(copyFile);
  });

  test('it begins with the snapshot and goes on from its cursor', async () => {
    await writeSnapshot(
      { database: api.database, now: () => at('2026-11-28'), log: () => {} },
      new AbortController().signal,
    );
    const late = standingOf(7, at('2026-11-28'));
    await tell(api.database.pool, null, late);
    expect(await mirror()).toEqual([0, '30 records, complete']);
    await expectEqual(30);
  });

  test('it goes on from where it was: what changed is changed, what went is gone', async () => {
    const [first, second] = standing as [NoticeStanding, NoticeStanding];
    const amended: NoticeStanding = {
      ...first,
      version: 2,
      content: goodNotice({ title: '更正后的公告' }, '2026-11-26', 1),
      amendedAt: at('2026-11-28').toISOString(),
      amendReason: '更正标题',
    };
    await tell(api.database.pool, first, amended, { remark: '更正标题' });
    await tell(api.database.pool, second, null, { kind: 'withdrawn', reason: 'error_in_notice' });
    const before = readCopy();
    expect(await mirror()).toEqual([0, '27 records, complete']);
    await expectEqual(27);
    const { cursor, records } = readCopy();
    expect(cursor).not.toBe(before.cursor);
    expect(JSON.parse(records[first.id]!)).toMatchObject({ version: 2, title: '更正后的公告' });
    expect(records).not.toHaveProperty(second.id);
  });

  test('a row that is missing is noticed, and the day that it is missing from is named', async () => {
    const copy = readCopy();
    const missing = standing[4]!.postIds['P002']!;
    const { [missing]: row, ...records } = copy.records;
    expect(row).toBeDefined();
    writeFileSync(copyFile, JSON.stringify({ ...copy, records }));
    expect(await mirror()).toEqual([1, 'not complete: 2026-11-27 posts']);
  });

  test('a row that was altered is noticed', async () => {
    const copy = readCopy();
    const { id } = standing[2]!;
    const body = copy.records[id]!.replace('濮阳', '濮阴');
    writeFileSync(copyFile, JSON.stringify({ ...copy, records: { ...copy.records, [id]: body } }));
    const [code, said] = await mirror();
    expect([code, said]).toEqual([1, expect.stringContaining('2026-11-26 notices') as string]);
  });

  test('a snapshot that is not what its manifest says is not taken', async () => {
    rmSync(copyFile);
    await api.database.pool.query(
      `update open_snapshot set manifest = jsonb_set(manifest, '{files,0,sha256}', to_jsonb(repeat('0', 64)))`,
    );
    const [code, said] = await mirror();
    expect([code, said]).toEqual([1, expect.stringContaining('is not what its manifest says') as string]);
  });
});
