/** The key file: 32 random bytes a version, for its owner alone. Whoever loses it loses what is sealed; whoever copies it can read it. */
import { randomBytes } from 'node:crypto';
import { chownSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { CryptoProfile } from './crypto-profile.js';

export interface KeyFile {
  /** The version that a new database begins with; later the database says which one is written. */
  version: number;
  /** 32 random bytes in base64 per key version. */
  keys: Record<string, string>;
  /** Keys of record keys and content hashes, kept when version 1 goes: derived from it, and no way leads back. They never change. */
  hashing?: { recordKey: string; content: string };
}

/** A version is one byte of what is sealed. */
export const lastVersion = 255;

const newKey = () => randomBytes(32).toString('base64');

/** Writes a new key file, readable by its owner alone; refuses to overwrite one. */
export function createKeyFile(path: string): void {
  const content: KeyFile = { version: 1, keys: { 1: newKey() } };
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
  const needed = content.hashing ? [] : ['1'];
  for (const version of new Set([...needed, String(content.version), ...Object.keys(content.keys ?? {})])) {
    if (Buffer.from(content.keys?.[version] ?? '', 'base64').length !== 32) {
      throw new Error(
        `key file ${path} has no 32-byte key of version ${version}: restore the file that this database was filled with`,
      );
    }
  }
  return content;
}

/** The same file with a new key. */
export const withNewKey = (file: KeyFile, version: number): KeyFile => ({
  ...file,
  keys: { ...file.keys, [version]: newKey() },
});

/** The same file without a version that nothing is sealed with any more; `writes` is the version that is. */
export function withoutKey(file: KeyFile, version: number, writes: number, profile: CryptoProfile): KeyFile {
  const { recordKey, content } = hashKeysOf(file, profile);
  const keys = Object.fromEntries(Object.entries(file.keys).filter(([known]) => known !== String(version)));
  const hashing = { recordKey: recordKey.toString('base64'), content: content.toString('base64') };
  return { version: writes, keys, hashing };
}

/** Puts a whole new file in the place of the old one, with its owner and mode: nobody ever reads half of one. */
export function replaceKeyFile(path: string, content: KeyFile): void {
  const { mode, uid, gid } = statSync(path);
  const made = `${path}.new`;
  rmSync(made, { force: true }); // Left by one that was killed.
  writeFileSync(made, `${JSON.stringify(content)}\n`, { mode: mode & 0o777, flag: 'wx' });
  chownSync(made, uid, gid);
  renameSync(made, path);
}

export function hashKeysOf(file: KeyFile, profile: CryptoProfile): { recordKey: Buffer; content: Buffer } {
  const kept = (name: 'recordKey' | 'content', purpose: string) =>
    file.hashing
      ? Buffer.from(file.hashing[name], 'base64')
      : profile.derive(Buffer.from(file.keys['1']!, 'base64'), purpose, 32);
  return { recordKey: kept('recordKey', 'record-key'), content: kept('content', 'content') };
}
