/** A refusal is held back for a moment: whoever sends what is refused takes little from those who are served. */
import { setTimeout as sleep } from 'node:timers/promises';

/** A connection hears no sooner of it: forty a second. */
const refusalMs = 25;
/** Those of one address leave one after the other, on however many connections it asks: fifty a second. */
const betweenMs = 20;

export type HoldBack = (network: string) => Promise<void>;

export function openHoldBack(now: () => number = () => performance.now()): HoldBack {
  /** When the last of an address leaves. */
  const last = new Map<string, number>();
  return async (network) => {
    const at = Math.max(now() + refusalMs, (last.get(network) ?? 0) + betweenMs);
    last.set(network, at);
    await sleep(at - now());
    if (last.get(network) === at) last.delete(network);
  };
}
