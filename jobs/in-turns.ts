/** Long work of the processor in turns: deadlines, seals and signals of the same process wait for no thousand persons. */
import { setImmediate as nextTurn } from 'node:timers/promises';

const turnMs = 25;

/** Maps `items`, and lets whatever else waits come between every 25 ms. Throws the signal's reason once it asks for a stop. */
export async function mapInTurns<Item, Made>(
  items: readonly Item[],
  make: (item: Item) => Made,
  signal: AbortSignal,
): Promise<Made[]> {
  const made: Made[] = [];
  let until = performance.now() + turnMs;
  for (const item of items) {
    made.push(make(item));
    if (performance.now() < until) continue;
    await nextTurn();
    signal.throwIfAborted();
    until = performance.now() + turnMs;
  }
  return made;
}
