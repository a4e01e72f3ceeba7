/** The API process's settings: read once from the environment, checked, frozen. */
import { readFileSync } from 'node:fs';
import type { JSONWebKeySet, JWK } from 'jose';
import { z } from 'zod';
import { type Relaxation, relaxations } from './sign-in/relaxations.js';

/** Words with commas between; an empty text is none. */
function list(error: string) {
  return z
    .string()
    .regex(/^([^\s,]+(,[^\s,]+)*)?$/, error)
    .transform((text) => text.split(',').filter(Boolean))
    .optional();
}

const environment = z.object({
  PORT: z.coerce.number('is no number').int().min(0).max(65535).default(4000),
  HOST: z.string().default('127.0.0.1'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must be an address postgresql://…' }),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: 'must be the address https://… by which the public reaches the hub' })
    .optional(),
  HUB_KEY_FILE: z.string('must name the key file of this hub'),
  HUB_EMBEDDED: z.enum(['0', '1']).default('0'),
  HUB_ISSUER_KEY_FILE: z.string().optional(),
  HUB_RELAXED: list('must be words with commas between'),
  TOKEN_JWKS_FILE: z.string().optional(),
  TOKEN_ISSUER: z.string().optional(),
  SIGN_IN_KEY_FILE: z.string().optional(),
  STAFF_ISSUER: z.url({ protocol: /^https?$/, error: 'must be the address of an OpenID Connect issuer' }).optional(),
  STAFF_CLIENT_ID: z.string().optional(),
  STAFF_CLIENT_KEY_FILE: z.string().optional(),
  SECOND_FACTOR_ACR: list('must be acr values with commas between'),
  TRUSTED_PROXIES: z
    .string()
    .regex(
      /^([\da-fA-F.:/]+(,[\da-fA-F.:/]+)*)?$/,
      'must be addresses or ranges with commas between, such as 10.0.0.1,10.1.0.0/16',
    )
    .optional(),
});

export interface ApiConfig {
  readonly port: number;
  readonly host: string;
  /** Where links lead that the public is given, without a slash at the end; null: where the API listens. */
  readonly publicUrl: string | null;
  readonly databaseUrl: string;
  readonly keyFile: string;
  /** True when the hub brought its own database, sources and token issuer along: a demo on one machine. */
  readonly embedded: boolean;
  /** Proxies whose word on the asker's address is believed; without them everybody behind one shares its limits. */
  readonly trustedProxies: readonly string[];
  /** An issuer outside of the hub whose tokens are believed, or the embedded mode's own. */
  readonly issuer: { readonly name: string; readonly keys: JSONWebKeySet } | null;
  /** With what the built-in authorization server signs; null: there is none. */
  readonly signInKeys: readonly JWK[] | null;
  /** Where people sign in, if not at the built-in server. */
  readonly staffIssuer: { readonly url: string; readonly clientId: string; readonly key: JWK | null } | null;
  /** `acr` values by which an outside issuer says that there was a second factor. */
  readonly secondFactor: readonly string[];
  /** What the embedded demo is let off. */
  readonly relaxed: ReadonlySet<Relaxation>;
}

/** Issuer name of the tokens that the embedded mode signs for itself. */
export const embeddedIssuer = 'puyang-hub-embedded';

/** Throws one error with a line per problem, each naming the variable and the way out. */
export function readApiConfig(env: NodeJS.ProcessEnv): ApiConfig {
  // What compose passes on empty was not set.
  const parsed = environment.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')));
  if (!parsed.success) {
    throw new Error(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'));
  }
  const set = parsed.data;
  const embedded = set.HUB_EMBEDDED === '1';
  const problems: string[] = [];
  if (embedded && !set.HUB_ISSUER_KEY_FILE)
    problems.push('HUB_ISSUER_KEY_FILE: must name the embedded issuer’s public key');
  if (!embedded) problems.push(...relaxedOutside(set));
  if (!embedded && !set.SIGN_IN_KEY_FILE && !set.TOKEN_JWKS_FILE)
    problems.push(
      'SIGN_IN_KEY_FILE: must name the private keys of the built-in authorization server (hub sign-in-key FILE makes some), or TOKEN_JWKS_FILE the JWKS of an outside issuer',
    );
  if (!embedded && set.TOKEN_JWKS_FILE && !set.TOKEN_ISSUER)
    problems.push('TOKEN_ISSUER: must be the issuer (iss) of the tokens');
  if (set.STAFF_ISSUER && !set.STAFF_CLIENT_ID)
    problems.push('STAFF_CLIENT_ID: must be the name by which STAFF_ISSUER knows this hub');
  if (!embedded && (set.SIGN_IN_KEY_FILE || set.STAFF_ISSUER))
    for (const name of ['PUBLIC_URL', 'STAFF_ISSUER'] as const)
      if (set[name] ? !isPrivate(set[name]) : name === 'PUBLIC_URL')
        problems.push(`${name}: must be an address https://… where somebody signs in`);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return Object.freeze({
    port: set.PORT,
    host: set.HOST,
    publicUrl: set.PUBLIC_URL?.replace(/\/+$/, '') ?? null,
    databaseUrl: set.DATABASE_URL,
    keyFile: set.HUB_KEY_FILE,
    embedded,
    trustedProxies: (set.TRUSTED_PROXIES || null)?.split(',') ?? [],
    issuer: embedded
      ? { name: embeddedIssuer, keys: readKeys('HUB_ISSUER_KEY_FILE', set.HUB_ISSUER_KEY_FILE!) }
      : set.TOKEN_JWKS_FILE
        ? { name: set.TOKEN_ISSUER!, keys: readKeys('TOKEN_JWKS_FILE', set.TOKEN_JWKS_FILE) }
        : null,
    signInKeys: set.SIGN_IN_KEY_FILE ? readPrivateKeys('SIGN_IN_KEY_FILE', set.SIGN_IN_KEY_FILE) : null,
    staffIssuer: set.STAFF_ISSUER
      ? {
          url: set.STAFF_ISSUER,
          clientId: set.STAFF_CLIENT_ID!,
          key: set.STAFF_CLIENT_KEY_FILE
            ? readPrivateKeys('STAFF_CLIENT_KEY_FILE', set.STAFF_CLIENT_KEY_FILE)[0]!
            : null,
        }
      : null,
    secondFactor: set.SECOND_FACTOR_ACR ?? [],
    relaxed: new Set(embedded ? relaxations.filter((name) => !set.HUB_RELAXED || set.HUB_RELAXED.includes(name)) : []),
  });
}

/** What a demo on one machine may do, a hub with real persons may not. */
function relaxedOutside(set: z.infer<typeof environment>): string[] {
  const only = 'is for the embedded mode alone';
  return [
    ...(set.HUB_RELAXED ?? []).map((name) => `HUB_RELAXED: ${name} ${only}; leave it away`),
    ...(set.HUB_ISSUER_KEY_FILE
      ? [`HUB_ISSUER_KEY_FILE: the issuer of demo tokens ${only}; use SIGN_IN_KEY_FILE or TOKEN_JWKS_FILE`]
      : []),
    ...(set.TOKEN_ISSUER === embeddedIssuer ? [`TOKEN_ISSUER: ${embeddedIssuer} ${only}; name your own issuer`] : []),
  ];
}

/** What is said on the way can be heard by nobody else: by TLS, or because it does not leave the machine. */
function isPrivate(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
}

/** Of a server on this machine. */
export function addressOf(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** One JWK of a file, or a set of them. */
function keysIn(variable: string, file: string): JWK[] {
  try {
    const content = JSON.parse(readFileSync(file, 'utf8')) as JWK | JSONWebKeySet;
    return 'keys' in content ? content.keys : [content];
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? 'not JSON';
    throw new Error(`${variable}: ${file} cannot be read (${why})`, { cause: error });
  }
}

/** Keys with which the hub signs; what is wrong is said without a word of them. */
function readPrivateKeys(variable: string, file: string): JWK[] {
  const keys = keysIn(variable, file);
  const fits = (key: JWK) => key.kty === 'EC' && key.crv === 'P-256' && typeof key.d === 'string' && !!key.kid;
  if (keys.length === 0 || !keys.every(fits))
    throw new Error(`${variable}: ${file} must hold private keys for ES256 with kid, as hub sign-in-key makes them`);
  return keys;
}

/** A file with one public JWK or a set of them. */
function readKeys(variable: string, file: string): JSONWebKeySet {
  const keys = keysIn(variable, file);
  const wrong = keys.length === 0 || keys.some((key) => typeof key.kty !== 'string' || 'd' in key || key.kty === 'oct');
  if (wrong) throw new Error(`${variable}: ${file} must hold public keys (JWK or JWKS) and nothing secret`);
  return { keys };
}
