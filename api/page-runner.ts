/** Runs what the hub's own pages ask, in this process. They have no budget: each of their documents is the hub's own. */
import { neverGone } from './asker-gone.js';
import type { SchemaName, Viewer } from './authenticate.js';
import type { House } from './context.js';
import type { GraphqlServer } from './graphql.js';
import { openOperation } from './open-operation.js';
import { RefusedOperation, type RunOperation } from './run-operation.js';

export function runnerFor(servers: Record<SchemaName, GraphqlServer>, house: House): RunOperation {
  return async <T>(viewer: Viewer, query: string, variables?: Record<string, unknown>, schema?: SchemaName) => {
    const { apollo, compile } = servers[schema ?? viewer.audience];
    const page = {
      viewer,
      address: 'page',
      purse: null,
      gone: neverGone,
      stop() {},
      isStopped: () => false,
      assertWelcome() {},
    };
    const contextValue = await openOperation(house, compile, page, { query, variables });
    const { body } = await apollo.executeOperation({ query, ...(variables && { variables }) }, { contextValue });
    if (body.kind !== 'single') throw new Error('a page asked for an incremental answer');
    const { data, errors } = body.singleResult;
    if (errors?.[0]) throw new RefusedOperation(errors[0].message, String(errors[0].extensions?.['code']));
    return data as T;
  };
}
