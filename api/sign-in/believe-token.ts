/** From a token to whom it stands for. An issuer's word is believed within its terms, and never beyond what is known here. */
import { createLocalJWKSet, decodeJwt, jwtVerify } from 'jose';
import type { JSONWebKeySet, JWTPayload } from 'jose';
import type pg from 'pg';
import { isServedHere } from '../../rules/regions.js';
import { readClient, readStanding } from '../../schema/client/client.reads.js';
import { audiences, type Audience, publicViewer, type Viewer } from '../viewer.js';
import { signatureAlgorithms } from './algorithms.js';
import type { Relaxation } from './relaxations.js';

/** The `aud` of every token for this hub. */
export const tokenAudience = 'puyang-job-market-hub';
/** So long a token lasts at most; the demo's last a month. */
export const longestTokenSeconds = 600;
const leewaySeconds = 30;
/** Of the built-in server's tokens: since when its client has had the keys by which it was got. */
export const keysSinceClaim = 'keys_since';

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
  /** When, in seconds. */
  auth_time?: number;
  /** Thumbprint of the key that the token is bound to. */
  cnf?: { jkt?: unknown };
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
    const boundTo = keyIn(claims);
    if (boundTo === undefined) return null;
    const isPerson = !isOwn && viewer.audience !== 'partner' && hasSecondFactor(claims, issuer);
    if ((viewer.audience === 'staff' || viewer.audience === 'subject') && !isPerson && !relaxed.has('single-factor'))
      return null;
    if (boundTo === null && !isPerson && (isOwn || !relaxed.has('unbound-tokens'))) return null;
    const asking = Object.freeze({
      ...viewer,
      ...(boundTo !== null && { isBound: true }),
      ...(viewer.audience === 'staff' && { signedInAgo: signedInAgo(claims, issuer) }),
    });
    return { viewer: asking, boundTo, until: (claims.exp! + leewaySeconds) * 1000, clock };
  };
}

function isShort({ iat, exp }: { iat: number; exp: number }, now: Date): boolean {
  return exp - iat <= longestTokenSeconds && iat * 1000 <= now.getTime() + leewaySeconds * 1000;
}

/** The key that a token is bound to, null for none; undefined where it is bound to something that is never asked for here, such as a certificate. */
function keyIn({ cnf }: TokenClaims): string | null | undefined {
  if (cnf === undefined) return null;
  const { jkt, ...others } = cnf ?? {};
  return typeof jkt === 'string' && Object.keys(others).length === 0 ? jkt : undefined;
}

/** A young token says nothing of when its person signed in: an issuer may have renewed it all day long. */
function signedInAgo({ auth_time: at }: TokenClaims, { relaxed, clock }: Pick<Issuer, 'relaxed' | 'clock'>): number {
  if (at === undefined && relaxed.has('undated-sign-in')) return 0;
  const ago = typeof at === 'number' ? clock().getTime() - at * 1000 : Number.NaN;
  return ago >= -leewaySeconds * 1000 ? ago : Number.POSITIVE_INFINITY;
}

function issuerOf(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
}

/** Of RFC 8176: what one has, and what one knows or is. Two of one kind are one factor. */
const possessions = ['otp', 'hwk', 'sc', 'swk', 'sms', 'tel'];
const ownParts = ['pwd', 'pin', 'kba', 'face', 'fpt', 'iris', 'retina', 'vbm'];

export function hasSecondFactor(
  { amr, acr }: { amr?: unknown; acr?: unknown },
  { secondFactor = [] }: Pick<Issuer, 'secondFactor'>,
): boolean {
  if (typeof acr === 'string' && secondFactor.includes(acr)) return true;
  const methods: ReadonlySet<unknown> = new Set(Array.isArray(amr) ? amr : []);
  const has = (kind: readonly string[]) => kind.some((method) => methods.has(method));
  return methods.has('mfa') || (has(possessions) && has(ownParts));
}

/** A machine client is what was added here; its token says no more than which one it is. */
async function machineOf(db: pg.Pool, claims: JWTPayload): Promise<Viewer | null> {
  const { client_id: id, [keysSinceClaim]: keysSince } = claims;
  const client = typeof id === 'string' ? await readClient(db, id) : null;
  if (!client || client.keysSince.getTime() !== keysSince) return null;
  const { audience, name, creditCode } = client;
  return Object.freeze({ audience, client: name, roles: [], creditCode, region: null });
}

/** As events and logs write it: in one line, whatever an issuer takes for a name. */
const isName = (sub: unknown): sub is string =>
  typeof sub === 'string' && /^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]{1,200}$/u.test(sub);

async function viewerOf(db: pg.Pool, claims: TokenClaims): Promise<Viewer | null> {
  const { audience, sub, roles = [], credit_code: creditCode, region } = claims;
  const roleList = Array.isArray(roles) && roles.every((role) => typeof role === 'string');
  if (!audiences.includes(audience) || (audience as Audience) === 'public' || !isName(sub) || !roleList) return null;
  if (audience === 'employer' && typeof creditCode !== 'string') return null;
  if (region !== undefined && !(typeof region === 'string' && isServedHere(region))) return null;
  if (audience === 'subject') return subjectOf(claims);
  const { isTurnedAway, name } = await readStanding(db, audience, sub);
  if (isTurnedAway) return null;
  return Object.freeze({
    audience,
    client: name ?? sub,
    roles,
    creditCode: creditCode ?? null,
    region: region ?? null,
  });
}

/** A person's own token says which person, and its name for it may be a name: the log gets neither. */
function subjectOf({ person_id: personId }: TokenClaims): Viewer | null {
  if (typeof personId !== 'string' || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(personId)) return null;
  return Object.freeze({ ...publicViewer, audience: 'subject', client: 'subject', personId });
}
