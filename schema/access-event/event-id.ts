/** Ids of access events, made where the event is: its receipt must name it before anybody else has read it. */
import { randomUUID } from 'node:crypto';

let [millisecond, count] = [0, 0];
const perMillisecond = 0x1000;

/** A uuidv7 that sorts behind every one that this process made before, also while a clock stands still or goes back. */
export function newEventId(now: number = Date.now()): string {
  if (now > millisecond) [millisecond, count] = [now, 0];
  else if (++count === perMillisecond) [millisecond, count] = [millisecond + 1, 0];
  const time = millisecond.toString(16).padStart(12, '0');
  // The tail of a random UUID has its variant already.
  return `${time.slice(0, 8)}-${time.slice(8)}-7${count.toString(16).padStart(3, '0')}-${randomUUID().slice(19)}`;
}
