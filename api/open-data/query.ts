/** What stands behind the `?` of an address, read strictly: a parameter that is not known is refused, not passed over. */
import type { FastifyRequest } from 'fastify';
import { HubError } from '../errors.js';

export interface Query {
  /** The only value, or null. */
  one(name: string): string | null;
  all(name: string): string[];
  /** Whether one of these is given. */
  any(names: readonly string[]): boolean;
  /** A whole number within bounds; `otherwise` where it is not given. */
  number(name: string, bounds: { from: number; to: number; otherwise: number }): number;
}

export function readQuery(request: FastifyRequest, known: readonly string[]): Query {
  const given = request.query as Record<string, string | string[]>;
  if (Object.keys(given).some((name) => !known.includes(name)))
    throw new HubError(
      'BAD_INPUT',
      `有不认识的参数；这里可用：${known.join('、') || '无'}`,
      `there is an unknown parameter; known here: ${known.join(', ') || 'none'}`,
      { known },
    );
  const all = (name: string) => [given[name] ?? []].flat();
  const one = (name: string) => {
    const [value, ...more] = all(name);
    if (more.length > 0)
      throw new HubError('BAD_INPUT', `参数 ${name} 只能出现一次`, `the parameter ${name} may stand once`);
    return value ?? null;
  };
  return {
    one,
    all,
    any: (names) => names.some((name) => all(name).length > 0),
    number(name, { from, to, otherwise }) {
      const text = one(name);
      if (text === null) return otherwise;
      const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
      if (number >= from && number <= to) return number;
      throw new HubError(
        'BAD_INPUT',
        `参数 ${name} 应为 ${from} 至 ${to} 的整数`,
        `the parameter ${name} must be a whole number from ${from} to ${to}`,
      );
    },
  };
}

/** What was asked for, under the address that the public knows: a proxy may have asked under another. */
export function publicAddress(request: FastifyRequest, publicUrl: string): URL {
  const address = new URL(publicUrl + request.routeOptions.url!);
  address.search = new URL(request.url, publicUrl).search;
  return address;
}

/** GraphQL answers 200 with such an error; an address that is not there is 404. */
export function notFound(chinese: string, english: string): HubError {
  return Object.assign(new HubError('NOT_FOUND', chinese, english), { statusCode: 404 });
}
