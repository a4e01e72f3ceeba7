/** `hub audit` as an administrator and an auditor run it. */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeRefusals } from '../../schema/access-event/access-event.writes.js';
import { loadSealingKey } from '../../schema/access-log/sealing-key.js';
import { openDatabase } from '../../schema/database.js';
import type { Database } from '../../schema/database.js';
import { createKeyFile, createVault, loadKeys } from '../../schema/vault.js';
import { exported, forged, sealAll, verdictOn, writeLargeExport } from '../support/access-log.js';
import { createTestDatabase } from '../support/database.js';
import { program } from '../support/hub-process.js';
import { testSealing } from '../support/sealing.js';

const sealing = testSealing();
const folder = mkdtempSync(join(tmpdir(), 'hub audit '));
const keyFile = join(folder, 'hub.json');
const stamp = {
  client: '民政局',
  audience: 'partner',
  purpose: 'none',
  basis: null,
  agreementId: null,
  operation: 'x#0',
  fields: '',
};
let database: Database;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  const { url } = await createTestDatabase();
  database = await openDatabase(url);
  createKeyFile(keyFile);
  env = { PATH: process.env['PATH'], HOME: folder, HUB_HOME: folder, DATABASE_URL: url, HUB_KEY_FILE: keyFile };
  for (let n = 0; n < 25; n++) await writeRefusals(database.pool, stamp, []);
  await sealAll(database.pool, { vault: createVault(loadKeys(keyFile)), key: sealing.key }, 10);
});
afterAll(async () => {
  await database.close();
  sealing.remove();
  rmSync(folder, { recursive: true, force: true });
});

function hub(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, 'audit', ...args], {
    env,
    encoding: 'utf8',
  });
  return { code: status, said: stdout, complained: stderr };
}

describe('export', () => {
  test('writes a file for its owner alone, refuses to overwrite it, and is an event of the log itself', async () => {
    const file = join(folder, 'log.ndjson');
    expect(hub('export', '--out', file)).toMatchObject({ code: 0 });
    expect(statSync(file).mode & 0o077).toBe(0);
    expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(1 + 25 + 3 + 1);
    expect(hub('export', '--out', file)).toMatchObject({
      code: 2,
      complained: expect.stringContaining('is not overwritten') as string,
    });
    const { rows } = await database.pool.query(
      `select audience, operation, purpose from access_event where outcome = 'exported'`,
    );
    expect(rows).toEqual([{ audience: 'machine', operation: 'audit-export', purpose: 'audit' }]);
  });
});

