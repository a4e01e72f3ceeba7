/** A client's public keys out of a file: JWK, JWKS or PEM. A private key is refused, and nothing of it repeated. */
import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { calculateJwkThumbprint } from 'jose';
import type { JWK } from 'jose';
import type { PublicKey } from '../schema/client/client.reads.js';
import { Refusal } from './command.js';

const kinds = 'Ed25519, P-256 or RSA of at least 2048 bits';

export async function readPublicKeys(file: string): Promise<PublicKey[]> {
  const keys = keysIn(file);
  if (keys.length === 0 || keys.length > 5) throw new Refusal(`${file} must hold one to five public keys`);
  return Promise.all(keys.map((key) => publicKey(key, file)));
}

function keysIn(file: string): JWK[] {
  const text = textOf(file);
  const keyless = new Refusal(`${file} is neither a JWK, a JWKS nor a public key in PEM`);
  if (text.includes('PRIVATE KEY')) throw isPrivate(file);
  try {
    if (text.trimStart().startsWith('-----BEGIN')) return [createPublicKey(text).export({ format: 'jwk' })];
    const content = JSON.parse(text) as JWK & { keys?: JWK[] };
    return Array.isArray(content.keys) ? content.keys : [content];
  } catch {
    throw keyless;
  }
}

async function publicKey(key: JWK, file: string): Promise<PublicKey> {
  if ('d' in key || key.kty === 'oct') throw isPrivate(file);
  const alg = algorithmOf(key);
  if (alg === null) throw new Refusal(`${file} holds a key that clients cannot use here: ${kinds}`);
  const members = key.kty === 'RSA' ? ['kty', 'n', 'e'] : ['kty', 'crv', 'x', ...(key.kty === 'EC' ? ['y'] : [])];
  const open = Object.fromEntries(members.map((name) => [name, key[name as 'x']]));
  return { ...open, alg, kid: key.kid ?? (await calculateJwkThumbprint(open)) } as PublicKey;
}

function algorithmOf({ kty, crv, n }: JWK): string | null {
  if (kty === 'OKP' && crv === 'Ed25519') return 'EdDSA';
  if (kty === 'EC' && crv === 'P-256') return 'ES256';
  if (kty === 'RSA' && typeof n === 'string' && Buffer.from(n, 'base64url').length >= 256) return 'PS256';
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
