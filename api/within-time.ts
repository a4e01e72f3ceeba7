/** How long one operation may take: whoever waits gets an answer, and what still works for it is told to stop. */
import { tookTooLong } from './errors.js';

/** Longer than the longest wait for changes. The database ends statements that take as long by itself. */
export const operationMs = 30_000;

/** Throws LIMIT_EXCEEDED when it is not done in time, after `stop` was called. */
export async function withinTime<T>(work: Promise<T>, ms: number, stop: () => void): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    stop();
    late.reject(tookTooLong());
  }, ms);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
