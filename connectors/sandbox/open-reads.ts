/** Reads in pages over pictures of any size: the running iterator waits for its next page, so that no page begins at the first row. */
import type { PictureRow } from './picture.js';

/** Rows between two looks at the clock: a long search must not hold other requests up. */
const breath = 2000;

/** One read of the rows of a window, [since, until). */
export class Read<Row> {
  private ahead: PictureRow<Row> | undefined;
  private seen = 0;
  private readonly rows: Iterator<PictureRow<Row>>;

  constructor(
    rows: Iterable<PictureRow<Row>>,
    private readonly since: string,
    private readonly until: string,
  ) {
    this.rows = rows[Symbol.iterator]();
  }

  /** Skips to behind the row with this key, whether or not that is still in the window; false when there is none. */
  async skipBehind(key: string): Promise<boolean> {
    for (let row = await this.pull(); row; row = await this.pull()) if (row.key === key) return true;
    return false;
  }

  /** The next rows of the window, at most `count`. */
  async take(count: number): Promise<PictureRow<Row>[]> {
    const page: PictureRow<Row>[] = [];
    for (let row = await this.peek(); row && page.length < count; row = await this.peek()) {
      page.push(row);
      this.ahead = undefined;
    }
    return page;
  }

  /** The next row of the window without taking it. */
  async peek(): Promise<PictureRow<Row> | undefined> {
    while (!this.ahead) {
      const row = await this.pull();
      if (!row) return undefined;
      if (row.changedAt >= this.since && row.changedAt < this.until) this.ahead = row;
    }
    return this.ahead;
  }

  private async pull(): Promise<PictureRow<Row> | undefined> {
    if (++this.seen % breath === 0) await new Promise((resolve) => void setImmediate(resolve));
    const next = this.rows.next();
    return next.done ? undefined : next.value;
  }
}

/** The reads that wait for their next page, by page; the one that waited longest makes room. */
export class OpenReads<T> {
  private readonly waiting = new Map<string, T>();
  constructor(private readonly limit = 16) {}

  put(page: string, read: T): void {
    this.waiting.set(page, read);
    const oldest = this.waiting.keys().next();
    if (this.waiting.size > this.limit && !oldest.done) this.waiting.delete(oldest.value);
  }
  /** Hands a read out once: a page that is asked for again is searched from the first row. */
  take(page: string): T | undefined {
    const read = this.waiting.get(page);
    this.waiting.delete(page);
    return read;
  }
}
