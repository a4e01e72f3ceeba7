/** Everything by which somebody becomes known to the hub, put together from its settings. */
import type { FastifyInstance } from 'fastify';
import type { JSONWebKeySet, JWK } from 'jose';
import type { Provider } from 'oidc-provider';
import type { Logger } from 'pino';
import { forgetEnded } from '../../schema/sign-in/sign-in.writes.js';
import type { Database } from '../../schema/database.js';
import type { Vault } from '../../schema/vault.js';
import { type Authentication, openAuthentication } from '../authenticate.js';
import type { ApiConfig } from '../config.js';
import { authorizationRoutes } from './authorization-routes.js';
import { issuerNameOf, openAuthorizationServer } from './authorization-server.js';
import type { Issuer } from './believe-token.js';
import { openRelyingParty } from './relying-party.js';
import { signInRoutes } from './sign-in-routes.js';

export type SignInConfig = Pick<ApiConfig, 'issuer'> &
  Partial<Pick<ApiConfig, 'signInKeys' | 'staffIssuer' | 'secondFactor' | 'relaxed'>>;

export interface SignInHouse {
  config: SignInConfig;
  database: Database;
  vault: Vault;
  clock: () => Date;
  machineClock: () => Date;
  /** As the public reaches the hub, and as it reaches itself; both known once it listens. */
  publicUrl: () => string;
  localUrl: () => string;
  log: Logger;
}

const forgetEveryMs = 60_000;

export interface SignIn extends Pick<Authentication, 'authenticate' | 'dismissed'> {
  routes(app: FastifyInstance): Promise<void>;
  close(): Promise<void>;
}

export function openSignIn(house: SignInHouse): SignIn {
  const { config, database, vault, clock, machineClock, publicUrl, localUrl, log } = house;
  const { issuer, signInKeys = null, staffIssuer = null, secondFactor = [], relaxed = new Set() } = config;
  const { pool } = database;
  let opened: Provider | undefined;
  const provider = signInKeys
    ? () =>
        (opened ??= openAuthorizationServer({
          keys: signInKeys,
          pool,
          vault,
          publicUrl: publicUrl(),
          clock: machineClock,
          log,
        }))
    : null;
  const issuers = (): Issuer[] => [
    ...(issuer ? [{ ...issuer, isOwn: false, relaxed, clock, secondFactor }] : []),
    ...(signInKeys ? [ownIssuer(signInKeys, publicUrl(), machineClock)] : []),
  ];
  const authentication = openAuthentication({ issuers, pool, machineClock, publicUrl, log });
  const timer = setInterval(() => {
    forgetEnded(pool, machineClock()).catch((error: Error) => log.warn({ kind: error.name }, 'nothing was forgotten'));
  }, forgetEveryMs).unref();

  return {
    authenticate: authentication.authenticate,
    dismissed: (viewer, gone) => authentication.dismissed(viewer, gone),
    async routes(app) {
      if (provider) await app.register(async (server) => authorizationRoutes(server, { provider, publicUrl, log }));
      if (!provider && !staffIssuer) return;
      const party = openRelyingParty({ publicUrl, localUrl, outside: staffIssuer });
      const parts = {
        party,
        provider: staffIssuer ? null : provider,
        pool,
        vault,
        machineClock,
        publicUrl,
        secondFactor,
      };
      await app.register(async (pages) => signInRoutes(pages, { ...parts, log }));
    },
    async close() {
      clearInterval(timer);
      await authentication.close();
    },
  };
}

function ownIssuer(keys: readonly JWK[], publicUrl: string, clock: () => Date): Issuer {
  const open: JSONWebKeySet = {
    keys: keys.map(({ kty, crv, x, y, kid }) => ({ kty, crv, x, y, kid, alg: 'ES256' }) as JWK),
  };
  return { name: issuerNameOf(publicUrl), keys: open, isOwn: true, relaxed: new Set(), clock };
}
