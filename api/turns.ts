/** Clients take turns: while several ask at once, each begins one operation in a turn of the event loop, however many it has sent. */

/** Whoever asks alone begins as many as that in one turn, and no further one once those have taken so long. */
const alone = 8;
const aloneMs = 0.3;

/** Null: begin at once. */
export type TakeTurn = (client: string) => Promise<void> | null;

export function openTurns(now: () => number = () => performance.now()): TakeTurn {
  /** Operations begun in this turn. */
  const begun = new Map<string, number>();
  const waiting = new Map<string, (() => void)[]>();
  let scheduled = false;
  let sinceMs = 0;

  function mayBegin(client: string): boolean {
    const own = begun.get(client) ?? 0;
    if (own === 0) return true;
    const others = begun.size - 1 + waiting.size - (waiting.has(client) ? 1 : 0);
    return others === 0 && own < alone && now() - sinceMs < aloneMs;
  }
  function begin(client: string): void {
    if (begun.size === 0) sinceMs = now();
    begun.set(client, (begun.get(client) ?? 0) + 1);
    if (scheduled) return;
    scheduled = true;
    setImmediate(nextTurn);
    // What has begun runs before the next of these, and so is counted by the time it took.
    for (let more = 1; more < alone; more++) setImmediate(goOn);
  }
  function nextTurn(): void {
    scheduled = false;
    begun.clear();
    goOn();
  }
  function goOn(): void {
    for (const [client, queue] of waiting) {
      if (!mayBegin(client)) continue;
      begin(client);
      queue.shift()!();
      if (queue.length === 0) waiting.delete(client);
    }
  }

  return (client) => {
    const queue = waiting.get(client);
    if (!queue && mayBegin(client)) {
      begin(client);
      return null;
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    if (queue) queue.push(resolve);
    else waiting.set(client, [resolve]);
    return promise;
  };
}
