/** Proof of possession (DPoP, RFC 9449): whoever holds a bound token shows with each request that they hold its key, too. */
import { hash } from 'node:crypto';
import { calculateJwkThumbprint, EmbeddedJWK, jwtVerify } from 'jose';
import type { Proof } from '../../schema/used-proof/used-proof.writes.js';
import { signatureAlgorithms } from './algorithms.js';

/** A proof is believed this long after it was made, and this long before: clocks differ. */
const oldestMs = 60_000;
const newestMs = 30_000;

export interface ProvenKey {
  /** RFC 7638 thumbprint of the key that signed. */
  thumbprint: string;
  /** For the guard against replay. */
  proof: Proof;
}

/** Null for whatever is wrong with it. `url` is the address of the request without its query. */
export async function readProof(
  text: string,
  { method, url, token, now }: { method: string; url: string; token: string; now: Date },
): Promise<ProvenKey | null> {
  const read = await jwtVerify(text, EmbeddedJWK, { algorithms: signatureAlgorithms, typ: 'dpop+jwt', currentDate: now })
    .catch(() => null); // prettier-ignore
  if (!read) return null;
  const { htm, htu, iat, jti, ath } = read.payload;
  if (typeof jti !== 'string' || jti.length === 0 || jti.length > 200 || typeof iat !== 'number') return null;
  const age = now.getTime() - iat * 1000;
  if (age > oldestMs || age < -newestMs) return null;
  if (htm !== method || typeof htu !== 'string' || withoutQuery(htu) !== withoutQuery(url)) return null;
  if (ath !== hash('sha256', token, 'base64url')) return null;
  const thumbprint = await calculateJwkThumbprint(read.protectedHeader.jwk!);
  const issuedAt = new Date(iat * 1000);
  const endsAt = new Date(issuedAt.getTime() + oldestMs + newestMs);
  return { thumbprint, proof: { hash: hash('sha256', `${thumbprint}\0${jti}`, 'buffer'), issuedAt, endsAt } };
}

function withoutQuery(address: string): string | null {
  const url = URL.parse(address);
  if (!url) return null;
  url.search = '';
  url.hash = '';
  return url.href;
}
