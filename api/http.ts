/** The HTTP server: every route of the hub. */
import { fastifyApolloHandler } from '@as-integrations/fastify';
import formbody from '@fastify/formbody';
import helmet from '@fastify/helmet';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { openCodeLists } from '../schema/code-list/code-list.reads.js';
import { openParameters } from '../schema/parameter/parameter.reads.js';
import { announceDeprecations } from './announce-deprecations.js';
import { askerGone, neverGone } from './asker-gone.js';
import { audiences, type SchemaName, type Viewer } from './authenticate.js';
import { openBudget } from './budget.js';
import { addressOf, type ApiConfig } from './config.js';
import type { House } from './context.js';
import type { Demo } from './demo.js';
import { draftPosts } from './draft-posts.js';
import { HubError, mask } from './errors.js';
import { openLookUp } from './look-up-persons.js';
import { type GraphqlServer, startGraphql } from './graphql.js';
import { graphiqlRoutes } from './graphiql.js';
import { contentSecurityPolicy, jsonHeaders } from './http-headers.js';
import { openHealth } from './health-routes.js';
import { watchChanges } from './open-data/change-watch.js';
import { type Asked, openOperation, readJson } from './open-operation.js';
import { openDataRoutes } from './open-data/open-data-routes.js';
import { openIndexes } from './open-data/open-index.js';
import { openMisses } from './misses.js';
import { openRights } from './rights.js';
import { openTerms } from './terms.js';
import { pageRoutes } from './page-routes.js';
import { patienceOf } from './patience.js';
import { portalRoutes } from './portal-routes.js';
import { RefusedOperation, type RunOperation } from './run-operation.js';
import { postsTableRoutes } from './posts-table-routes.js';
import { openSignIn, type SignIn, type SignInConfig } from './sign-in/open-sign-in.js';

export interface ApiParts extends Omit<
  House,
  | 'isDemo'
  | 'isEmbedded'
  | 'publicUrl'
  | 'budget'
  | 'rights'
  | 'parameters'
  | 'codeLists'
  | 'openRecords'
  | 'watch'
  | 'readPerson'
> {
  config: Pick<ApiConfig, 'host' | 'port'> &
    SignInConfig &
    Partial<Pick<ApiConfig, 'publicUrl' | 'trustedProxies' | 'embedded'>>;
  /** The machine's own, where `clock` is ahead of it. */
  machineClock?: () => Date;
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
  const { config, demo, database, clock, log, machineClock = () => new Date() } = parts;
  const healthRoutes = await openHealth({ database, machineClock, log });
  const budget = openBudget(database.pool, clock);
  let listening = '';
  const watch = watchChanges(database.pool, log);
  const isEmbedded = config.embedded ?? false;
  const terms = openTerms(database.pool, { clock, isDemo: isEmbedded, log });
  const misses = openMisses(database.pool, clock, log);
  const house: House = {
    ...parts,
    isDemo: demo !== undefined,
    publicUrl: () => config.publicUrl ?? listening,
    budget,
    isEmbedded,
    rights: openRights(database.pool, { terms, budget, misses }),
    parameters: openParameters(database.pool, clock),
    codeLists: openCodeLists(database.pool, clock),
    watch,
    openRecords: openIndexes(database.pool, watch, clock, log),
    readPerson: openLookUp(database),
  };
  const servers = await startGraphql(log);
  await announceDeprecations(database.pool, servers.public.schema, clock());
  const proxies = config.trustedProxies ?? [];
  const trustProxy = proxies.length > 0 && [...proxies];
  const app = Fastify({ bodyLimit, requestTimeout: 10_000, trustProxy, logger: false, forceCloseConnections: 'idle' });
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

  healthRoutes(app);
  const addresses = { publicUrl: house.publicUrl, localUrl: () => listening };
  const signIn = openSignIn({ ...parts, ...addresses, machineClock });
  const { authenticate } = signIn;
  graphqlRoute(app, servers, house, signIn);
  await app.register(async (tables) =>
    postsTableRoutes(tables, { authenticate, codeLists: () => house.codeLists.current(), ...draftPosts(house) }),
  );
  graphiqlRoutes(app, demo);
  await app.register(async (pages) => {
    await pages.register(formbody);
    const runOperation = runnerFor(servers, house);
    pageRoutes(pages, { demo, runOperation });
    const portal = { runOperation, publicUrl: house.publicUrl, log };
    await pages.register((app) => portalRoutes(app, portal), { prefix: '/recruitment' });
  });
  await openDataRoutes(app, house);
  await signIn.routes(app);

  await app.listen({ host: config.host, port: config.port }).catch(async (error: NodeJS.ErrnoException) => {
    await Promise.all([watch.close(), signIn.close(), terms.close()]);
    if (error.code !== 'EADDRINUSE') throw error;
    throw new Error(`port ${config.port} of ${config.host} is in use: set PORT to a free one`, { cause: error });
  });
  const { port } = app.server.address() as { port: number };
  listening = addressOf(config.host, port);
  return {
    url: listening,
    async close() {
      await Promise.all([watch.close(), signIn.close(), terms.close()]);
      // A connection on which nothing was ever asked counts as busy, and would be waited for.
      const force = setTimeout(() => app.server.closeAllConnections(), 5000);
      await app.close();
      clearTimeout(force);
      await house.openRecords.close();
      await Promise.all(Object.values(servers).map(({ apollo }) => apollo.stop()));
    },
  };
}

