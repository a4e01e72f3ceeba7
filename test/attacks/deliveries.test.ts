/** Files that are damaged, falsified, wrongly encoded or out of order, over SFTP into the tables. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rebuildRecords } from '../../jobs/rebuild-records.job.js';
import { type Database, openDatabase } from '../../schema/database.js';
import { createVault } from '../../schema/vault.js';
import { createTestDatabase } from '../support/database.js';
import { contributionOf, csvOf, type Drops, insuredPerson, openDrops } from '../support/drops.js';
import { heldRows, openCases } from '../support/syncs.js';

const vault = createVault({ version: 1, keys: { 1: Buffer.alloc(32, 1).toString('base64') } });
let database: Database;
let drops: Drops;

beforeAll(async () => {
  database = await openDatabase((await createTestDatabase()).url);
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.pool.query('truncate fact, fact_history, touched_entity, work_item, sync_run');
  await database.pool.query('update source_state set high_water = null, data_as_of = null, live_rows = 0');
  drops = await openDrops(database, vault);
});
afterEach(() => drops.close());

const persons = (from: number, to: number, name?: string) =>
  Array.from({ length: to - from }, (_, i) => insuredPerson(from + i, name));
const names = async () =>
  (
    await database.pool.query<{ name: string }>(`select body::jsonb ->> 'name' as name from fact order by version`)
  ).rows.map(({ name }) => name);

describe('D5', () => {
  const second = () => drops.part('20260308', 'persons', 2);
  const swap = async () => {
    const bytes = await readFile(second());
    bytes[bytes.length - 3] = bytes[bytes.length - 3]! ^ 1;
    await writeFile(second(), bytes);
  };
  const cut = async () => writeFile(second(), (await readFile(second())).subarray(0, -9));
  const stray = async () => writeFile(drops.part('20260308', 'persons', 3), csvOf('persons', persons(9, 10)));
  const nothing = () => Promise.resolve();

  /** A change of the second part's line in the manifest, or what happens to the files after it was written. */
  it.each<[string, Record<number, (honest: string) => string>, () => Promise<void>]>([
    ['it is truncated', {}, cut],
    ['it is swapped after the manifest, byte for byte as long', {}, swap],
    ['it is missing', {}, () => rm(second())],
    ['one more stands there', {}, stray],
    ['the manifest says more bytes', { 1: (bytes) => String(Number(bytes) + 1) }, nothing],
    ['the manifest says fewer bytes', { 1: (bytes) => String(Number(bytes) - 1) }, nothing],
    ['the manifest says more rows', { 2: (rows) => String(Number(rows) + 1) }, nothing],
    [
      'the manifest says another digest',
      { 3: (digest) => digest.replace(/^./, (c) => (c === '0' ? '1' : '0')) },
      nothing,
    ],
    ['the manifest names the file of another day', { 0: (file) => file.replaceAll('20260308', '20260307') }, nothing],
    ['the manifest has a line of another form', { 3: () => 'x' }, nothing],
  ])(
    'D5: of two parts the first is right, of the second %s: nothing of both is taken',
    async (_what, forged, after) => {
      await drops.deliver('20260301', 'persons', [persons(0, 300)]);
      expect(await drops.sync('persons')).toMatchObject({ state: 'done', rowsNew: 300 });
      const before = await heldRows(database, 'persons');
      const parts = [persons(0, 150, '李某'), persons(150, 300)];
      const falsify = (honest: string[]) =>
        honest[0]!.endsWith('_002.csv') ? honest.map((field, at) => forged[at]?.(field) ?? field) : honest;
      await drops.deliver('20260308', 'persons', parts, falsify);
      await after();
      const run = await drops.sync('persons');
      expect(run.failure).toMatch(/^integrity: \/outbox\/20260308.*ask the bureau to deliver it again$/);
      expect(await heldRows(database, 'persons')).toBe(before);

      await rm(join(drops.outbox, '20260308'), { recursive: true });
      await drops.deliver('20260308', 'persons', parts);
      expect(await drops.sync('persons')).toMatchObject({
        failure: null,
        state: 'done',
        rowsChanged: 150,
        rowsUnchanged: 150,
      });
    },
  );
});

