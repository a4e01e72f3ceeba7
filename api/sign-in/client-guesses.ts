/**
 * Wrong assertions in a client's name, counted by client and network together. By the client alone anybody could shut a
 * partner out, by sending wrong ones in its name; by the network alone one asker would shut out all who share its gateway.
 * Whoever went wrong too often is told what is said of a client that does not exist, until it has waited.
 */
import { Provider } from 'oidc-provider';
import type { Logger } from 'pino';
import type pg from 'pg';
import { countFailure, forgetFailures, readFailures } from '../../schema/sign-in/sign-in.writes.js';
import { networkOf } from '../network-of.js';

/** From one network within a quarter of an hour; a client that signs rightly has none. */
export const mostWrongAssertions = 20;

interface Tried {
  client: string;
  /** What is counted. */
  what: string;
  failures: number;
}

export interface ClientGuesses {
  /** Asked before a client is looked for. */
  mayBe(client: string): Promise<boolean>;
  /** Around each answer of the server. */
  count: Parameters<Provider['use']>[0];
}

export function openClientGuesses(pool: pg.Pool, clock: () => Date, log: Logger): ClientGuesses {
  const tried = new WeakMap<object, Tried>();
  return {
    async mayBe(client) {
      const { ctx } = Provider;
      if (!ctx) return true;
      const what = `client\0${client}\0${networkOf(ctx.ip)}`;
      const failures = await readFailures(pool, what, clock());
      tried.set(ctx, { client, what, failures });
      return failures < mostWrongAssertions;
    },
    async count(ctx, next) {
      await next();
      const one = tried.get(ctx);
      if (!one || ctx.method !== 'POST') return;
      if (ctx.status === 200 && one.failures > 0) await forgetFailures(pool, [one.what]);
      if (ctx.status !== 401) return;
      const failures = await countFailure(pool, one.what, mostWrongAssertions, clock());
      // What stands there is the asker's, unless it has the form of our ids.
      const client = /^[\da-f-]{36}$/.test(one.client) ? one.client : undefined;
      if (failures === mostWrongAssertions)
        log.warn({ client, alarm: 'guessing' }, 'wrong assertions in a client’s name');
    },
  };
}
