/** Seals what may not stand in clear, and finds it again without opening it. The keys live in a file, never in the database. */
import { type CryptoProfile, type ProfileName, standardProfile } from './crypto-profile.js';
import { hashKeysOf, type KeyFile } from './key-file.js';

export { createKeyFile, loadKeys, type KeyFile } from './key-file.js';

/** Fields that are looked up by their index; each has a key of its own, so that equal texts of two fields tell nothing. */
export type IndexedField = 'id-number' | 'phone' | 'account';

export interface Vault {
  readonly profile: ProfileName;
  /** Authenticated encryption under the version that is written; the first byte of what is sealed is that version. */
  seal(plain: string): Buffer;
  /** Throws a {@link VaultError} where the key is missing or is not the one that sealed this. */
  open(sealed: Uint8Array): string;
  /** The version that is written, by seals and indexes alike. */
  readonly keyVersion: number;
  /** While keys change: the other version under which rows still stand or may stand already. */
  readonly otherVersion: number | null;
  /** Keyed index of a value in normal form: equal values give equal indexes, and nothing else can be learnt without the key. */
  blindIndex(value: string, field?: IndexedField): Buffer;
  /** The index under {@link otherVersion}; null while there is but one. Whoever looks something up looks for both. */
  otherIndex(value: string, field?: IndexedField): Buffer | null;
  /** Keyed hash of a source's record key, in hex; `scope` keeps equal keys of two streams apart. */
  recordKey(scope: string, key: string): string;
  /** Keyed hash of a plain row, in hex, made before anything is sealed: tells changed from unchanged. */
  contentHash(row: string): string;
  /** What a database notes of a version, to know another key under the same number; null where the file holds no such version. */
  keyCheck(version: number): string | null;
}

/** A vault whose keys can be changed while it is used: what was sealed before is opened as before. */
export interface OpenVault extends Vault {
  use(keys: KeyFile, versions: { writes: number; other: number | null }): void;
}

/** A sealed value that cannot be opened. Its message names the version and never a value. */
export class VaultError extends Error {
  override readonly name = 'VaultError';
  readonly code: 'KEY_MISSING' | 'KEY_WRONG';
  constructor(code: 'KEY_MISSING' | 'KEY_WRONG', version: number | undefined) {
    super(
      code === 'KEY_MISSING'
        ? `sealed with key version ${version}, which the key file does not hold`
        : `the key of version ${version} does not open what was sealed with it`,
    );
    this.code = code;
  }
}

interface KeysOfVersion {
  sealer: ReturnType<CryptoProfile['sealer']>;
  indexes: Record<IndexedField, (value: string) => string>;
  check: string;
}

export function createVault(file: KeyFile, profile: CryptoProfile = standardProfile): OpenVault {
  const hashKeys = hashKeysOf(file, profile);
  const recordKey = short(profile.mac(hashKeys.recordKey));
  const content = short(profile.mac(hashKeys.content));
  let versions = new Map<number, KeysOfVersion>();
  let writes = file.version;
  let other: number | null = null;
  use(file, { writes, other });

  function use(keys: KeyFile, now: { writes: number; other: number | null }): void {
    versions = new Map(
      Object.entries(keys.keys).map(([version, text]) => [
        Number(version),
        keysOf(Buffer.from(text, 'base64'), profile),
      ]),
    );
    for (const version of [now.writes, now.other])
      if (version !== null && !versions.has(version)) throw new VaultError('KEY_MISSING', version);
    ({ writes, other } = now);
  }
  const indexOf = (version: number, value: string, field: IndexedField) =>
    Buffer.from(versions.get(version)!.indexes[field](value), 'hex');

  return {
    profile: profile.name,
    use,
    get keyVersion() {
      return writes;
    },
    get otherVersion() {
      return other;
    },
    seal: (plain) => Buffer.concat([Buffer.of(writes), versions.get(writes)!.sealer.seal(plain)]),
    open(sealed) {
      const keys = versions.get(sealed[0]!);
      if (!keys) throw new VaultError('KEY_MISSING', sealed[0]);
      try {
        return keys.sealer.open(sealed.subarray(1));
      } catch {
        throw new VaultError('KEY_WRONG', sealed[0]);
      }
    },
    blindIndex: (value, field = 'id-number') => indexOf(writes, value, field),
    otherIndex: (value, field = 'id-number') => (other === null ? null : indexOf(other, value, field)),
    recordKey: (scope, key) => recordKey(`${scope}\u0000${key}`),
    contentHash: content,
    keyCheck: (version) => versions.get(version)?.check ?? null,
  };
}

function keysOf(key: Buffer, profile: CryptoProfile): KeysOfVersion {
  const indexBy = (purpose: string) => short(profile.mac(profile.derive(key, purpose, 32)));
  return {
    sealer: profile.sealer(profile.derive(key, 'seal', 32)),
    indexes: {
      'id-number': indexBy('blind-index'),
      phone: indexBy('blind-index/phone'),
      account: indexBy('blind-index/account'),
    },
    check: indexBy('check')('the key file of this database'),
  };
}

/** 16 bytes: collisions stay out of reach at 10^10 rows, and indexes stay half as wide. */
const short = (mac: (text: string) => string) => (text: string) => mac(text).slice(0, 32);
