/** Turns a row that fails its schema into a reject that names the fault and holds no value outside `raw`. */
import type { z } from 'zod';
import type { Location, Reject } from './connector.js';

/** The first fault of a row. `row` is what was parsed, `raw` its own text. */
export function rejectOf(
  error: z.ZodError,
  row: unknown,
  at: { key: string | null; location: Location; raw: string },
): Reject {
  const issue = error.issues[0];
  if (!issue) return { ...at, code: 'wrong-form', field: null, reason: 'the row has not the agreed form' };
  const extra = issue.code === 'unrecognized_keys' ? nameOf(issue.keys[0]) : undefined;
  const path = extra === undefined ? issue.path : [...issue.path, extra];
  return { ...at, ...faultOf(issue, row), field: path.length ? path.join('.') : null };
}

/** A field that was not agreed bears whatever name the source gave it: one that is no name is not repeated. */
const nameOf = (key = '') => (/^[\w.-]{1,60}$/.test(key) ? key : '?');

function faultOf(issue: z.core.$ZodIssue, row: unknown): { code: string; reason: string } {
  if (issue.code === 'custom') return { code: String(issue.params?.['code'] ?? 'wrong-form'), reason: issue.message };
  if (issue.code === 'unrecognized_keys')
    return { code: 'unknown-field', reason: 'the field is not part of the agreed row' };
  if (valueAt(row, issue.path) === undefined) return { code: 'missing-field', reason: 'the field is missing' };
  if (issue.code === 'invalid_type')
    return { code: 'wrong-type', reason: `the field should be of type ${issue.expected}` };
  if (issue.code === 'invalid_value') return { code: 'unknown-code', reason: 'the code is not in the agreed list' };
  return { code: 'wrong-form', reason: 'the value has not the agreed form' };
}

function valueAt(row: unknown, path: readonly PropertyKey[]): unknown {
  let value = row;
  for (const part of path) value = (value as Record<PropertyKey, unknown> | null | undefined)?.[part];
  return value;
}
