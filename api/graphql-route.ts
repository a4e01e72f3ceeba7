/** `/graphql`: who asks, out of whose budget, whether the text may be asked at all, and within what time. */
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { whileWaiting } from './asker-gone.js';
import { audiences, type SchemaName } from './authenticate.js';
import type { House } from './context.js';
import { HubError } from './errors.js';
import type { GraphqlServer } from './graphql.js';
import type { GraphqlSockets } from './graphql-socket.js';
import { checkBodyForm } from './guard-requests.js';
import type { HoldBack } from './hold-back.js';
import { jsonHeaders } from './http-headers.js';
import { type Asked, type Asks, openOperation, refusedCost, stoppedCost } from './open-operation.js';
import { networkOf } from './network-of.js';
import { patienceOf } from './patience.js';
import type { SignIn } from './sign-in/open-sign-in.js';
import { trustedText } from './trusted-text.js';
import { openTurns } from './turns.js';
import { withinTime } from './within-time.js';

interface Guards {
  /** For staff who subscribe. */
  sockets: GraphqlSockets;
  holdBack: HoldBack;
  /** What one operation may take. */
  mostMs: number;
}

export function graphqlRoute(
  app: FastifyInstance,
  servers: Record<SchemaName, GraphqlServer>,
  house: House,
  { authenticate, dismissed, sockets, holdBack, mostMs }: Pick<SignIn, 'authenticate' | 'dismissed'> & Guards,
): void {
  app.decorateRequest('asks', null);
  const takeTurn = openTurns();
  // The schema of the hub's own pages has no handler: no request can lead to it.
  const handlers = Object.fromEntries(
    audiences.map((audience) => [
      audience,
      fastifyApolloHandler(servers[audience].apollo, {
        context: async (request) => {
          const { asks, body } = request as SignedRequest;
          const { compile } = servers[audience];
          const asked = request.method === 'GET' ? askedInAddress(request.url) : body;
          // What comes twice is one text with a comma, which is no purpose and no case number.
          const { 'x-purpose': purpose, 'x-case': caseNumber } = request.headers as Record<string, string | undefined>;
          return openOperation(house, compile, asks, asked, { purpose, caseNumber });
        },
      }),
    ]),
  );
  app.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    // Helmet words its headers anew for each request; an answer in JSON needs only these, which are constant.
    helmet: false,
    onRequest: async (request, reply) => {
      void reply.headers(jsonHeaders);
      checkBodyForm(request);
    },
    handler: async (request, reply) => {
      if (sockets.take(request, reply)) return reply;
      const viewer = await authenticate(request);
      // An address is written into logs on the way; personal data has no place in it.
      if (request.method === 'GET' && viewer.audience !== 'public')
        throw new HubError('BAD_INPUT', '请用 POST 发送查询', 'send the query by POST');
      const { ip: address } = request;
      const purse = house.purseOf(viewer, address);
      const turn = takeTurn(purse.name);
      if (turn) await turn;
      // Whoever has used up everything is told so before anything of what was sent is looked at.
      house.costs.check(purse);
      const waiting = whileWaiting(reply);
      const asks: Asks = { viewer, address, purse, ...waiting, ...patienceOf(viewer, waiting.gone, dismissed) };
      try {
        const text = await trustedText(house.documents, viewer, request.body);
        if (text !== null) {
          asks.isTrusted = true;
          const { documentId: _, ...asked } = request.body as Record<string, unknown>;
          request.body = { ...asked, query: text };
        }
        (request as SignedRequest).asks = asks;
        const answer = await withinTime(
          handlers[viewer.audience]!.call(app, request as never, reply as never) as Promise<unknown>,
          mostMs,
          asks.stop,
        );
        if (reply.statusCode >= 400) await holdBack(networkOf(address));
        return answer;
      } finally {
        // Billed by then, unless it never came so far or is not done.
        if (asks.hold) asks.hold.settle(asks.isStopped() ? stoppedCost : refusedCost);
        else house.costs.charge(purse, refusedCost);
      }
    },
  });
}

interface SignedRequest extends FastifyRequest {
  asks: Asks;
  body: Asked | undefined;
}

/** Read as Apollo reads it, so that what is checked is what runs. */
function askedInAddress(address: string): Asked {
  const search = new URL(address, 'http://hub').searchParams;
  return {
    query: search.get('query'),
    operationName: search.get('operationName'),
    variables: read(search.get('variables')),
  };
}

/** What is no JSON is refused by Apollo. */
function read(text: string | null): unknown {
  try {
    return text === null ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}