describe('D6', () => {
  const changes = [contributionOf(1, { own_fen: '2' }), contributionOf(2, { op: 'D' }), contributionOf(3)];
  const again = (from: string, to: string) =>
    drops.sync('contributions', {
      scope: 'RANGE',
      range: { from: `${from}T00:00:00+08:00`, to: `${to}T00:00:00+08:00` },
    });

  it('D6: the same batch twice, and an older one after a newer, change nothing', async () => {
    await drops.deliver('20260301', 'contributions', [[contributionOf(1), contributionOf(2)]]);
    await drops.deliver('20260302', 'contributions', [changes]);
    expect(await drops.sync('contributions')).toMatchObject({ state: 'done', rowsRead: 5 });
    const before = await heldRows(database, 'contributions');
    expect(await again('2026-03-02', '2026-03-02')).toMatchObject({ state: 'done', rowsRead: 3, rowsUnchanged: 3 });
    expect(await again('2026-03-01', '2026-03-01')).toMatchObject({ state: 'done', rowsRead: 2, rowsStale: 2 });
    expect(await again('2026-03-01', '2026-03-02')).toMatchObject({ state: 'done', rowsRead: 5 });
    expect(await drops.sync('contributions', { scope: 'ALL' })).toMatchObject({ state: 'done', rowsRead: 5 });
    expect(await heldRows(database, 'contributions')).toBe(before);
  });

  it('D6: two batches in the wrong order lead to the same rows as in the right one', async () => {
    const rows = `select encode(record_key, 'hex') as key, encode(content_hash, 'hex') as hash, version, absent_since is null as live from fact order by 1`;
    await drops.deliver('20260302', 'contributions', [changes]);
    expect(await drops.sync('contributions')).toMatchObject({ state: 'done' });
    await drops.deliver('20260301', 'contributions', [[contributionOf(1), contributionOf(2)]]);
    expect(await again('2026-03-01', '2026-03-01')).toMatchObject({ state: 'done', rowsStale: 2 });
    const wrong = await database.pool.query(rows);
    expect(await drops.sync('contributions', { scope: 'ALL' })).toMatchObject({ state: 'done' });
    await database.pool.query('truncate fact');
    await database.pool.query('update source_state set high_water = null, live_rows = 0');
    await drops.sync('contributions');
    const live = (found: { rows: { live: boolean }[] }) => found.rows.filter((row) => row.live);
    expect(live(await database.pool.query(rows))).toEqual(live(wrong));
  });

  it('D6: a snapshot that was passed over is not read after a newer one, though rows did not change since', async () => {
    const snapshots = [persons(0, 20), persons(0, 20, '李某'), persons(0, 20)];
    await drops.deliver('20260301', 'persons', [snapshots[0]!]);
    await drops.sync('persons');
    await drops.deliver('20260308', 'persons', [snapshots[1]!]);
    await drops.deliver('20260315', 'persons', [snapshots[2]!]);
    expect(await drops.sync('persons')).toMatchObject({ state: 'done', rowsUnchanged: 20 });
    const before = await heldRows(database, 'persons');
    const older = { from: '2026-03-08T00:00:00+08:00', to: '2026-03-09T00:00:00+08:00' };
    expect(await drops.sync('persons', { scope: 'RANGE', range: older })).toMatchObject({ state: 'done', rowsRead: 0 });
    expect(await heldRows(database, 'persons')).toBe(before);
  });
});

