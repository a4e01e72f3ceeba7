/** Why a request is refused, and where in it. Thrown by the parser, and where more is open than can be weighed; the border turns it into an answer. */
export class Refusal extends Error {
  constructor(
    readonly path: string,
    zh: string,
    en: string,
  ) {
    super(`${path === '' ? '' : `${path}: `}${zh} / ${en}`);
  }
}

/** A plain object as it comes from JSON. */
export type Json = Readonly<Record<string, unknown>>;

export function asObject(value: unknown, path: string): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Refusal(path, '应为对象', 'an object is expected');
  return value as Json;
}

/** An object with no other members than those named. */
export function asObjectOf(value: unknown, path: string, members: readonly string[]): Json {
  const object = asObject(value, path);
  for (const name of Object.keys(object))
    if (!members.includes(name)) throw new Refusal(within(path, name), '未知的字段', 'unknown member');
  return object;
}

/** Lists are read to this length: far more than one firm's staff, far less than what would stop a server. */
const MOST_ELEMENTS = 100_000;

export function asList(value: unknown, path: string, most = MOST_ELEMENTS): readonly unknown[] {
  if (!Array.isArray(value)) throw new Refusal(path, '应为数组', 'a list is expected');
  if (value.length > most) throw new Refusal(path, `至多${most}项`, `at most ${most} elements`);
  return value;
}

/** A member's path; a name too long to read is cut. */
export function within(path: string, name: string): string {
  const shown = name.length > 60 ? `${name.slice(0, 60)}…` : name;
  return path === '' ? shown : `${path}.${shown}`;
}
