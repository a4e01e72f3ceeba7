/** After an operation: what it cost is billed and told, whoever asked. */
import type { ApolloServerPlugin } from '@apollo/server';
import type { Context } from './context.js';
import { textCost } from './costs.js';

export const billing: ApolloServerPlugin<Context> = {
  // Without `await` within: this runs for each request.
  requestDidStart: async ({ contextValue, request }) => {
    const { hold, operation, effort } = contextValue;
    if (!hold) return undefined;
    return {
      // Only of a text that is new, or that failed before.
      parsingDidStart: async () => hold.add(textCost(request.query ?? '')),
      willSendResponse: async ({ response: { body } }) => {
        if (body.kind !== 'single') return;
        const { data } = body.singleResult;
        const told = operation.cost.actual(data) + effort.cost();
        // A list is longer than `costs.ts` takes it to be.
        if (told > contextValue.estimate + 1)
          contextValue.log.warn(
            { operation: operation.name, told, estimate: contextValue.estimate },
            'cost beyond its estimate',
          );
        const { cost, left, renewsAt } = hold.settle(told);
        body.singleResult.extensions = { ...body.singleResult.extensions, budget: { cost, left, renewsAt } };
      },
    };
  },
};
