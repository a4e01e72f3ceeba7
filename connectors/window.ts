/** Windows of change time, [since, until): where a pull starts, how a checkpoint is read back, how a stream is checked. */
import { z } from 'zod';
import type { Instant, Source } from '../rules/vocabulary.js';
import type { CheckFinding, ConnectorContext, Json, PullRequest } from './connector.js';
import { SourceError } from './source-error.js';

/** A read that starts here is a read of everything. */
export const epoch: Instant = '1970-01-01T00:00:00.000Z';

export const instant = z.iso.datetime();

/** ALL and a first run start at the epoch, a later run `overlapMs` before its high water, so that rows committed late are met. */
export function sinceOf(source: Source, request: PullRequest, overlapMs: number): Instant {
  if (request.mode.kind === 'range') return request.mode.from;
  if (request.mode.kind === 'all' || request.highWater === null) return epoch;
  return new Date(Date.parse(saved(source, instant, request.highWater)) - overlapMs).toISOString();
}

/** A checkpoint that fails its check stops the stream; it is never reset in silence. */
export function saved<T>(source: Source, schema: z.ZodType<T>, value: Json): T {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  throw new SourceError(source, 'defect', `${source}: the saved checkpoint is not one of this connector; resync ALL`);
}

/** A high water that the source has not reached yet would skip everything that it writes until then. */
export function refuseFuture(source: Source, stream: string, since: Instant, asOf: Instant): void {
  if (since <= asOf) return;
  const way = 'compare the clocks of both machines, then resync ALL';
  throw new SourceError(
    source,
    'integrity',
    `${source}/${stream}: the window starts after the source's own time; ${way}`,
  );
}

/** The earlier of two instants. */
export function earlier(a: Instant, b: Instant): Instant {
  return a < b ? a : b;
}

/** Asks a stream for next to nothing and says what came of it. `ask` gives the source's own time. */
export async function checkStream(
  what: string,
  ask: () => Promise<Instant>,
  context: ConnectorContext,
): Promise<CheckFinding> {
  try {
    const offset = Math.round((Date.parse(await ask()) - context.now().getTime()) / 1000);
    return { what, ok: true, message: `reached, signed in and permitted; the source's clock differs by ${offset} s` };
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return { what, ok: false, message: error.message };
  }
}
