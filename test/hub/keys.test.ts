/** `hub keys` by several at once, and with a file that is not what it was. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { run } from '../../hub/keys.js';
import { openDatabase } from '../../schema/database.js';
import type { Database } from '../../schema/database.js';
import { createKeyFile, createVault, loadKeys } from '../../schema/vault.js';
import { readKeyVersions } from '../../schema/vault-check/key-version.reads.js';
import { holdKeyChanges } from '../../schema/vault-check/key-version.writes.js';
import { assertVaultFits } from '../../schema/vault-check/vault-check.writes.js';
import { createTestDatabase } from '../support/database.js';

const folder = mkdtempSync(join(tmpdir(), 'hub-keys-'));
const file = join(folder, 'hub.json');
let database: Database;
beforeAll(async () => {
  const { url } = await createTestDatabase();
  database = await openDatabase(url);
  createKeyFile(file);
  await assertVaultFits(database.pool, createVault(loadKeys(file)), file);
  vi.stubEnv('DATABASE_URL', url);
  vi.stubEnv('HUB_KEY_FILE', file);
});
afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

const keys = (...args: string[]) =>
  run(args, { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() });
const whatIs = async (state: string) => (await readKeyVersions(database.pool)).find((one) => one.state === state);

test('F12: while another command changes keys none begins, and the file stays as it is', async () => {
  const other = await database.pool.connect();
  expect(await holdKeyChanges(other)).toBe(true);
  const before = readFileSync(file, 'utf8');
  for (const args of [['add'], ['rotate'], ['drop', '1']])
    await expect(keys(...args)).rejects.toThrow(/another command is changing keys/);
  expect(readFileSync(file, 'utf8')).toBe(before);
  expect([await keys('list'), await keys('status')]).toEqual([0, 0]);
  other.release(true);
});

test('F12: of many who add a key at once one does, and the file holds the key that the database knows', async () => {
  const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => keys('add')));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const { version, check } = (await whatIs('added'))!;
  expect([version, createVault(loadKeys(file)).keyCheck(2)]).toEqual([2, check]);
});

test('F12: a version whose key is not the one that was added is not written', async () => {
  const whole = readFileSync(file, 'utf8');
  for (const key of [undefined, Buffer.alloc(32, 7).toString('base64')]) {
    const { keys: held, ...rest } = JSON.parse(whole) as { keys: Record<string, string> };
    writeFileSync(file, JSON.stringify({ ...rest, keys: { ...held, 2: key } }));
    await expect(keys('rotate')).rejects.toThrow(/does not hold the key that was added as version 2/);
    expect((await whatIs('writing'))!.version).toBe(1);
  }
  writeFileSync(file, whole);
  await keys('list');
});

test('F12: of many who rotate at once one does', async () => {
  const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => keys('rotate')));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect([(await whatIs('writing'))!.version, (await whatIs('leaving'))!.version]).toEqual([2, 1]);
});
