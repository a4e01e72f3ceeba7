/** From a token to whom it stands for. An issuer's word is believed within its terms, and never beyond what is known here. */
import { createLocalJWKSet, decodeJwt, jwtVerify } from 'jose';
import type { JSONWebKeySet, JWTPayload } from 'jose';
import type pg from 'pg';
import { isRegion } from '../../rules/regions.js';
import { isTurnedAway, readClient } from '../../schema/client/client.reads.js';
import { audiences, type Audience, publicViewer, type Viewer } from '../viewer.js';
import { signatureAlgorithms } from './algorithms.js';
import type { Relaxation } from './relaxations.js';

/** The `aud` of every token for this hub. */
export const tokenAudience = 'puyang-job-market-hub';
/** So long a token lasts at most; the demo's last a month. */
export const longestTokenSeconds = 600;
const leewaySeconds = 30;

/** What a token of this hub says beside `iss`, `aud`, `sub` (the client's name), `iat` and `exp`. */
export interface TokenClaims extends JWTPayload {
  audience: Exclude<Audience, 'public'>;
  roles?: string[];
  credit_code?: string;
  region?: string;
  /** The hub's id of the person, which the issuer learnt when it identified it. */
  person_id?: string;
  /** How a person signed in. */
  amr?: string[];
  acr?: string;
  /** Thumbprint of the key that the token is bound to. */
  cnf?: { jkt?: string };
}

/** Whose tokens are believed: short ones, of a machine bound to its key, of a person with a second factor. */
export interface Issuer {
  name: string;
  keys: JSONWebKeySet;
  /** The built-in server, which issues tokens to machine clients that were added here, and always binds them. */
  isOwn: boolean;
  /** Terms that do not count. */
  relaxed: ReadonlySet<Relaxation>;
  /** By which its tokens' times are judged. */
  clock: () => Date;
  /** `acr` values by which an outside issuer says that there was a second factor. */
  secondFactor?: readonly string[];
}

export interface Believed {
  viewer: Viewer;
  /** The key that has to prove itself with each request; null: the bearer is believed. */
  boundTo: string | null;
  /** By the issuer's clock, in milliseconds. */
  until: number;
  clock: () => Date;
}

/** Null for whatever is wrong with it. The algorithm is fixed by the issuer's keys, never by the token. */
export function believer(issuers: readonly Issuer[], db: pg.Pool): (token: string) => Promise<Believed | null> {
  const known = new Map(issuers.map((issuer) => [issuer.name, { ...issuer, keyOf: createLocalJWKSet(issuer.keys) }]));
  return async (token) => {
    const issuer = known.get(issuerOf(token) ?? '');
    if (!issuer) return null;
    const { keyOf, isOwn, relaxed, clock } = issuer;
    const mayLast = relaxed.has('long-tokens');
    const now = clock();
    const read = await jwtVerify<TokenClaims>(token, keyOf, {
      issuer: issuer.name,
      audience: tokenAudience,
      algorithms: signatureAlgorithms,
      requiredClaims: mayLast ? ['exp', 'sub'] : ['exp', 'sub', 'iat'],
      clockTolerance: leewaySeconds,
      currentDate: now,
      ...(isOwn && { typ: 'at+jwt' }),
    }).catch(() => null);
    if (!read) return null;
    const { payload: claims } = read;
    if (!mayLast && !isShort(claims as Required<Pick<TokenClaims, 'iat' | 'exp'>>, now)) return null;
    const viewer = isOwn ? await machineOf(db, claims) : await viewerOf(db, claims);
    if (!viewer) return null;
    const boundTo = typeof claims.cnf?.jkt === 'string' ? claims.cnf.jkt : null;
    const isPerson = !isOwn && viewer.audience !== 'partner' && hasSecondFactor(claims, issuer);
    if ((viewer.audience === 'staff' || viewer.audience === 'subject') && !isPerson && !relaxed.has('single-factor'))
      return null;
    if (boundTo === null && !isPerson && (isOwn || !relaxed.has('unbound-tokens'))) return null;
    const asking = boundTo === null ? viewer : Object.freeze({ ...viewer, isBound: true });
    return { viewer: asking, boundTo, until: (claims.exp! + leewaySeconds) * 1000, clock };
  };
}

function isShort({ iat, exp }: { iat: number; exp: number }, now: Date): boolean {
  return exp - iat <= longestTokenSeconds && iat * 1000 <= now.getTime() + leewaySeconds * 1000;
}

function issuerOf(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
}

/** Of RFC 8176: what one has beside what one knows or is. */
const possessions: ReadonlySet<string> = new Set(['otp', 'hwk', 'sc', 'swk']);

export function hasSecondFactor(
  { amr, acr }: { amr?: unknown; acr?: unknown },
  { secondFactor = [] }: Pick<Issuer, 'secondFactor'>,
): boolean {
  if (typeof acr === 'string' && secondFactor.includes(acr)) return true;
  const methods: ReadonlySet<unknown> = new Set(Array.isArray(amr) ? amr : []);
  return methods.has('mfa') || (methods.size > 1 && [...possessions].some((method) => methods.has(method)));
}

/** A machine client is what was added here; its token says no more than which one it is. */
async function machineOf(db: pg.Pool, claims: JWTPayload): Promise<Viewer | null> {
  const { client_id: id, iat } = claims;
  const client = typeof id === 'string' ? await readClient(db, id) : null;
  if (!client || iat! * 1000 < client.keysSince.getTime()) return null;
  const { audience, name, creditCode } = client;
  return Object.freeze({ audience, client: name, roles: [], creditCode, region: null });
}

async function viewerOf(db: pg.Pool, claims: TokenClaims): Promise<Viewer | null> {
  const { audience, sub, roles = [], credit_code: creditCode, region } = claims;
  const roleList = Array.isArray(roles) && roles.every((role) => typeof role === 'string');
  if (!audiences.includes(audience) || (audience as Audience) === 'public' || !sub || !roleList) return null;
  if (audience === 'employer' && typeof creditCode !== 'string') return null;
  if (region !== undefined && !isRegion(region)) return null;
  if (audience === 'subject') return subjectOf(claims);
  if (await isTurnedAway(db, audience, sub)) return null;
  return Object.freeze({ audience, client: sub, roles, creditCode: creditCode ?? null, region: region ?? null });
}

/** A person's own token says which person, and its name for it may be a name: the log gets neither. */
function subjectOf({ person_id: personId }: TokenClaims): Viewer | null {
  if (typeof personId !== 'string' || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(personId)) return null;
  return Object.freeze({ ...publicViewer, audience: 'subject', client: 'subject', personId });
}
