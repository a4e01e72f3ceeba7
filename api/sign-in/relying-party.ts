/** The hub as whoever somebody signs in to: it sends the browser to the issuer and learns from it who came back, and how sure that is. */
import { importJWK } from 'jose';
import type { CryptoKey, JWK } from 'jose';
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  type Configuration,
  type CustomFetch,
  customFetch,
  discovery,
  None,
  PrivateKeyJwt,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import { callbackPath, issuerNameOf, pagesClient } from './authorization-server.js';

/** How long ago somebody may have signed in at the issuer, in seconds. */
const freshSeconds = 600;

/** What the hub remembers between sending somebody away and their return; sealed in a cookie. */
export interface Begun {
  state: string;
  nonce: string;
  verifier: string;
}

export interface SignedIn {
  subject: string;
  amr: unknown;
  acr: unknown;
  /** When, by the issuer's word. */
  at: Date;
}

export interface RelyingParty {
  /** Whether people are known by their account's id, or by what an outside issuer calls them. */
  knownBy: 'id' | 'subject';
  begin(): Promise<{ address: string; begun: Begun }>;
  /** Throws for whatever is wrong with the answer. */
  finish(address: URL, begun: Begun): Promise<SignedIn>;
}

export interface RelyingPartyParts {
  publicUrl: () => string;
  /** Where the hub itself reaches its own server. */
  localUrl: () => string;
  outside: { url: string; clientId: string; key: JWK | null } | null;
}

export function openRelyingParty({ publicUrl, localUrl, outside }: RelyingPartyParts): RelyingParty {
  let known: Promise<Configuration> | undefined;
  const configuration = () => {
    known ??= configure().catch((error: Error) => {
      // Asked again by the next who signs in.
      known = undefined;
      throw error;
    });
    return known;
  };

  async function configure(): Promise<Configuration> {
    const issuer = new URL(outside?.url ?? issuerNameOf(publicUrl()));
    const key = outside?.key ? ((await importJWK(outside.key, 'ES256')) as CryptoKey) : null;
    const auth = key ? PrivateKeyJwt({ key, kid: outside!.key!.kid! }) : None();
    const execute = issuer.protocol === 'http:' ? [allowInsecureRequests] : [];
    // The hub's public address may lead through a proxy that it cannot reach itself.
    const own: CustomFetch = (address, how) => fetch(address.replace(publicUrl(), localUrl()), how as RequestInit);
    const through = outside ? {} : { [customFetch]: own };
    return discovery(issuer, outside?.clientId ?? pagesClient, undefined, auth, { execute, timeout: 10, ...through });
  }

  return {
    knownBy: outside ? 'subject' : 'id',
    async begin() {
      const begun = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() };
      const address = buildAuthorizationUrl(await configuration(), {
        redirect_uri: publicUrl() + callbackPath,
        scope: 'openid',
        state: begun.state,
        nonce: begun.nonce,
        code_challenge: await calculatePKCECodeChallenge(begun.verifier),
        code_challenge_method: 'S256',
        prompt: 'login',
        max_age: String(freshSeconds),
      });
      return { address: address.href, begun };
    },
    async finish(address, { state, nonce, verifier }) {
      const tokens = await authorizationCodeGrant(await configuration(), address, {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        maxAge: freshSeconds,
      });
      // With a greatest age asked for, an answer without this claim is not taken.
      const { sub, amr, acr, auth_time: at } = tokens.claims()!;
      return { subject: sub, amr, acr, at: new Date(at! * 1000) };
    },
  };
}
