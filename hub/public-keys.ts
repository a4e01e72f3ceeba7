/** A client's public keys out of a file: JWK, JWKS or PEM. A private key is refused, and nothing of it repeated. */
import { createPublicKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { calculateJwkThumbprint } from 'jose';
import type { JWK } from 'jose';
import type { PublicKey } from '../schema/client/client.reads.js';
import { Refusal } from './command.js';

const kinds = 'Ed25519, P-256 or RSA of 2048 to 8192 bits with an exponent of 65537 or more';

export async function readPublicKeys(file: string): Promise<PublicKey[]> {
  const keys = keysIn(file);
  if (keys.length === 0 || keys.length > 5) throw new Refusal(`${file} must hold one to five public keys`);
  const read = await Promise.all(keys.map((key) => publicKey(key, file)));
  if (new Set(read.map(({ kid }) => kid)).size < read.length)
    throw new Refusal(`${file} gives one kid to several keys: a signature must name its key`);
  return read;
}

/** What of a key is the key: two of them are one whatever they are called. */
export const materialOf = ({ kty, n, x, y }: PublicKey): string => [kty, n ?? x, y].join(' ');

function keysIn(file: string): JWK[] {
  const text = textOf(file);
  const keyless = new Refusal(`${file} is neither a JWK, a JWKS nor a public key in PEM`);
  if (text.includes('PRIVATE KEY')) throw isPrivate(file);
  try {
    if (text.trimStart().startsWith('-----BEGIN'))
      return text
        .trim()
        .split(/(?<=-----END [A-Z ]+-----)\s+/)
        .map((pem) => createPublicKey(pem).export({ format: 'jwk' }));
    const content = JSON.parse(text) as JWK & { keys?: JWK[] };
    return Array.isArray(content.keys) ? content.keys : [content];
  } catch {
    throw keyless;
  }
}

async function publicKey(key: JWK, file: string): Promise<PublicKey> {
  if (typeof key === 'object' && key !== null && (secrets.some((name) => name in key) || key.kty === 'oct'))
    throw isPrivate(file);
  const read = keyOf(key);
  const alg = read && algorithmOf(read);
  if (!read || !alg) throw new Refusal(`${file} holds a key that clients cannot use here: ${kinds}`);
  const open = read.export({ format: 'jwk' });
  const kid: unknown = key.kid ?? (await calculateJwkThumbprint(open));
  if (typeof kid !== 'string' || !/^[\w.~:=+/-]{1,100}$/.test(kid))
    throw new Refusal(`${file} holds a kid that is none: 1 to 100 letters, digits or . ~ : = + / _ -`);
  return { ...open, alg, kid } as PublicKey;
}

/** Members of a JWK that nobody else may see. */
const secrets = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv'];

/** Null where the numbers make no key, such as a point beside the curve. */
function keyOf(key: JWK): KeyObject | null {
  try {
    return createPublicKey({ key, format: 'jwk' });
  } catch {
    return null;
  }
}

function algorithmOf({ asymmetricKeyType, asymmetricKeyDetails = {} }: KeyObject): string | null {
  const { namedCurve, modulusLength = 0, publicExponent = 0n } = asymmetricKeyDetails;
  if (asymmetricKeyType === 'ed25519') return 'EdDSA';
  if (asymmetricKeyType === 'ec' && namedCurve === 'prime256v1') return 'ES256';
  // Under an exponent of 1 everybody signs.
  if (asymmetricKeyType === 'rsa' && modulusLength >= 2048 && modulusLength <= 8192 && publicExponent >= 65_537n)
    return 'PS256';
  return null;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Refusal(`${file} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

const isPrivate = (file: string) =>
  new Refusal(
    `${file} holds a private key: it stays with the client; give the public one (openssl pkey -in … -pubout)`,
  );