describe('verify', () => {
  test('needs neither database nor key file: one file that imports nothing but node, and runs wherever it is copied', () => {
    const source = readFileSync('hub/audit-verify.ts', 'utf8');
    expect(source.trimEnd().split('\n').length).toBeLessThan(500);
    const imports = [...source.matchAll(/from '([^']+)'|import\('([^']+)'\)/g)].map((found) => found[1] ?? found[2]!);
    expect(imports.length).toBeGreaterThan(4);
    expect(imports.filter((name) => !name.startsWith('node:'))).toEqual([]);
    const copy = join(folder, 'verify.mjs');
    copyFileSync('dist/hub/audit-verify.js', copy);
    const said = execFileSync(process.execPath, [copy, join(folder, 'log.ndjson'), '--keys', sealing.publicFile], {
      env: {},
      encoding: 'utf8',
    });
    expect(said).toMatch(/^25 events in 3 seals fit/);
  });

  test('ends with 0 when all fits, 1 when not, 2 when it cannot be tried, always with one clear line', () => {
    const file = join(folder, 'log.ndjson');
    expect(hub('verify', file, '--keys', sealing.publicFile)).toMatchObject({ code: 0, complained: '' });
    const bad = join(folder, 'bad.ndjson');
    writeFileSync(bad, readFileSync(file, 'utf8').replace('民政局', '残联局'));
    expect(hub('verify', bad, '--keys', sealing.publicFile)).toMatchObject({
      code: 1,
      said: expect.stringMatching(
        /^line 2 does not fit: event 0 \([0-9a-f-]{36}\) is not what its leaf says\n$/,
      ) as string,
    });
    for (const [args, complaint] of [
      [[file], 'usage: hub audit verify'],
      [['nowhere.ndjson', '--keys', sealing.publicFile], 'no such file'],
      [[file, '--keys', file], 'hub audit verify: '],
      [[sealing.publicFile, '--keys', sealing.publicFile], 'no access log'],
    ] as const) {
      const { code, complained } = hub('verify', ...args);
      expect([code, complained]).toEqual([2, expect.stringContaining(complaint) as string]);
      expect(complained.trim().split('\n')).toHaveLength(1);
    }
  });

  test('run by a link to it, it is tried all the same and not passed over in silence', () => {
    const [link, bad] = [join(folder, '验证 器.mjs'), join(folder, 'bad of a link.ndjson')];
    symlinkSync(resolve('dist/hub/audit-verify.js'), link);
    writeFileSync(bad, readFileSync(join(folder, 'log.ndjson'), 'utf8').replace('民政局', '残联局'));
    const of = (file: string) => spawnSync(process.execPath, [link, file, '--keys', sealing.publicFile]);
    expect(of(join(folder, 'log.ndjson'))).toMatchObject({ status: 0 });
    expect(of(bad)).toMatchObject({ status: 1 });
  });

  test.each([
    ['nothing', 2, 'the file is empty', () => Buffer.alloc(0)],
    ['any bytes', 2, 'no access log', () => Buffer.from('3f8b00fe0a220a', 'hex')],
    ['it packed', 2, 'no access log', (whole: Buffer) => gzipSync(whole)],
    [
      'a byte order mark before it',
      2,
      'no access log',
      (whole: Buffer) => Buffer.concat([Buffer.of(239, 187, 191), whole]),
    ],
    ['its head alone', 1, 'breaks off', (whole: Buffer) => whole.subarray(0, whole.indexOf(10) + 1)],
    ['a comma too much at its end', 1, 'line 2', (whole: Buffer) => torn(whole, `[0,"${'0'.repeat(64)}",]`)],
    ['half a null at its end', 1, 'line 2', (whole: Buffer) => torn(whole, `[0,"${'0'.repeat(64)}",n]`)],
    ['a leaf that is none', 1, 'event 0 has no leaf', (whole: Buffer) => torn(whole, '[0,"zz"]\n')],
    ['a leaf that is a number', 1, 'event 0 has no leaf', (whole: Buffer) => torn(whole, '[0,5]\n')],
    [
      'a seal over less than nothing',
      1,
      'neither an event nor a seal',
      (whole: Buffer) => torn(whole, '{"seal":0,"size":-1}\n'),
    ],
    ['one line of it all', 2, 'no access log', (whole: Buffer) => Buffer.from(whole.toString().replaceAll('\n', ''))],
    ['Windows’ ends of lines', 0, 'fit', (whole: Buffer) => Buffer.from(whole.toString().replaceAll('\n', '\r\n'))],
  ])('%s in place of an export ends with %i and says why', (_what, code, why, change) => {
    mkdirSync(join(folder, '导出'), { recursive: true });
    const file = join(folder, '导出', '访问日志.ndjson');
    writeFileSync(file, change(readFileSync(join(folder, 'log.ndjson'))));
    const answer = hub('verify', file, '--keys', sealing.publicFile);
    expect([answer.code, answer.said + answer.complained]).toEqual([code, expect.stringContaining(why) as string]);
  });
  const torn = (whole: Buffer, line: string) =>
    Buffer.concat([whole.subarray(0, whole.indexOf(10) + 1), Buffer.from(line)]);

  test.each([
    ['are no JSON', '{"seal":3', 'line 1, is no anchored root'],
    ['are no seal', 'null\n', 'line 1, is no anchored root'],
    ['are of nobody’s key', 'another root', 'that none of the keys signed'],
    ['tell of a seal to come that nobody signed', 'a later seal', 'that none of the keys signed'],
  ])('anchors that %s prove nothing against the log, and do not pass unnoticed', (_what, content, why) => {
    const lines = readFileSync(join(folder, 'log.ndjson'), 'utf8').trim().split('\n');
    const { log } = JSON.parse(lines[0]!) as { log: string };
    const seal = JSON.parse(lines.at(-2)!) as object;
    const made: Record<string, string> = {
      'another root': JSON.stringify({ log, ...seal, root: '0'.repeat(64) }),
      'a later seal': JSON.stringify({ log, ...seal, seal: 99 }),
    };
    const anchors = join(folder, 'odd anchors.ndjson');
    writeFileSync(anchors, made[content] ?? content);
    const { code, complained } = hub(
      'verify',
      join(folder, 'log.ndjson'),
      '--keys',
      sealing.publicFile,
      '--anchors',
      anchors,
    );
    expect([code, complained]).toEqual([2, expect.stringContaining(why) as string]);
  });

  test('L6: an export far larger than its memory is verified', async () => {
    const file = join(folder, 'large.ndjson');
    await writeLargeExport(file, sealing.key, 100_000);
    expect(statSync(file).size).toBeGreaterThan(40 * 1024 * 1024);
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--max-old-space-size=24', 'dist/hub/audit-verify.js', file, '--keys', sealing.publicFile],
      { encoding: 'utf8' },
    );
    expect([status, stderr.replaceAll(/^[\d,]+ events fit\n/gm, '')]).toEqual([0, '']);
    expect(stdout).toMatch(/^100000 events in 100 seals fit/);
  });
});

