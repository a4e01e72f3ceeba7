/** One schema and one Apollo Server per audience, and one for the hub's own pages. */
import 'reflect-metadata';
import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { ApolloServerPluginSchemaReportingDisabled } from '@apollo/server/plugin/disabled';
import { ApolloServerPluginUsageReportingDisabled } from '@apollo/server/plugin/disabled';
import { type GraphQLSchema, specifiedDirectives } from 'graphql';
import type { Logger } from 'pino';
import { buildSchemaSync } from 'type-graphql';
import { type SchemaName, schemaNames } from './authenticate.js';
import { billing } from './billing.js';
import { boundLists } from './bound-lists.js';
import { type CompileDocument, compilerFor } from './compile-document.js';
import type { Context } from './context.js';
import { costDirectives } from './cost-directives.js';
import { formatErrorWith } from './errors.js';
import { receipts } from './receipts.js';
import { recordActs } from './record-acts.js';
import { introspectInBreaths } from './in-breaths.js';
import { limits } from './limits.js';
import { resolvers } from './resolvers/index.js';

/** Asked for wherever something is subscribed; what we have tells its own stream and calls none of it. */
const unused = (): never => {
  throw new Error('a subscription here brings its own stream');
};
const noPubSub = { publish: unused, subscribe: unused };

/** The schema that one audience sees, or that of the hub's own pages. */
export function schemaFor(audience: SchemaName): GraphQLSchema {
  const [first, ...rest] = resolvers[audience];
  // An empty list of orphans keeps the types of other audiences out.
  return buildSchemaSync({
    resolvers: [first, ...rest],
    orphanedTypes: [],
    validate: false,
    pubSub: noPubSub,
    directives: [...specifiedDirectives, ...costDirectives],
  });
}

/** What stands behind the colon may quote a value. */
function kindOf(text: unknown): string {
  return `apollo: ${String(text).split(':')[0]}`;
}

export interface GraphqlServer {
  schema: GraphQLSchema;
  apollo: ApolloServer<Context>;
  compile: CompileDocument;
}

export async function startGraphql(log: Logger): Promise<Record<SchemaName, GraphqlServer>> {
  introspectInBreaths();
  const servers = await Promise.all(
    schemaNames.map(async (audience) => {
      const schema = schemaFor(audience);
      boundLists(schema);
      if (audience === 'staff' || audience === 'employer') recordActs(schema);
      const apollo = new ApolloServer<Context>({
        schema,
        introspection: true,
        csrfPrevention: true,
        allowBatchedHttpRequests: false,
        persistedQueries: false,
        hideSchemaDetailsFromClientErrors: true,
        includeStacktraceInErrorResponses: false,
        parseOptions: { maxTokens: limits.tokens },
        validationOptions: { maxErrors: 10 },
        status400ForVariableCoercionErrors: true,
        stopOnTerminationSignals: false,
        nodeEnv: 'production',
        formatError: formatErrorWith(log),
        logger: {
          debug() {},
          info() {},
          warn: (text) => log.warn(kindOf(text)),
          error: (text) => log.error(kindOf(text)),
        },
        // Cache control calls a hook for each field, the others call home.
        plugins: [
          receipts,
          billing,
          ApolloServerPluginCacheControlDisabled(),
          ApolloServerPluginLandingPageDisabled(),
          ApolloServerPluginSchemaReportingDisabled(),
          ApolloServerPluginUsageReportingDisabled(),
        ],
      });
      await apollo.start();
      return [audience, { schema, apollo, compile: compilerFor(schema) }] as const;
    }),
  );
  return Object.fromEntries(servers) as Record<SchemaName, GraphqlServer>;
}
