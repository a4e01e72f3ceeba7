/** What is subscribed on a connection: the same limits, costs and rights as for a query, before it is validated and for as long as it lasts. */
import { execute, GraphQLError, parse, specifiedRules, subscribe, validate } from 'graphql';
import type { DocumentNode, ExecutionArgs } from 'graphql';
import type { FastifyRequest } from 'fastify';
import type { ServerOptions } from 'graphql-ws';
import type { WebSocket } from 'ws';
import type { Context, House } from './context.js';
import { requestCost, textCost } from './costs.js';
import { formatErrorWith, HubError, mask } from './errors.js';
import type { GraphqlServer } from './graphql.js';
import { limits } from './limits.js';
import { type Asks, openOperation, refusedCost } from './open-operation.js';
import type { Viewer } from './viewer.js';

/** At once on one connection. */
export const mostSubscriptions = 5;

/** One connection. */
export interface Line {
  socket: WebSocket;
  request: FastifyRequest;
  /** It was closed. */
  gone: AbortSignal;
  /** Whose it is, once that is known. */
  viewer?: Viewer;
}

type Options = ServerOptions<Record<string, unknown>, Line>;
interface Payload {
  query: string;
  operationName?: string | undefined | null;
  variables?: Record<string, unknown> | undefined | null;
}

export function subscriptionsOf(
  { schema, compile }: GraphqlServer,
  house: House,
): Pick<Options, 'execute' | 'subscribe' | 'onSubscribe' | 'onNext' | 'onError'> {
  const { costs, purseOf, log } = house;
  const format = formatErrorWith(log);
  const told = (errors: readonly GraphQLError[]) =>
    errors.map((error) =>
      format({ ...error.toJSON(), extensions: { code: codeOf(error), ...error.extensions } }, error),
    );

  async function begin({ viewer, request, gone }: Line, open: number, payload: Payload): Promise<ExecutionArgs> {
    const address = request.ip;
    const purse = purseOf(viewer!, address);
    costs.check(purse);
    const waiting = { gone: () => gone, assertWelcome: () => {}, stop: () => {}, isStopped: () => gone.aborted };
    const asks: Asks = { viewer: viewer!, address, purse, subscribes: true, ...waiting };
    let cost = refusedCost;
    try {
      if (open > mostSubscriptions) throw tooMany();
      const context = await openOperation(house, compile, asks, payload);
      cost = context.estimate + textCost(payload.query);
      const { operationName, variables: variableValues } = payload;
      return { schema, document: read(payload.query), operationName, variableValues, contextValue: context };
    } finally {
      if (asks.hold) asks.hold.settle(cost);
      else costs.charge(purse, cost);
    }
  }

  function read(query: string): DocumentNode {
    const document = parse(query, { maxTokens: limits.tokens });
    const [fault] = validate(schema, document, specifiedRules, { maxErrors: 1, hideSuggestions: true });
    if (fault) throw fault;
    return document;
  }

  return {
    execute,
    subscribe,
    async onSubscribe({ extra, subscriptions }, _id, payload) {
      try {
        return await begin(extra, Object.keys(subscriptions).length, payload);
      } catch (error) {
        return [error instanceof GraphQLError ? error : mask(error, log)];
      }
    },
    onNext({ extra }, _id, _payload, { contextValue }, { data = null, errors }) {
      const { estimate } = contextValue as Context;
      const purse = purseOf(extra.viewer!, extra.request.ip);
      // Each message is paid for; whoever has used up everything hears so instead.
      costs.check(purse);
      costs.charge(purse, estimate - requestCost);
      return { data, ...(errors && { errors: told(errors) }) };
    },
    onError: (_ctx, _id, _payload, errors) => told(errors),
  };
}

/** What Apollo would call an error that no code of ours stands on. */
function codeOf({ message, extensions, originalError }: GraphQLError): string {
  if (message.startsWith('Syntax Error')) return 'GRAPHQL_PARSE_FAILED';
  if (message.startsWith('Variable "$')) return 'BAD_USER_INPUT';
  return originalError === undefined && Object.keys(extensions).length === 0 ? 'GRAPHQL_VALIDATION_FAILED' : 'INTERNAL';
}

const tooMany = () =>
  new HubError(
    'LIMIT_EXCEEDED',
    `一个连接同时最多 ${mostSubscriptions} 个订阅`,
    `at most ${mostSubscriptions} subscriptions on one connection`,
    { limit: mostSubscriptions },
  );
