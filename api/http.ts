/** The HTTP server: every route of the hub. */
import formbody from '@fastify/formbody';
import helmet from '@fastify/helmet';
import Fastify from 'fastify';
import { openCodeLists } from '../schema/code-list/code-list.reads.js';
import { openParameters } from '../schema/parameter/parameter.reads.js';
import { readBureaus } from '../schema/state-firm/state-firm.reads.js';
import { openTrustedDocuments } from '../schema/trusted-document/trusted-document.reads.js';
import { announceDeprecations } from './announce-deprecations.js';
import { openBudget } from './budget.js';
import { addressOf, type ApiConfig } from './config.js';
import type { House } from './context.js';
import { openCostBudget } from './cost-budget.js';
import { openDeciding } from './deciding/open-deciding.js';
import type { Demo } from './demo.js';
import { draftPosts } from './draft-posts.js';
import { HubError, mask } from './errors.js';
import { together } from './gather.js';
import { openLookUp } from './look-up-persons.js';
import { startGraphql } from './graphql.js';
import { graphqlRoute } from './graphql-route.js';
import { isSocketRequest, openGraphqlSockets } from './graphql-socket.js';
import { graphiqlRoutes } from './graphiql.js';
import { guardConnections } from './guard-connections.js';
import { answerGarbage, checkHeaders, requestLimits } from './guard-requests.js';
import { openHealth } from './health-routes.js';
import { contentSecurityPolicy } from './http-headers.js';
import { openHoldBack } from './hold-back.js';
import { parseBodies } from './parse-bodies.js';
import { watchChanges } from './open-data/change-watch.js';
import { openDataRoutes } from './open-data/open-data-routes.js';
import { openIndexes } from './open-data/open-index.js';
import { networkOf } from './network-of.js';
import { openMisses } from './misses.js';
import { openOfficerLooks } from './officer-looks.js';
import { openRights } from './rights.js';
import { openTerms } from './terms.js';
import { pageRoutes } from './page-routes.js';
import { runnerFor } from './page-runner.js';
import { watchRuns } from './run-progress.js';
import { payBySize } from './pay-by-size.js';
import { portalRoutes } from './portal-routes.js';
import { type CostPerMinute, costPerMinute, pursesOf } from './purse.js';
import { postsTableRoutes } from './posts-table-routes.js';
import { bodyLimit, foreseen, sendError } from './send-error.js';
import { openSignIn, type SignInConfig } from './sign-in/open-sign-in.js';
import { operationMs } from './within-time.js';

export interface ApiParts extends Omit<
  House,
  | 'isDemo'
  | 'letOff'
  | 'publicUrl'
  | 'budget'
  | 'deciding'
  | 'costs'
  | 'purseOf'
  | 'documents'
  | 'rights'
  | 'parameters'
  | 'codeLists'
  | 'openRecords'
  | 'watch'
  | 'readPerson'
  | 'readBureaus'
  | 'runProgress'
> {
  config: Pick<ApiConfig, 'host' | 'port'> & SignInConfig & Partial<Pick<ApiConfig, 'publicUrl' | 'trustedProxies'>>;
  /** The machine's own, where `clock` is ahead of it. */
  machineClock?: () => Date;
  /** Only in the embedded mode. */
  demo?: Demo;
  /** Other than those of the house, for a measurement or a test. */
  own?: { costPerMinute?: Partial<CostPerMinute>; operationMs?: number; requestMs?: number };
}

export interface Api {
  url: string;
  close(): Promise<void>;
}

