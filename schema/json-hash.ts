/** One hash for one JSON value, in whatever order its members stand: a database keeps no order. */
import { hash } from 'node:crypto';

export function jsonHash(value: unknown): string {
  return hash('sha256', JSON.stringify(value, sorted));
}

function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
