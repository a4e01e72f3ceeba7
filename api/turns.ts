/** Clients take turns: while several ask at once, each begins one operation in a turn of the event loop, however many it has sent. */

/** Whoever asks alone begins as many as that in one turn. */
const alone = 8;

/** Null: begin at once. */
export type TakeTurn = (client: string) => Promise<void> | null;

export function openTurns(): TakeTurn {
  /** Operations begun in this turn. */
  const begun = new Map<string, number>();
  const waiting = new Map<string, (() => void)[]>();
  let scheduled = false;

  function mayBegin(client: string): boolean {
    const others = begun.size - (begun.has(client) ? 1 : 0) + waiting.size - (waiting.has(client) ? 1 : 0);
    return (begun.get(client) ?? 0) < (others > 0 ? 1 : alone);
  }
  function begin(client: string): void {
    begun.set(client, (begun.get(client) ?? 0) + 1);
    if (scheduled) return;
    scheduled = true;
    setImmediate(nextTurn);
  }
  function nextTurn(): void {
    scheduled = false;
    begun.clear();
    for (const [client, queue] of waiting) {
      while (queue.length > 0 && mayBegin(client)) {
        begin(client);
        queue.shift()!();
      }
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
