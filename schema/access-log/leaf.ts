/** What is claimed of an event: bytes that anybody with an export can write down again, and their hash. */
import type { CryptoProfile } from '../crypto-profile.js';

/** In this order, each as text or null. A person or organization appears as a token, a keyed hash; nothing is a value of a record. */
export const claimedFields = [
  'eventId',
  'at',
  'client',
  'audience',
  'purpose',
  'basis',
  'agreementId',
  'operation',
  'fields',
  'outcome',
  'subject',
  'target',
  'salt',
] as const;
export type ClaimedEvent = Record<(typeof claimedFields)[number], string | null>;

/** The length stands before each text, so that no byte can slide from one field to the next; null has a length that no text has. */
export function lengthPrefixed(texts: readonly (string | null)[], before: readonly number[] = []): Buffer {
  let room = before.length;
  for (const text of texts) room += 4 + (text === null ? 0 : text.length * 3);
  const bytes = Buffer.allocUnsafe(room);
  let end = 0;
  for (const byte of before) bytes[end++] = byte;
  for (const text of texts) {
    const length = text === null ? 0xffff_ffff : bytes.write(text, end + 4);
    bytes.writeUInt32BE(length, end);
    end += 4 + (text === null ? 0 : length);
  }
  return bytes.subarray(0, end);
}

/** H(0x00 || bytes). Without the salt nobody can try a guess against it, also when the content is long erased. */
export function leafOf(profile: CryptoProfile, event: ClaimedEvent): Buffer {
  return profile.hash(
    lengthPrefixed(
      claimedFields.map((field) => event[field]),
      [0],
    ),
  );
}

/** What a seal says, and its signature signs. */
export interface SealClaim {
  logId: string;
  profile: string;
  keyId: string;
  seal: number;
  at: Date;
  size: number;
  root: Buffer;
  previousRoot: Buffer;
}

export function sealBytes({ logId, profile, keyId, seal, at, size, root, previousRoot }: SealClaim): Buffer {
  const numbers = [String(seal), at.toISOString(), String(size)];
  return lengthPrefixed([
    'puyang-access-seal/1',
    logId,
    profile,
    keyId,
    ...numbers,
    root.toString('hex'),
    previousRoot.toString('hex'),
  ]);
}
