/** From a request's credentials to the viewer. Without any the viewer is the public. */
import { hash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type pg from 'pg';
import { accessChangedChannel } from '../schema/client/client.reads.js';
import { listenTo } from '../schema/listen.js';
import { readPlatformOfKey } from '../schema/platform/platform.reads.js';
import { useSession } from '../schema/sign-in/sign-in.writes.js';
import { useProofs } from '../schema/used-proof/used-proof.writes.js';
import { HubError } from './errors.js';
import { gather } from './gather.js';
import { believer, type Believed, type Issuer } from './sign-in/believe-token.js';
import { readProof } from './sign-in/proof.js';
import { readCookie, sessionCookieOf } from './sign-in/session-cookie.js';
import { isFromOwnPage } from './this-machine.js';
import { publicViewer, type Viewer } from './viewer.js';

export { type Audience, audiences, publicViewer, type SchemaName, schemaNames, type Viewer } from './viewer.js';

// Whoever was turned away is told at once; this is how late it works where that message was lost, together with the next look.
const rememberMs = 45_000;
const lookAgainMs = 10_000;
const remembered = 10_000;

export type Authenticate = (request: Asked) => Viewer | Promise<Viewer>;
/** What of a request says who asks. */
export type Asked = Pick<FastifyRequest, 'headers' | 'method' | 'url'>;

export interface Authentication {
  authenticate: Authenticate;
  /** Aborted once the viewer may not ask any more; for who waits, until `gone`. */
  dismissed(viewer: Viewer, gone: AbortSignal): AbortSignal;
  close(): Promise<void>;
}

export interface AuthenticationParts {
  /** Asked for when the first token comes: the hub's own is named by its address. */
  issuers: () => readonly Issuer[];
  pool: pg.Pool;
  /** By which proofs are judged: the machine's own. */
  machineClock: () => Date;
  /** By what address the hub is reached; proofs name it. */
  publicUrl: () => string;
  log: Logger;
}

/** Checks tokens, the proofs that belong to them, and keys of job platforms. */
export function openAuthentication({
  issuers,
  pool,
  machineClock,
  publicUrl,
  log,
}: AuthenticationParts): Authentication {
  let believe: ReturnType<typeof believer> = (token) => {
    believe = believer(issuers(), pool);
    return believe(token);
  };
  const isNewProof = gather((proofs: Parameters<typeof useProofs>[1]) => useProofs(pool, proofs));
  const known = new Map<string, Believed>();
  const underWay = new Map<string, Promise<Believed | null>>();
  const sentBy = new WeakMap<Viewer, string>();
  const waiting = new Set<{ sent: string; end: AbortController }>();
  let round = 0;

  const listening = listenTo(pool, accessChangedChannel, () => {
    round++;
    known.clear();
    underWay.clear();
    void lookAgain();
  });
  const timer = setInterval(() => void lookAgain(), lookAgainMs).unref();

  /** Turns away whoever waits and is not believed any more. */
  async function lookAgain(): Promise<void> {
    await Promise.all(
      [...waiting].map(async ({ sent, end }) => {
        if ((await find(sent).catch(() => undefined)) === null) end.abort();
      }),
    );
  }

  function remembers(sent: string): Believed | null {
    const entry = known.get(hash('sha256', sent));
    return entry && entry.until > entry.clock().getTime() ? entry : null;
  }

  /** Many that come at once with the same token are looked up once, until a change is told; a session is looked at each time. */
  function find(sent: string): Promise<Believed | null> {
    const before = remembers(sent);
    if (before) return Promise.resolve(before);
    if (sent.startsWith('hss_')) return lookUp(sent);
    const key = hash('sha256', sent);
    let finding = underWay.get(key);
    if (!finding) {
      finding = lookUp(sent).finally(() => {
        if (underWay.get(key) === finding) underWay.delete(key);
      });
      underWay.set(key, finding);
    }
    return finding;
  }

  async function lookUp(sent: string): Promise<Believed | null> {
    const asked = round;
    const found = await (
      sent.startsWith('phk_') ? platformOf : sent.startsWith('hss_') ? personOf : (token: string) => believe(token)
    )(sent);
    if (!found) return null;
    sentBy.set(found.viewer, sent);
    // What was read before a change was told is not kept; a session is looked at each time.
    if (asked !== round || found.until === 0) return found;
    if (known.size >= remembered) known.delete(known.keys().next().value!);
    const until = Math.min(found.until, found.clock().getTime() + rememberMs);
    known.set(hash('sha256', sent), { ...found, until });
    return found;
  }

  async function platformOf(key: string): Promise<Believed | null> {
    const platform = await readPlatformOfKey(pool, key);
    const viewer = platform && Object.freeze({ ...publicViewer, platform: platform.id });
    return viewer && { viewer, boundTo: null, until: Number.POSITIVE_INFINITY, clock: machineClock };
  }

  async function personOf(secret: string): Promise<Believed | null> {
    const now = machineClock();
    const account = await useSession(pool, secret, now);
    if (!account) return null;
    const { audience, name: client, roles, region, creditCode } = account;
    const signedInAgo = now.getTime() - account.signedInAt.getTime();
    const viewer = Object.freeze({ audience, client, roles, creditCode, region, signedInAgo });
    return { viewer, boundTo: null, until: 0, clock: machineClock };
  }

  /** A cookie comes along by itself: it counts for our own pages alone, and never for what a link can do. */
  async function signedIn(secret: string): Promise<Viewer> {
    const found = await find(secret);
    if (found) return found.viewer;
    throw new HubError(
      'UNAUTHENTICATED',
      '会话已结束，请重新登录：/sign-in',
      'the session has ended; sign in again: /sign-in',
    );
  }

  async function admit(sent: string, scheme: string, request: Asked): Promise<Viewer> {
    const found = await find(sent);
    if (!found || (found.boundTo !== null) !== (scheme === 'DPoP')) throw refusedToken();
    if (found.boundTo !== null) await assertProven(sent, found.boundTo, found.viewer, request);
    return found.viewer;
  }

  async function assertProven(token: string, key: string, viewer: Viewer, request: Asked): Promise<void> {
    const { dpop } = request.headers;
    const url = publicUrl() + request.url;
    const asked = { method: request.method, url, token, now: machineClock() };
    const proven = typeof dpop === 'string' ? await readProof(dpop, asked) : null;
    if (!proven) throw refusedToken();
    if (proven.thumbprint !== key) {
      log.warn({ client: viewer.client, alarm: 'stolen-token' }, 'a token came with the proof of another key');
      throw refusedToken();
    }
    if (await isNewProof(proven.proof)) return;
    log.warn({ client: viewer.client, alarm: 'replay' }, 'a proof came a second time');
    throw refusedToken();
  }

  return {
    authenticate(request) {
      const { authorization } = request.headers;
      if (authorization === undefined) {
        const secret = readCookie(request.headers.cookie, sessionCookieOf(publicUrl()));
        const counts = secret !== undefined && request.method === 'POST' && isFromOwnPage(request, publicUrl());
        return counts ? signedIn(secret) : publicViewer;
      }
      const [, scheme, token] = /^(Bearer|DPoP) ([\w-]+\.[\w-]+\.[\w-]+|phk_[\w-]+)$/.exec(authorization) ?? [];
      if (scheme === undefined || token === undefined) throw refusedToken();
      // The usual case costs no turn of the event loop.
      const before = scheme === 'Bearer' ? remembers(token) : null;
      return before?.boundTo === null ? before.viewer : admit(token, scheme, request);
    },
    dismissed(viewer, gone) {
      const end = new AbortController();
      const sent = sentBy.get(viewer);
      if (sent === undefined || gone.aborted) return end.signal;
      const one = { sent, end };
      waiting.add(one);
      gone.addEventListener('abort', () => waiting.delete(one), { once: true });
      return end.signal;
    },
    async close() {
      clearInterval(timer);
      await listening.close();
    },
  };
}

/** One text for every fault of a token, so that it teaches nothing. */
export function refusedToken(): HubError {
  return new HubError(
    'UNAUTHENTICATED',
    '令牌无效或已过期，请重新获取后放在请求头 Authorization: Bearer …',
    'the token is not valid or has expired; get a new one and send it as Authorization: Bearer …',
  );
}