describe('a part of the log', () => {
  const note = () => join(folder, 'my own roots.ndjson');
  const verify = (file: string, ...more: string[]) => hub('verify', file, '--keys', sealing.publicFile, ...more);

  test('exported from a seal on is proved to continue what was proved the day before', async () => {
    const [first, second] = [join(folder, 'day 1.ndjson'), join(folder, 'day 2.ndjson')];
    await sealAll(database.pool, { vault: createVault(loadKeys(keyFile)), key: sealing.key }, 10);
    expect(hub('export', '--out', first)).toMatchObject({ code: 0 });
    expect(verify(first, '--keep', note())).toMatchObject({ code: 0 });
    const { seal, size } = JSON.parse(readFileSync(note(), 'utf8')) as { seal: number; size: number };
    for (let n = 0; n < 33; n++) await writeRefusals(database.pool, stamp, []);
    await sealAll(database.pool, { vault: createVault(loadKeys(keyFile)), key: sealing.key }, 10);
    expect(hub('export', '--out', second, '--from', String(seal))).toMatchObject({ code: 0 });
    const { code, said } = verify(second, '--anchors', note(), '--keep', note());
    expect([code, said]).toEqual([
      0,
      expect.stringMatching(/^34 events in 4 seals fit[^]*1 anchored roots agree/) as string,
    ]);
    expect(said).toContain(`it continues seal ${seal} over ${size} events`);
    expect(said).toContain(': as anchored');
    expect(readFileSync(note(), 'utf8').trim().split('\n')).toHaveLength(2);
    // The whole log agrees with both notes.
    const whole = await exported(database.pool, createVault(loadKeys(keyFile)));
    const verdict = await verdictOn(sealing.folder, whole, sealing.publicFile, note());
    expect(verdict.said).toContain('2 anchored roots agree');
    // A part of a part, and nothing at all since the newest seal.
    for (const from of [seal + 1, seal + 4]) {
      const part = await exported(database.pool, createVault(loadKeys(keyFile)), from);
      const own = await verdictOn(sealing.folder, part, sealing.publicFile);
      expect(own).toMatchObject({ code: 0, said: expect.stringContaining('hold it against what was') as string });
    }
    expect(hub('export', '--from', '9999')).toMatchObject({
      code: 2,
      complained: expect.stringContaining('no seal 9999') as string,
    });
    expect(hub('export', '--from', 'x')).toMatchObject({ code: 2 });
  });

  test('that continues another history is found out by what was noted before', () => {
    const lines = readFileSync(join(folder, 'day 1.ndjson'), 'utf8').trim().split('\n');
    const other = forged(lines, sealing.key, {
      event: (fields, number) => void (number === 3 && (fields[2] = '残联')),
    });
    const { log } = JSON.parse(lines[0]!) as { log: string };
    const noted = join(folder, 'another history.ndjson');
    writeFileSync(noted, JSON.stringify({ log, ...(JSON.parse(other.at(-2)!) as object) }));
    const { code, said } = verify(join(folder, 'day 2.ndjson'), '--anchors', noted);
    expect([code, said]).toEqual([
      1,
      expect.stringContaining('which it continues, is not the one that was anchored') as string,
    ]);
  });

  test('L1: with any byte of what it continues, its events or seals flipped it does not fit', async () => {
    const whole = readFileSync(join(folder, 'day 2.ndjson'));
    const codes = new Set<number>();
    for (let at = whole.indexOf('"from":'); at < whole.length - 60; at += 17) {
      const flipped = Buffer.from(whole);
      flipped[at]! ^= 1;
      codes.add((await verdictOn(sealing.folder, flipped, sealing.publicFile)).code);
    }
    // 2: its first line is no JSON any more.
    expect([...codes].sort((a, b) => a - b)).toEqual([1, 2]);
  });
});

describe('create-key', () => {
  test('makes a pair in both profiles, and overwrites none', () => {
    for (const profile of ['standard', 'sm']) {
      const pair = [join(folder, `${profile}.json`), join(folder, `${profile}.public.json`)] as const;
      expect(hub('create-key', ...pair, '--profile', profile)).toMatchObject({ code: 0 });
      expect(statSync(pair[0]).mode & 0o077).toBe(0);
      expect(readFileSync(pair[1], 'utf8')).not.toContain('PRIVATE');
      expect(hub('create-key', ...pair)).toMatchObject({ code: 2 });
      expect(loadSealingKey(pair[0], profile as 'sm').profile.name).toBe(profile);
      // Its leaves would be others than those of the receipts.
      const other = profile === 'sm' ? 'standard' : 'sm';
      expect(() => loadSealingKey(pair[0], other)).toThrow(/create-key --profile/);
    }
    expect(hub('create-key', 'one')).toMatchObject({ code: 2 });
  });
});
