/** What a process reads often and others change seldom: looked at again after a while, read again only when its version is another. */

export interface Kept<T> {
  current(): Promise<T>;
  /** The next reader looks again at once. */
  renew(): void;
}

/** `version` is a cheap question that is asked at most once in `everyMs`; while its answer stays, what was read stays. */
export function lookAgain<T>(
  clock: () => Date,
  everyMs: number,
  { version, read }: { version: () => Promise<unknown>; read: () => Promise<T> },
): Kept<T> {
  let lookedAt = -Infinity;
  let seen: unknown;
  let known: Promise<T> | undefined;
  async function look(before: Promise<T> | undefined): Promise<T> {
    const now = await version();
    if (before && now === seen) return before;
    seen = now;
    return read();
  }
  return {
    current() {
      const age = clock().getTime() - lookedAt;
      if (!known || age < 0 || age >= everyMs) {
        lookedAt = clock().getTime();
        const looked = look(known);
        // A failed look is not kept: the next reader looks again.
        looked.catch(() => {
          known = undefined;
        });
        known = looked;
      }
      return known;
    },
    renew() {
      lookedAt = -Infinity;
    },
  };
}
