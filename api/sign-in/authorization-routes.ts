/** The authorization server beneath the hub's own: it answers on the bare request and response, and learns of the address from nobody but the hub. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Provider } from 'oidc-provider';
import type { Logger } from 'pino';
import { networkOf } from '../network-of.js';
import { authorizationPath, issuerNameOf } from './authorization-server.js';
import { tooOften } from './sign-in-parts.js';

/** From one address in a minute. A machine client takes one token in ten. */
const mostAMinute = 120;

export async function authorizationRoutes(
  app: FastifyInstance,
  { provider, publicUrl, log }: { provider: () => Provider; publicUrl: () => string; log: Logger },
): Promise<void> {
  await app.register(rateLimit, {
    max: mostAMinute,
    timeWindow: '1 minute',
    keyGenerator: ({ ip }) => networkOf(ip),
    errorResponseBuilder: (_request, { after }) => tooOften(after),
  });
  // It reads the body itself.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _payload, done) => done(null));

  let answer: ((request: IncomingMessage, response: ServerResponse) => unknown) | undefined;
  function start() {
    const opened = provider();
    opened.on('server_error', (_ctx, error: Error) => log.error({ kind: error.name }, 'authorization server'));
    return opened.callback();
  }
  async function handle(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    reply.hijack();
    const { raw } = request;
    const { protocol, host, pathname } = new URL(issuerNameOf(publicUrl()));
    // Whatever the asker says of how it came is replaced by what is so.
    raw.headers['x-forwarded-proto'] = protocol.slice(0, -1);
    raw.headers['x-forwarded-host'] = host;
    raw.headers['x-forwarded-for'] = request.ip;
    raw.url = raw.url!.slice(authorizationPath.length);
    // By this it knows its own addresses, as an Express application would tell it.
    Object.assign(raw, { originalUrl: pathname + raw.url });
    for (const [name, value] of Object.entries(headers)) reply.raw.setHeader(name, value);
    await (answer ??= start())(raw, reply.raw);
  }
  app.all(`${authorizationPath}/*`, { helmet: false }, handle);
  // RFC 8414 puts an issuer's path behind the well-known one.
  app.get(`/.well-known/oauth-authorization-server${authorizationPath}`, { helmet: false }, async (request, reply) => {
    request.raw.url = `${authorizationPath}/.well-known/openid-configuration`;
    return handle(request, reply);
  });
}

const headers = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};
