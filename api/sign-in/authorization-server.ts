/**
 * The built-in authorization server: tokens for machine clients (client credentials, private_key_jwt, DPoP) and the sign-in
 * of people (OpenID Connect) for a city without an issuer. oidc-provider speaks the protocols; this says what is allowed.
 */
import type { JWK } from 'jose';
import { errors, Provider } from 'oidc-provider';
import type pg from 'pg';
import { readAccount } from '../../schema/account/account.reads.js';
import type { Vault } from '../../schema/vault.js';
import { signatureAlgorithms } from './algorithms.js';
import { longestTokenSeconds, tokenAudience } from './believe-token.js';
import { keepItemsIn } from './keep-items.js';

export interface AuthorizationServerParts {
  keys: readonly JWK[];
  pool: pg.Pool;
  vault: Vault;
  /** Without a slash at the end. */
  publicUrl: string;
}

/** Beneath the hub's address. */
export const authorizationPath = '/oauth';
export const issuerNameOf = (publicUrl: string) => publicUrl + authorizationPath;
/** The hub's own pages, as a client of its own server. */
export const pagesClient = 'hub-pages';
export const callbackPath = '/sign-in/callback';
export const providerSessionCookie = 'hub_issuer';

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

export function openAuthorizationServer({ keys, pool, vault, publicUrl }: AuthorizationServerParts): Provider {
  const cookie = { httpOnly: true, sameSite: 'lax', signed: true, secure: publicUrl.startsWith('https:') } as const;
  const algorithms = [...signatureAlgorithms] as ['ES256'];
  const provider = new Provider(issuerNameOf(publicUrl), {
    adapter: keepItemsIn(pool, vault),
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
    ttl,
    cookies: {
      keys: [vault.recordKey('cookies', 'sign-in')],
      names: { session: providerSessionCookie, interaction: 'hub_entry', resume: 'hub_entry_resume' },
      long: cookie,
      short: cookie,
    },
    interactions: { url: (_ctx, interaction) => `${publicUrl}/sign-in/enter/${interaction.uid}` },
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
  return provider;
}
