/** How the hub's own pages ask: the same limits, rights and log as for everybody. */
import type { SchemaName, Viewer } from './authenticate.js';

/** The schema `page` is theirs alone. */
export type RunOperation = <T>(
  viewer: Viewer,
  query: string,
  variables?: Record<string, unknown>,
  schema?: SchemaName,
) => Promise<T>;

/** An operation of a page that was refused: what to say, and by which code. */
export class RefusedOperation extends Error {
  constructor(
    message: string,
    readonly code: string,
  ) {
    super(message);
  }
}
