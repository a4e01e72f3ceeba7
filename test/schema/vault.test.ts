import { createHmac, hkdfSync } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { profileNames, profileOf, standardProfile } from '../../schema/crypto-profile.js';
import { replaceKeyFile, withNewKey, withoutKey } from '../../schema/key-file.js';
import { createKeyFile, createVault, loadKeys, type VaultError } from '../../schema/vault.js';

const master = Buffer.alloc(32, 7);
const keys = { version: 1, keys: { 1: master.toString('base64') } };
const two = { version: 1, keys: { ...keys.keys, 2: Buffer.alloc(32, 9).toString('base64') } };
const newFile = () => join(mkdtempSync(join(tmpdir(), 'keys 濮 ')), 'hub.json');

describe.each(profileNames)('a vault of the profile %s', (name) => {
  const profile = profileOf(name);
  const vault = createVault(keys, profile);

  it('hashes as HMAC does, for any text', () => {
    const digest = name === 'sm' ? 'sm3' : 'sha256';
    const key = Buffer.from(hkdfSync(digest, master, '', 'puyang-hub/content', 32));
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 3000 }), (text) => {
        const whole = createHmac(digest, key).update(text).digest('hex');
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
    expect(() => vault.open(sealed)).toThrow('the key of version 1 does not open');
  });

  it('keeps equal keys of two streams apart, the key apart from its scope, and equal values of two fields', () => {
    expect(vault.recordKey('a', 'bc')).not.toBe(vault.recordKey('ab', 'c'));
    expect(vault.recordKey('a', 'x')).not.toBe(vault.recordKey('b', 'x'));
    const indexes = (['id-number', 'phone', 'account'] as const).map((field) =>
      vault.blindIndex('1', field).toString('hex'),
    );
    expect(new Set(indexes).size).toBe(3);
  });

  it('goes by two versions while keys change, and opens what either sealed', () => {
    const changing = createVault(two, profile);
    const old = changing.seal('old');
    const before = changing.blindIndex('1');
    expect(changing.otherIndex('1')).toBe(null);
    changing.use(two, { writes: 2, other: 1 });
    const fresh = changing.seal('new');
    expect([changing.keyVersion, fresh[0]]).toEqual([2, 2]);
    expect([changing.open(old), changing.open(fresh)]).toEqual(['old', 'new']);
    expect(changing.blindIndex('1').equals(before)).toBe(false);
    expect(changing.otherIndex('1')!.equals(before)).toBe(true);
    expect(changing.recordKey('a', 'b')).toBe(vault.recordKey('a', 'b'));
    expect(changing.contentHash('row')).toBe(vault.contentHash('row'));
  });

  it('F12: a key that is missing or another gives its code, and nothing of the value', () => {
    const changing = createVault(two, profile);
    changing.use(two, { writes: 2, other: null });
    const sealed = changing.seal('secret');
    const faultOf = (work: () => unknown) => {
      try {
        return work();
      } catch (error) {
        return [(error as VaultError).code, (error as VaultError).message];
      }
    };
    expect(faultOf(() => vault.open(sealed))).toEqual(['KEY_MISSING', expect.stringContaining('version 2')]);
    const other = createVault(
      { version: 2, keys: { ...keys.keys, 2: Buffer.alloc(32, 3).toString('base64') } },
      profile,
    );
    expect(faultOf(() => other.open(sealed))).toEqual(['KEY_WRONG', expect.stringContaining('version 2')]);
    expect(faultOf(() => vault.use(keys, { writes: 2, other: null }))).toEqual(['KEY_MISSING', expect.anything()]);
    // And it goes on with what it had.
    expect(vault.open(vault.seal('x'))).toBe('x');
    expect([vault.keyCheck(2), other.keyCheck(2) === changing.keyCheck(2)]).toEqual([null, false]);
  });

  it('hashes as before when the first version has gone, and its key has gone with it', () => {
    const narrow = withoutKey(two, 1, 2, profile);
    const later = createVault(narrow, profile);
    expect(JSON.stringify(narrow)).not.toContain(keys.keys[1]);
    expect(later.recordKey('a', 'b')).toBe(vault.recordKey('a', 'b'));
    expect(later.contentHash('row')).toBe(vault.contentHash('row'));
    expect(() => later.open(vault.seal('x'))).toThrow('key version 1');
  });
});

describe('a key file', () => {
  it('is made for its owner alone, once, and read back', () => {
    const file = newFile();
    createKeyFile(file);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(() => createKeyFile(file)).toThrow('EEXIST');
    expect(createVault(loadKeys(file)).open(createVault(loadKeys(file)).seal('x'))).toBe('x');
  });

  it('is replaced as a whole, with its mode; what a killed one left is in nobody’s way', () => {
    const file = newFile();
    createKeyFile(file);
    chmodSync(file, 0o640);
    writeFileSync(`${file}.new`, '{"half');
    replaceKeyFile(file, withNewKey(loadKeys(file), 2));
    expect(Object.keys(loadKeys(file).keys)).toEqual(['1', '2']);
    expect([statSync(file).mode & 0o777, existsSync(`${file}.new`)]).toEqual([0o640, false]);
  });

  it('is named when it is missing, damaged or cut short, and never a key', () => {
    const file = newFile();
    expect(() => loadKeys(file)).toThrow(`${file} cannot be read (ENOENT)`);
    writeFileSync(file, '{');
    expect(() => loadKeys(file)).toThrow('not JSON');
    writeFileSync(file, JSON.stringify({ version: 1, keys: { 1: 'c2hvcnQ=' } }));
    expect(() => loadKeys(file)).toThrow('no 32-byte key of version 1');
    expect(readFileSync(file, 'utf8')).toContain('c2hvcnQ=');
    writeFileSync(file, JSON.stringify({ version: 2, keys: { 2: master.toString('base64') } }));
    expect(() => loadKeys(file)).toThrow('no 32-byte key of version 1');
    writeFileSync(file, JSON.stringify({ version: 1, keys: { ...keys.keys, 3: '' } }));
    expect(() => loadKeys(file)).toThrow('no 32-byte key of version 3');
  });
});

it('the standard profile keeps what earlier releases sealed and hashed', () => {
  const vault = createVault(keys, standardProfile);
  const index = createHmac('sha256', Buffer.from(hkdfSync('sha256', master, '', 'puyang-hub/blind-index', 32)));
  expect(vault.blindIndex('410902199003070017')).toEqual(index.update('410902199003070017').digest().subarray(0, 16));
});