/** Starts the API and resolves once it listens. */
export async function startApi(parts: ApiParts): Promise<Api> {
  const { config, demo, database, clock, log, machineClock = () => new Date(), own = {} } = parts;
  const healthRoutes = await openHealth({ database, machineClock, log });
  const budget = openBudget(database.pool, clock);
  let listening = '';
  const watch = watchChanges(database.pool, log);
  const letOff = config.relaxed ?? new Set();
  const terms = openTerms(database.pool, { clock, letOff, log });
  const misses = openMisses(database.pool, clock, log);
  const looks = openOfficerLooks(database.pool, { clock, budget, isLetOff: letOff.has('no-case'), log });
  const house: House = {
    ...parts,
    isDemo: demo !== undefined,
    publicUrl: () => config.publicUrl ?? listening,
    budget,
    deciding: openDeciding(log),
    costs: openCostBudget(database.pool, clock, log),
    purseOf: pursesOf(parts.vault, { ...costPerMinute, ...own.costPerMinute }),
    documents: openTrustedDocuments(database.pool, clock),
    letOff,
    rights: openRights(database.pool, { terms, budget, misses, looks, vault: parts.vault }),
    parameters: openParameters(database.pool, clock),
    codeLists: openCodeLists(database.pool, clock),
    watch,
    openRecords: openIndexes(database.pool, watch, clock, log),
    readPerson: openLookUp(database),
    readBureaus: together(() => readBureaus(database.pool)),
    runProgress: watchRuns(database.pool, log),
  };
  const servers = await startGraphql(log);
  await announceDeprecations(database.pool, servers.public.schema, clock());
  const proxies = config.trustedProxies ?? [];
  const trustProxy = proxies.length > 0 && [...proxies];
  const { headerBytes: maxHeaderSize, headersMs: headersTimeout } = requestLimits;
  const holdBack = openHoldBack();
  const app = Fastify({
    bodyLimit,
    clientErrorHandler: answerGarbage(holdBack),
    requestTimeout: own.requestMs ?? requestLimits.requestMs,
    // Node looks for slow senders every half minute by default.
    http: {
      maxHeaderSize,
      headersTimeout,
      connectionsCheckingInterval: 1000,
      shouldUpgradeCallback: isSocketRequest,
    },
    trustProxy,
    logger: false,
    forceCloseConnections: 'idle',
  });
  guardConnections(app.server, proxies);
  app.addHook('onRequest', async (request) => checkHeaders(request));
  parseBodies(app);
  app.setErrorHandler(async (error: Error & { statusCode?: number }, { ip }, reply) => {
    await holdBack(networkOf(ip));
    return sendError(reply, foreseen(error) ?? mask(error, log), error);
  });
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
  const sockets = openGraphqlSockets(app, servers.staff, house, signIn);
  graphqlRoute(app, servers, house, { ...signIn, sockets, holdBack, mostMs: own.operationMs ?? operationMs });
  await app.register(async (tables) =>
    postsTableRoutes(tables, { authenticate, codeLists: () => house.codeLists.current(), ...draftPosts(house) }),
  );
  graphiqlRoutes(app, demo);
  await app.register(async (pages) => {
    await pages.register(formbody);
    payBySize(pages, house);
    const runOperation = runnerFor(servers, house);
    pageRoutes(pages, { demo, runOperation });
    const portal = { runOperation, publicUrl: house.publicUrl, log };
    await pages.register((app) => portalRoutes(app, portal), { prefix: '/recruitment' });
  });
  await openDataRoutes(app, house);
  await signIn.routes(app);

  await app.listen({ host: config.host, port: config.port }).catch(async (error: NodeJS.ErrnoException) => {
    await Promise.all([
      watch.close(),
      signIn.close(),
      terms.close(),
      house.runProgress.close(),
      house.costs.close(),
      house.deciding.close(),
    ]);
    if (error.code !== 'EADDRINUSE') throw error;
    throw new Error(`port ${config.port} of ${config.host} is in use: set PORT to a free one`, { cause: error });
  });
  const { port } = app.server.address() as { port: number };
  listening = addressOf(config.host, port);
  return {
    url: listening,
    async close() {
      await sockets.close();
      await Promise.all([watch.close(), signIn.close(), terms.close(), house.runProgress.close()]);
      // A connection on which nothing was ever asked counts as busy, and would be waited for.
      const force = setTimeout(() => app.server.closeAllConnections(), 5000);
      await app.close();
      clearTimeout(force);
      await house.openRecords.close();
      await house.costs.close();
      await house.deciding.close();
      await Promise.all(Object.values(servers).map(({ apollo }) => apollo.stop()));
    },
  };
}
