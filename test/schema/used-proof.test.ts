/** A proof counts once: among several of one statement, after a while, and when what was remembered is lost. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../schema/database.js';
import { forgetEnded, keepItemOnce } from '../../schema/sign-in/sign-in.writes.js';
import { useProofs } from '../../schema/used-proof/used-proof.writes.js';
import { createVault } from '../../schema/vault.js';
import { createTestDatabase } from '../support/database.js';

let database: Database;
beforeAll(async () => {
  database = await openDatabase((await createTestDatabase()).url);
});
afterAll(() => database.close());

const made = (agoMs = 0) => {
  const issuedAt = new Date(Date.now() - agoMs);
  return { hash: randomBytes(32), issuedAt, endsAt: new Date(issuedAt.getTime() + 90_000) };
};
const use = (...proofs: ReturnType<typeof made>[]) => useProofs(database.pool, proofs);

it('each is new once, in the order in which they were given', async () => {
  const [a, b, c] = [made(), made(), made()];
  expect(await use(a, b, a, a)).toEqual([true, true, false, false]);
  expect(await use(c, b, c)).toEqual([true, false, false]);
});

it('one from before the memory began might have been used', async () => {
  await database.pool.query('truncate used_proof, used_proof_memory');
  expect(await use(made(1000))).toEqual([false]);
  expect(await use(made(-1000), made(2000))).toEqual([true, false]);
  const [{ since }] = (await database.pool.query<{ since: Date }>('select since from used_proof_memory')).rows as [
    { since: Date },
  ];
  expect(Date.now() - since.getTime()).toBeLessThan(60_000);
});

it('what is too old to be believed is forgotten', async () => {
  const [old, young] = [made(-1000), made(-1000)];
  await use({ ...old, endsAt: new Date(Date.now() - 1) }, young);
  await forgetEnded(database.pool, new Date());
  const kept = await database.pool.query<{ hash: Buffer }>('select proof_hash as hash from used_proof');
  const hashes = kept.rows.map(({ hash }) => hash.toString('hex'));
  expect(hashes).toContain(young.hash.toString('hex'));
  expect(hashes).not.toContain(old.hash.toString('hex'));
});

it('an assertion is kept once, however many come at the same moment, and again when it has ended', async () => {
  const vault = createVault({ version: 1, keys: { 1: Buffer.alloc(32, 1).toString('base64') } });
  const now = new Date();
  const item = { kind: 'ReplayDetection', id: 'x', payload: {}, grantId: null, uid: null };
  const keep = (at: Date) =>
    keepItemOnce(database.pool, vault, { ...item, endsAt: new Date(at.getTime() + 60_000) }, at);
  const kept = await Promise.all(Array.from({ length: 8 }, () => keep(now)));
  expect(kept.filter(Boolean)).toHaveLength(1);
  expect(await keep(new Date(now.getTime() + 61_000))).toBe(true);
});