function graphqlRoute(
  app: FastifyInstance,
  servers: Record<SchemaName, GraphqlServer>,
  house: House,
  { authenticate, dismissed }: SignIn,
): void {
  app.decorateRequest('viewer', null);
  // The schema of the hub's own pages has no handler: no request can lead to it.
  const handlers = Object.fromEntries(
    audiences.map((audience) => [
      audience,
      fastifyApolloHandler(servers[audience].apollo, {
        context: async (request, reply) => {
          const { viewer, body } = request as SignedRequest;
          const { compile } = servers[audience];
          const asked = request.method === 'GET' ? askedInAddress(request.url) : body;
          const purpose = request.headers['x-purpose'];
          const asks = { viewer, address: request.ip, ...patienceOf(viewer, askerGone(reply), dismissed) };
          return openOperation(house, compile, asks, asked, typeof purpose === 'string' ? purpose : undefined);
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
      const viewer = await authenticate(request);
      // An address is written into logs on the way; personal data has no place in it.
      if (request.method === 'GET' && viewer.audience !== 'public')
        throw new HubError('BAD_INPUT', '请用 POST 发送查询', 'send the query by POST');
      (request as SignedRequest).viewer = viewer;
      return handlers[viewer.audience]!.call(app, request as never, reply as never);
    },
  });
}

interface SignedRequest extends FastifyRequest {
  viewer: Viewer;
  body: Asked | undefined;
}

/** Read as Apollo reads it, so that what is checked is what runs. */
function askedInAddress(address: string): Asked {
  const search = new URL(address, 'http://hub').searchParams;
  const [query, operationName, variables] = ['query', 'operationName', 'variables'].map((name) => search.get(name));
  return { query, operationName, variables: readJson(variables) };
}

function runnerFor(servers: Record<SchemaName, GraphqlServer>, house: House): RunOperation {
  return async <T>(viewer: Viewer, query: string, variables?: Record<string, unknown>, schema?: SchemaName) => {
    const { apollo, compile } = servers[schema ?? viewer.audience];
    const asker = { viewer, gone: neverGone, assertWelcome: () => undefined, address: 'page' };
    const contextValue = await openOperation(house, compile, asker, { query, variables });
    const { body } = await apollo.executeOperation({ query, ...(variables && { variables }) }, { contextValue });
    if (body.kind !== 'single') throw new Error('a page asked for an incremental answer');
    const { data, errors } = body.singleResult;
    if (errors?.[0]) throw new RefusedOperation(errors[0].message, String(errors[0].extensions?.['code']));
    return data as T;
  };
}

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
  // What is refused now may be there a second later: nobody on the way keeps it as long as what was asked for.
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .send({ errors: [{ message: error.message, extensions }] });
}
