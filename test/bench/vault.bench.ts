/** What sealing and indexing cost, against node's own calls made by hand, and one profile against the other. In CPU time: nothing waits. */
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { profileOf } from '../../schema/crypto-profile.js';
import { createVault } from '../../schema/vault.js';
import { pair } from './pairs.js';
import type { Pairing } from './pairs.js';

const count = 5000;
const key = Buffer.alloc(32, 1);
const file = { version: 1, keys: { 1: key.toString('base64') } };
const values = Array.from({ length: count }, (_, n) => `41090219900307${String(n).padStart(4, '0')}`);

function rate(work: (value: string) => unknown): () => Promise<number> {
  return () => {
    const start = process.cpuUsage();
    for (const value of values) work(value);
    const { user, system } = process.cpuUsage(start);
    return Promise.resolve((count / (user + system)) * 1e6);
  };
}

const byHand = {
  seal(plain: string): Buffer {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), body]);
  },
  open(sealed: Buffer): string {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12));
    decipher.setAuthTag(sealed.subarray(12, 28));
    return decipher.update(sealed.subarray(28), undefined, 'utf8') + decipher.final('utf8');
  },
};

export async function benchVault(rounds: number): Promise<Pairing[]> {
  const standard = createVault(file);
  const sm = createVault(file, profileOf('sm'));
  const sealed = {
    standard: standard.seal('410902199003070017'),
    sm: sm.seal('410902199003070017'),
    byHand: byHand.seal('410902199003070017'),
  };
  const versus = (
    name: string,
    ours: string,
    rival: string,
    work: (value: string) => unknown,
    by: (value: string) => unknown,
  ) => pair({ name, ours, rival, unit: 'values/s of CPU' }, rounds, rate(work), rate(by));
  return [
    await versus(
      'blind index of an ID number',
      'vault.blindIndex',
      'createHmac("sha256")',
      (value) => standard.blindIndex(value),
      (value) => createHmac('sha256', key).update(value).digest().subarray(0, 16),
    ),
    await versus(
      'blind index by SM3',
      'vault.blindIndex, sm',
      'createHmac("sm3")',
      (value) => sm.blindIndex(value),
      (value) => createHmac('sm3', key).update(value).digest().subarray(0, 16),
    ),
    await versus(
      'sealing an ID number',
      'vault.seal',
      'createCipheriv("aes-256-gcm") by hand',
      (value) => standard.seal(value),
      (value) => byHand.seal(value),
    ),
    await versus(
      'opening an ID number',
      'vault.open',
      'createDecipheriv("aes-256-gcm") by hand',
      () => standard.open(sealed.standard),
      () => byHand.open(sealed.byHand),
    ),
    await versus(
      'sealing by SM4',
      'vault.seal, sm',
      'vault.seal, standard',
      (value) => sm.seal(value),
      (value) => standard.seal(value),
    ),
    await versus(
      'opening by SM4',
      'vault.open, sm',
      'vault.open, standard',
      () => sm.open(sealed.sm),
      () => standard.open(sealed.standard),
    ),
  ];
}
