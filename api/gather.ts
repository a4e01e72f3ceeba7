/** Look-ups that wait at the same time go to the database together: one statement and one commit for all of them. */

interface Waiting<Key, Found> {
  key: Key;
  resolve: (found: Found) => void;
  reject: (error: Error) => void;
}

/** `readAll` answers in the order of its keys. While no more than `atOnce` statements run, nobody waits. */
export function gather<Key, Found>(
  readAll: (keys: readonly Key[]) => Promise<Found[]>,
  { atOnce = 2, most = 50 } = {},
): (key: Key) => Promise<Found> {
  const waiting: Waiting<Key, Found>[] = [];
  let running = 0;

  async function run(): Promise<void> {
    running++;
    while (waiting.length > 0) {
      const group = waiting.splice(0, most);
      try {
        const found = await readAll(group.map(({ key }) => key));
        group.forEach(({ resolve }, i) => resolve(found[i]!));
      } catch (error) {
        for (const { reject } of group) reject(error as Error);
      }
    }
    running--;
  }

  return (key) =>
    new Promise((resolve, reject) => {
      waiting.push({ key, resolve, reject });
      if (running < atOnce) void run();
    });
}

/** What is the same for everybody: read once for all who ask at the same time, and never from before they asked. */
export function together<Found>(read: () => Promise<Found>): () => Promise<Found> {
  const ask = gather<null, Found>(
    async (askers) => {
      const found = await read();
      return askers.map(() => found);
    },
    { most: Number.POSITIVE_INFINITY },
  );
  return () => ask(null);
}
