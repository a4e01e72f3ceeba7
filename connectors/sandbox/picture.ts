/** A source's picture: its rows, each with its key and the moment of its last change. */
import type { Instant } from '../../rules/vocabulary.js';

export interface PictureRow<Row> {
  key: string;
  changedAt: Instant;
  /** Null: deleted at the source at `changedAt`. */
  row: Row | null;
}

/** All rows, thing by thing: nothing is kept. */
export function* rowsOf<Row>(
  count: number,
  rowsAt: (index: number) => Iterable<PictureRow<Row>>,
): Generator<PictureRow<Row>> {
  for (let index = 0; index < count; index++) yield* rowsAt(index);
}
