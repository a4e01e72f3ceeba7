import { createHmac, hkdfSync } from 'node:crypto';
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createKeyFile, createVault, loadKeys } from '../../schema/vault.js';

const master = Buffer.alloc(32, 7);
const vault = createVault({ version: 1, keys: { 1: master.toString('base64') } });

describe('vault', () => {
  it('hashes as HMAC-SHA-256 does, for any text', () => {
    const key = Buffer.from(hkdfSync('sha256', master, '', 'puyang-hub/content', 32));
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 3000 }), (text) => {
        const whole = createHmac('sha256', key).update(text).digest('hex');
        expect(vault.contentHash(text)).toBe(whole.slice(0, 32));
      }),
    );
  });

  it('opens what it sealed, never seals twice alike, and refuses a changed byte', () => {
    const sealed = vault.seal('41090219900307𠮷');
    expect(vault.open(sealed)).toBe('41090219900307𠮷');
    expect(vault.seal('same').equals(vault.seal('same'))).toBe(false);
    expect(sealed.includes('41090219900307')).toBe(false);
    sealed[sealed.length - 1]! ^= 1;
    expect(() => vault.open(sealed)).toThrow('unable to authenticate data');
  });

  it('keeps equal keys of two streams apart, and the key apart from its scope', () => {
    expect(vault.recordKey('a', 'bc')).not.toBe(vault.recordKey('ab', 'c'));
    expect(vault.recordKey('a', 'x')).not.toBe(vault.recordKey('b', 'x'));
  });

  it('opens old seals after the sealing key was rotated, and finds the same persons', () => {
    const rotated = createVault({
      version: 2,
      keys: { 1: master.toString('base64'), 2: Buffer.alloc(32, 9).toString('base64') },
    });
    expect(rotated.open(vault.seal('old'))).toBe('old');
    expect(rotated.seal('new')[0]).toBe(2);
    expect(rotated.blindIndex('1').equals(vault.blindIndex('1'))).toBe(true);
    expect(() => vault.open(rotated.seal('new'))).toThrow('key version 2');
  });

  it('makes a key file for its owner alone, once, and reads it back', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'keys 濮 ')), 'hub.json');
    createKeyFile(file);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(() => createKeyFile(file)).toThrow('EEXIST');
    expect(createVault(loadKeys(file)).open(createVault(loadKeys(file)).seal('x'))).toBe('x');
  });

  it('names a key file that is missing, damaged or cut short, and never a key', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'keys-')), 'hub.json');
    expect(() => loadKeys(file)).toThrow(`${file} cannot be read (ENOENT)`);
    writeFileSync(file, '{');
    expect(() => loadKeys(file)).toThrow('not JSON');
    writeFileSync(file, JSON.stringify({ version: 1, keys: { 1: 'c2hvcnQ=' } }));
    expect(() => loadKeys(file)).toThrow('no 32-byte key of version 1');
    expect(readFileSync(file, 'utf8')).toContain('c2hvcnQ=');
  });
});
