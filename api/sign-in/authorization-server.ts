/**
 * The built-in authorization server: tokens for machine clients (client credentials, private_key_jwt, DPoP) and the sign-in
 * of people (OpenID Connect) for a city without an issuer. oidc-provider speaks the protocols; this says what is allowed.
 */
import type { JWK } from 'jose';
import { errors, interactionPolicy, Provider } from 'oidc-provider';
import type { Logger } from 'pino';
import type pg from 'pg';
import { readAccount } from '../../schema/account/account.reads.js';
import type { Vault } from '../../schema/vault.js';
import { signatureAlgorithms } from './algorithms.js';
import { keysSinceClaim, longestTokenSeconds, tokenAudience } from './believe-token.js';
import { openClientGuesses } from './client-guesses.js';
import { keepItemsIn } from './keep-items.js';

export interface AuthorizationServerParts {
  keys: readonly JWK[];
  pool: pg.Pool;
  vault: Vault;
  /** Without a slash at the end. */
  publicUrl: string;
  clock: () => Date;
  log: Logger;
}

/** Beneath the hub's address. */
export const authorizationPath = '/oauth';
export const issuerNameOf = (publicUrl: string) => publicUrl + authorizationPath;
/** The hub's own pages, as a client of its own server. */
export const pagesClient = 'hub-pages';
export const callbackPath = '/sign-in/callback';
export const providerSessionCookie = 'hub_issuer';

/** What a client signs to be given a token; RFC 7523 wants a short life and names none. */
const longestAssertionSeconds = 300;

/** Seconds. */
const ttl = {
  ClientCredentials: longestTokenSeconds,
  AccessToken: 60,
  AuthorizationCode: 60,
  IdToken: 60,
  Grant: 600,
  Interaction: 600,
  Session: 600,
};

export function openAuthorizationServer({
  keys,
  pool,
  vault,
  publicUrl,
  clock,
  log,
}: AuthorizationServerParts): Provider {
  const guesses = openClientGuesses(pool, clock, log);
  const cookie = { httpOnly: true, sameSite: 'lax', signed: true, secure: publicUrl.startsWith('https:') } as const;
  const algorithms = [...signatureAlgorithms] as ['ES256'];
  const provider = new Provider(issuerNameOf(publicUrl), {
    adapter: keepItemsIn(pool, vault, guesses),
    jwks: { keys: keys.map((key) => ({ ...key, use: 'sig', alg: 'ES256' })) },
    clients: [
      {
        client_id: pagesClient,
        redirect_uris: [publicUrl + callbackPath],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        token_endpoint_auth_method: 'none',
        id_token_signed_response_alg: 'ES256',
      },
    ],
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    clientAuthMethods: ['private_key_jwt', 'none'],
    assertJwtClientAuthClaimsAndHeader(_ctx, { exp, nbf, iat }) {
      const now = Date.now() / 1000;
      // A used assertion is remembered until its end: one without a near end would be so for ever.
      if (typeof exp !== 'number' || exp > now + longestAssertionSeconds)
        throw new errors.InvalidClientAuth(`exp must be within ${longestAssertionSeconds} seconds`);
      for (const begun of [nbf, iat])
        if (begun !== undefined && !(typeof begun === 'number' && begun <= now + 30))
          throw new errors.InvalidClientAuth('nbf and iat must not be later than now');
    },
    enabledJWA: {
      clientAuthSigningAlgValues: algorithms,
      dPoPSigningAlgValues: algorithms,
      idTokenSigningAlgValues: ['ES256'],
    },
    responseTypes: ['code'],
    scopes: ['openid'],
    claims: { openid: ['sub', 'acr', 'amr', 'auth_time'] },
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      clientCredentials: { enabled: true },
      dPoP: { enabled: true },
      resourceIndicators: {
        enabled: true,
        // Tokens for the hub's data are for machine clients; of whoever signs in it learns who that is.
        defaultResource: (_ctx, client) => (client.clientId === pagesClient ? undefined : publicUrl),
        getResourceServerInfo: (_ctx, resource, client) => {
          if (resource !== publicUrl || client.clientId === pagesClient) throw new errors.InvalidTarget();
          return {
            scope: '',
            audience: tokenAudience,
            accessTokenTTL: longestTokenSeconds,
            accessTokenFormat: 'jwt',
            jwt: { sign: { alg: 'ES256' } },
          };
        },
      },
    },
    // A token tells which keys its client had: with those gone, it is gone.
    extraClientMetadata: { properties: [keysSinceClaim] },
    extraTokenClaims: (ctx) => ({ [keysSinceClaim]: ctx.oidc.client?.[keysSinceClaim] }),
    ttl,
    cookies: {
      keys: [vault.recordKey('cookies', 'sign-in')],
      names: { session: providerSessionCookie, interaction: 'hub_entry', resume: 'hub_entry_resume' },
      long: cookie,
      short: cookie,
    },
    interactions: { policy: alwaysAnew(), url: (_ctx, interaction) => `${publicUrl}/sign-in/enter/${interaction.uid}` },
    findAccount: async (_ctx, id) => {
      const account = await readAccount(pool, 'id', id);
      return account ? { accountId: id, claims: () => ({ sub: id }) } : undefined;
    },
    // Nobody is asked whether the hub may know who they are: it is the hub that they sign in to.
    async loadExistingGrant(ctx) {
      const { client, session } = ctx.oidc;
      const grant = new provider.Grant({ clientId: client!.clientId, accountId: session!.accountId! });
      grant.addOIDCScope('openid');
      await grant.save();
      return grant;
    },
    renderError(ctx, { error }) {
      ctx.type = 'text/plain; charset=utf-8';
      ctx.body = `登录未完成，请从 ${publicUrl}/sign-in 重新开始。Signing in was not completed, begin again there. (${error})`;
    },
  });
  // The mount says how the hub is reached: see there.
  provider.proxy = true;
  provider.silent = true;
  provider.use(guesses.count);
  return provider;
}

/** Nobody is let in by a session that the server remembers, such as of whoever sat at this browser before: each sign-in shows both factors. */
function alwaysAnew(): interactionPolicy.DefaultPolicy {
  const { base, Check } = interactionPolicy;
  const policy = base();
  const anew = new Check('anew', 'every sign-in is made anew', 'login_required', (ctx) =>
    ctx.oidc.result?.login ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT,
  );
  policy.get('login')!.checks.add(anew);
  return policy;
}
