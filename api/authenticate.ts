/** From the Authorization header to the viewer. Without a token the viewer is the public. */
import { hash } from 'node:crypto';
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet, type JWTPayload } from 'jose';
import { HubError } from './errors.js';

export const audiences = ['public', 'partner', 'employer', 'staff'] as const;
export type Audience = (typeof audiences)[number];
/** A schema an audience, and one for what only our own pages may show: no token leads to it, and no route. */
export const schemaNames = [...audiences, 'page'] as const;
export type SchemaName = (typeof schemaNames)[number];

export interface Viewer {
  audience: Audience;
  /** Name of the agency, employer or officer, as agreements and access events write it. */
  client: string;
  roles: readonly string[];
  /** An employer's own credit code. */
  creditCode: string | null;
  /** Region code of an officer's bureau; null: of no one bureau. */
  region: string | null;
  /** The job platform whose key came along; it belongs to the public. */
  platform?: string;
}

/** The `aud` of every token for this hub. */
export const tokenAudience = 'puyang-job-market-hub';
/** What a token of this hub says beside `iss`, `aud`, `sub` (the client's name), `iat` and `exp`. */
export interface TokenClaims extends JWTPayload {
  audience: Exclude<Audience, 'public'>;
  roles?: string[];
  credit_code?: string;
  region?: string;
}

/** Whoever shows no token. */
export const publicViewer: Viewer = Object.freeze({
  audience: 'public',
  client: 'public',
  roles: [],
  creditCode: null,
  region: null,
});
// A checked token is believed without another signature check for this long; it bounds how late a removed key works.
const rememberMs = 60_000;
const remembered = 10_000;
// A replaced key works this long at most.
const rememberKeyMs = 10_000;

export type Authenticate = (authorization: string | undefined) => Viewer | Promise<Viewer>;

/** Checks tokens of one issuer, and keys of job platforms. The algorithm is fixed by the keys, never by the token. */
export function authenticateWith(
  issuer: { name: string; keys: JSONWebKeySet },
  clock: () => Date,
  platformOfKey: (key: string) => Promise<{ id: string } | null> = () => Promise.resolve(null),
): Authenticate {
  const keys = createLocalJWKSet(issuer.keys);
  const known = new Map<string, { viewer: Viewer; until: number }>();

  async function check(token: string, digest: string): Promise<Viewer> {
    const now = clock();
    const { payload } = await jwtVerify<TokenClaims>(token, keys, {
      issuer: issuer.name,
      audience: tokenAudience,
      algorithms: ['EdDSA', 'Ed25519', 'ES256', 'RS256', 'PS256'],
      requiredClaims: ['exp', 'sub', 'audience'],
      clockTolerance: 30,
      currentDate: now,
    }).catch(() => {
      throw refusedToken();
    });
    return remember(digest, viewerOf(payload), Math.min(now.getTime() + rememberMs, (payload.exp! + 30) * 1000));
  }

  async function checkKey(key: string, digest: string): Promise<Viewer> {
    const platform = await platformOfKey(key);
    if (!platform) throw refusedToken();
    const viewer = Object.freeze({ ...publicViewer, platform: platform.id });
    return remember(digest, viewer, clock().getTime() + rememberKeyMs);
  }

  function remember(digest: string, viewer: Viewer, until: number): Viewer {
    if (known.size >= remembered) known.delete(known.keys().next().value!);
    known.set(digest, { viewer, until });
    return viewer;
  }

  return (authorization) => {
    if (authorization === undefined) return publicViewer;
    const [, token, key] = /^Bearer (?:([\w-]+\.[\w-]+\.[\w-]+)|(phk_[\w-]+))$/.exec(authorization) ?? [];
    const sent = token ?? key;
    if (sent === undefined) throw refusedToken();
    const digest = hash('sha256', sent);
    const entry = known.get(digest);
    if (entry && entry.until > clock().getTime()) return entry.viewer;
    known.delete(digest);
    return token === undefined ? checkKey(sent, digest) : check(token, digest);
  };
}

function viewerOf(claims: TokenClaims): Viewer {
  const { audience, sub, roles = [], credit_code: creditCode, region } = claims;
  const roleList = Array.isArray(roles) && roles.every((role) => typeof role === 'string');
  if (!audiences.includes(audience) || (audience as Audience) === 'public' || !sub || !roleList) throw refusedToken();
  if (audience === 'employer' && typeof creditCode !== 'string') throw refusedToken();
  if (region !== undefined && !/^\d{6}$/.test(region)) throw refusedToken();
  return Object.freeze({ audience, client: sub, roles, creditCode: creditCode ?? null, region: region ?? null });
}

// One text for every fault of a token, so that it teaches nothing.
function refusedToken(): HubError {
  return new HubError(
    'UNAUTHENTICATED',
    '令牌无效或已过期，请重新获取后放在请求头 Authorization: Bearer …',
    'the token is not valid or has expired; get a new one and send it as Authorization: Bearer …',
  );
}
