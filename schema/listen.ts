/** Hears what the database tells on a channel: one connection of its own that comes back by itself. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type pg from 'pg';

const againAfterMs = 1000;

/**
 * Calls `heard` for every message with what it says, and without each time that the connection stands: what was told before is not
 * repeated, so whoever listens then looks for itself.
 */
export function listenTo(pool: pg.Pool, channel: string, heard: (said?: string) => void): { close(): Promise<void> } {
  const closing = new AbortController();
  const kept = keepListening(pool, channel, heard, closing.signal);
  return {
    async close() {
      closing.abort();
      await kept;
    },
  };
}

async function keepListening(
  pool: pg.Pool,
  channel: string,
  heard: (said?: string) => void,
  closing: AbortSignal,
): Promise<void> {
  while (!closing.aborted) {
    const client = new Client({ ...pool.options, keepAlive: true });
    const ended = Promise.withResolvers<void>();
    // A lost connection says so by `end`; without a listener `error` would end the process.
    client.on('error', () => ended.resolve());
    client.once('end', () => ended.resolve());
    client.on('notification', ({ payload }) => heard(payload));
    closing.addEventListener('abort', () => ended.resolve(), { once: true });
    try {
      await client.connect();
      await client.query(`listen ${client.escapeIdentifier(channel)}`);
      heard();
      await ended.promise;
    } catch {
      // The database does not answer: asked again below, for as long as it takes.
    }
    await client.end().catch(() => undefined);
    await sleep(againAfterMs, undefined, { signal: closing }).catch(() => undefined);
  }
}
