/** The state of a stream moves only under its fence. */
import type pg from 'pg';

/** Another attempt holds the stream: this one must stop, and has written nothing. */
export class FencedError extends Error {
  override readonly name = 'FencedError';
  constructor(streamId: number, fence: number) {
    super(`stream ${streamId}: attempt with fence ${fence} was overtaken by a newer one`);
  }
}

/** Takes the stream for this transaction, or throws {@link FencedError}. */
export async function holdFence(client: pg.ClientBase, streamId: number, fence: number): Promise<void> {
  const held = await client.query(`select from source_state where stream_id = $1 and fence = $2 for no key update`, [
    streamId,
    fence,
  ]);
  if (held.rowCount === 0) throw new FencedError(streamId, fence);
}

/** Counts the stream's live rows up or down. */
export async function countLiveRows(client: pg.ClientBase, streamId: number, difference: number): Promise<void> {
  if (difference !== 0)
    await client.query(`update source_state set live_rows = live_rows + $2 where stream_id = $1`, [
      streamId,
      difference,
    ]);
}

/** What a finished pull proved: how far the stream is read, how new it is, and since when absence means "none". */
export async function finishStream(
  client: pg.ClientBase,
  streamId: number,
  end: { highWater: unknown; dataAsOf: string; recordsBeginOn: string | null },
): Promise<void> {
  await client.query(
    `update source_state set high_water = coalesce($2::jsonb, high_water), data_as_of = greatest(data_as_of, $3),
       records_begin_on = coalesce(records_begin_on, $4) where stream_id = $1`,
    [streamId, end.highWater === null ? null : JSON.stringify(end.highWater), end.dataAsOf, end.recordsBeginOn],
  );
}

/** Per stream, `source/stream`: since when an absent record means "none". Streams never read completely, and those that feed no record, are left out. */
export async function readRecordsBeginOn(client: pg.ClientBase): Promise<Record<string, string>> {
  const found = await client.query<{ name: string; day: string }>(
    `select source || '/' || stream as name, records_begin_on::text as day from source_state where feeds_record and records_begin_on is not null order by stream_id`,
  );
  return Object.fromEntries(found.rows.map(({ name, day }) => [name, day]));
}
