/** Limits and rights of one operation are settled here, before Apollo validates or runs anything. */
import type { Variables } from './asked-places.js';
import { type CompileDocument, noOperation } from './compile-document.js';
import type { Context, House } from './context.js';
import { openEffort } from './effort.js';
import { HubError } from './errors.js';

export interface Asked {
  query?: unknown;
  operationName?: unknown;
  variables?: unknown;
}

export async function openOperation(
  house: House,
  compile: CompileDocument,
  asker: Pick<Context, 'viewer' | 'gone' | 'assertWelcome' | 'address'>,
  { query, operationName, variables }: Asked = {},
  purpose?: string,
): Promise<Context> {
  const name = typeof operationName === 'string' ? operationName : undefined;
  const compiled = typeof query === 'string' ? compile(query, name) : null;
  const operation = compiled ?? noOperation;
  if (operation.unclassed.length > 0) throw unclassed(operation.unclassed);
  const asked = { purpose, variables: asObject(variables), isTrusted: false };
  const grant = operation.readsRecords ? await house.rights.decide(asker.viewer, operation, asked) : null;
  return { ...house, ...asker, operation, grant, noted: [], spend: openEffort() };
}

/** Variables in an address; what is not JSON Apollo refuses. */
export function readJson(text: string | null | undefined): unknown {
  try {
    return text == null ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function asObject(value: unknown): Variables {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Variables) : {};
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
