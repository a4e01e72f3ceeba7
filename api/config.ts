/** The API process's settings: read once from the environment, checked, frozen. */
import { readFileSync } from 'node:fs';
import type { JSONWebKeySet, JWK } from 'jose';
import { z } from 'zod';

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
  TOKEN_JWKS_FILE: z.string().optional(),
  TOKEN_ISSUER: z.string().optional(),
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
  /** Whose tokens are believed. */
  readonly issuer: { readonly name: string; readonly keys: JSONWebKeySet };
}

/** Issuer name of the tokens that the embedded mode signs for itself. */
export const embeddedIssuer = 'puyang-hub-embedded';

/** Throws one error with a line per problem, each naming the variable and the way out. */
export function readApiConfig(env: NodeJS.ProcessEnv): ApiConfig {
  const parsed = environment.safeParse(env);
  if (!parsed.success) {
    throw new Error(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'));
  }
  const set = parsed.data;
  const embedded = set.HUB_EMBEDDED === '1';
  const problems: string[] = [];
  if (embedded && !set.HUB_ISSUER_KEY_FILE)
    problems.push('HUB_ISSUER_KEY_FILE: must name the embedded issuer’s public key');
  if (!embedded && !set.TOKEN_JWKS_FILE) problems.push('TOKEN_JWKS_FILE: must name the JWKS of the token issuer');
  if (!embedded && !set.TOKEN_ISSUER) problems.push('TOKEN_ISSUER: must be the issuer (iss) of the tokens');
  if (problems.length > 0) throw new Error(problems.join('\n'));
  const [variable, file] = embedded
    ? (['HUB_ISSUER_KEY_FILE', set.HUB_ISSUER_KEY_FILE!] as const)
    : (['TOKEN_JWKS_FILE', set.TOKEN_JWKS_FILE!] as const);
  return Object.freeze({
    port: set.PORT,
    host: set.HOST,
    publicUrl: set.PUBLIC_URL?.replace(/\/+$/, '') ?? null,
    databaseUrl: set.DATABASE_URL,
    keyFile: set.HUB_KEY_FILE,
    embedded,
    trustedProxies: (set.TRUSTED_PROXIES || null)?.split(',') ?? [],
    issuer: Object.freeze({ name: embedded ? embeddedIssuer : set.TOKEN_ISSUER!, keys: readKeys(variable, file) }),
  });
}

/** Of a server on this machine. */
export function addressOf(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** A file with one public JWK or a set of them. */
function readKeys(variable: string, file: string): JSONWebKeySet {
  let content: JWK | JSONWebKeySet;
  try {
    content = JSON.parse(readFileSync(file, 'utf8')) as JWK | JSONWebKeySet;
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? 'not JSON';
    throw new Error(`${variable}: ${file} cannot be read (${why})`, { cause: error });
  }
  const keys = 'keys' in content ? content.keys : [content];
  const wrong = keys.length === 0 || keys.some((key) => typeof key.kty !== 'string' || 'd' in key || key.kty === 'oct');
  if (wrong) throw new Error(`${variable}: ${file} must hold public keys (JWK or JWKS) and nothing secret`);
  return { keys };
}
