/** The key that signs the access log's roots. It lives in a file of the worker's machine, never in the database. */
import { createPrivateKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { type CryptoProfile, type ProfileName, profileOf } from '../crypto-profile.js';

export interface SealingKey {
  profile: CryptoProfile;
  /** Names the key in each seal. */
  keyId: string;
  privateKey: KeyObject;
}

interface PrivateFile {
  profile: string;
  keyId: string;
  /** PEM. */
  privateKey: string;
}

/** What a verifier is given: every key that ever signed, in one file. */
export interface PublicKeys {
  keys: { keyId: string; profile: string; publicKey: string }[];
}

/** Makes a pair in two new files, the private one for its owner alone; refuses to overwrite one. */
export function createSealingKey(profile: CryptoProfile, privateFile: string, publicFile: string): void {
  const pair = profile.generateSigningKeys();
  const publicKey = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const privateKey = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const keyId = profile.hash(Buffer.from(publicKey)).toString('hex', 0, 8);
  const open: PublicKeys = { keys: [{ keyId, profile: profile.name, publicKey }] };
  writeFileSync(publicFile, `${JSON.stringify(open, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  const secret: PrivateFile = { profile: profile.name, keyId, privateKey };
  writeFileSync(privateFile, `${JSON.stringify(secret)}\n`, { mode: 0o600, flag: 'wx' });
}

/** Reads the private file; the message names the file and what is wrong, never a key. */
export function loadSealingKey(file: string, of?: ProfileName): SealingKey {
  const key = readKey(file);
  // Receipts are made with the hub's algorithms: those of another set would fit no leaf.
  if (of !== undefined && key.profile.name !== of)
    throw new Error(
      `sealing key ${file} is of the algorithms "${key.profile.name}" and the hub runs with "${of}": make one with hub audit create-key --profile ${of}`,
    );
  return key;
}

function readKey(file: string): SealingKey {
  try {
    const { profile, keyId, privateKey } = JSON.parse(readFileSync(file, 'utf8')) as PrivateFile;
    return { profile: profileOf(profile), keyId, privateKey: createPrivateKey(privateKey) };
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? 'it holds no private key';
    throw new Error(`sealing key ${file} cannot be read (${why}): set ACCESS_SEAL_KEY_FILE to the hub's sealing key`, {
      cause: error,
    });
  }
}
