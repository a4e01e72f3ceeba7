/** Limits, cost and rights of one operation are settled here, before Apollo validates or runs anything. */
import type { Variables } from './asked-places.js';
import type { Waiting } from './asker-gone.js';
import type { Viewer } from './authenticate.js';
import { checkVariables } from './check-variables.js';
import { type CompileDocument, noOperation } from './compile-document.js';
import type { Context, House } from './context.js';
import { requestCost, textCost } from './costs.js';
import type { Hold } from './cost-budget.js';
import { mostEffort, openEffort } from './effort.js';
import { HubError } from './errors.js';
import { limits, tooMuch } from './limits.js';
import type { Patience } from './patience.js';
import type { Purse } from './purse.js';

export interface Asked {
  query?: unknown;
  operationName?: unknown;
  variables?: unknown;
}

/** What the headers say of why. */
export interface Why {
  purpose?: string | undefined;
  caseNumber?: string | undefined;
}

/** Who asks and how, from the route to the context. */
export interface Asks extends Waiting, Patience {
  viewer: Viewer;
  address: string;
  /** Null: our own pages. */
  purse: Purse | null;
  /** The text is of the client's own list. */
  isTrusted?: boolean;
  /** It comes over a connection that stays open, and nothing else does. */
  subscribes?: true;
  hold?: Hold;
}

/** What is turned away costs something, too: what a request costs, or the most that deciding may cost where time ran out. */
export const refusedCost = requestCost;
export const stoppedCost = mostEffort.person;
const brokenLimitCost = 4000;

export async function openOperation(
  house: House,
  compile: CompileDocument,
  asks: Asks,
  asked: Asked = {},
  { purpose, caseNumber }: Why = {},
): Promise<Context> {
  const { viewer, address, purse, gone, assertWelcome, isStopped } = asks;
  const { compiled, estimate } = withinLimits(house, compile, purse, asked);
  const operation = compiled ?? noOperation;
  if (operation.isSubscription !== (asks.subscribes ?? false) && compiled) throw wrongWay(operation.isSubscription);
  if (operation.unclassed.length > 0) throw unclassed(operation.unclassed);
  // The text may be new, and is billed then.
  const text = typeof asked.query === 'string' ? textCost(asked.query) : 0;
  if (purse) asks.hold = house.costs.reserve(purse, estimate + text);
  const isTrusted = asks.isTrusted ?? false;
  const question = { purpose, caseNumber, variables: asObject(asked.variables), isTrusted };
  const grant = operation.readsRecords ? await house.rights.decide(viewer, operation, question) : null;
  return {
    ...house,
    viewer,
    gone,
    assertWelcome,
    address,
    operation,
    grant,
    noted: [],
    effort: openEffort(),
    payer: purse?.name ?? 'page',
    isStopped,
    estimate,
    hold: asks.hold ?? null,
  };
}

function withinLimits(
  { costs }: House,
  compile: CompileDocument,
  purse: Purse | null,
  { query, operationName, variables }: Asked,
) {
  try {
    checkVariables(variables);
    const name = typeof operationName === 'string' ? operationName : undefined;
    const compiled = typeof query === 'string' ? compile(query, name) : null;
    const estimate = compiled?.cost.estimate((variables ?? {}) as Record<string, unknown>) ?? requestCost;
    // Also where it is no number at all.
    if (!(estimate <= limits.cost)) throw tooMuch('估计成本', 'cost at worst', limits.cost);
    return { compiled, estimate };
  } catch (error) {
    const isLimit = error instanceof HubError && error.code === 'LIMIT_EXCEEDED';
    if (purse && isLimit) costs.charge(purse, brokenLimitCost);
    throw error;
  }
}

function asObject(value: unknown): Variables {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Variables) : {};
}

function wrongWay(isSubscription: boolean): HubError {
  return isSubscription
    ? new HubError(
        'BAD_INPUT',
        '订阅须经 WebSocket（graphql-transport-ws）',
        'a subscription goes over a websocket (graphql-transport-ws)',
      )
    : new HubError(
        'BAD_INPUT',
        '此连接只接受订阅，查询请用 POST',
        'this connection is for subscriptions; send queries by POST',
      );
}

/** A place that nobody has thought about is nobody's. */
function unclassed(places: readonly string[]): HubError {
  const named = places.join(', ');
  return new HubError(
    'FORBIDDEN',
    `${named} 尚未归类，一律不开放`,
    `${named} has no class yet and is closed to everybody`,
  );
}
