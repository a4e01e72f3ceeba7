/** The HTTP server: every route of the hub. */
import { fastifyApolloHandler } from '@as-integrations/fastify';
import formbody from '@fastify/formbody';
import helmet from '@fastify/helmet';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { openCodeLists } from '../schema/code-list/code-list.reads.js';
import { openParameters } from '../schema/parameter/parameter.reads.js';
import { readPersonDocuments } from '../schema/person/person.reads.js';
import { authenticateWith, type Viewer } from './authenticate.js';
import { openBudget } from './budget.js';
import type { ApiConfig } from './config.js';
import type { Context, House } from './context.js';
import type { Demo } from './demo.js';
import { openEffort } from './effort.js';
import { HubError, mask } from './errors.js';
import { gather } from './gather.js';
import { type GraphqlServer, startGraphql } from './graphql.js';
import { graphiqlRoutes } from './graphiql.js';
import { openRights } from './rights.js';
import { pageRoutes } from './page-routes.js';

export interface ApiParts extends Omit<House, 'budget' | 'rights' | 'parameters' | 'codeLists' | 'readPerson'> {
  config: Pick<ApiConfig, 'host' | 'port' | 'issuer'>;
  /** Only in the embedded mode. */
  demo?: Demo;
}

export interface Api {
  url: string;
  close(): Promise<void>;
}

const bodyLimit = 64 * 1024;

/** Starts the API and resolves once it listens. */
export async function startApi(parts: ApiParts): Promise<Api> {
  const { config, demo, database, clock, log } = parts;
  const budget = openBudget(database.pool, clock);
  const house: House = {
    ...parts,
    budget,
    rights: openRights(database.pool, budget, clock),
    parameters: openParameters(database.pool, clock),
    codeLists: openCodeLists(database.pool, clock),
    readPerson: gather((asked) => readPersonDocuments(database.pool, asked)),
  };
  const servers = await startGraphql(log);
  const app = Fastify({ bodyLimit, requestTimeout: 10_000, logger: false, forceCloseConnections: 'idle' });
  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) =>
    sendError(reply, foreseen(error) ?? mask(error, log), error),
  );
  app.setNotFoundHandler((_request, reply) =>
    sendError(reply, new HubError('NOT_FOUND', '没有这个地址', 'no such address'), { statusCode: 404 }),
  );
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: contentSecurityPolicy },
    strictTransportSecurity: false,
  });
  // Whatever a foreign page could send without asking first is refused, but for the forms of our own pages.
  app.removeContentTypeParser('text/plain');

  graphqlRoute(app, servers, house, authenticateWith(config.issuer, clock));
  graphiqlRoutes(app, demo);
  await app.register(async (pages) => {
    await pages.register(formbody);
    pageRoutes(pages, { demo, runOperation: runnerFor(servers, house) });
  });
  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) => {
    const ready = await database.orm.migrator.getPending().then(
      (pending) => pending.length === 0,
      () => false,
    );
    return reply
      .code(ready ? 200 : 503)
      .send({ status: ready ? 'ready' : 'the database does not answer or lacks migrations' });
  });

  await app.listen({ host: config.host, port: config.port }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    throw new Error(`port ${config.port} of ${config.host} is in use: set PORT to a free one`, { cause: error });
  });
  const { port } = app.server.address() as { port: number };
  return {
    url: `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`,
    async close() {
      await app.close();
      await Promise.all(Object.values(servers).map(({ apollo }) => apollo.stop()));
    },
  };
}

