/** What a hub must not start with: the wrong keys, a queue that does not answer. One clear line, nothing written, nothing left behind. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../schema/database.js';
import { freePort } from '../../schema/embedded-postgres.js';
import { assertVaultFits } from '../../schema/vault-check/vault-check.writes.js';
import { createVault } from '../../schema/vault.js';
import { createTestDatabase } from '../support/database.js';
import { startHub } from '../support/hub-process.js';

const folder = mkdtempSync(join(tmpdir(), 'hub 拒 '));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('keys', () => {
  const vaultOf = (byte: number) => createVault({ version: 1, keys: { 1: Buffer.alloc(32, byte).toString('base64') } });

  it('of another hub are refused by a filled database, and its own are known again', async () => {
    const database = await openDatabase((await createTestDatabase()).url);
    await assertVaultFits(database.pool, vaultOf(1), '/keys/hub.json');
    await assertVaultFits(database.pool, vaultOf(1), '/keys/hub.json');
    await expect(assertVaultFits(database.pool, vaultOf(2), '/keys/hub.json')).rejects.toThrow(
      '/keys/hub.json is not the key file',
    );
    const noted = await database.pool.query('select hash from vault_check');
    expect(noted.rowCount).toBe(1);
    await database.close();
  });

  it('stay the same under a newer sealing key', async () => {
    const database = await openDatabase((await createTestDatabase()).url);
    await assertVaultFits(database.pool, vaultOf(1), 'k');
    const key = (byte: number) => Buffer.alloc(32, byte).toString('base64');
    await expect(
      assertVaultFits(database.pool, createVault({ version: 2, keys: { 1: key(1), 2: key(9) } }), 'k'),
    ).resolves.toBeUndefined();
    await database.close();
  });
});

describe('hub start', () => {
  it.each([
    ['nobody listens there', async () => `redis://127.0.0.1:${await freePort()}`, 'no Redis answers at 127.0.0.1'],
    ['it is no address', () => Promise.resolve('nonsense'), 'REDIS_URL must be an address'],
  ])('ends at once when REDIS_URL is wrong: %s', async (_, address, words) => {
    const hub = startHub(['start'], {
      HUB_HOME: join(folder, 'redis'),
      PORT: String(await freePort()),
      SANDBOX_PERSONS: '300',
      REDIS_URL: await address(),
      HOME: folder,
    });
    await hub.until(new RegExp(words), 20_000);
    expect(await hub.ended).toBe(2);
    expect(hub.said().trim().split('\n')).toHaveLength(1);
  });

  it.each(['abc', '199', '1e3', '-5'])('refuses SANDBOX_PERSONS=%s before anything is made', async (persons) => {
    const hub = startHub(['start'], {
      HUB_HOME: join(folder, 'persons'),
      PORT: String(await freePort()),
      SANDBOX_PERSONS: persons,
      HOME: folder,
    });
    expect(await hub.ended).toBe(2);
    expect(hub.said()).toContain('SANDBOX_PERSONS must be a whole number from 200');
  });

  it('does not make a new key for a database that was filled with another', async () => {
    const env = {
      HUB_HOME: join(folder, 'keys'),
      PORT: String(await freePort()),
      SANDBOX_PERSONS: '300',
      HOME: folder,
    };
    const first = startHub(['start'], env);
    await first.until(/^ready /m, 90_000);
    first.signalGroup('SIGINT');
    await first.ended;
    rmSync(join(folder, 'keys', 'keys', 'hub.json'));
    const second = startHub(['start'], env);
    expect(await second.ended).toBe(2);
    expect(second.said()).toContain('hub.json is missing');
  });
});
