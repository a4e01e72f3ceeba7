/** The embedded mode's own issuer: signs demo tokens with a key of its home. A deployment uses an issuer of its own. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { exportJWK, generateKeyPair, importJWK, SignJWT } from 'jose';
import type { JWK } from 'jose';
import { tokenAudience } from '../api/sign-in/believe-token.js';
import type { TokenClaims } from '../api/sign-in/believe-token.js';
import { embeddedIssuer } from '../api/config.js';
import { embeddedClock } from './sandbox-state.js';

const algorithm = 'EdDSA';
const days = 30;
const privateFile = (home: string) => join(home, 'keys', 'issuer.private.json');

/** The public key, for the API. */
export const issuerKeyFile = (home: string) => join(home, 'keys', 'issuer.public.json');
export const hasIssuer = (home: string) => existsSync(privateFile(home));

/** Makes the issuer's key pair where there is none yet. */
export async function createIssuer(home: string): Promise<void> {
  if (hasIssuer(home)) return;
  const { publicKey, privateKey } = await generateKeyPair(algorithm, { crv: 'Ed25519', extractable: true });
  mkdirSync(dirname(privateFile(home)), { recursive: true, mode: 0o700 });
  writeFileSync(issuerKeyFile(home), JSON.stringify({ ...(await exportJWK(publicKey)), alg: algorithm }), {
    mode: 0o600,
  });
  writeFileSync(privateFile(home), JSON.stringify({ ...(await exportJWK(privateKey)), alg: algorithm }), {
    mode: 0o600,
  });
}

/** A token for 30 days by the clock of the embedded mode, which may be ahead. `sub` is the client's or officer's name. */
export async function issueToken(
  home: string,
  claims: Pick<TokenClaims, 'audience' | 'roles' | 'credit_code' | 'region' | 'person_id'> & { sub: string },
): Promise<string> {
  const key = await importJWK(JSON.parse(readFileSync(privateFile(home), 'utf8')) as JWK, algorithm);
  const now = embeddedClock(home)();
  return new SignJWT(claims)
    .setProtectedHeader({ alg: algorithm })
    .setIssuer(embeddedIssuer)
    .setAudience(tokenAudience)
    .setIssuedAt(now)
    .setExpirationTime(new Date(now.getTime() + days * 86_400_000))
    .sign(key);
}
