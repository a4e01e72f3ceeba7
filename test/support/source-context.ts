/** A connector's surroundings for tests: the real transport, and a clock that jumps where the real one would wait. */
import { randomBytes } from 'node:crypto';
import type { Batch, Connector, ConnectorContext, End, PullRequest } from '../../connectors/connector.js';
import type { Transport } from '../../connectors/transport.js';

export interface SourceContext extends ConnectorContext {
  /** How long the connector waited, each time. */
  waits: number[];
  /** Everything it logged. */
  lines: string[];
  abort: AbortController;
}

export interface Clock {
  now: Date;
}

export function sourceContext(transport: Transport, clock: Clock): SourceContext {
  const waits: number[] = [];
  const lines: string[] = [];
  const abort = new AbortController();
  return {
    transport,
    waits,
    lines,
    abort,
    signal: abort.signal,
    now: () => clock.now,
    randomHex: (bytes) => randomBytes(bytes).toString('hex'),
    sleep: (ms, signal) => {
      signal.throwIfAborted();
      waits.push(ms);
      clock.now = new Date(clock.now.getTime() + ms);
      return Promise.resolve();
    },
    log: (message, details = {}) => void lines.push(`${message} ${JSON.stringify(details)}`),
  };
}

/** A pull to its End, or until `enough` says so (then without End). */
export async function drain(
  connector: Connector,
  request: Partial<PullRequest> & { stream: string },
  context: ConnectorContext,
  enough: (batch: Batch) => boolean = () => false,
) {
  const batches: Batch[] = [];
  let end: End | null = null;
  const whole: PullRequest = { mode: { kind: 'all' }, highWater: null, position: null, batchSize: 1000, ...request };
  for await (const item of connector.pull(whole, context)) {
    if (item.kind === 'end') {
      end = item;
      continue;
    }
    batches.push(item);
    if (enough(item)) break;
  }
  return { batches, end, rows: batches.flatMap((b) => b.rows), rejects: batches.flatMap((b) => b.rejects) };
}