function graphqlRoute(
  app: FastifyInstance,
  servers: Record<Viewer['audience'], GraphqlServer>,
  house: House,
  authenticate: ReturnType<typeof authenticateWith>,
): void {
  app.decorateRequest('viewer', null);
  const handlers = Object.fromEntries(
    Object.entries(servers).map(([audience, { apollo, compile }]) => [
      audience,
      fastifyApolloHandler(apollo, {
        context: async (request) => {
          const { viewer, body } = request as SignedRequest;
          const asked = request.method === 'GET' ? askedInAddress(request.url) : body;
          const purpose = request.headers['x-purpose'];
          return contextOf(house, compile, viewer, asked, typeof purpose === 'string' ? purpose : undefined);
        },
      }),
    ]),
  );
  app.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    // Helmet words its headers anew for each request; an answer in JSON needs only these, which are constant.
    helmet: false,
    onRequest: async (_request, reply) => void reply.headers(jsonHeaders),
    handler: async (request, reply) => {
      const viewer = await authenticate(request.headers.authorization);
      // An address is written into logs on the way; personal data has no place in it.
      if (request.method === 'GET' && viewer.audience !== 'public')
        throw new HubError('BAD_INPUT', '请用 POST 发送查询', 'send the query by POST');
      (request as SignedRequest).viewer = viewer;
      return handlers[viewer.audience]!.call(app, request as never, reply as never);
    },
  });
}

const jsonHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

interface Asked {
  query?: unknown;
  operationName?: unknown;
}

interface SignedRequest extends FastifyRequest {
  viewer: Viewer;
  body: Asked | undefined;
}

/** Read as Apollo reads it, so that what is checked is what runs. */
function askedInAddress(address: string): Asked {
  const search = new URL(address, 'http://hub').searchParams;
  return { query: search.get('query'), operationName: search.get('operationName') };
}

/** Limits and rights are settled here, before Apollo validates or runs anything. */
async function contextOf(
  house: House,
  compile: GraphqlServer['compile'],
  viewer: Viewer,
  { query, operationName }: Asked = {},
  purpose?: string,
): Promise<Context> {
  const name = typeof operationName === 'string' ? operationName : undefined;
  const compiled = typeof query === 'string' ? compile(query, name) : null;
  const operation = compiled ?? { name: 'none', fields: [], fieldCodes: '', readsRecords: false };
  const grant = operation.readsRecords ? await house.rights.decide(viewer, operation, purpose) : null;
  return { ...house, viewer, operation, grant, spend: openEffort() };
}

/** Runs an operation for the hub's own pages: the same limits, rights and log as for everybody. */
export type RunOperation = <T>(viewer: Viewer, query: string, variables?: Record<string, unknown>) => Promise<T>;

function runnerFor(servers: Record<Viewer['audience'], GraphqlServer>, house: House): RunOperation {
  return async <T>(viewer: Viewer, query: string, variables?: Record<string, unknown>) => {
    const { apollo, compile } = servers[viewer.audience];
    const contextValue = await contextOf(house, compile, viewer, { query });
    const { body } = await apollo.executeOperation({ query, ...(variables && { variables }) }, { contextValue });
    if (body.kind !== 'single') throw new Error('a page asked for an incremental answer');
    const { data, errors } = body.singleResult;
    if (errors?.[0]) throw new Error(errors[0].message);
    return data as T;
  };
}

const contentSecurityPolicy = {
  defaultSrc: ["'none'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", 'data:'],
  connectSrc: ["'self'"],
  formAction: ["'self'"],
  baseUri: ["'none'"],
  frameAncestors: ["'none'"],
};

/** Fastify's own refusals in the hub's words. */
function foreseen(error: Error & { statusCode?: number }): HubError | null {
  if (error instanceof HubError) return error;
  if (error.statusCode === 413)
    return new HubError('LIMIT_EXCEEDED', `请求体最大 ${bodyLimit} 字节`, `the body is at most ${bodyLimit} bytes`);
  if (error.statusCode === 415) return new HubError('BAD_INPUT', '请以 application/json 发送', 'send application/json');
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500)
    return new HubError('BAD_INPUT', '请求体不是有效的 JSON', 'the request cannot be read: the body must be JSON');
  return null;
}

function sendError(reply: FastifyReply, error: HubError, cause: { statusCode?: number }): FastifyReply {
  const status = cause.statusCode !== undefined && error.code !== 'INTERNAL' ? cause.statusCode : error.status;
  const { http: _, ...extensions } = error.extensions;
  return reply.code(status).send({ errors: [{ message: error.message, extensions }] });
}
