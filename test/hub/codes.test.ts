/** `hub codes` on a real database: what is taken, what is refused and where, and that a load is all of it or nothing. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { run } from '../../hub/codes.js';
import { findCode } from '../../rules/recruitment/codes.js';
import { openCodeLists, readCodeLists } from '../../schema/code-list/code-list.reads.js';
import { openDatabase } from '../../schema/database.js';
import type { Database } from '../../schema/database.js';
import { createTestDatabase } from '../support/database.js';
import { startHub } from '../support/hub-process.js';

let url: string;
let database: Database;
let folder: string;
beforeAll(async () => {
  ({ url } = await createTestDatabase());
  database = await openDatabase(url);
  folder = mkdtempSync(join(tmpdir(), 'hub-codes-'));
});
afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  vi.stubEnv('DATABASE_URL', url);
  await database.pool.query('drop trigger if exists at_row on code');
  await database.pool.query('truncate code, code_list');
});

async function codes(...args: string[]) {
  const io = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() };
  expect(await run(args, io)).toBe(0);
  return String(io.stdout.read() ?? '');
}
function fileOf(content: string | Buffer): string {
  const file = join(folder, 'list.csv');
  writeFileSync(file, content);
  return file;
}
function load(content: string | Buffer, list = 'region', ...more: string[]) {
  const edition = list === 'major' ? '本科专业目录 2020' : 'GB/T 0000-2020';
  return codes('import', fileOf(content), '--list', list, '--edition', edition, '--source', '测试文件', ...more);
}
const kept = async () => {
  const { rows } = await database.pool.query<{ lists: number; codes: number }>(
    'select (select count(*)::int from code_list) as lists, (select count(*)::int from code) as codes',
  );
  return rows[0]!;
};

const regions = 'code,name,parent\n410000,河南省,\n410900,濮阳市,410000\n410902,华龙区,410900\n';
/** A list of `count` regions of a country that does not exist. */
const many = (count: number) =>
  `code,name\n${Array.from({ length: count }, (_, i) => `${100000 + i},第${i}区`).join('\n')}\n`;

