/** Which day folders a pull needs, and what may be concluded once they were read. */
import { z } from 'zod';
import type { ConnectorContext, End, PullRequest } from '../connector.js';
import { SourceError } from '../source-error.js';
import type { SftpSession } from '../transport.js';
import { type Delivery, deliveryOf } from './social-insurance.client.js';
import { fileStreams, type SocialInsuranceStream } from './social-insurance.records.js';

/** `first` is the oldest folder of the first read: when it is gone, the outbox no longer holds everything. */
export const highWaterShape = z.strictObject({ folder: z.string(), first: z.string() });
export type HighWater = z.infer<typeof highWaterShape>;

/**
 * The finished folders that a request needs. Changes build on each other, so reading stops before the first unfinished
 * folder; a snapshot replaces all before it, so of persons the newest one alone is read: an older one knows
 * nothing that still holds, and rows that did not change since keep the version under which they first came.
 */
export async function deliveriesOf(
  session: SftpSession,
  stream: SocialInsuranceStream,
  folders: string[],
  { mode }: PullRequest,
  highWater: HighWater | null,
  resumeAt: string | null,
  context: ConnectorContext,
): Promise<Delivery[]> {
  const [after, from, to] =
    mode.kind === 'range'
      ? ['', shanghaiFolder(mode.from), shanghaiFolder(mode.to)]
      : [mode.kind === 'changes' && highWater ? highWater.folder : '', '', '99999999'];
  const wanted = folders.filter((folder) => folder > after && folder >= from && folder <= to);
  if (resumeAt !== null && !wanted.includes(resumeAt))
    throw new SourceError(
      'social-insurance',
      'position-expired',
      `/outbox/${resumeAt} is gone, the run must start anew`,
    );
  const deliveries: Delivery[] = [];
  for (const folder of stream === 'persons' ? folders.toReversed() : wanted) {
    // A run that began with one snapshot goes on with it, even when a newer one has arrived.
    if (stream === 'persons' && resumeAt !== null && folder !== resumeAt) continue;
    const delivery = await deliveryOf(session, folder, fileStreams[stream]);
    if (delivery === null) context.log('social-insurance: folder is not READY yet', { folder });
    if (stream !== 'persons') {
      if (delivery === null) break;
      deliveries.push(delivery);
    } else if (delivery !== null && delivery.entries.length > 0) return wanted.includes(folder) ? [delivery] : [];
  }
  return deliveries;
}

/** What the pull of these folders proves. */
export function endOf(
  stream: SocialInsuranceStream,
  deliveries: Delivery[],
  folders: string[],
  { mode, highWater: before }: PullRequest,
  highWater: HighWater | null,
): End {
  const last = deliveries.at(-1)?.folder ?? highWater?.folder;
  const first = highWater?.first ?? deliveries[0]?.folder;
  if (last === undefined || first === undefined)
    throw new SourceError(
      'social-insurance',
      'unavailable',
      `/outbox holds no finished folder with ${fileStreams[stream]}`,
    );
  const moves = mode.kind === 'all' || mode.kind === 'changes';
  const fromTheBeginning = mode.kind === 'all' || (mode.kind === 'changes' && highWater === null);
  return {
    kind: 'end',
    // A folder is written in the night in which its day begins.
    asOf: new Date(`${last.slice(0, 4)}-${last.slice(4, 6)}-${last.slice(6)}T00:00:00+08:00`).toISOString(),
    highWater: moves ? { folder: last, first } : before,
    completeSnapshot:
      deliveries.length > 0 && (stream === 'persons' ? moves : fromTheBeginning && folders[0] === first),
  };
}

/** The folder of the day in Shanghai on which the instant lies. */
function shanghaiFolder(instant: string): string {
  return new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 10).replaceAll('-', '');
}
