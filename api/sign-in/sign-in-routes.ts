/** Signing in at the hub's own pages: away to the issuer, back with a second factor, a session, and out again. */
import formbody from '@fastify/formbody';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { readAccount } from '../../schema/account/account.reads.js';
import { beginSession, endSession, useSession } from '../../schema/sign-in/sign-in.writes.js';
import type { Vault } from '../../schema/vault.js';
import { networkOf } from '../network-of.js';
import { renderMessage } from '../pages/portal/gone.js';
import { renderSignedIn } from '../pages/sign-in/signed-in.page.js';
import { sendPage, sendRefusal } from '../send-page.js';
import { isFromOwnPage } from '../this-machine.js';
import { callbackPath, providerSessionCookie } from './authorization-server.js';
import { hasSecondFactor } from './believe-token.js';
import { entryRoutes } from './entry-routes.js';
import type { Begun } from './relying-party.js';
import { newSessionSecret, readCookie, sessionCookieOf, writeCookie } from './session-cookie.js';
import { attempts, foreign, type SignInParts, tooOften } from './sign-in-parts.js';

const begunCookie = 'hub_sign_in';
const path = '/sign-in';

export async function signInRoutes(app: FastifyInstance, parts: SignInParts): Promise<void> {
  const { party, pool, vault, machineClock, publicUrl, secondFactor, log } = parts;
  await app.register(formbody);
  await app.register(rateLimit, {
    global: false,
    keyGenerator: ({ ip }) => networkOf(ip),
    errorResponseBuilder: (_request, { after }) => tooOften(after),
  });
  app.setErrorHandler((error: Error, request, reply) => sendRefusal(reply, error, request, log));
  app.addHook(
    'onRequest',
    async (_request, reply) =>
      void reply.headers({ 'cache-control': 'no-store', 'referrer-policy': 'same-origin', 'x-robots-tag': 'noindex' }),
  );
  const sessionOf = (request: FastifyRequest) => readCookie(request.headers.cookie, sessionCookieOf(publicUrl()));
  const limited = { config: { rateLimit: attempts } };

  app.get(path, limited, async (_request, reply) => {
    const { address, begun } = await party.begin();
    const terms = { publicUrl: publicUrl(), maxAge: 600 };
    const sealed = vault.seal(JSON.stringify(begun)).toString('base64url');
    // Nothing of whoever signed in before comes along, nor of whoever left a session here for somebody else.
    const gone = { publicUrl: publicUrl(), maxAge: 0 };
    const cookies = [
      writeCookie(begunCookie, sealed, { ...terms, path }),
      ...[providerSessionCookie, `${providerSessionCookie}.sig`].map((name) => writeCookie(name, '', gone)),
    ];
    return reply.header('set-cookie', cookies).redirect(address, 303);
  });

  app.get(callbackPath, limited, async (request, reply) => {
    const begun = begunOf(readCookie(request.headers.cookie, begunCookie), vault);
    const address = new URL(publicUrl() + request.url);
    const who = begun && (await party.finish(address, begun).catch(noteRefusal(log)));
    void reply.header('set-cookie', writeCookie(begunCookie, '', { publicUrl: publicUrl(), path, maxAge: 0 }));
    if (!who) return refuse(reply, '登录未完成或已超时，请重新登录。');
    if (!hasSecondFactor(who, { secondFactor })) return refuse(reply, '登录时没有使用第二种验证方式，不能进入。');
    const account = await readAccount(pool, party.knownBy, who.subject);
    if (!account) return refuse(reply, '这个账号没有登记，或已停用，请与管理员联系。');
    const secret = newSessionSecret();
    const before = sessionOf(request) ?? null;
    await beginSession(pool, { accountId: account.id, secret, before, signedInAt: who.at }, machineClock());
    return reply
      .header('set-cookie', writeCookie(sessionCookieOf(publicUrl()), secret, { publicUrl: publicUrl() }))
      .redirect(`${path}/me`, 303);
  });

  app.get(`${path}/me`, async (request, reply) => {
    const secret = sessionOf(request);
    const account = secret === undefined ? null : await useSession(pool, secret, machineClock());
    return account ? sendPage(reply, renderSignedIn(account)) : refuse(reply, '您还没有登录，或会话已经结束。');
  });

  app.post(`${path}/out`, limited, async (request, reply) => {
    if (!isFromOwnPage(request, publicUrl())) throw foreign();
    const secret = sessionOf(request);
    if (secret !== undefined) await endSession(pool, secret);
    return reply
      .header('set-cookie', writeCookie(sessionCookieOf(publicUrl()), '', { publicUrl: publicUrl(), maxAge: 0 }))
      .redirect(`${path}/me`, 303);
  });

  if (parts.provider) entryRoutes(app, { ...parts, provider: parts.provider });
}

function refuse(reply: FastifyReply, message: string): FastifyReply {
  const { html } = renderMessage(403, '未登录', message, { href: path, name: '登录' });
  return reply.code(401).type('text/html; charset=utf-8').send(html);
}

function begunOf(cookie: string | undefined, vault: Vault): Begun | null {
  if (cookie === undefined) return null;
  try {
    return JSON.parse(vault.open(Buffer.from(cookie, 'base64url'))) as Begun;
  } catch {
    return null;
  }
}

/** What the issuer or the library said is no reader's business, and might hold what somebody sent. */
function noteRefusal(log: Logger): (error: Error & { code?: string }) => null {
  return ({ name, code }) => {
    log.info({ kind: name, code }, 'a sign-in was not completed');
    return null;
  };
}
