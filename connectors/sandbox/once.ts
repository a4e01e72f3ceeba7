/** What the simulated sources remember of nonces: each is good once while a request of its time would still be accepted. */

/** How far a request's time may be from the source's. */
export const toleranceMs = 5 * 60_000;

export class SeenNonces {
  private readonly seen = new Map<string, number>();
  constructor(private readonly now: () => Date) {}

  /** Whether the nonce is new; it is old from now on. */
  use(nonce: string): boolean {
    const now = this.now().getTime();
    for (const [old, at] of this.seen) {
      if (now - at <= 2 * toleranceMs) break;
      this.seen.delete(old);
    }
    if (this.seen.has(nonce)) return false;
    this.seen.set(nonce, now);
    return true;
  }
}
