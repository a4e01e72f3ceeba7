/** The API as a deployment runs it: nothing relaxed, the built-in authorization server, and an outside issuer beside it. */
import { hash, randomUUID } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { CryptoKey, JWK } from 'jose';
import { tokenAudience } from '../../api/sign-in/believe-token.js';
import { addClient, replaceClientKeys, revokeClient } from '../../schema/client/client.writes.js';
import { type PublicKey, readClient } from '../../schema/client/client.reads.js';
import type { ApiParts } from '../../api/http.js';
import { type Answer, type Ask, openTestApi, readAnswer, type TestApi } from './api.js';

export interface Pair {
  privateKey: CryptoKey;
  publicJwk: JWK & PublicKey;
}

export interface Machine {
  id: string;
  name: string;
  key: Pair;
}

/** What a token says; undefined: nothing of it. */
export type Said = Record<string, unknown>;

interface Assertion {
  claims?: Said;
  header?: Record<string, unknown>;
  key?: CryptoKey;
}

export interface StrictApi extends Omit<TestApi, 'token' | 'ask'> {
  outsideIssuer: string;
  /** Of the built-in server. */
  signInKeys: JWK[];
  /** As the outside issuer would sign it, but for what is changed. */
  outside: (claims: Said, header?: Record<string, unknown>) => Promise<string>;
  addMachine: (name: string, key?: Pair) => Promise<Machine>;
  rotate: (machine: Machine, key: Pair) => Promise<void>;
  revoke: (name: string) => Promise<void>;
  /** What the token endpoint answers. */
  askToken: (
    machine: Machine,
    how?: {
      proof?: Pair | null;
      assertion?: Assertion;
      form?: Record<string, string>;
      headers?: Record<string, string>;
    },
  ) => Promise<{
    status: number;
    body: { access_token: string; token_type: string; expires_in: number; error?: string; error_description?: string };
  }>;
  tokenOf: (machine: Machine, proof?: Pair) => Promise<string>;
  proof: (key: Pair, token: string, changes?: Proofed) => Promise<string>;
  ask: (query: string, how?: Ask & { key?: Pair; dpop?: string; at?: string }) => Promise<Answer>;
}

export interface Proofed {
  claims?: Said;
  header?: Record<string, unknown>;
  at?: string;
}

export async function newPair(alg: 'ES256' | 'EdDSA' = 'ES256'): Promise<Pair> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = await exportJWK(publicKey);
  return { privateKey, publicJwk: { ...jwk, alg, kid: await calculateJwkThumbprint(jwk) } as Pair['publicJwk'] };
}

const now = () => Math.floor(Date.now() / 1000);

export async function openStrictApi(
  more: { config?: Partial<ApiParts['config']> } & Partial<Pick<ApiParts, 'machineClock'>> = {},
): Promise<StrictApi> {
  const issuerKey = await newPair();
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  const kid = await calculateJwkThumbprint(await exportJWK(publicKey));
  const outsideIssuer = 'https://id.puyang.example';
  const signInKeys = [{ ...(await exportJWK(privateKey)), kid }];
  const api = await openTestApi(undefined, {
    ...more,
    config: {
      issuer: { name: outsideIssuer, keys: { keys: [issuerKey.publicJwk] } },
      signInKeys,
      relaxed: new Set(),
      ...more.config,
    },
  });
  const { pool } = api.database;

  const proof: StrictApi['proof'] = (key, token, { claims, header, at = `${api.url}/graphql` } = {}) => {
    const { kty, crv, x, y } = key.publicJwk;
    const jwk = JSON.parse(JSON.stringify({ kty, crv, x, y })) as JWK;
    const ath = token === '' ? {} : { ath: hash('sha256', token, 'base64url') };
    return new SignJWT({ htm: 'POST', htu: at, iat: now(), jti: randomUUID(), ...ath, ...claims })
      .setProtectedHeader({ alg: key.publicJwk.alg, typ: 'dpop+jwt', jwk, ...header })
      .sign(key.privateKey);
  };

  const askToken: StrictApi['askToken'] = async (
    machine,
    { proof: bound = machine.key, assertion = {}, form, headers } = {},
  ) => {
    const endpoint = `${api.url}/oauth/token`;
    const signed = await new SignJWT({
      iss: machine.id,
      sub: machine.id,
      aud: `${api.url}/oauth`,
      iat: now(),
      exp: now() + 60,
      jti: randomUUID(),
      ...assertion.claims,
    })
      .setProtectedHeader({ alg: machine.key.publicJwk.alg, kid: machine.key.publicJwk.kid, ...assertion.header })
      .sign(assertion.key ?? machine.key.privateKey);
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: { ...(bound && { dpop: await proof(bound, '', { at: endpoint }) }), ...headers },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: signed,
        ...form,
      }),
    });
    return { status: response.status, body: (await response.json()) as never };
  };

  return {
    ...api,
    outsideIssuer,
    signInKeys,
    outside: (claims, header = {}) =>
      new SignJWT({ iss: outsideIssuer, aud: tokenAudience, iat: now(), exp: now() + 300, ...claims })
        .setProtectedHeader({ alg: 'ES256', kid: issuerKey.publicJwk.kid, ...header })
        .sign(issuerKey.privateKey),
    async addMachine(name, given) {
      const key = given ?? (await newPair());
      const client = { name, audience: 'partner', creditCode: null, keys: [key.publicJwk], addedBy: 'test' } as const;
      return { id: (await addClient(pool, client, new Date()))!, name, key };
    },
    async rotate(machine, key) {
      const before = (await readClient(pool, machine.id))!.keysSince;
      await replaceClientKeys(pool, machine.name, { keys: [key.publicJwk], before }, new Date());
    },
    async revoke(name) {
      await revokeClient(pool, name, 'test', new Date());
    },
    askToken,
    async tokenOf(machine, bound = machine.key) {
      const { status, body } = await askToken(machine, { proof: bound });
      if (status !== 200) throw new Error(`no token: ${JSON.stringify(body)}`);
      return body.access_token;
    },
    proof,
    async ask(query, { token, key, dpop, at = api.url, headers, ...rest } = {}) {
      const shown = key && token !== undefined ? await proof(key, token) : dpop;
      const scheme = shown === undefined ? 'Bearer' : 'DPoP';
      const response = await fetch(`${at}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(token !== undefined && { authorization: `${scheme} ${token}` }),
          ...(shown !== undefined && { dpop: shown }),
          ...headers,
        },
        body: JSON.stringify({ query, ...rest }),
      });
      return readAnswer(response);
    },
  };
}
