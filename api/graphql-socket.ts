/** `/graphql` over graphql-transport-ws: who may open a connection, and how long it stays. What is subscribed on it: `subscriptions.ts`. */
import { ServerResponse, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GRAPHQL_TRANSPORT_WS_PROTOCOL, handleProtocols, makeServer } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Authentication } from './authenticate.js';
import type { House } from './context.js';
import { HubError, mask } from './errors.js';
import type { GraphqlServer } from './graphql.js';
import { networkOf } from './network-of.js';
import { refusedCost } from './open-operation.js';
import { type Line, subscriptionsOf } from './subscriptions.js';
import { countMessages, keepAlive, openCounts, socketLimits } from './socket-limits.js';
import { isFromOwnPage } from './this-machine.js';
import { publicViewer, type Viewer } from './viewer.js';

/** Anything else that asks for another protocol is answered as if it had not: Java's own client does so with each request. */
export function isSocketRequest({ url = '', headers, method }: IncomingMessage): boolean {
  const offered = (headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  return (
    method === 'GET' &&
    url.split('?')[0] === '/graphql' &&
    headers.upgrade?.toLowerCase() === 'websocket' &&
    offered.includes(GRAPHQL_TRANSPORT_WS_PROTOCOL)
  );
}

export interface GraphqlSockets {
  /** Takes over a request that asks for a socket; false for any other. Throws what refuses it. */
  take(request: FastifyRequest, reply: FastifyReply): boolean;
  close(): Promise<void>;
}

export function openGraphqlSockets(
  app: FastifyInstance,
  server: GraphqlServer,
  house: House,
  { authenticate, dismissed }: Pick<Authentication, 'authenticate' | 'dismissed'>,
): GraphqlSockets {
  const { log, costs, publicUrl } = house;
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: socketLimits.messageBytes,
    perMessageDeflate: false,
    handleProtocols,
  });
  const asking = new Map<IncomingMessage, { socket: Socket; head: Buffer }>();
  const held = openCounts(socketLimits.connections);
  let isClosing = false;

  // Through the router, so that a proxy's word on who asks, the limits of headers and the refusals are those of all requests.
  app.server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    socket.on('error', () => undefined);
    const response = new ServerResponse(request);
    try {
      response.assignSocket(socket);
    } catch {
      // An answer is still owed on this connection.
      socket.destroy();
      return;
    }
    // Older Node asks nobody which requests may change their protocol: what is none of ours gets an ordinary answer.
    if (isSocketRequest(request)) asking.set(request, { socket, head });
    response.once('close', () => asking.delete(request));
    response.once('finish', () => socket.end());
    app.routing(request, response);
  });

  const protocol = makeServer<Record<string, unknown>, Line>({
    ...subscriptionsOf(server, house),
    connectionInitWaitTimeout: socketLimits.initMs,
    onConnect: ({ connectionParams, extra }) => welcome(extra, connectionParams),
  });

  /** False: staff alone may stay. */
  async function welcome(line: Line, params: Record<string, unknown> = {}): Promise<boolean> {
    const { socket, request, gone } = line;
    const viewer = await viewerOf(request, params).catch((error: unknown) => {
      if (!(error instanceof HubError)) throw error;
      socket.close(4401, 'Unauthorized');
      return publicViewer;
    });
    if (viewer.audience !== 'staff') {
      costs.charge(house.purseOf(publicViewer, request.ip), refusedCost);
      return false;
    }
    if (gone.aborted) return false;
    const leave = held.enter(`client ${viewer.client}`);
    if (!leave) {
      socket.close(4429, 'Too many connections');
      return false;
    }
    gone.addEventListener('abort', leave, { once: true });
    line.viewer = viewer;
    dismissed(viewer, gone).addEventListener('abort', () => socket.close(4401, 'Unauthorized'), { once: true });
    return true;
  }

  /** By the token of `connection_init`, with its proof for the upgrade's own address; without one by the session, from our own pages. */
  async function viewerOf({ headers, url }: FastifyRequest, params: Record<string, unknown>): Promise<Viewer> {
    const said = Object.entries(params).filter(([name]) => name === 'authorization' || name === 'dpop');
    const own = { ...headers, ...(Object.fromEntries(said) as Record<string, string>) };
    // What is not text is no token, and must not let the cookie speak.
    if (said.some(([, value]) => typeof value !== 'string')) return publicViewer;
    return authenticate({ headers: own, url, method: own.authorization === undefined ? 'POST' : 'GET' });
  }

  function opened(socket: WebSocket, request: FastifyRequest, leave: () => void): void {
    const gone = new AbortController();
    const line: Line = { socket, request, gone: gone.signal };
    const fail = (error: unknown) => {
      mask(error, log);
      socket.close(4500, 'Internal server error');
    };
    const isFlood = countMessages();
    const closed = protocol.opened(
      {
        protocol: socket.protocol,
        send: (text) =>
          new Promise((resolve, reject) => {
            if (socket.readyState !== socket.OPEN) resolve();
            else socket.send(text, (error) => (error && !gone.signal.aborted ? reject(error) : resolve()));
          }),
        close: (code, reason) => socket.close(code, reason),
        onMessage: (heard) =>
          socket.on('message', (data: Buffer) => {
            if (isFlood()) socket.close(4429, 'Too many messages');
            else if (socket.readyState === socket.OPEN) heard(data.toString()).catch(fail);
          }),
      },
      line,
    );
    // What is too large or no frame at all: ws closes by itself, and says so here as well.
    socket.on('error', () => undefined);
    const pinging = keepAlive(socket);
    const ageing = setTimeout(() => socket.close(4401, 'Unauthorized'), socketLimits.lifeMs);
    socket.once('close', (code, reason) => {
      clearInterval(pinging);
      clearTimeout(ageing);
      leave();
      gone.abort();
      void Promise.resolve(closed(code, String(reason))).catch(fail);
    });
  }

  return {
    take(request, reply) {
      const asked = asking.get(request.raw);
      if (!asked) return false;
      if (isClosing) {
        reply.hijack();
        asked.socket.destroy();
        return true;
      }
      if (isForeign(request, publicUrl()))
        throw new HubError('FORBIDDEN', '只接受本站页面的连接', 'only our own pages may connect from a browser');
      costs.check(house.purseOf(publicViewer, request.ip));
      const leave = held.enter(`address ${networkOf(request.ip)}`);
      if (!leave)
        throw Object.assign(
          new HubError(
            'LIMIT_EXCEEDED',
            `同一地址最多 ${socketLimits.connections} 个连接`,
            `at most ${socketLimits.connections} connections of one address`,
            { limit: socketLimits.connections },
          ),
          { statusCode: 429 },
        );
      reply.hijack();
      reply.raw.detachSocket(asked.socket);
      asking.delete(request.raw);
      asked.socket.once('close', leave);
      sockets.handleUpgrade(request.raw, asked.socket, asked.head, (socket) => opened(socket, request, leave));
      return true;
    },
    async close() {
      isClosing = true;
      for (const socket of sockets.clients) socket.close(1001, 'Going away');
      const force = setTimeout(() => {
        for (const socket of sockets.clients) socket.terminate();
      }, socketLimits.farewellMs);
      await new Promise<void>((resolve) => sockets.close(() => resolve()));
      clearTimeout(force);
    },
  };
}

/** A browser says from which page it comes, and cannot be made not to. */
function isForeign({ headers }: FastifyRequest, publicUrl: string): boolean {
  const { 'sec-fetch-site': site, origin, host } = headers;
  const isOwn = origin === undefined || isFromOwnPage({ headers: { origin, host } }, publicUrl);
  return !isOwn || (site !== undefined && site !== 'same-origin');
}