describe('a good file', () => {
  test('is loaded, replaces the sample of its list, and leaves the other lists alone', async () => {
    expect(await load(regions)).toBe('region GB/T 0000-2020: 3 codes added\n');
    const lists = await readCodeLists(database.pool);
    expect(lists.region).toHaveLength(1);
    expect(lists.region[0]).toMatchObject({ edition: 'GB/T 0000-2020', source: '测试文件', sample: false });
    expect(lists.region[0]!.codes.get('410902')).toEqual({ code: '410902', name: '华龙区', parent: '410900' });
    expect(lists.region[0]!.codes.get('410000')!.parent).toBeNull();
    expect(findCode(lists, 'region', '410922')).toBeNull();
    expect(lists.major.every(({ sample }) => sample)).toBe(true);
  });

  test.each<[string, Buffer]>([
    ['UTF-8', Buffer.from(regions)],
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${regions}`)],
    ['GB18030', iconv.encode(regions, 'gb18030')],
    [
      'GB18030 with a byte order mark',
      Buffer.concat([Buffer.from([0x84, 0x31, 0x95, 0x33]), iconv.encode(regions, 'gb18030')]),
    ],
    ['CRLF, quotes and blank lines', Buffer.from(regions.replaceAll('\n', '\r\n\r\n').replace('濮阳市', '"濮阳市"'))],
  ])('may be %s', async (_, bytes) => {
    await load(bytes);
    expect(findCode(await readCodeLists(database.pool), 'region', '410900')?.name).toBe('濮阳市');
  });

  test('that is loaded twice changes nothing and says so; another one replaces it', async () => {
    await load(regions);
    const state = () => database.pool.query('select xmin::text, loaded_at from code_list');
    const { rows } = await state();
    expect(await load(regions)).toBe('region GB/T 0000-2020: 3 codes, loaded before; nothing changes\n');
    expect((await state()).rows).toEqual(rows);
    expect(await load('code,name\n410000,河南省\n')).toBe('region GB/T 0000-2020: 1 codes replaced\n');
    expect(await kept()).toEqual({ lists: 1, codes: 1 });
  });

  test('that is a sample stands beside the shipped one, and is told apart', async () => {
    expect(await load('code,name\n110000,北京市\n', 'region', '--sample')).toContain('a sample of region');
    const lists = await readCodeLists(database.pool);
    expect(lists.region.map(({ sample, edition }) => [sample, edition])).toEqual([
      [true, 'GB/T 0000-2020'],
      [true, 'GB/T 2260-2007'],
    ]);
    expect(findCode(lists, 'region', '410922')?.name).toBe('清丰县');
  });

  test('of 50,000 codes is taken; one more is not', async () => {
    expect(await load(many(50_000))).toContain('50000 codes added');
    expect(await kept()).toEqual({ lists: 1, codes: 50_000 });
    await expect(load(many(50_001))).rejects.toThrow('has 50001 codes; at most 50000 are taken');
    expect(await kept()).toEqual({ lists: 1, codes: 50_000 });
  });

  test('is listed with who loaded it, among the samples', async () => {
    await load(regions);
    const said = (await codes('list')).split('\n');
    expect(said[0]).toMatch(/^region {2}GB\/T 0000-2020 {2}3 codes, loaded \d{4}-\d\d-\d\d by \S+: 测试文件$/);
    expect(said[1]).toMatch(/^industry {2}GB\/T 4754-2017 {2}\d+ codes, a sample, shipped with the hub: /);
  });
});

describe('a bad file is refused with its line and column, and nothing of it is kept', () => {
  test.each<[string, string | Buffer, string, RegExp]>([
    ['no header', '410000,河南省\n', 'region', /list\.csv:1: the header must be code,name/],
    ['another header', 'code,label\n410000,河南省\n', 'region', /:1: the header must be/],
    ['nothing', '', 'region', /:1: the header must be/],
    ['no codes', 'code,name\n', 'region', /list\.csv: has no codes/],
    ['an empty name', `${regions}410922,,410900\n`, 'region', /list\.csv:5, name: is empty/],
    ['a blank name', `${regions}410922,"  ",410900\n`, 'region', /:5, name: is empty/],
    ['a long name', `${regions}410922,${'长'.repeat(201)},410900\n`, 'region', /:5, name: must have at most 200/],
    ['a line break in a name', `code,name\n410000,"河南\n省"\n`, 'region', /, name: must have at most 200/],
    ['a code twice', `${regions}410902,又一区,410900\n`, 'region', /:5, code: 410902 stands already in line 4/],
    ['an unknown parent', `${regions}410922,清丰县,410800\n`, 'region', /:5, parent: stands nowhere in the file/],
    [
      'a ring of parents',
      'code,name,parent\n410000,甲,410900\n410900,乙,410000\n',
      'region',
      /:2, parent: .* below itself/,
    ],
    ['its own parent', 'code,name,parent\n410000,甲,410000\n', 'region', /:2, parent: .* below itself/],
    ['too few values', 'code,name,parent\n410000,河南省\n', 'region', /:2: has 2 values instead of 3/],
    ['too many values', 'code,name\n410000,河南省,1\n', 'region', /:2: has 3 values instead of 2/],
    ['an open quote', `${regions}410922,"清丰县,410900\n`, 'region', /list\.csv:\d: a quote does not open or close/],
    [
      'a code of another form',
      'code,name\n4100,河南省\n',
      'region',
      /:2, code: is not of the form of region codes, such as 410902/,
    ],
    ['an industry without its letter', 'code,name\n6513,软件\n', 'industry', /:2, code: .*such as I6513/],
    ['an occupation in short', 'code,name\n2-2,工程\n', 'occupation', /:2, code: .*such as 2-02-10-03/],
    ['a major of three digits', 'code,name\n080,工学\n', 'major', /:2, code: .*such as 080901/],
    ['an education in words', 'code,name\n本科,本科\n', 'education', /:2, code: .*such as 21/],
    ['a degree of two digits', 'code,name\n40,学士\n', 'degree', /:2, code: .*such as 408/],
    ['bytes of neither encoding', Buffer.from([0x63, 0xff, 0xff, 0x00]), 'region', /is neither UTF-8 nor GB18030/],
    ['a file that is far too large', Buffer.alloc(16 * 1024 * 1024 + 1, 65), 'region', /more than 16777216 bytes/],
  ])('%s', async (_, content, list, message) => {
    await expect(load(content, list)).rejects.toThrow(message);
    expect(await kept()).toEqual({ lists: 0, codes: 0 });
  });

  test('and one that is not there, by its name', async () => {
    const nowhere = join(folder, 'nowhere.csv');
    const args = ['import', nowhere, '--list', 'region', '--edition', '2020', '--source', '测试'];
    await expect(codes(...args)).rejects.toThrow(`${nowhere}: there is no such file`);
    await expect(codes('import', folder, ...args.slice(2))).rejects.toThrow('there is no such file');
  });

  test('a bad file leaves what was loaded before', async () => {
    await load(regions);
    await expect(load(`${regions}410902,又一区,410900\n`)).rejects.toThrow('stands already');
    expect(await kept()).toEqual({ lists: 1, codes: 3 });
  });

  test.each<[RegExp, string[]]>([
    [/^usage: /, []],
    [/^usage: /, ['show']],
    [/^usage: /, ['list', 'region']],
    [/^usage: /, ['import']],
    [/^usage: /, ['import', 'a.csv', '--list', 'towns', '--edition', '2020', '--source', '测试']],
    [/^usage: /, ['import', 'a.csv', '--list', 'region', '--edition', '2020']],
    [/^usage: /, ['import', 'a.csv', '--list', 'region', '--source', '测试']],
    [/^usage: /, ['import', 'a.csv', 'b.csv', '--list', 'region', '--edition', '2020', '--source', '测试']],
    [/which catalogue/, ['import', 'a.csv', '--list', 'major', '--edition', '2020', '--source', '测试']],
    [/must name its year/, ['import', 'a.csv', '--list', 'region', '--edition', '最新', '--source', '测试']],
  ])('%s for %j', async (message, args) => {
    await expect(codes(...args)).rejects.toThrow(message);
  });
});

