/** Seals what may not stand in clear, and finds it again without opening it. The keys live in a file, never in the database. */
import { createCipheriv, createDecipheriv, hash, hkdfSync, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

export interface Vault {
  /** AES-256-GCM under the newest key; the sealed form carries its key version. */
  seal(plain: string): Buffer;
  open(sealed: Buffer): string;
  keyVersion: number;
  /** Keyed index of an ID number in normal form: equal numbers give equal indexes, and nothing else can be learnt without the key. */
  blindIndex(idNumber: string): Buffer;
  /** Keyed hash of a source's record key, in hex; `scope` keeps equal keys of two streams apart. */
  recordKey(scope: string, key: string): string;
  /** Keyed hash of a plain row, in hex, made before anything is sealed: tells changed from unchanged. */
  contentHash(row: string): string;
}

export interface KeyFile {
  version: number;
  /** 32 random bytes in base64 per key version; the index and hash keys are derived from version 1 and never change. */
  keys: Record<string, string>;
}

/** Writes a new key file, readable by its owner alone; refuses to overwrite one. */
export function createKeyFile(path: string): void {
  const content: KeyFile = { version: 1, keys: { 1: randomBytes(32).toString('base64') } };
  writeFileSync(path, `${JSON.stringify(content)}\n`, { mode: 0o600, flag: 'wx' });
}

/** Reads a key file; the message names the file and what is wrong, never a key. */
export function loadKeys(path: string): KeyFile {
  let content: KeyFile;
  try {
    content = JSON.parse(readFileSync(path, 'utf8')) as KeyFile;
  } catch (error) {
    throw new Error(
      `key file ${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'not JSON'}): set HUB_KEY_FILE to the hub's key file`,
      { cause: error },
    );
  }
  for (const version of ['1', String(content.version)]) {
    if (Buffer.from(content.keys?.[version] ?? '', 'base64').length !== 32) {
      throw new Error(
        `key file ${path} has no 32-byte key of version ${version}: restore the file that this database was filled with`,
      );
    }
  }
  return content;
}

export function createVault(file: KeyFile): Vault {
  const derive = (version: number | string, purpose: string) =>
    Buffer.from(hkdfSync('sha256', Buffer.from(file.keys[version]!, 'base64'), '', `puyang-hub/${purpose}`, 32));
  const sealKeys = new Map(Object.keys(file.keys).map((version) => [Number(version), derive(version, 'seal')]));
  const index = keyedHash(derive(1, 'blind-index'));
  const recordKey = keyedHash(derive(1, 'record-key'));
  const content = keyedHash(derive(1, 'content'));

  return {
    keyVersion: file.version,
    seal(plain) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', sealKeys.get(file.version)!, nonce);
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return Buffer.concat([Buffer.of(file.version), nonce, cipher.getAuthTag(), body]);
    },
    open(sealed) {
      const key = sealKeys.get(sealed[0]!);
      if (!key) throw new Error(`sealed with key version ${sealed[0]}, which the key file does not hold`);
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 13));
      decipher.setAuthTag(sealed.subarray(13, 29));
      return decipher.update(sealed.subarray(29), undefined, 'utf8') + decipher.final('utf8');
    },
    blindIndex: (idNumber) => Buffer.from(index(idNumber), 'hex'),
    recordKey: (scope, key) => recordKey(`${scope}\u0000${key}`),
    contentHash: content,
  };
}

/**
 * HMAC-SHA-256 in hex, cut to 16 bytes: collisions stay out of reach at 10^10 rows, and indexes stay half as wide.
 * Written as RFC 2104's two hashes because node's `createHmac` sets its key up anew each time, four times as slow;
 * a test holds both to the same bytes.
 */
function keyedHash(key: Buffer): (text: string) => string {
  const block = Buffer.alloc(64);
  key.copy(block);
  const outer = Buffer.concat([block.map((byte) => byte ^ 0x5c), Buffer.alloc(32)]);
  let inner = Buffer.from(block.map((byte) => byte ^ 0x36));
  return (text) => {
    const room = 64 + text.length * 3;
    if (inner.length < room) inner = Buffer.concat([inner.subarray(0, 64), Buffer.alloc(room)]);
    const end = 64 + inner.write(text, 64);
    hash('sha256', inner.subarray(0, end), 'buffer').copy(outer, 64);
    return hash('sha256', outer, 'hex').slice(0, 32);
  };
}
