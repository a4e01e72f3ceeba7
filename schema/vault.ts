/** Seals what may not stand in clear, and finds it again without opening it. The keys live in a file, never in the database. */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

export interface Vault {
  /** AES-256-GCM under the newest key; the sealed form carries its key version. */
  seal(plain: string): Buffer;
  open(sealed: Buffer): string;
  keyVersion: number;
  /** Keyed index of an ID number in normal form: equal numbers give equal indexes, and nothing else can be learnt without the key. */
  blindIndex(idNumber: string): Buffer;
  /** Keyed hash of a source's record key; `scope` keeps equal keys of two streams apart. */
  recordKey(scope: string, key: string): Buffer;
  /** Keyed hash of a plain row, made before anything is sealed: tells changed from unchanged. */
  contentHash(row: string): Buffer;
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
  const indexKey = derive(1, 'blind-index');
  const recordKeyKey = derive(1, 'record-key');
  const contentKey = derive(1, 'content');
  // 16 of 32 bytes: collisions stay out of reach at 10^10 rows, and the index stays half as wide.
  const keyed = (key: Buffer, text: string) => createHmac('sha256', key).update(text).digest().subarray(0, 16);

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
    blindIndex: (idNumber) => keyed(indexKey, idNumber),
    recordKey: (scope, key) => keyed(recordKeyKey, `${scope}\u0000${key}`),
    contentHash: (row) => keyed(contentKey, row),
  };
}
