/** In what two published versions differ, field by field: `application.closesAt`, `posts[A01].openings`. */

export interface Difference {
  path: string;
  /** JSON text of the value before and after; null: it was not there. */
  before: string | null;
  after: string | null;
}

/** Lists of objects with a `code` are compared by it, other lists as a whole. */
export function differencesOf(before: unknown, after: unknown, path = ''): Difference[] {
  if (isObject(before) && isObject(after)) {
    const names = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...names].flatMap((name) =>
      differencesOf(before[name], after[name], path === '' ? name : `${path}.${name}`),
    );
  }
  if (isCoded(before) && isCoded(after)) {
    const [old, now] = [byCode(before), byCode(after)];
    return [...new Set([...old.keys(), ...now.keys()])].flatMap((code) =>
      differencesOf(old.get(code), now.get(code), `${path}[${code}]`),
    );
  }
  const [said, saysNow] = [textOf(before), textOf(after)];
  return said === saysNow ? [] : [{ path, before: said, after: saysNow }];
}

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isCoded = (value: unknown): value is (Json & { code: string })[] =>
  Array.isArray(value) && value.every((one) => isObject(one) && typeof one['code'] === 'string');
const byCode = (list: (Json & { code: string })[]) => new Map(list.map((one) => [one.code, one]));
const textOf = (value: unknown) => (value === undefined ? null : JSON.stringify(value));