describe('all or nothing', () => {
  test('an import that is killed half way leaves what was there, and the next one finds the way free', async () => {
    await load(regions);
    const file = fileOf(many(20_000));
    const args = ['import', file, '--list', 'region', '--edition', 'GB/T 0000-2020', '--source', '测试'];
    const gate = await database.pool.connect();
    await gate.query('select pg_advisory_lock(1)');
    await atRow('110000', 'perform pg_advisory_xact_lock(1)');
    const hub = startHub(['codes', ...args], { DATABASE_URL: url });
    await waitForWaiting();
    hub.signalGroup('SIGKILL');
    expect(await hub.ended).toBeNull();
    await gate.query('select pg_advisory_unlock(1)');
    gate.release();
    expect(await kept()).toEqual({ lists: 1, codes: 3 });
    expect(await codes(...args)).toContain('20000 codes replaced');
    expect(await kept()).toEqual({ lists: 1, codes: 20_000 });
  });

  test('one that takes longer than two seconds says how far it is', async () => {
    await atRow('100100', 'perform pg_sleep(2.1)');
    const io = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() };
    const args = [
      'import',
      fileOf(many(12_000)),
      '--list',
      'region',
      '--edition',
      'GB/T 0000-2020',
      '--source',
      '测试',
    ];
    expect(await run(args, io)).toBe(0);
    expect(String(io.stderr.read())).toMatch(/^5000 of 12000 codes\n/);
  });

  test('two at once load it once', async () => {
    const said = await Promise.all([load(many(3000)), load(many(3000))]);
    expect(said.filter((line) => line.includes('added'))).toHaveLength(1);
    expect(said.filter((line) => line.includes('nothing changes'))).toHaveLength(1);
    expect(await kept()).toEqual({ lists: 1, codes: 3000 });
  });
});

test('a process that keeps the lists sees an import within seconds, and asks little meanwhile', async () => {
  let now = Date.now();
  let asked = 0;
  const counted = { query: (...args: [string]) => (asked++, database.pool.query(...args)) };
  const lists = openCodeLists(counted as unknown as Database['pool'], () => new Date(now));
  const first = await lists.current();
  expect(await lists.current()).toBe(first);
  expect(asked).toBe(2);
  await load(regions);
  expect(await lists.current()).toBe(first);
  now += 5000;
  const next = await lists.current();
  expect(next.region[0]!.edition).toBe('GB/T 0000-2020');
  now += 5000;
  expect(await lists.current()).toBe(next);
  expect(asked).toBe(5);
  await load('code,name\n110000,北京市\n');
  lists.renew();
  expect((await lists.current()).region[0]!.codes.has('110000')).toBe(true);
});

/** Whoever inserts this code does that first. */
async function atRow(code: string, what: string): Promise<void> {
  await database.pool.query(
    `create or replace function at_row() returns trigger language plpgsql as $$
     begin if new.code = '${code}' then ${what}; end if; return new; end $$`,
  );
  await database.pool.query(
    'create or replace trigger at_row before insert on code for each row execute function at_row()',
  );
}

/** Until a statement of another connection waits for a lock. */
async function waitForWaiting(): Promise<void> {
  for (let i = 0; i < 400; i++) {
    const { rows } = await database.pool.query(
      `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if (rows.length > 0) return;
    await sleep(50);
  }
  throw new Error('nothing waits');
}
