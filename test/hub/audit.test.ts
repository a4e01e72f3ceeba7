/** `hub audit` as an administrator and an auditor run it. */
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeRefusal } from '../../schema/access-event/access-event.writes.js';
import { openDatabase } from '../../schema/database.js';
import type { Database } from '../../schema/database.js';
import { createKeyFile, createVault, loadKeys } from '../../schema/vault.js';
import { sealAll, writeLargeExport } from '../support/access-log.js';
import { createTestDatabase } from '../support/database.js';
import { program } from '../support/hub-process.js';
import { testSealing } from '../support/sealing.js';

const sealing = testSealing();
const folder = mkdtempSync(join(tmpdir(), 'hub audit '));
const keyFile = join(folder, 'hub.json');
let database: Database;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  const { url } = await createTestDatabase();
  database = await openDatabase(url);
  createKeyFile(keyFile);
  env = { PATH: process.env['PATH'], HOME: folder, HUB_HOME: folder, DATABASE_URL: url, HUB_KEY_FILE: keyFile };
  const stamp = {
    client: '民政局',
    audience: 'partner',
    purpose: 'none',
    basis: null,
    agreementId: null,
    operation: 'x#0',
    fields: '',
  };
  for (let n = 0; n < 25; n++) await writeRefusal(database.pool, stamp);
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

describe('create-key', () => {
  test('makes a pair in both profiles, and overwrites none', () => {
    for (const profile of ['standard', 'sm']) {
      const pair = [join(folder, `${profile}.json`), join(folder, `${profile}.public.json`)] as const;
      expect(hub('create-key', ...pair, '--profile', profile)).toMatchObject({ code: 0 });
      expect(statSync(pair[0]).mode & 0o077).toBe(0);
      expect(readFileSync(pair[1], 'utf8')).not.toContain('PRIVATE');
      expect(hub('create-key', ...pair)).toMatchObject({ code: 2 });
    }
    expect(hub('create-key', 'one')).toMatchObject({ code: 2 });
  });
});
