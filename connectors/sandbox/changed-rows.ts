/** What changed between two pictures of the same stream. */
import type { PictureRow } from './picture.js';

/**
 * Rows of `after` that are new or differ, and rows of `before` that are gone, the latter through `withdrawn`. Both come in nearly
 * the same order, so they are read side by side: what waits for its partner is no more than what changed in between.
 */
export function* changedRows<Row>(
  before: Iterable<PictureRow<Row>>,
  after: Iterable<PictureRow<Row>>,
  withdrawn: (row: Row) => Row,
): Generator<Row> {
  const waiting = { before: new Map<string, Row | null>(), after: new Map<string, Row | null>() };
  const differs = (a: Row | null, b: Row | null) => JSON.stringify(a) !== JSON.stringify(b);
  const [left, right] = [before[Symbol.iterator](), after[Symbol.iterator]()];
  for (;;) {
    const [old, current] = [left.next(), right.next()];
    if (old.done && current.done) break;
    if (!old.done) {
      const { key, row } = old.value;
      const partner = waiting.after.get(key);
      if (partner === undefined) waiting.before.set(key, row);
      else {
        waiting.after.delete(key);
        if (partner !== null && differs(row, partner)) yield partner;
      }
    }
    if (!current.done) {
      const { key, row } = current.value;
      const partner = waiting.before.get(key);
      if (partner === undefined) waiting.after.set(key, row);
      else {
        waiting.before.delete(key);
        if (row !== null && differs(partner, row)) yield row;
      }
    }
  }
  for (const row of waiting.after.values()) if (row !== null) yield row;
  for (const row of waiting.before.values()) if (row !== null) yield withdrawn(row);
}
