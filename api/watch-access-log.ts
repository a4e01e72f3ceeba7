/** Says so when nobody seals the access log: the sealer itself may be what is gone. */
import type { Logger } from 'pino';
import type pg from 'pg';
import { readSilence } from '../schema/access-log/access-log.reads.js';

/** Two heartbeats. */
export const silentAfterMs = 120_000;
const lookMs = 30_000;

/** One line when it falls silent, and one when it is heard again. */
export function watchAccessLog(pool: pg.Pool, log: Logger, everyMs = lookMs): { close(): void } {
  const began = performance.now();
  let isSilent = false;
  async function look(): Promise<void> {
    const ms = (await readSilence(pool)) ?? performance.now() - began;
    if (ms > silentAfterMs && !isSilent)
      log.error(
        { alarm: 'access-log-silent', seconds: Math.round(ms / 1000) },
        'the access log is not being sealed: is a worker running?',
      );
    if (ms <= silentAfterMs && isSilent) log.info('the access log is being sealed again');
    isSilent = ms > silentAfterMs;
  }

  // A database that does not answer is told of by whoever needs it.
  const timer = setInterval(() => void look().catch(() => undefined), everyMs).unref();
  return { close: () => clearInterval(timer) };
}