describe('D3', () => {
  const people = ['张三', '李四光', '欧阳修文', '王𠮷'].map((name, n) => insuredPerson(n, name));
  const mixed = () =>
    Buffer.concat([
      csvOf('persons', people),
      csvOf('persons', persons(10, 11, '赵六七'), 'utf8').subarray(csvOf('persons', []).length),
    ]);

  it.each<[string, () => Buffer]>([
    ['UTF-8 throughout', () => csvOf('persons', people, 'utf8')],
    ['UTF-8 of names that are also valid GB18030', () => csvOf('persons', persons(0, 300, '张三'), 'utf8')],
    ['UTF-8 behind its mark', () => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), csvOf('persons', people, 'utf8')])],
    ['GB18030 with one line in UTF-8', mixed],
    ['UTF-16', () => iconv.encode(csvOf('persons', people, 'utf8').toString(), 'utf16le')],
    ['Big5', () => csvOf('persons', [insuredPerson(0, '張三')], 'big5').fill(0x2c, 0, 2)],
  ])('D3: a file of %s is refused as a whole, and what was held stays', async (_what, bytes) => {
    await drops.deliver('20260301', 'persons', [people]);
    await drops.sync('persons');
    const before = await heldRows(database, 'persons');
    await drops.deliver('20260308', 'persons', [bytes()]);
    expect((await drops.sync('persons')).failure).toMatch(/^(integrity|contract): .*(UTF-8|header|rows)/);
    expect(await heldRows(database, 'persons')).toBe(before);
  });

  it('D3: rare names arrive as they are: four bytes, marks, characters that once had no code', async () => {
    const lines = csvOf('persons', [...people, insuredPerson(4, '李□□'), insuredPerson(5, '王□')]).toString('latin1');
    const once = lines.replace('\xa1\xf5\xa1\xf5', '\xfe\x59\xfe\x51').replace('\xa1\xf5', '\xfe\x9f');
    expect(once).not.toBe(lines);
    const bytes = Buffer.concat([Buffer.from([0x84, 0x31, 0x95, 0x33]), Buffer.from(once, 'latin1')]);
    await drops.deliver('20260301', 'persons', [bytes]);
    expect(await drops.sync('persons')).toMatchObject({ failure: null, state: 'done' });
    // 龴 U+9FB4 and 𠂇 U+20087 stood in the private-use area before; FE 9F is a usual rare character.
    expect(await names()).toEqual([
      '张三',
      '李四光',
      '欧阳修文',
      '王𠮷',
      '李\u{9fb4}\u{20087}',
      expect.stringMatching(/^王\p{Script=Han}$/u),
    ]);
  });

  it('D3: what nobody can read costs its line, says so, and is stored nowhere as a replacement', async () => {
    const damaged: [string, string][] = [
      ['NUL', '\0'],
      ['a control', '\x1b'],
      ['private use', '\xaa\xa1'],
      ['U+FFFD itself', '\x84\x31\xa4\x37'],
      ['half a character', '\xc0'],
      ['an invalid four-byte code', '\x84\x31\xa5\x30'],
    ];
    const rows = [
      insuredPerson(0, '张三'),
      ...damaged.map((_, n) => insuredPerson(n + 1, `李<${n}>`)),
      insuredPerson(9, '王五'),
    ];
    let text = csvOf('persons', rows).toString('latin1');
    for (const [n, [, bytes]] of damaged.entries()) text = text.replace(`<${n}>`, bytes);
    await drops.deliver('20260301', 'persons', [Buffer.from(text, 'latin1')]);
    expect(await drops.sync('persons')).toMatchObject({ failure: null, state: 'done', rowsNew: 2, rowsRejected: 6 });
    expect(await names()).toEqual(['张三', '王五']);
    expect(await openCases(database, 'persons')).toEqual([
      '3 unreadable-character name',
      '4 unreadable-character name',
      '5 unreadable-character name',
      '6 unreadable-character name',
      '7 encoding',
      '8 encoding',
    ]);
    await rebuildRecords({ database, now: () => new Date() }, new AbortController().signal);
    const stored = `select from person_record where document ~ '\\ufffd' union all select from fact where body ~ '\\ufffd' union all select from work_item where reason ~ '\\ufffd' or location::text ~ '\\ufffd'`;
    expect((await database.pool.query(stored)).rowCount).toBe(0);
  });
});
